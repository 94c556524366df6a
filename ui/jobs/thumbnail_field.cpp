// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/thumbnail_field.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/base/result.h"
#include "core/julia/formulas/formula_row.h"
#include "core/julia/numbers/scaled.h"
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
  render::RenderRequest request{
      .picture = {.place = place,
                  .width = size.width(),
                  .height = size.height(),
                  .quantities = {.smooth = has(place.formula, julia::Ability::Smooth),
                                 .cycle = place.formula.hasBasins()}},
      .engines = {}};
  request.picture.place.tmax = std::min(place.tmax, kMostThumbnailIterations);
  request.engines.count = static_cast<int>(
      std::clamp<std::size_t>(engines, 1, static_cast<std::size_t>(render::kMaxEngines)));
  if (engines == 0) request.engines.viewKind = render::ViewKind::Serial;
  return request;
}

// The middle of the picture, of this size.
IterationField cropped(const IterationField& picture, QSize size) {
  const auto width = static_cast<std::size_t>(size.width());
  const std::size_t left = (picture.width - width) / 2;
  const std::size_t bottom = (picture.rows() - static_cast<std::size_t>(size.height())) / 2;
  IterationField middle{.width = width};
  for (std::size_t row = 0; row < static_cast<std::size_t>(size.height()); ++row) {
    const IterationNumbers part = picture.part(bottom + row, left, width);
    middle.counts.insert(middle.counts.end(), part.counts.begin(), part.counts.end());
    middle.smooth.insert(middle.smooth.end(), part.smooth.begin(), part.smooth.end());
    middle.cycles.insert(middle.cycles.end(), part.cycles.begin(), part.cycles.end());
  }
  return middle;
}

// Renders a thumbnail's points on these engines. The Error is that of an engine which failed.
Result<ThumbnailOutcome> renderOn(const engines::Client& client, const julia::Place& place,
                                  QSize size, const std::stop_token& stop) {
  const QSize covering = coveringSize(place.view, size);
  const auto job =
      render::RenderJob::create(requestFor(place, covering, client.size()), {.stop = stop});
  if (!job) return ThumbnailOutcome{.field = {}, .stopped = stop.stop_requested()};
  IterationField picture{.width = static_cast<std::size_t>(covering.width())};
  picture.counts.resize(picture.width * static_cast<std::size_t>(covering.height()));
  if (job.value()->request().picture.quantities.smooth)
    picture.smooth.resize(picture.counts.size());
  if (job.value()->request().picture.quantities.cycle) picture.cycles.resize(picture.counts.size());
  const auto run = render::Renderer(client).render(
      job.value(), {0, covering.height()},
      [&](const render::Tile& tile, const render::BandRecord&) {
        picture.setRows(static_cast<std::size_t>(tile.rect.y), tile.numbers());
      },
      stop);
  if (!run) return run.error();
  if (!run.value().complete) return ThumbnailOutcome{.field = {}, .stopped = true};
  auto field = std::make_shared<ThumbnailField>();
  field->tmax = job.value()->request().picture.place.tmax;
  field->numbers = cropped(picture, size);
  return ThumbnailOutcome{.field = std::move(field)};
}

}  // namespace

ThumbnailOutcome renderThumbnailField(const julia::Place& place, QSize size,
                                      const engines::Client& client, const std::stop_token& stop) {
  if (stop.stop_requested()) return {.field = {}, .stopped = true};
  auto outcome = renderOn(client, place, size, stop);
  if (!outcome) outcome = renderOn(engines::Client(), place, size, stop);
  return outcome ? std::move(outcome).value() : ThumbnailOutcome{};
}

QImage drawThumbnail(const ThumbnailField& field, const color::Shader& shader, QSize pixels) {
  QImage image(field.size(), QImage::Format_RGB32);
  const auto width = static_cast<std::size_t>(image.width());
  for (int row = 0; row < image.height(); ++row) {
    auto* line = reinterpret_cast<std::uint32_t*>(image.scanLine(image.height() - 1 - row));
    shader.shade(field.numbers.row(static_cast<std::size_t>(row)), std::span(line, width));
  }
  return image.scaled(pixels, Qt::IgnoreAspectRatio, Qt::SmoothTransformation);
}

}  // namespace fatou::ui
