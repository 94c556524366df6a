// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/io/lessons/lesson.h"

namespace fatou::io {

// Lines between two fences, and the words behind the first fence: "python", "sets", ...
struct FencedLines {
  std::vector<std::string> words;
  std::vector<std::string> lines;
};

// The block of the lines: python, compare, show or ask. The Error is "REASON; REMEDY".
Result<LessonBlock> lessonBlock(const FencedLines& fenced);

// Checks that every figure in the blocks is of this machine or of a block before it that gives it,
// so that no text waits for ever; that no name is used twice.
Status checkFigures(const Lesson& lesson);

}  // namespace fatou::io
