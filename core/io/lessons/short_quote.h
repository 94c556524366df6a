// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

#include <QString>

namespace fatou::io {

// The beginning of a text in quotes and in one line, as much as a complaint can show.
inline std::string shortQuote(std::string_view text) {
  constexpr qsizetype kMostShown = 40;
  QString line = QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
  line.replace(u'\n', u' ');
  return '\'' + line.left(kMostShown).toStdString() + (line.size() > kMostShown ? "...'" : "'");
}

}  // namespace fatou::io
