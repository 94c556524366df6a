// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <tuple>

namespace fatou {

// Half-open rectangle of pixels, [x, x + width) by [y, y + height); row 0 is the lowest.
struct PixelRect {
  std::int32_t x = 0;
  std::int32_t y = 0;
  std::int32_t width = 0;
  std::int32_t height = 0;

  std::int64_t area() const { return std::int64_t{width} * height; }

  friend bool operator==(const PixelRect&, const PixelRect&) = default;
  // The members for the code that writes a value as bytes and reads it back.
  static constexpr auto kFields =
      std::tuple(&PixelRect::x, &PixelRect::y, &PixelRect::width, &PixelRect::height);
};

}  // namespace fatou
