// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <vector>

#include <QBasicTimer>
#include <QWidget>

#include "core/engines/timing.h"
#include "core/render/renderer.h"

class QLabel;
class QProgressBar;

namespace fatou::ui {

class EngineLanes;
class RunLanes;
class RunNumbers;

// What the engines are doing and what the last run came to: progress, numbers, and a timeline with
// a lane an engine. It is told of a run by begin(), addBand() and finish(); bands may come as fast
// as they like, what is shown follows about 30 times a second.
class RunStrip : public QWidget {
  Q_OBJECT
 public:
  explicit RunStrip(QWidget* parent = nullptr);

  // A run begins. The last one stays in view until there is something to show of this one, so that
  // quick runs in a row do not flicker. `bandsPlanned` 0: not known.
  void begin(int engines, int bandsPlanned, engines::Clock::time_point started);
  void addBand(const render::BandRecord& band);
  // The run is over. One that was stopped before its first band is forgotten.
  void finish(const render::RunRecord& run, bool complete);

 public Q_SLOTS:
  // Marks the band that computed this row of the picture, as under the mouse on the canvas.
  void highlightRows(std::optional<std::int32_t> row);

 Q_SIGNALS:
  // The rows of the band that is pointed at here; nothing once none is.
  void bandHovered(std::optional<fatou::render::RowRange> rows);
  void bandClicked(fatou::render::RowRange rows);

 protected:
  void resizeEvent(QResizeEvent* event) override;
  void timerEvent(QTimerEvent* event) override;

 private:
  void layOut();
  void connectAll();
  void showRun(const RunLanes& run);
  void takePending();
  void showLiveNumbers(engines::Seconds elapsed);
  void showInfo();
  QString stateText() const;
  QString completeText() const;
  QString cursorText() const;

  QProgressBar* m_progress;
  RunNumbers* m_numbers;
  EngineLanes* m_lanes;
  QLabel* m_info;

  QBasicTimer m_frames;  // ticks while a run goes on
  engines::Clock::time_point m_started{};
  engines::Seconds m_numbersShownAt{0};
  int m_engines = 0;
  int m_planned = 0;
  bool m_inView = false;    // the lanes are of the run that goes on, not of the one before
  bool m_complete = false;  // the last run was
  QString m_crowd;          // that its engines were without a core for long; else empty
  std::vector<render::BandRecord> m_pending;
};

}  // namespace fatou::ui
