// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include <QByteArray>

namespace fatou::io {

// What a file that begins so is, in words that follow "it is": "an HTML page", "a PDF document",
// "text", "data of an unknown kind". The name of a file tells nothing.
std::string kindOfContent(const QByteArray& firstBytes);

// Whether text begins so that can be an object of JSON.
bool isJsonStart(const QByteArray& firstBytes);

// How much of the beginning says most.
inline constexpr qint64 kContentBytes = 1'024;

}  // namespace fatou::io
