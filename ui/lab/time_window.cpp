// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/lab/time_window.h"

#include <algorithm>

namespace fatou::ui {
namespace {

// The shortest stretch of a run that can be shown, in seconds: bands take a microsecond at least.
constexpr double kShortest = 1e-6;

}  // namespace

void TimeWindow::setWhole(double seconds) {
  if (!(seconds > 0.0)) return;
  const bool all = showsAll();
  m_whole = seconds;
  if (all) m_seconds = seconds;
  keepInside();
}

void TimeWindow::zoom(double factor, double at) {
  const double before = m_seconds;
  m_seconds = std::clamp(m_seconds / factor, std::min(kShortest, m_whole), m_whole);
  m_begin = at - (at - m_begin) * (m_seconds / before);
  keepInside();
}

void TimeWindow::pan(double seconds) {
  m_begin += seconds;
  keepInside();
}

void TimeWindow::showAll() {
  m_seconds = m_whole;
  m_begin = 0.0;
}

void TimeWindow::keepInside() {
  m_seconds = std::min(m_seconds, m_whole);
  m_begin = std::clamp(m_begin, 0.0, m_whole - m_seconds);
}

}  // namespace fatou::ui
