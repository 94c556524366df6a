// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/paint_pace.h"

#include <utility>

#include <QTimerEvent>
#include <QWidget>

namespace fatou::ui {
namespace {

constexpr int kPaintEvery = 16;  // milliseconds, as most screens show 60 frames a second

}  // namespace

void PaintPace::add(const QRect& area) {
  m_waiting |= area;
  if (!m_frame.isActive()) paintNow();
}

void PaintPace::paintNow() {
  if (m_waiting.isEmpty()) return;
  m_widget.update(std::exchange(m_waiting, QRegion()));
  m_frame.start(kPaintEvery, Qt::PreciseTimer, this);
}

void PaintPace::restart() {
  m_waiting = QRegion();
  m_frame.stop();
}

void PaintPace::timerEvent(QTimerEvent* event) {
  if (event->timerId() != m_frame.timerId()) return QObject::timerEvent(event);
  if (m_waiting.isEmpty())
    m_frame.stop();
  else
    paintNow();
}

}  // namespace fatou::ui
