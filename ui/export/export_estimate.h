// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>

#include "core/io/formats/picture_formats.h"
#include "core/render/renderer.h"
#include "ui/state/explorer_state.h"

namespace fatou::ui {

// What the samples of the picture on the canvas have cost, in seconds of one engine.
class SampleCost {
 public:
  // A run over a picture of so many pixels begins.
  void begin(std::int64_t pixels);
  void addSamples(std::int64_t samples) { m_runSamples += samples; }
  // A run over little of the picture, as after a pan, says little: it is added to what was.
  void finish(const render::RunRecord& run);

  // Seconds a sample; nothing before anything was measured.
  std::optional<double> secondsPerSample() const;

 private:
  std::int64_t m_pixels = 0;
  std::int64_t m_runSamples = 0;
  std::int64_t m_samples = 0;
  double m_seconds = 0.0;
};

// How long an export may take, in seconds; nothing where nothing was measured.
std::optional<double> exportSeconds(const SampleCost& cost, PixelSize size, int samples,
                                    int engines);

using io::ByteRange;

// Between how many bytes a file may be.
ByteRange fileBytes(const io::FormatTraits& format, const io::FileOptions& options, PixelSize size,
                    int samples);

}  // namespace fatou::ui
