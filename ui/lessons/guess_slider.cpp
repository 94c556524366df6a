// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/lessons/guess_slider.h"

#include <algorithm>

#include <QPainter>
#include <QPainterPath>
#include <QStyleOptionSlider>

namespace fatou::ui {
namespace {

constexpr int kGuessSteps = 100;
constexpr int kMarkHeight = 7;

}  // namespace

GuessSlider::GuessSlider(QWidget* parent) : QSlider(Qt::Horizontal, parent) {
  setRange(0, kGuessSteps);
  setPageStep(kGuessSteps / 10);
  setMinimumHeight(22 + kMarkHeight);
  connect(this, &QSlider::valueChanged, this, [this] { Q_EMIT guessed(guess()); });
}

void GuessSlider::setEnds(double from, double to) {
  m_from = from;
  m_to = std::max(to, from + 1e-9);
  update();
}

double GuessSlider::guess() const {
  return m_from + (m_to - m_from) * value() / kGuessSteps;
}

void GuessSlider::setMeasured(std::optional<double> measured) {
  m_measured = measured;
  update();
}

std::optional<int> GuessSlider::markPosition() const {
  if (!m_measured) return std::nullopt;
  QStyleOptionSlider option;
  initStyleOption(&option);
  const QRect groove =
      style()->subControlRect(QStyle::CC_Slider, &option, QStyle::SC_SliderGroove, this);
  const QRect handle =
      style()->subControlRect(QStyle::CC_Slider, &option, QStyle::SC_SliderHandle, this);
  const double share = std::clamp((*m_measured - m_from) / (m_to - m_from), 0.0, 1.0);
  return groove.left() + handle.width() / 2 + qRound(share * (groove.width() - handle.width()));
}

// A triangle below the groove, which points at the number.
void GuessSlider::paintEvent(QPaintEvent* event) {
  QSlider::paintEvent(event);
  const auto at = markPosition();
  if (!at) return;
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  QPainterPath mark;
  const double tip = height() - 1.0 - kMarkHeight;
  mark.moveTo(*at, tip);
  mark.lineTo(*at - 5.0, height() - 1.0);
  mark.lineTo(*at + 5.0, height() - 1.0);
  mark.closeSubpath();
  painter.fillPath(mark, palette().color(QPalette::Active, QPalette::Link));
}

}  // namespace fatou::ui
