// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include <QFlags>
#include <QWidget>

#include "core/render/renderer.h"
#include "ui/canvas/canvas_chips.h"
#include "ui/canvas/dynamics_overlay.h"
#include "ui/canvas/overlays.h"
#include "ui/canvas/paint_pace.h"
#include "ui/canvas/zoom_ease.h"
#include "ui/picture/picture.h"
#include "ui/state/explorer_state.h"
#include "ui/widgets/gestures.h"

namespace fatou::ui {

enum class Overlay {
  Grid = 1,            // round coordinates and the axes
  Orbit = 2,           // of the point under the cursor
  Cycle = 4,           // the attracting cycles and their traps
  Engines = 8,         // rows tinted by the engine that computed them
  Cost = 16,           // rows tinted by the iterations they cost
  CriticalOrbits = 32  // of the points where f' is 0
};
Q_DECLARE_FLAGS(Overlays, Overlay)

// Shows the picture, what lies over it and what is under the cursor, and reports gestures in the
// picture's pixels. Starts no render.
class FractalCanvas : public QWidget {
  Q_OBJECT
 public:
  explicit FractalCanvas(const color::Coloring& coloring, QWidget* parent = nullptr);

  Gestures& gestures() { return *m_gestures; }
  const Picture& picture() const { return m_picture; }
  // The canvas in the screen's own pixels.
  PixelSize devicePixels() const;
  QSize sizeHint() const override { return {960, 720}; }

  // Begins a picture, see Picture::begin(). The image moves at once or, after a zoom by a gesture,
  // within a moment.
  void begin(const render::RenderRequest& request, julia::Raster raster, bool afresh = false);
  void addTile(const render::Tile& tile, const render::BandRecord& band);
  void addRows(const RefinedRows& rows);
  // Shows all tiles that have come: they are the picture, if coarser than it will be.
  void showPass() { m_pace.paintNow(); }
  void finish();
  void setColoring(const color::Coloring& coloring);

  // A picture of its own size is scaled to fit, or shown pixel by pixel and scrolled.
  void setScaledToFit(bool scaled);
  void setOverlays(Overlays overlays);
  Overlays overlays() const { return m_overlays; }
  void setCycle(const std::optional<julia::AttractingCycle>& cycle) {
    m_dynamics.setCycle(cycle);
    showCycleNote();
  }
  void setFacts(const std::shared_ptr<const FoundFacts>& facts) {
    m_dynamics.setFacts(facts);
    showCycleNote();
  }
  // Sets the sentence to show instead of the cycle of this c, which has none.
  void setCycleNote(const julia::ComplexDecimal& c, const QString& why) {
    m_dynamics.setCycleNote(c, why);
    showCycleNote();
  }
  // Marks pixels that have been verified.
  void setChecks(std::vector<render::CheckedPixel> checks) {
    m_checks = std::move(checks);
    update();
  }
  const std::vector<render::CheckedPixel>& checks() const { return m_checks; }
  // The place in the picture that a place of the canvas shows, in pixels from the upper left.
  QPointF toPixel(QPointF at) const;
  // Points rows out; they count from the lowest, as in a tile. Nothing ends it.
  void highlightRows(const std::optional<render::RowRange>& rows) {
    m_highlight = rows;
    update();
  }
  // Shows the picture as it was at a moment of its run, see paintLanded(); nothing shows it whole,
  // as the next picture does.
  void showLanded(const std::optional<std::vector<std::int32_t>>& cells) {
    m_landed = cells;
    update();
  }

 Q_SIGNALS:
  void pictureBegun();
  void gestureBegun();
  // Asks to move the picture by so many of its pixels, and to scale it about one of them; counted
  // from the upper left.
  void panned(QPointF pixels);
  void zoomed(QPointF pixel, double factor);
  void boxed(QRectF pixels);
  // The row of the picture under the cursor, as in a tile; nothing when it leaves.
  void rowHovered(std::optional<std::int32_t> row);
  void menuRequested(QPoint globalPosition);
  // The canvas has another number of device pixels.
  void resized(fatou::ui::PixelSize devicePixels);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;

 private:
  void connectGestures();
  void pan(QPointF delta);
  void zoom(QPointF about, double factor);
  void zoomBox(const QRectF& box);
  void hover(const std::optional<QPointF>& at);
  void paintPicture(QPainter& painter, const QRect& area);
  void paintOverlays(QPainter& painter);
  void paintDynamics(QPainter& painter, const CanvasMapping& to, const QRectF& area) const;
  void paintHighlight(QPainter& painter, const CanvasMapping& to, const QRectF& area) const;
  QRectF pictureRect() const;
  QRectF scrolledRect(QSizeF size) const;
  CanvasMapping mapping() const;
  void updatePixels(const QRect& pixels);
  void showReadout();
  void showCycleNote();

  Picture m_picture;
  PlaneMapping m_plane;
  Gestures* m_gestures;
  CanvasChips m_chips;
  ZoomEase* m_ease;
  PaintPace m_pace{*this};
  bool m_isZooming = false;  // by a gesture, right now
  bool m_scaledToFit = true;
  QPointF m_scroll;  // from the canvas' middle to the picture's, in widget units
  Overlays m_overlays;
  DynamicsOverlay m_dynamics;
  std::optional<QRectF> m_box;
  std::optional<QPoint> m_hovered;
  std::optional<render::RowRange> m_highlight;
  std::vector<render::CheckedPixel> m_checks;
  std::optional<std::vector<std::int32_t>> m_landed;
  std::vector<float> m_rowCost;  // iterations a pixel, by image row
};

}  // namespace fatou::ui

Q_DECLARE_OPERATORS_FOR_FLAGS(fatou::ui::Overlays)
