// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/export/crop_renderer.h"

#include <cstdint>
#include <span>

#include "core/color/painter.h"
#include "core/engines/tasks/errors.h"
#include "core/julia/formulas/formula_row.h"
#include "core/render/render_job.h"

namespace fatou::ui {
namespace {

// The pixels, each of samples x samples points. Throws engines::TaskAborted when stopped.
QImage renderPart(const render::RenderJob& job, int samples, const CropOrder& order,
                  const std::stop_token& stop) {
  const QRect& pixels = order.pixels;
  const std::int32_t lowest = order.spec.request.picture.height - 1 - pixels.bottom();
  const PixelRect points{pixels.x() * samples, lowest * samples, pixels.width() * samples,
                         pixels.height() * samples};
  const render::Tile tile = job.computeBlock({.rect = points, .sampling = {}}, stop);
  const color::SampleField field{.width = static_cast<std::size_t>(tile.counts.cols()),
                                 .samples = tile.numbers()};
  const color::Painter painter(order.shader, samples);
  QImage image(pixels.size(), QImage::Format_RGB32);
  const auto width = static_cast<std::size_t>(image.width());
  for (int row = 0; row < image.height(); ++row) {
    auto* line = reinterpret_cast<std::uint32_t*>(image.scanLine(image.height() - 1 - row));
    painter.paint(field, {.row = static_cast<std::size_t>(row), .first = 0, .size = width},
                  std::span(line, width));
  }
  return image;
}

}  // namespace

CropRenderer::CropRenderer(QObject* parent)
    : QObject(parent), m_job([this](const Event& event) { take(event); }) {}

void CropRenderer::take(const Event& event) {
  if (const auto* part = std::get_if<Part>(&event))
    Q_EMIT imageReady(part->image, part->pixels);
  else
    Q_EMIT failed(QString::fromStdString(std::get<Error>(event).message));
}

void CropRenderer::render(const CropOrder& order) {
  m_job.start(
      [order](const auto& report, const std::stop_token& stop) { carryOut(order, report, stop); });
}

void CropRenderer::carryOut(const CropOrder& order, const BackgroundJob<Event>::Report& report,
                            const std::stop_token& stop) {
  render::RenderRequest request = order.spec.request;
  const julia::Formula& formula = request.picture.place.formula;
  request.picture.quantities = {
      .smooth = order.spec.coloring.smooth && has(formula, julia::Ability::Smooth),
      .distance = order.spec.coloring.distanceLines,
      .cycle = formula.hasBasins()};
  const auto job = render::RenderJob::create(request, {.stop = stop});
  if (stop.stop_requested()) return;
  if (!job) return report(job.error());
  try {
    report(Part{renderPart(*job.value(), 1, order, stop), order.pixels});
    const int samples = order.spec.samples;
    if (samples <= 1) return;
    const auto fine = job.value()->supersampled(samples);
    report(Part{renderPart(*fine, samples, order, stop), order.pixels});
  } catch (const engines::TaskAborted&) {  // another order is waiting
  }
}

}  // namespace fatou::ui
