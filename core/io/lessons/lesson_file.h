// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include <QByteArray>
#include <QString>

#include "core/base/result.h"
#include "core/io/lessons/lesson.h"

namespace fatou::io {

// The lessons that a program carries as :/lessons/NAME.md, in the order of their names. A test
// reads them all; the Error is one sentence that names the file and the line.
Result<std::vector<Lesson>> builtInLessons();

// Reads a lesson of a file; nothing in it is run. The Error is one sentence that names the file.
Result<Lesson> readLesson(const QString& path);

// Reads a lesson of a text, as resources/lessons/README.md describes it. The Error is "line N of it
// is wrong: REASON; REMEDY".
Result<Lesson> parseLesson(const QByteArray& text, const std::string& key);

}  // namespace fatou::io
