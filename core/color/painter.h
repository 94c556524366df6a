// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <span>

#include "core/color/coloring.h"
#include "core/color/shader.h"

namespace fatou::color {

// Whole rows of samples, row-major, lowest row first; what was not computed is empty.
struct SampleField {
  std::size_t width = 0;  // samples a row
  Samples samples;

  std::size_t rows() const { return width == 0 ? 0 : samples.counts.size() / width; }
  // `size` samples of a row, from column `first` on.
  Samples part(std::size_t row, std::size_t first, std::size_t size) const;
};

// A stretch of a row of pixels within a field that holds samples x samples of them a pixel.
struct PixelSpan {
  std::size_t row = 0;
  std::size_t first = 0;
  std::size_t size = 0;
};

// Makes pixels of samples: colours by a Shader and, where a pixel has several samples, the average
// of their light. The one way from numbers to pictures, on the screen as in files. Threads may
// share it. Its tables of colours are worked out when it first paints: a painter that is made for a
// check or for an array of numbers costs nothing.
class Painter {
 public:
  // samples x samples points make a pixel; `tmax` >= 1 is the count of the interior.
  Painter(const Coloring& coloring, std::int32_t tmax, const Equalization& equalization,
          int samples);
  // A painter that shares the tables of `shader`, for pixels of 8 bits a channel.
  Painter(std::shared_ptr<const Shader> shader, int samples);

  int samples() const { return m_samples; }

  // Red, green, blue of each pixel, three values a pixel: 8 or 16 bits of sRGB, or linear light
  // from 0 to 1 with the primaries of sRGB.
  void paint(const SampleField& field, const PixelSpan& pixels, std::span<std::uint8_t> rgb) const;
  void paint(const SampleField& field, const PixelSpan& pixels, std::span<std::uint16_t> rgb) const;
  void paint(const SampleField& field, const PixelSpan& pixels, std::span<float> light) const;

  // Paints the same colours as with 8 bits, one value a pixel, as QImage::Format_RGB32 wants them.
  void paint(const SampleField& field, const PixelSpan& pixels,
             std::span<std::uint32_t> rgb32) const;

 private:
  // The arguments of a Shader's constructor.
  struct Recipe {
    Coloring coloring;
    std::int32_t tmax = 0;
    Equalization equalization;
  };
  // A shader, made by the thread that needs it first.
  struct LazyShader {
    std::once_flag made;
    std::shared_ptr<const Shader> shader;
  };
  const Shader& shader(Shader::Depth depth) const;

  std::optional<Recipe> m_recipe;  // none where a shader was given
  mutable LazyShader m_narrow;
  mutable LazyShader m_wide;
  int m_samples;
};

}  // namespace fatou::color
