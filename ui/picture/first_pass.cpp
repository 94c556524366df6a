// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/picture/first_pass.h"

#include <algorithm>

#include "core/render/sample_cost.h"

namespace fatou::ui {
namespace {

// A picture that takes less is rendered at once; else a first pass that takes about this long shows
// it coarsely.
constexpr double kAtOnceSeconds = 0.030;
constexpr double kFirstPassSeconds = 0.012;

// Blocks of more than so many pixels a side show little: they come where others would take longer.
constexpr std::int32_t kUsualStride = 8;
constexpr double kMostFirstPassSeconds = 0.030;

// The fewest samples that are measured, unless they take long: the time of fewer says more about
// handing them out than about the picture.
constexpr std::int64_t kMeasuredSamples = 50'000;
constexpr double kMeasuredSeconds = 0.1;

}  // namespace

std::int32_t firstStride(double seconds, std::int32_t coarsest) {
  if (seconds <= kAtOnceSeconds) return 1;
  std::int32_t stride = 1;
  const std::int32_t usual = std::min(coarsest, kUsualStride);
  for (; stride < usual && seconds > kFirstPassSeconds; stride *= 2) seconds /= 4;
  for (; stride < coarsest && seconds > kMostFirstPassSeconds; stride *= 2) seconds /= 4;
  return stride;
}

// The values of parameters make as little difference to the price as c does.
bool SamplePrice::isKnown(const julia::Place& place) const {
  return m_seconds > 0.0 && place.formula.hasBasins() == m_formula.hasBasins() &&
         place.formula.expression() == m_formula.expression();
}

// Kernels of their own leave out most steps: of those any picture says more than the steps do.
double SamplePrice::of(const render::RenderRequest& request) const {
  const julia::Place& place = request.picture.place;
  if (place.formula.isPower()) return m_seconds;
  if (isKnown(place))
    return m_seconds * std::max(1.0, static_cast<double>(place.tmax) / static_cast<double>(m_tmax));
  return render::mostSecondsASample(place) / static_cast<double>(request.engines.workers());
}

// A pass that was cheaper than was believed is worth noting however small it is: the price that
// handing out adds to it makes it no less true as a bound.
void SamplePrice::learn(const render::RenderRequest& request, std::int64_t samples,
                        double seconds) {
  if (samples <= 0) return;
  const julia::Place& place = request.picture.place;
  const double price = seconds / static_cast<double>(samples);
  const bool isBound = !place.formula.isPower() && price < of(request);
  if (samples < kMeasuredSamples && seconds < kMeasuredSeconds && !isBound) return;
  m_formula = place.formula;
  m_tmax = place.tmax;
  m_seconds = price;
}

}  // namespace fatou::ui
