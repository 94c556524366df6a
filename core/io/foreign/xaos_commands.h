// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"

namespace fatou::io {

// A command of a file by XaoS: (formula 'mandel), (view 0 0 3 3).
struct XaosCommand {
  std::string name;
  std::vector<std::string> words;  // texts without their quotes, names without their '

  friend bool operator==(const XaosCommand&, const XaosCommand&) = default;
};

inline constexpr std::size_t kMostXaosCommands = 10'000;

// The commands of a text in order, without its comments. The Error is "REASON; REMEDY".
Result<std::vector<XaosCommand>> xaosCommands(std::string_view text);

}  // namespace fatou::io
