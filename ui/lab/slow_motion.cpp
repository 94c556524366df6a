// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/lab/slow_motion.h"

#include <QTimerEvent>

namespace fatou::ui {
namespace {

constexpr int kPlayedFrameMs = 33;

}  // namespace

std::optional<double> playedTo(double from, double elapsed, double slowness, double wallTime) {
  const double at = from + elapsed / slowness;
  if (!(at < wallTime)) return std::nullopt;
  return at;
}

void SlowMotion::play(double from, double slowness, double wallTime) {
  m_from = from;
  m_slowness = slowness;
  m_wallTime = wallTime;
  m_clock.start();
  m_frames.start(kPlayedFrameMs, Qt::PreciseTimer, this);
  Q_EMIT playingChanged(true);
  Q_EMIT moved(playedTo(m_from, 0.0, m_slowness, m_wallTime));
}

void SlowMotion::stop() {
  if (!isPlaying()) return;
  m_frames.stop();
  Q_EMIT moved(std::nullopt);
  Q_EMIT playingChanged(false);
}

void SlowMotion::timerEvent(QTimerEvent* event) {
  if (event->timerId() != m_frames.timerId()) return QObject::timerEvent(event);
  const double elapsed = static_cast<double>(m_clock.nsecsElapsed()) * 1e-9;
  const auto at = playedTo(m_from, elapsed, m_slowness, m_wallTime);
  if (!at) return stop();
  Q_EMIT moved(at);
}

}  // namespace fatou::ui
