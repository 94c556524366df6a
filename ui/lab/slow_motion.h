// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include <QBasicTimer>
#include <QElapsedTimer>
#include <QObject>

namespace fatou::ui {

// The moment of a run, in seconds from its start, that is shown `elapsed` seconds after its playing
// began at the moment `from`; nothing once all of it has been. `slowness` 100 plays at 1/100.
std::optional<double> playedTo(double from, double elapsed, double slowness, double wallTime);

// Plays a run slowly: says at about 30 frames a second which moment is to be shown.
class SlowMotion : public QObject {
  Q_OBJECT
 public:
  explicit SlowMotion(QObject* parent = nullptr) : QObject(parent) {}

  // Plays from the moment `from` on, and ends what was being played.
  void play(double from, double slowness, double wallTime);
  // Does nothing while nothing is played.
  void stop();
  bool isPlaying() const { return m_frames.isActive(); }

 Q_SIGNALS:
  void playingChanged(bool playing);
  // The moment to be shown; nothing once the run has been played to its end.
  void moved(std::optional<double> seconds);

 protected:
  void timerEvent(QTimerEvent* event) override;

 private:
  QBasicTimer m_frames;
  QElapsedTimer m_clock;
  double m_from = 0.0;
  double m_slowness = 1.0;
  double m_wallTime = 0.0;
};

}  // namespace fatou::ui
