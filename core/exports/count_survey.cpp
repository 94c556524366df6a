// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exports/count_survey.h"

#include <algorithm>
#include <span>
#include <vector>

namespace fatou::exports {
namespace {

constexpr std::int32_t kRowsABlock = 16;

std::vector<render::PixelBlock> surveyBlocks(const render::PictureRequest& picture) {
  const auto pointsAt = [&](std::int32_t stride) {
    return std::int64_t{(picture.width - 1) / stride + 1} * ((picture.height - 1) / stride + 1);
  };
  std::int32_t stride = 1;
  while (pointsAt(stride) > kMostSurveyed) ++stride;
  std::vector<render::PixelBlock> blocks;
  const std::int32_t rows = kRowsABlock * stride;
  for (std::int32_t y = 0; y < picture.height; y += std::min(rows, picture.height - y))
    blocks.push_back({.rect = {0, y, picture.width, std::min(rows, picture.height - y)},
                      .sampling = {.strideX = stride, .strideY = stride}});
  return blocks;
}

}  // namespace

Result<color::CountHistogram> surveyCounts(const render::Renderer& renderer,
                                           const std::shared_ptr<const render::RenderJob>& job,
                                           bool smooth, const std::stop_token& stop) {
  color::CountHistogram histogram;
  const std::int32_t tmax = job->request().picture.place.tmax;
  const auto count = [&](const render::Tile& tile, const render::BandRecord&) {
    histogram.add(tile.numbers(), smooth, tmax);
  };
  const auto run = renderer.render(job, surveyBlocks(job->request().picture), count, stop);
  if (!run) return run.error();
  return histogram;
}

// Row by row, with numbers as wide as the counts: the compiler makes vectors of it.
std::int64_t howOften(std::int32_t count, const render::CountArray& counts) {
  std::int64_t all = 0;
  for (Eigen::Index row = 0; row < counts.rows(); ++row) {
    std::int32_t inRow = 0;
    const std::span numbers(counts.row(row).data(), static_cast<std::size_t>(counts.cols()));
    for (const std::int32_t each : numbers) inRow += each == count ? 1 : 0;
    all += inRow;
  }
  return all;
}

}  // namespace fatou::exports
