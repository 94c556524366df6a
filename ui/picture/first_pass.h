// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

#include "core/julia/formulas/formula.h"
#include "core/render/render_request.h"

namespace fatou::ui {

// The coarsest pass that there is: blocks of 64 x 64 pixels.
inline constexpr std::int32_t kCoarsestPass = 64;

// How far apart the samples of a picture's first pass are, a power of two up to `coarsest`, where
// all of it takes about that many seconds: 1 where that is soon enough; else so that something is
// seen at once, with more than 8 only where 8 would take too long.
std::int32_t firstStride(double seconds, std::int32_t coarsest);

// What samples cost, as the passes that were computed say. Of a formula that none of them was of
// the most that it may be, so that one that takes long does not wait without a picture.
class SamplePrice {
 public:
  // The seconds that all engines of the request take for a sample of its picture.
  double of(const render::RenderRequest& request) const;

  // Takes note of a pass of the request's picture that took that many seconds.
  void learn(const render::RenderRequest& request, std::int64_t samples, double seconds);

 private:
  bool isKnown(const julia::Place& place) const;

  julia::Formula m_formula;  // of the last pass that says something
  std::int32_t m_tmax = 1;
  double m_seconds = 0.0;  // a sample; 0 before there is such a pass
};

}  // namespace fatou::ui
