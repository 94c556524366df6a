// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <tuple>

#include "core/base/pixel_rect.h"

namespace fatou::render {

// Every strideX-th column and strideY-th row, counted from the picture's corner: those with
// x mod strideX = phaseX and y mod strideY = phaseY.
struct Sampling {
  std::int32_t strideX = 1;
  std::int32_t strideY = 1;
  std::int32_t phaseX = 0;
  std::int32_t phaseY = 0;

  // A sample stands for a square of this many pixels a side, itself the lower left one, until finer
  // ones are known: the distance to the nearest sample of this or an earlier pass.
  std::int32_t cell() const {
    const std::int32_t phase = phaseX > phaseY ? phaseX : phaseY;
    if (phase > 0) return phase;  // a pass that fills in halves the distance
    return strideX < strideY ? strideX : strideY;
  }
  bool isFull() const { return strideX == 1 && strideY == 1; }

  friend bool operator==(const Sampling&, const Sampling&) = default;
  static constexpr auto kFields =
      std::tuple(&Sampling::strideX, &Sampling::strideY, &Sampling::phaseX, &Sampling::phaseY);
};

// The smallest n >= from with n mod stride = phase.
constexpr std::int32_t firstSample(std::int32_t from, std::int32_t stride, std::int32_t phase) {
  return from + ((phase - from) % stride + stride) % stride;
}

// How many n in [from, from + length) have n mod stride = phase.
constexpr std::int32_t sampleCount(std::int32_t from, std::int32_t length, std::int32_t stride,
                                   std::int32_t phase) {
  const std::int32_t first = firstSample(from, stride, phase) - from;
  return first >= length ? 0 : (length - first - 1) / stride + 1;
}

// The samples of a rectangle of the picture: all of its pixels, or a coarse part of them.
struct PixelBlock {
  PixelRect rect;
  Sampling sampling;

  std::int32_t firstColumn() const {
    return firstSample(rect.x, sampling.strideX, sampling.phaseX);
  }
  std::int32_t firstRow() const { return firstSample(rect.y, sampling.strideY, sampling.phaseY); }
  std::int32_t columns() const {
    return sampleCount(rect.x, rect.width, sampling.strideX, sampling.phaseX);
  }
  std::int32_t rows() const {
    return sampleCount(rect.y, rect.height, sampling.strideY, sampling.phaseY);
  }
  std::int64_t samples() const { return std::int64_t{columns()} * rows(); }

  friend bool operator==(const PixelBlock&, const PixelBlock&) = default;
  static constexpr auto kFields = std::tuple(&PixelBlock::rect, &PixelBlock::sampling);
};

}  // namespace fatou::render
