// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/color_cycle.h"

#include <algorithm>

namespace fatou::ui {
namespace {

constexpr int kIntervalMs = 33;
constexpr qint64 kLongestStepMs = 200;  // after a hitch colours go on rather than jump

}  // namespace

ColorCycle::ColorCycle(QObject* parent) : QObject(parent) {
  m_timer.setInterval(kIntervalMs);
  connect(&m_timer, &QTimer::timeout, this, [this] {
    const qint64 passed = std::min(m_since.restart(), kLongestStepMs);
    Q_EMIT advanced(static_cast<double>(passed) / 1000.0 * m_speed);
  });
}

void ColorCycle::start() {
  m_since.start();
  m_timer.start();
}

void ColorCycle::stop() {
  m_timer.stop();
}

}  // namespace fatou::ui
