// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace fatou::io {

// Text of any origin (a file, a file's name, a library's words) as a terminal or a label may show
// it: control characters, which a terminal would obey, line separators and what turns the direction
// of reading round are each replaced by U+FFFD, so that all of it can be seen and none of it acts.
QString shownLine(const QString& text);

// Replaces what shownLine() replaces, but keeps line ends, for text of several lines.
QString shownText(const QString& text);

// Text of any origin as one line: each run of spaces, line ends and control characters is one
// space.
QString plainLine(const QString& text);

}  // namespace fatou::io
