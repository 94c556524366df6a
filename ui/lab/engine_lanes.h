// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <utility>
#include <vector>

#include <QAbstractScrollArea>

#include "ui/lab/lane_painter.h"
#include "ui/lab/run_lanes.h"
#include "ui/lab/time_window.h"

namespace fatou::ui {

// The timeline of a run: one lane an engine with a bar a band, above a time axis. The bar under the
// mouse, or stepped to with the arrow keys, is the current one. The wheel and + and - zoom in time,
// dragging moves it, a double click shows all of it; a drag along the axis scrubs through the run.
class EngineLanes : public QAbstractScrollArea {
  Q_OBJECT
 public:
  explicit EngineLanes(QWidget* parent = nullptr);

  // Shows another run; no band is current.
  void setRun(RunLanes run);
  const RunLanes& run() const { return m_run; }
  // The run, to be added to: it is painted anew afterwards.
  RunLanes& edit();
  // What engines compute now, which changes with every frame and nothing else does with it.
  void setUnderWay(const std::vector<render::BandWatch::UnderWay>& bands, double now);

  // How many seconds the run is long; unless it is zoomed, all of it is in view.
  void setSpan(double seconds);
  const TimeWindow& timeWindow() const { return m_window; }
  void setTimeWindow(const TimeWindow& window) {  // no signal
    m_window = window;
    refresh();
  }

  // Where the bars begin, right of the lanes' names.
  int barsLeft() const;

  // The current band, by its number among the lanes' bands.
  std::optional<std::size_t> current() const { return m_current; }
  void setCurrent(std::optional<std::size_t> band) {  // no signal
    if (band == m_current) return;  // as for most moves of the mouse over the picture
    m_current = band;
    viewport()->update();
  }
  // Bands to be marked beside the current one.
  void setMarked(std::vector<std::size_t> bands) {
    if (bands == m_marked) return;
    m_marked = std::move(bands);
    viewport()->update();
  }
  const std::vector<std::size_t>& marked() const { return m_marked; }

  // The moment scrubbed to, in seconds from the start; nothing after a click beside the axis.
  std::optional<double> cursor() const { return m_cursor; }
  void scrubTo(std::optional<double> seconds);

  QSize sizeHint() const override { return {200, 150}; }
  QSize minimumSizeHint() const override { return {60, 40}; }

 Q_SIGNALS:
  void currentChanged(std::optional<std::size_t> band);  // by mouse or keys
  void bandClicked(std::size_t band);
  void cursorChanged(std::optional<double> seconds);
  void timeWindowChanged(const fatou::ui::TimeWindow& window);  // by mouse or keys

 protected:
  bool event(QEvent* event) override;
  bool viewportEvent(QEvent* event) override;
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void mouseDoubleClickEvent(QMouseEvent* event) override;
  void wheelEvent(QWheelEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;

 private:
  enum class Drag { None, Press, Pan, Scrub };  // Press: it may still become a click

  void refresh();
  void lookElsewhere();
  void layOut();
  void updateScrollBar();
  void choose(std::optional<std::size_t> band);
  void stepInLane(int bars);
  void stepToLane(int lanes);
  void zoom(double factor, double at);
  void zoomAtMiddle(double factor);
  void drag(QPoint to);
  std::optional<std::size_t> bandAt(QPoint point) const;
  bool isOnAxis(QPoint point) const;
  double secondsAt(int x) const;
  void paintEmpty(QPainter& painter) const;

  RunLanes m_run;
  TimeWindow m_window;
  LaneGeometry m_geometry;
  std::vector<std::vector<PaintedBar>> m_painted;  // one entry a lane
  bool m_stale = true;                             // m_painted is of before
  std::optional<std::size_t> m_current;
  std::vector<std::size_t> m_marked;
  std::optional<double> m_cursor;
  Drag m_drag = Drag::None;
  QPoint m_dragFrom;
};

}  // namespace fatou::ui
