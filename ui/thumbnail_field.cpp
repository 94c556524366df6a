// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/thumbnail_field.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/base/result.h"
#include "core/julia/scaled.h"
#include "core/render/renderer.h"

namespace fatou::ui {
namespace {

// A picture that is this many times longer than the thumbnail is squeezed after all, so that a
// thumbnail has a bounded cost.
constexpr double kLongest = 4.0;

// Width by height of what a view shows, where the view says so.
double aspectOf(const julia::View& view, QSize size) {
  const double fitting = double(size.width()) / size.height();
  const auto* corners = std::get_if<julia::CornerView>(&view);
  if (!corners) return fitting;
  const double aspect = julia::Scaled::ofDifference(corners->xmax, corners->xmin) /
                        julia::Scaled::ofDifference(corners->ymax, corners->ymin);
  return std::isfinite(aspect) ? std::clamp(aspect, fitting / kLongest, fitting * kLongest)
                               : fitting;
}

// The smallest picture of the view's proportions that covers `size`.
QSize coveringSize(const julia::View& view, QSize size) {
  const double aspect = aspectOf(view, size);
  return {std::max(size.width(), static_cast<int>(std::lround(size.height() * aspect))),
          std::max(size.height(), static_cast<int>(std::lround(size.width() / aspect)))};
}

render::RenderRequest requestFor(const julia::Place& place, QSize size, std::size_t engines) {
  render::RenderRequest request{.picture = {.place = place,
                                            .width = size.width(),
                                            .height = size.height(),
                                            .quantities = {.smooth = true}},
                                .engines = {}};
  request.picture.place.tmax = std::min(place.tmax, kMostThumbnailIterations);
  request.engines.count = static_cast<int>(
      std::clamp<std::size_t>(engines, 1, static_cast<std::size_t>(render::kMaxEngines)));
  if (engines == 0) request.engines.viewKind = render::ViewKind::Serial;
  return request;
}

// The middle of the picture, as large as the field.
void crop(const render::CountArray& counts, const render::QuantityArray& smooth,
          ThumbnailField& field, QSize size) {
  const auto top = (counts.rows() - size.height()) / 2;
  const auto left = (counts.cols() - size.width()) / 2;
  field.counts = counts.block(top, left, size.height(), size.width());
  field.smooth = smooth.block(top, left, size.height(), size.width());
}

// Renders a thumbnail's points on these engines. The Error is that of an engine which failed.
Result<ThumbnailOutcome> renderOn(const engines::Client& client, const julia::Place& place,
                                  QSize size, const std::stop_token& stop) {
  const QSize covering = coveringSize(place.view, size);
  const auto job =
      render::RenderJob::create(requestFor(place, covering, client.size()), {.stop = stop});
  if (!job) return ThumbnailOutcome{.field = {}, .stopped = stop.stop_requested()};
  render::CountArray counts(covering.height(), covering.width());
  render::QuantityArray smooth(covering.height(), covering.width());
  const auto run = render::Renderer(client).render(
      job.value(), {0, covering.height()},
      [&](const render::Tile& tile, const render::BandRecord&) {
        counts.middleRows(tile.rect.y, tile.rect.height) = tile.counts;
        smooth.middleRows(tile.rect.y, tile.rect.height) = tile.smooth;
      },
      stop);
  if (!run) return run.error();
  if (!run.value().complete) return ThumbnailOutcome{.field = {}, .stopped = true};
  auto field = std::make_shared<ThumbnailField>();
  field->tmax = job.value()->request().picture.place.tmax;
  crop(counts, smooth, *field, size);
  return ThumbnailOutcome{.field = std::move(field)};
}

}  // namespace

color::Samples ThumbnailField::samples() const {
  return {.counts = {counts.data(), static_cast<std::size_t>(counts.size())},
          .smooth = {smooth.data(), static_cast<std::size_t>(smooth.size())},
          .distance = {}};
}

ThumbnailOutcome renderThumbnailField(const julia::Place& place, QSize size,
                                      const engines::Client& client, const std::stop_token& stop) {
  if (stop.stop_requested()) return {.field = {}, .stopped = true};
  auto outcome = renderOn(client, place, size, stop);
  if (!outcome) outcome = renderOn(engines::Client(), place, size, stop);
  return outcome ? std::move(outcome).value() : ThumbnailOutcome{};
}

QImage drawThumbnail(const ThumbnailField& field, const color::Shader& shader, QSize pixels) {
  QImage image(field.size(), QImage::Format_RGB32);
  const color::Samples all = field.samples();
  const auto width = static_cast<std::size_t>(image.width());
  for (int row = 0; row < image.height(); ++row) {
    const std::size_t first = static_cast<std::size_t>(row) * width;
    auto* line = reinterpret_cast<std::uint32_t*>(image.scanLine(image.height() - 1 - row));
    shader.shade({.counts = all.counts.subspan(first, width),
                  .smooth = all.smooth.subspan(first, width),
                  .distance = {}},
                 std::span(line, width));
  }
  return image.scaled(pixels, Qt::IgnoreAspectRatio, Qt::SmoothTransformation);
}

}  // namespace fatou::ui
