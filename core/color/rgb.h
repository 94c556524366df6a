// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <tuple>

namespace fatou::color {

// A colour as screens and picture files hold it: sRGB, 8 bits a channel.
struct Rgb {
  std::uint8_t red = 0;
  std::uint8_t green = 0;
  std::uint8_t blue = 0;

  friend bool operator==(const Rgb&, const Rgb&) = default;
  static constexpr auto kFields = std::tuple(&Rgb::red, &Rgb::green, &Rgb::blue);
};

// A colour in sRGB with 16 bits a channel.
struct Rgb16 {
  std::uint16_t red = 0;
  std::uint16_t green = 0;
  std::uint16_t blue = 0;

  friend bool operator==(const Rgb16&, const Rgb16&) = default;
};

inline Rgb16 widened(Rgb color) {
  const auto wide = [](int channel) { return static_cast<std::uint16_t>(channel * 257); };
  return {wide(color.red), wide(color.green), wide(color.blue)};
}

}  // namespace fatou::color
