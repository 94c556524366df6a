// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/gradient_bar.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>

#include "ui/widgets/gradient_painter.h"

namespace fatou::ui {
namespace {

using color::GradientStop;

constexpr qreal kHandleRadius = 7.0;
constexpr qreal kStripHeight = 32.0;
constexpr qreal kOffBar = 28.0;  // this far above or below the bar a handle is let go
constexpr double kKeyStep = 0.01;
constexpr double kFineKeyStep = 0.001;

}  // namespace

GradientBar::GradientBar(QWidget* parent) : QWidget(parent) {
  setFocusPolicy(Qt::StrongFocus);
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
  setAccessibleName(tr("Stops of the gradient"));
  setToolTip(
      tr("Drag a stop to move it, off the bar to remove it. Double-click to add one, or on a stop "
         "to change its colour."));
}

void GradientBar::setGradient(const color::Gradient& gradient) {
  m_gradient = gradient;
  setSelected(std::min(m_selected, static_cast<int>(gradient.stops.size()) - 1));
  update();
}

void GradientBar::select(int stop) {
  setSelected(std::clamp(stop, -1, static_cast<int>(m_gradient.stops.size()) - 1));
}

void GradientBar::setSelected(int stop) {
  update();
  if (stop == m_selected) return;
  m_selected = stop;
  Q_EMIT selectionChanged(stop);
}

void GradientBar::addStop(double position) {
  if (m_gradient.stops.size() == color::kMaxStops) return;
  setStops(m_gradient.stops, GradientStop{position, colorAt(m_gradient, position)}, true);
}

void GradientBar::removeSelected() {
  if (m_selected < 0 || m_gradient.stops.size() < 2) return;
  const int next = std::min(m_selected, static_cast<int>(m_gradient.stops.size()) - 2);
  setStops(othersThan(m_selected), std::nullopt, true);
  setSelected(next);
}

void GradientBar::moveSelected(double position, bool finished) {
  if (m_selected < 0) return;
  const GradientStop stop{std::clamp(position, 0.0, 1.0),
                          m_gradient.stops[static_cast<std::size_t>(m_selected)].color};
  setStops(othersThan(m_selected), stop, finished);
}

void GradientBar::recolorSelected(color::Rgb color, bool finished) {
  if (m_selected < 0) return;
  m_gradient.stops[static_cast<std::size_t>(m_selected)].color = color;
  update();
  Q_EMIT stopsChanged(m_gradient.stops, finished);
}

std::vector<GradientStop> GradientBar::othersThan(int stop) const {
  std::vector<GradientStop> others = m_gradient.stops;
  others.erase(others.begin() + stop);
  return others;
}

void GradientBar::setStops(std::vector<GradientStop> others, std::optional<GradientStop> stop,
                           bool finished) {
  m_gradient.stops = std::move(others);
  int selected = -1;
  if (stop) {
    const auto above =
        std::ranges::upper_bound(m_gradient.stops, stop->position, {}, &GradientStop::position);
    selected = static_cast<int>(above - m_gradient.stops.begin());
    m_gradient.stops.insert(above, *stop);
  }
  setSelected(selected);
  Q_EMIT stopsChanged(m_gradient.stops, finished);
}

QSize GradientBar::sizeHint() const {
  return {360, static_cast<int>(kStripHeight + 2 * kHandleRadius + 6)};
}

QRectF GradientBar::stripRect() const {
  return {kHandleRadius, 1.0, width() - 2 * kHandleRadius, kStripHeight};
}

QPoint GradientBar::handleOf(int stop) const {
  const double position = m_gradient.stops[static_cast<std::size_t>(stop)].position;
  const QRectF strip = stripRect();
  return {static_cast<int>(std::lround(strip.left() + position * strip.width())),
          static_cast<int>(strip.bottom() + kHandleRadius + 2)};
}

// Looks at the selected handle first, as it lies on top.
int GradientBar::handleAt(QPointF at) const {
  const auto isAt = [&](int stop) {
    const QPointF away = at - handleOf(stop);
    return std::hypot(away.x(), away.y()) <= kHandleRadius + 2;
  };
  if (m_selected >= 0 && isAt(m_selected)) return m_selected;
  for (int stop = static_cast<int>(m_gradient.stops.size()) - 1; stop >= 0; --stop)
    if (isAt(stop)) return stop;
  return -1;
}

double GradientBar::positionAt(qreal x) const {
  const QRectF strip = stripRect();
  return std::clamp((x - strip.left()) / std::max(1.0, strip.width()), 0.0, 1.0);
}

void GradientBar::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  paintGradient(painter, stripRect(), m_gradient, palette());
  painter.setRenderHint(QPainter::Antialiasing);
  for (int stop = 0; stop < static_cast<int>(m_gradient.stops.size()); ++stop)
    if (stop != m_selected) paintHandle(painter, stop);
  if (m_selected >= 0) paintHandle(painter, m_selected);
}

// Paints a disc in the stop's colour, with a ring that can be seen on every ground, and a tick up
// to the bar.
void GradientBar::paintHandle(QPainter& painter, int stop) const {
  const bool selected = stop == m_selected;
  const QPointF middle = handleOf(stop);
  const QColor ring = palette().color(selected ? QPalette::Highlight : QPalette::PlaceholderText);
  painter.setPen(QPen(ring, selected ? 2.5 : 1.5));
  painter.drawLine(QPointF(middle.x(), stripRect().bottom()),
                   QPointF(middle.x(), middle.y() - kHandleRadius));
  painter.setBrush(toQColor(m_gradient.stops[static_cast<std::size_t>(stop)].color));
  painter.drawEllipse(middle, kHandleRadius - 1.5, kHandleRadius - 1.5);
  if (!selected || !hasFocus()) return;
  painter.setPen(QPen(palette().color(QPalette::Text), 1));
  painter.setBrush(Qt::NoBrush);
  painter.drawEllipse(middle, kHandleRadius, kHandleRadius);
}

void GradientBar::mousePressEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton) return;
  const int stop = handleAt(event->position());
  setSelected(stop);
  m_dragging = stop >= 0;
  m_dragged = false;
  if (!m_dragging) return;
  m_dragStop = m_gradient.stops[static_cast<std::size_t>(stop)];
  m_dragOthers = othersThan(stop);
}

void GradientBar::mouseMoveEvent(QMouseEvent* event) {
  if (!m_dragging) return;
  m_dragged = true;
  m_dragStop.position = positionAt(event->position().x());
  const qreal y = event->position().y();
  const bool isOff = (y < -kOffBar || y > height() + kOffBar) && !m_dragOthers.empty();
  setStops(m_dragOthers, isOff ? std::nullopt : std::optional(m_dragStop), false);
}

void GradientBar::mouseReleaseEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton || !std::exchange(m_dragging, false)) return;
  if (m_dragged) Q_EMIT stopsChanged(m_gradient.stops, true);
}

void GradientBar::mouseDoubleClickEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton) return;
  m_dragging = false;
  const int stop = handleAt(event->position());
  setSelected(stop);
  if (stop >= 0)
    Q_EMIT recolorRequested(stop);
  else
    addStop(positionAt(event->position().x()));
}

void GradientBar::keyPressEvent(QKeyEvent* event) {
  if (!handlesKey(*event)) QWidget::keyPressEvent(event);
}

// Takes keys before the window's shortcuts get them, as the arrows are some of those.
bool GradientBar::event(QEvent* event) {
  if (event->type() == QEvent::ShortcutOverride) {
    const int key = static_cast<QKeyEvent*>(event)->key();
    if (key == Qt::Key_Left || key == Qt::Key_Right || key == Qt::Key_Up || key == Qt::Key_Down ||
        key == Qt::Key_Delete || key == Qt::Key_Insert)
      event->accept();
  }
  return QWidget::event(event);
}

bool GradientBar::handlesKey(const QKeyEvent& event) {
  const int last = static_cast<int>(m_gradient.stops.size()) - 1;
  const int key = event.key();
  if (key == Qt::Key_Up)
    select(m_selected <= 0 ? last : m_selected - 1);
  else if (key == Qt::Key_Down)
    select(m_selected == last ? 0 : m_selected + 1);
  else if (m_selected < 0)
    return false;
  else if (key == Qt::Key_Left || key == Qt::Key_Right) {
    const double step = event.modifiers() & Qt::ShiftModifier ? kFineKeyStep : kKeyStep;
    const double from = m_gradient.stops[static_cast<std::size_t>(m_selected)].position;
    moveSelected(from + (key == Qt::Key_Left ? -step : step), true);
  } else if (key == Qt::Key_Delete || key == Qt::Key_Backspace)
    removeSelected();
  else if (key == Qt::Key_Insert)
    addBehindSelected();
  else if (key == Qt::Key_Return || key == Qt::Key_Enter || key == Qt::Key_Space)
    Q_EMIT recolorRequested(m_selected);
  else
    return false;
  return true;
}

void GradientBar::addBehindSelected() {
  const auto& stops = m_gradient.stops;
  const auto here = m_selected < 0 ? stops.size() - 1 : static_cast<std::size_t>(m_selected);
  const double next = here + 1 < stops.size() ? stops[here + 1].position : 1.0;
  addStop((stops[here].position + next) / 2);
}

}  // namespace fatou::ui
