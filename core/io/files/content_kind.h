// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include <QByteArray>

namespace fatou::io {

// The kind of a file by its first bytes, in words that follow "it is": "an HTML page", "a PDF
// document", "text", "data of an unknown kind". Its name does not count.
std::string kindOfContent(const QByteArray& firstBytes);

// Whether a file with these first bytes can be JSON: an object or an array.
bool isJsonStart(const QByteArray& firstBytes);

// How many bytes of a file's beginning are looked at.
inline constexpr qint64 kContentBytes = 1'024;

}  // namespace fatou::io
