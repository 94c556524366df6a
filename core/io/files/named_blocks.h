// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"

namespace fatou::io {

// An entry of a file that holds many, as Fractint and Ultra Fractal write them.
struct NamedBlock {
  std::string name;  // as it was found, trimmed
  std::string text;  // between the braces: no comments, a word that goes on is in one piece

  friend bool operator==(const NamedBlock&, const NamedBlock&) = default;
};

inline constexpr std::size_t kMostBlocks = 5'000;

// The entries "NAME { TEXT }" of a text in order. What follows a ';' outside of quotes is a comment
// up to the end of its line, a '\' at the end of a line joins the next one without its indentation,
// and an entry that is called "comment" is none. Text of any bytes; the Error is "REASON; REMEDY".
Result<std::vector<NamedBlock>> namedBlocks(std::string_view text);

}  // namespace fatou::io
