// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include <QImage>
#include <QRect>
#include <QRectF>
#include <QSize>

#include "core/base/iteration_field.h"
#include "core/color/coloring.h"
#include "core/color/shader.h"
#include "core/io/machine/crew.h"
#include "core/julia/plane/raster.h"
#include "core/render/known_pixels.h"
#include "core/render/picture_sample.h"
#include "core/render/render_request.h"
#include "core/render/tile.h"

namespace fatou::ui {

// Antialiased rows of a picture, ready to be shown.
struct RefinedRows {
  std::int32_t firstRow = 0;  // the lowest, as in a tile
  std::int32_t rows = 0;
  std::vector<std::uint32_t> colors;  // rows x width, lowest row first, as QImage::Format_RGB32
};

// What the canvas shows: the iteration field as far as it is known, and its colours. Beginning
// another picture keeps what both share bit for bit, and shows the old colours where they belong
// until new ones arrive. Lives on the GUI thread.
class Picture {
 public:
  explicit Picture(const color::Coloring& coloring);

  // Makes room for the request's picture, whose pixels lie on `raster`. `afresh` computes it whole
  // even where it is known.
  void begin(const render::RenderRequest& request, julia::Raster raster, bool afresh = false);

  // Takes a tile of the picture and returns the part of the image that changed.
  QRect add(const render::Tile& tile, int engine);
  QRect add(const RefinedRows& rows);

  // To be called once the picture is complete: counts what an equalized mapping needs.
  void finish();

  // Colours everything anew; J stays.
  void setColoring(const color::Coloring& coloring);
  const color::Coloring& coloring() const { return m_coloring; }
  // What paints the picture now; never null.
  const std::shared_ptr<const color::Shader>& shader() const { return m_shader; }

  const render::RenderRequest& request() const { return m_request; }
  const QImage& image() const { return m_image; }
  // The image as it was before the last begin() moved it, and where it lies now in the pixels of
  // this one; an empty rectangle where the picture was not moved, or is of another set.
  const QImage& lastImage() const { return m_lastImage; }
  const QRectF& lastPlace() const { return m_lastPlace; }
  bool isEmpty() const { return m_image.isNull(); }
  std::int32_t width() const { return m_request.picture.width; }
  std::int32_t height() const { return m_request.picture.height; }
  const julia::Raster& raster() const { return m_raster; }
  const render::KnownPixels& known() const { return m_known; }
  // The largest side of a coarse pass's cells that the picture would show, a power of two: a moved
  // picture is not hidden by anything much coarser than itself.
  std::int32_t coarsestShown() const;
  bool isComplete() const { return !isEmpty() && m_known.missing().empty(); }

  // What is known of one pixel, counted from the upper left; nothing before it was computed.
  struct Pixel {
    julia::ComplexDecimal z0;
    std::int32_t count = 0;
    std::optional<float> smooth{};
    std::optional<std::int32_t> cycle{};
    int engine = 0;
  };
  std::optional<Pixel> pixelAt(QPoint pixel) const;
  // The engine that computed most of an image row; nothing where none did yet.
  std::optional<int> engineOfRow(int imageRow) const;
  // J in row order, lowest row first, as in an array file; -1 where it is not known.
  std::span<const std::int32_t> counts() const { return m_field.counts; }
  // As counts(), with the smooth counts, distances and cycles that there are.
  IterationNumbers numbers() const { return m_field.all(); }

 private:
  // The numbers, and the engine that computed each pixel.
  struct Field : IterationField {
    std::vector<std::int16_t> engines{};
  };
  using Shift = julia::Raster::Shift;

  void moveImage(const julia::Raster::Placement& at, QSize size);
  void moveField(const std::optional<Shift>& shift, QSize from);
  void keepRow(std::int32_t row, const Shift& shift, std::int32_t fromWidth);
  void addRow(const render::Tile& tile, std::int32_t sampleRow, int engine);
  void paintCells(const render::Tile& tile, std::int32_t sampleRow,
                  std::span<const std::uint32_t> colors);
  bool staysHidden(const QRect& onImage, int cell) const;
  void makeShader();
  void recolor();
  void recolorRow(std::int32_t row, uchar* bits) const;
  IterationNumbers numbersOf(std::int32_t row, render::KnownPixels::Columns columns) const;
  std::size_t index(std::int32_t x, std::int32_t row) const {
    return static_cast<std::size_t>(row) * static_cast<std::size_t>(width()) +
           static_cast<std::size_t>(x);
  }
  int imageRow(std::int32_t row) const { return height() - 1 - row; }

  render::RenderRequest m_request;
  julia::Raster m_raster;
  render::KnownPixels m_known;
  Field m_field;
  Field m_lastField;  // kept, as the next picture reuses its memory
  QImage m_image;
  QImage m_lastImage;
  QRectF m_lastPlace;
  QRectF m_backdrop;            // where the image shows the last picture of the same set
  double m_backdropCell = 1.0;  // the side of its pixels, in ours

  color::Coloring m_coloring;
  color::Equalization m_equalization;
  std::shared_ptr<const color::Shader> m_shader;
  io::Crew m_crew{0};
};

}  // namespace fatou::ui
