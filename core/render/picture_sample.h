// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <stop_token>
#include <tuple>
#include <vector>

#include "core/base/pixel_rect.h"
#include "core/render/render_job.h"

namespace fatou::render {

// A pixel of a picture, row 0 the lowest, its J, and what else the picture has of it.
struct SampledPixel {
  std::int32_t column = 0;
  std::int32_t row = 0;
  std::int32_t count = 0;
  std::optional<float> smooth{};
  std::optional<float> distance{};

  friend bool operator==(const SampledPixel&, const SampledPixel&) = default;
  static constexpr auto kFields =
      std::tuple(&SampledPixel::column, &SampledPixel::row, &SampledPixel::count,
                 &SampledPixel::smooth, &SampledPixel::distance);
};

// The patches that a sample of a picture is taken from: the picture is cut into as many cells of
// equal size as pixels are wanted, or as it has pixels, and a patch of at most 16 x 16 pixels lies
// somewhere in each, at the same place for the same numbers.
std::vector<PixelRect> samplePatches(std::int32_t width, std::int32_t height, int pixels);

// The pixel of the patch numbered `index`, whose J are given row by row, -1 where not known. Even
// numbers take any pixel, odd ones where they can one with another J beside it: there, if anywhere,
// a picture is wrong. Nothing where nothing is known.
std::optional<SampledPixel> samplePatch(std::size_t index, const PixelRect& patch,
                                        std::span<const std::int32_t> counts);

// The numbers of a picture, or of a part of it, row by row. Quantities that it lacks are empty.
struct PictureNumbers {
  std::span<const std::int32_t> counts;  // -1 where not known
  std::span<const float> smooth{};
  std::span<const float> distance{};
};

// About `pixels` pixels all over a picture.
std::vector<SampledPixel> samplePicture(std::int32_t width, std::int32_t height,
                                        const PictureNumbers& numbers, int pixels);

// Takes a sample of a picture that is not at hand: its patches are computed on the calling thread.
// Nothing when stopped.
std::optional<std::vector<SampledPixel>> samplePicture(const RenderJob& job, int pixels,
                                                       const std::stop_token& stop = {});

}  // namespace fatou::render
