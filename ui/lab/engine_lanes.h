// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <vector>

#include <QAbstractScrollArea>

#include "ui/lab/lane_layout.h"
#include "ui/lab/run_lanes.h"

namespace fatou::ui {

// The timeline of a run: one lane an engine with a bar a band, above a time axis. The bar under the
// mouse, or stepped to with the arrow keys, is the current one.
class EngineLanes : public QAbstractScrollArea {
  Q_OBJECT
 public:
  explicit EngineLanes(QWidget* parent = nullptr);

  // Shows another run; no band is current.
  void setRun(RunLanes run);
  const RunLanes& run() const { return m_run; }
  void add(const render::BandRecord& band);

  // How many seconds the axis is long.
  void setSpan(double seconds);

  // Where the bars begin, right of the lanes' names.
  int barsLeft() const;

  // The current band, by its number among the lanes' bands.
  std::optional<std::size_t> current() const { return m_current; }
  void setCurrent(std::optional<std::size_t> band);  // no signal

  QSize sizeHint() const override { return {200, 150}; }
  QSize minimumSizeHint() const override { return {60, 40}; }

 Q_SIGNALS:
  void currentChanged(std::optional<std::size_t> band);  // by mouse or keys
  void bandClicked(std::size_t band);

 protected:
  bool viewportEvent(QEvent* event) override;
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;

 private:
  void refresh();
  void layOut();
  void updateScrollBar();
  void choose(std::optional<std::size_t> band);
  void stepInLane(int bars);
  void stepToLane(int lanes);
  std::optional<std::size_t> bandAt(QPoint point) const;
  int axisHeight() const;
  QRect laneRect(std::size_t lane) const;
  void paintLanes(QPainter& painter) const;
  void paintName(QPainter& painter, std::size_t lane) const;
  void paintBars(QPainter& painter, std::size_t lane) const;
  void paintAxis(QPainter& painter) const;
  void paintCurrent(QPainter& painter) const;
  void paintEmpty(QPainter& painter) const;

  RunLanes m_run;
  TimeAxis m_axis;
  LaneHeights m_heights;
  std::vector<std::vector<PaintedBar>> m_painted;  // one entry a lane
  bool m_stale = true;                             // m_painted is of before
  std::optional<std::size_t> m_current;
};

}  // namespace fatou::ui
