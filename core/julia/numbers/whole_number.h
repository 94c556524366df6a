// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace fatou::julia {

// Reads a whole number as people write it: "5000", "5,000", "5 000", "5e3"; nothing where it is
// none, is beyond 2^53 or, like "2.000" and "2,5", may be meant as a fraction.
std::optional<std::int64_t> parseWholeNumber(std::string_view text);

// Width and height in pixels.
struct Sides {
  std::int64_t width = 0;
  std::int64_t height = 0;

  friend bool operator==(const Sides&, const Sides&) = default;
};

// Reads "1920x1080", "1920 × 1080", "1920*1080 px" and the like.
std::optional<Sides> parseSides(std::string_view text);

}  // namespace fatou::julia
