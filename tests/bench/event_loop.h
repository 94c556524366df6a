// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QTimer>

// How programs that measure the window wait for it.
namespace fatou::bench {

inline double millisecondsOf(const QElapsedTimer& timer) {
  return static_cast<double>(timer.nsecsElapsed()) / 1e6;
}

// Runs the event loop until `done()`, for a minute at most, and returns the milliseconds that took.
// The loop sleeps between events, because the engines need the core.
template <typename Done>
double waitUntil(const Done& done) {
  QElapsedTimer timer;
  timer.start();
  QTimer tick;  // for what no event tells of
  tick.start(1);
  while (!done() && timer.elapsed() < 60'000)
    QCoreApplication::processEvents(QEventLoop::AllEvents | QEventLoop::WaitForMoreEvents);
  return millisecondsOf(timer);
}

}  // namespace fatou::bench
