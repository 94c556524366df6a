// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/picture/picture.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include <QPainter>

#include "core/base/check.h"
#include "ui/picture/first_pass.h"

namespace fatou::ui {
namespace {

constexpr std::int32_t kUnknown = -1;
constexpr QRgb kNothingYet = 0xff0b0d14;  // what no picture has reached yet

// Whether J of one request serves the other. Another way to share out the work is worth a run of
// its own: its timing is what the user wants to see.
bool isSameSet(const render::RenderRequest& a, const render::RenderRequest& b) {
  return julia::isSameSet(a.picture.place, b.picture.place);
}
bool isSameWork(const render::RenderRequest& a, const render::RenderRequest& b) {
  return isSameSet(a, b) && a.engines == b.engines && a.picture.quantities == b.picture.quantities;
}

// A picture ten thousand times deeper or higher up shows nothing of this one, and painters do not
// take rectangles of any size.
bool isWorthShowing(const julia::Raster::Placement& at) {
  constexpr double kMost = 1e4;
  const auto isSimilar = [](double scale) { return scale > 1.0 / kMost && scale < kMost; };
  return isSimilar(at.scaleX) && isSimilar(at.scaleY);
}

}  // namespace

Picture::Picture(const color::Coloring& coloring) : m_coloring(coloring) {
  makeShader();
}

void Picture::begin(const render::RenderRequest& request, julia::Raster raster, bool afresh) {
  const bool shares = !afresh && !isEmpty() && isSameWork(request, m_request);
  const auto shift = shares ? raster.shiftFrom(m_raster) : std::nullopt;
  const bool sameSet = isSameSet(request, m_request);
  const bool sameTmax = request.picture.place.tmax == m_request.picture.place.tmax;
  const QSize from(width(), height());
  const QSize size(request.picture.width, request.picture.height);
  // While this picture is incomplete, the backdrop stays the one before it, which shows through.
  if (isComplete()) {
    m_backdrop = QRectF(m_image.rect());
    m_backdropCell = 1.0;
  }
  m_lastPlace = {};
  if (m_image.isNull()) {
    m_image = QImage(size, QImage::Format_RGB32);
    m_image.fill(kNothingYet);
  } else if (const auto at = raster.placementOf(m_raster);
             at != julia::Raster::Placement() || size != from) {
    moveImage(at, size);
  }
  if (!sameSet) m_backdrop = m_lastPlace = {};
  m_request = request;
  m_raster = std::move(raster);
  moveField(shift, from);
  if (!sameTmax) makeShader();
}

// Moves the image to where it lies in the next picture, and scales only the part that will be seen.
void Picture::moveImage(const julia::Raster::Placement& at, QSize size) {
  // A point is the middle of a pixel, so that edges lie half a pixel further out; image rows count
  // from the top.
  const double left = at.left + 0.5 - 0.5 * at.scaleX;
  const double low = at.low + 0.5 - 0.5 * at.scaleY;
  const QSizeF shown(at.scaleX * m_image.width(), at.scaleY * m_image.height());
  const QRectF whole(QPointF(left, size.height() - low - shown.height()), shown);
  std::swap(m_image, m_lastImage);
  if (m_image.size() != size) m_image = QImage(size, QImage::Format_RGB32);
  if (isWorthShowing(at)) m_lastPlace = whole;
  const QRectF seen = isWorthShowing(at) ? whole & QRectF(QPointF(0, 0), size) : QRectF();
  if (seen != QRectF(QPointF(0, 0), size)) m_image.fill(kNothingYet);
  const auto moved = [&](const QRectF& rect) {
    const double x = whole.width() / m_lastImage.width();
    const double y = whole.height() / m_lastImage.height();
    return QRectF(whole.x() + rect.x() * x, whole.y() + rect.y() * y, rect.width() * x,
                  rect.height() * y);
  };
  m_backdrop = m_backdrop.isEmpty() ? QRectF() : moved(m_backdrop) & seen;
  m_backdropCell = std::max(1.0, at.scaleX * m_backdropCell);
  if (seen.isEmpty()) return;
  const double scaleX = m_lastImage.width() / whole.width();
  const double scaleY = m_lastImage.height() / whole.height();
  const QRectF source((seen.x() - whole.x()) * scaleX, (seen.y() - whole.y()) * scaleY,
                      seen.width() * scaleX, seen.height() * scaleY);
  QPainter painter(&m_image);
  painter.setCompositionMode(QPainter::CompositionMode_Source);
  painter.drawImage(seen, m_lastImage, source);
}

void Picture::moveField(const std::optional<Shift>& shift, QSize from) {
  const std::size_t size = static_cast<std::size_t>(width()) * static_cast<std::size_t>(height());
  std::swap(m_field, m_lastField);
  m_field.width = static_cast<std::size_t>(width());
  m_field.counts.assign(size, kUnknown);
  m_field.smooth.resize(m_request.picture.quantities.smooth ? size : 0);
  m_field.engines.resize(size);
  m_field.distance.resize(m_request.picture.quantities.distance ? size : 0);
  m_field.cycles.resize(m_request.picture.quantities.cycle ? size : 0);
  if (!shift) {
    m_known = render::KnownPixels(width(), height());
    return;
  }
  m_known = m_known.moved({shift->right, shift->up, width(), height()});
  for (std::int32_t row = 0; row < height(); ++row) keepRow(row, *shift, from.width());
}

void Picture::keepRow(std::int32_t row, const Shift& shift, std::int32_t fromWidth) {
  const auto columns = m_known.columnsOf(row);
  if (columns.size() <= 0) return;
  const auto to = static_cast<std::ptrdiff_t>(index(columns.begin, row));
  const auto from = (row + shift.up) * fromWidth + columns.begin + shift.right;
  const auto keep = [&](auto& numbers, const auto& last) {
    std::copy_n(last.begin() + from, columns.size(), numbers.begin() + to);
  };
  keep(m_field.counts, m_lastField.counts);
  keep(m_field.engines, m_lastField.engines);
  if (!m_field.smooth.empty()) keep(m_field.smooth, m_lastField.smooth);
  if (!m_field.distance.empty()) keep(m_field.distance, m_lastField.distance);
  if (!m_field.cycles.empty()) keep(m_field.cycles, m_lastField.cycles);
}

QRect Picture::add(const render::Tile& tile, int engine) {
  for (std::int32_t row = 0; row < tile.counts.rows(); ++row) addRow(tile, row, engine);
  return {tile.rect.x, imageRow(tile.rect.y + tile.rect.height - 1), tile.rect.width,
          tile.rect.height};
}

void Picture::addRow(const render::Tile& tile, std::int32_t sampleRow, int engine) {
  const render::PixelBlock block{tile.rect, tile.sampling};
  const std::int32_t columns = block.columns();
  const std::int32_t row = block.firstRow() + sampleRow * tile.sampling.strideY;
  const IterationNumbers samples = tile.row(sampleRow);
  const auto put = [&](auto& numbers, const auto& values) {
    if (numbers.empty() || values.empty()) return;
    auto* to = &numbers[index(block.firstColumn(), row)];
    if (tile.sampling.strideX == 1) {  // the row is copied as bytes, not number by number
      std::copy(values.begin(), values.end(), to);
      return;
    }
    for (std::size_t i = 0; i < values.size(); ++i)
      to[i * static_cast<std::size_t>(tile.sampling.strideX)] = values[i];
  };
  put(m_field.counts, samples.counts);
  put(m_field.smooth, samples.smooth);
  put(m_field.distance, samples.distance);
  put(m_field.cycles, samples.cycles);
  put(m_field.engines, std::vector<std::int16_t>(static_cast<std::size_t>(columns),
                                                 static_cast<std::int16_t>(engine)));
  if (tile.sampling.cell() == 1) m_known.add(row, {tile.rect.x, tile.rect.x + tile.rect.width});
  if (tile.sampling.isFull()) {
    auto* line = reinterpret_cast<std::uint32_t*>(m_image.scanLine(imageRow(row))) + tile.rect.x;
    m_shader->shade(samples, {line, static_cast<std::size_t>(columns)});
    return;
  }
  const QRect onImage(tile.rect.x, imageRow(tile.rect.y + tile.rect.height - 1), tile.rect.width,
                      tile.rect.height);
  if (staysHidden(onImage, tile.sampling.cell())) return;
  std::vector<std::uint32_t> colors(static_cast<std::size_t>(columns));
  m_shader->shade(samples, colors);
  paintCells(tile, sampleRow, colors);
}

// Paints each sample over its cell, up and to the right, as far as the tile goes.
void Picture::paintCells(const render::Tile& tile, std::int32_t sampleRow,
                         std::span<const std::uint32_t> colors) {
  const render::PixelBlock block{tile.rect, tile.sampling};
  const int side = tile.sampling.cell();
  const int low = block.firstRow() + sampleRow * tile.sampling.strideY;
  const int high = std::min(low + side, tile.rect.y + tile.rect.height);
  const int right = tile.rect.x + tile.rect.width;
  std::vector<std::uint32_t*> lines;
  for (int row = low; row < high; ++row)
    lines.push_back(reinterpret_cast<std::uint32_t*>(m_image.scanLine(imageRow(row))));
  int x = block.firstColumn();
  for (const std::uint32_t color : colors) {
    const int width = std::min(side, right - x);
    if (!staysHidden({x, imageRow(high - 1), width, high - low}, side))
      for (std::uint32_t* line : lines) std::fill_n(line + x, width, color);
    x += tile.sampling.strideX;
  }
}

// Whether the moved picture stays over a cell, as the cell is much coarser than what is seen there.
bool Picture::staysHidden(const QRect& onImage, int cell) const {
  return cell > 2.0 * m_backdropCell && m_backdrop.contains(onImage);
}

std::int32_t Picture::coarsestShown() const {
  std::int32_t side = 1;
  while (side < kCoarsestPass && !staysHidden(m_image.rect(), 2 * side)) side *= 2;
  return side;
}

QRect Picture::add(const RefinedRows& rows) {
  FATOU_CHECK(rows.colors.size() ==
              static_cast<std::size_t>(rows.rows) * static_cast<std::size_t>(width()));
  for (std::int32_t row = 0; row < rows.rows; ++row)
    std::copy_n(rows.colors.begin() + std::int64_t{row} * width(), width(),
                reinterpret_cast<std::uint32_t*>(m_image.scanLine(imageRow(rows.firstRow + row))));
  return {0, imageRow(rows.firstRow + rows.rows - 1), width(), rows.rows};
}

void Picture::finish() {
  m_backdrop = {};
  if (m_coloring.mapping != color::Mapping::Equalized) return;
  color::CountHistogram histogram;
  for (std::int32_t row = 0; row < height(); ++row)
    histogram.add(numbersOf(row, m_known.columnsOf(row)), m_coloring.smooth,
                  m_request.picture.place.tmax);
  const color::Equalization equalization(histogram);
  if (equalization == m_equalization) return;
  m_equalization = equalization;
  makeShader();
  recolor();
}

void Picture::setColoring(const color::Coloring& coloring) {
  const bool equalizeAnew =
      coloring.mapping == color::Mapping::Equalized &&
      (m_coloring.mapping != coloring.mapping || m_coloring.smooth != coloring.smooth);
  m_coloring = coloring;
  makeShader();
  if (isEmpty()) return;
  recolor();
  if (equalizeAnew) finish();
}

void Picture::makeShader() {
  m_shader = std::make_shared<const color::Shader>(
      m_coloring, std::max(1, m_request.picture.place.tmax), m_equalization);
}

void Picture::recolor() {
  uchar* bits = m_image.bits();  // detaches the image now, as threads must not
  m_crew.run(static_cast<std::size_t>(height()), [this, bits](std::size_t row, std::size_t) {
    recolorRow(static_cast<std::int32_t>(row), bits);
  });
}

void Picture::recolorRow(std::int32_t row, uchar* bits) const {
  const auto columns = m_known.columnsOf(row);
  if (columns.size() <= 0) return;
  auto* line = reinterpret_cast<std::uint32_t*>(bits + m_image.bytesPerLine() * imageRow(row));
  m_shader->shade(numbersOf(row, columns),
                  {line + columns.begin, static_cast<std::size_t>(columns.size())});
}

IterationNumbers Picture::numbersOf(std::int32_t row, render::KnownPixels::Columns columns) const {
  return m_field.part(static_cast<std::size_t>(row), static_cast<std::size_t>(columns.begin),
                      static_cast<std::size_t>(columns.size()));
}

std::optional<Picture::Pixel> Picture::pixelAt(QPoint pixel) const {
  if (isEmpty() || !m_image.rect().contains(pixel)) return std::nullopt;
  const std::int32_t row = imageRow(pixel.y());
  const std::size_t at = index(pixel.x(), row);
  if (m_field.counts[at] == kUnknown) return std::nullopt;
  const auto ofPixel = [at](const auto& numbers) {
    return numbers.empty() ? std::nullopt : std::optional(numbers[at]);
  };
  return Pixel{.z0 = m_raster.pointAt(pixel.x(), row),
               .count = m_field.counts[at],
               .smooth = ofPixel(m_field.smooth),
               .cycle = ofPixel(m_field.cycles),
               .engine = m_field.engines[at]};
}

std::optional<int> Picture::engineOfRow(int row) const {
  if (isEmpty() || row < 0 || row >= height()) return std::nullopt;
  const auto columns = m_known.columnsOf(imageRow(row));
  if (columns.size() <= 0) return std::nullopt;
  return m_field.engines[index(columns.begin + columns.size() / 2, imageRow(row))];
}

}  // namespace fatou::ui
