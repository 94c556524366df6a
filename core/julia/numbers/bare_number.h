// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <string_view>

namespace fatou::julia {

// A number of plain text without what people and programs write around it.
struct BareNumber {
  std::string_view text;
  bool endsInComma = false;  // it may be half a pair
};

// "-0.8+0.156i" of "c = (-0.8+0.156i);", "z^2 - 0.8+0.156i", "complex(-0.8+0.156i)" and the like:
// without label, call, brackets and punctuation at the end.
BareNumber bareNumber(std::string_view plainText);

inline std::string_view withoutLeadingSpace(std::string_view text) {
  return text.substr(std::min(text.find_first_not_of(" \n\r\t"), text.size()));
}

inline std::string_view trimmed(std::string_view text) {
  text = withoutLeadingSpace(text);
  return text.substr(0, text.find_last_not_of(" \n\r\t") + 1);
}

// Whether `text` began with `prefix`, which is then taken off.
inline bool takePrefix(std::string_view& text, std::string_view prefix) {
  if (!text.starts_with(prefix)) return false;
  text.remove_prefix(prefix.size());
  return true;
}

}  // namespace fatou::julia
