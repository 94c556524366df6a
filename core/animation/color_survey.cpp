// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/animation/color_survey.h"

#include <algorithm>
#include <iterator>
#include <span>
#include <tuple>
#include <utility>
#include <vector>

#include <QCryptographicHash>

#include "core/engines/stream.h"
#include "core/render/render_job.h"
#include "core/render/sendable.h"

namespace fatou::animation {
namespace {

constexpr std::int64_t kMostSurveyed = 32;  // frames
constexpr std::int32_t kShrink = 4;

std::vector<exports::PictureSpec> framesToSurvey(const AnimationScript& script) {
  const std::int64_t frames = script.frames();
  const std::int64_t count = std::min(frames, kMostSurveyed);
  std::vector<exports::PictureSpec> specs;
  for (std::int64_t i = 0; i < count; ++i) {
    specs.push_back(frameAt(script, count == 1 ? 0 : i * (frames - 1) / (count - 1)));
    auto& picture = specs.back().request.picture;
    picture.width = std::max(2, picture.width / kShrink);
    picture.height = std::max(2, picture.height / kShrink);
  }
  return specs;
}

// A frame as it is sent to the engine that surveys it: without the colours, which the survey is to
// find.
struct SurveyedFrame {
  render::JobRecipe recipe{};
  bool smooth = false;  // whether colours go by the smooth count

  static constexpr auto kFields = std::tuple(&SurveyedFrame::recipe, &SurveyedFrame::smooth);
};

SurveyedFrame surveyed(const exports::PictureSpec& spec) {
  return {.recipe = {.picture = spec.request.picture, .kernel = spec.request.engines.kernel},
          .smooth = spec.coloring.smooth};
}

// The task that counts a frame's colours.
struct CountColors {
  color::CountHistogram operator()(engines::Engine& engine, const SurveyedFrame& frame) const {
    const auto job = frame.recipe.product(engine.stopToken());
    const auto& picture = frame.recipe.picture;
    const render::Tile tile = job->computeBlock(
        {.rect = {0, 0, picture.width, picture.height}, .sampling = {}}, engine.stopToken());
    color::CountHistogram histogram;
    histogram.add(tile.numbers(), frame.smooth, picture.place.tmax);
    return histogram;
  }
};

std::string digestOf(const std::vector<exports::PictureSpec>& specs) {
  QCryptographicHash hash(QCryptographicHash::Sha256);
  for (const auto& spec : specs)
    for (const auto& [name, value] : exports::parameters(spec))
      hash.addData(QByteArray::fromStdString(name + "=" + value + "\n"));
  return hash.result().toHex().left(32).toStdString();
}

}  // namespace

Result<ColorSurvey> surveyColors(const AnimationScript& script, const engines::Client& client,
                                 const std::stop_token& stop) {
  if (script.coloring.mapping != color::Mapping::Equalized) return ColorSurvey{};
  const auto specs = framesToSurvey(script);
  std::vector<SurveyedFrame> frames;
  std::ranges::transform(specs, std::back_inserter(frames), surveyed);
  color::CountHistogram all;
  const auto ended = engines::stream(
      client.loadBalancedView(), CountColors{}, std::move(frames),
      [&all](std::size_t, const color::CountHistogram& one, const engines::TaskRecord&) {
        all.merge(one);
      },
      stop);
  if (!ended) return Error{"rendering failed: " + ended.error().message};
  if (ended.value() == engines::Ended::Stopped) return ColorSurvey{};
  return ColorSurvey{.equalization = color::Equalization(all), .digest = digestOf(specs)};
}

}  // namespace fatou::animation
