// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include <QBasicTimer>
#include <QWidget>

#include "core/engines/tasks/timing.h"
#include "core/render/band_watch.h"
#include "core/render/progressive_renderer.h"
#include "core/render/renderer.h"
#include "ui/engines/engine_roster.h"
#include "ui/lab/run_progress.h"

class QLabel;
class QProgressBar;

namespace fatou::ui {

class EngineLanes;
class PlayButton;
class RunLanes;
class RunNumbers;
class SlowMotion;

// What the engines are doing and what the last run came to: progress, numbers, and a timeline with
// a lane an engine, that can be played slowly. It is told of a run by begin(), plan(), addBand()
// and finish(); bands may come as fast as they like, what is shown follows about 30 times a second.
class RunStrip : public QWidget {
  Q_OBJECT
 public:
  explicit RunStrip(QWidget* parent = nullptr);

  // A run begins. The last one stays in view until there is something to show of this one, so that
  // quick runs in a row do not flicker. `watch`, which may be null, says what is under way.
  void begin(int engines, engines::Clock::time_point started,
             std::shared_ptr<const render::BandWatch> watch = nullptr);
  // How much the run is to do, where that is known.
  void plan(const render::PlannedWork& work);
  void addBand(const render::BandRecord& band);
  // What is known of the engines now; those that were lost turn grey.
  void setEngines(const std::vector<EngineEntry>& engines);
  // The run is over. One that was stopped before its first band is forgotten.
  void finish(const render::RunRecord& run, bool complete);
  // Whether a run goes on.
  bool isLive() const { return m_frames.isActive(); }

 public Q_SLOTS:
  // Marks the band that computed this row of the picture, as under the mouse on the canvas.
  void highlightRows(std::optional<std::int32_t> row);
  // Ends slow motion, if there is any.
  void stopPlaying();

 Q_SIGNALS:
  // A run has begun in place of what was shown or went on, whoever told of it.
  void begun();
  // How coarse each row was at the moment that is played or scrubbed to, see RunLanes::cellsAt();
  // nothing once none is.
  void momentShown(const std::optional<std::vector<std::int32_t>>& cells);
  void playingChanged(bool playing);
  // The rows of the band that is pointed at here; nothing once none is.
  void bandHovered(std::optional<fatou::render::RowRange> rows);
  void bandClicked(fatou::render::RowRange rows);

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;
  void timerEvent(QTimerEvent* event) override;

 private:
  void layOut();
  void connectAll();
  void connectMotion();
  void play(double slowness);
  void showMoment();
  void showRun(const RunLanes& run);
  void takePending();
  RunProgress progress() const;
  void showLiveNumbers(engines::Seconds elapsed);
  void showInfo();
  QString stateText() const;
  QString completeText() const;
  QString cursorText() const;

  QProgressBar* m_progress;
  RunNumbers* m_numbers;
  EngineLanes* m_lanes;
  QLabel* m_info;
  PlayButton* m_play;
  SlowMotion* m_motion;

  QBasicTimer m_frames;  // ticks while a run goes on
  engines::Clock::time_point m_started{};
  engines::Seconds m_numbersShownAt{0};
  int m_engines = 0;
  std::shared_ptr<const render::BandWatch> m_watch;
  render::PlannedWork m_planned;
  engines::Clock::time_point m_plannedAt{};
  std::int64_t m_samples = 0;        // samples of the bands that are complete
  std::optional<double> m_playedTo;  // the moment that slow motion has shown last
  bool m_inView = false;             // the lanes are of the run that goes on, not of the one before
  bool m_complete = false;           // the last run was not stopped
  QString m_crowd;                   // that its engines were without a core for long; else empty
  std::vector<EngineEntry> m_entries;  // what is known of the engines
  std::vector<render::BandRecord> m_pending;
};

}  // namespace fatou::ui
