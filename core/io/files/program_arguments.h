// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include <QString>

namespace fatou::io {

// The complaint about the first of a program's arguments that is not UTF-8, or nothing: text cannot
// hold it, and a file would be written under another name.
std::optional<QString> complaintAboutArguments(int argc, const char* const* argv);

}  // namespace fatou::io
