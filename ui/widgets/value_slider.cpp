// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/value_slider.h"

#include <algorithm>
#include <cmath>

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QSignalBlocker>
#include <QSlider>

namespace fatou::ui {
namespace {

constexpr int kSteps = 1000;

}  // namespace

ValueSlider::ValueSlider(const Range& range, int decimals, QWidget* parent)
    : QWidget(parent),
      m_range(range),
      m_decimals(decimals),
      m_value(range.usual),
      m_slider(new QSlider(Qt::Horizontal, this)),
      m_number(new QLabel(this)) {
  m_slider->setRange(0, kSteps);
  m_slider->setSingleStep(kSteps / 100);
  m_slider->setPageStep(kSteps / 10);
  m_slider->installEventFilter(this);
  m_number->setProperty("class", QStringLiteral("numeric"));
  m_number->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
  m_number->setMinimumWidth(44);
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(0, 0, 0, 0);
  row->addWidget(m_slider, 1);
  row->addWidget(m_number);
  setFocusProxy(m_slider);
  connect(m_slider, &QSlider::valueChanged, this, [this](int step) {
    m_value = valueAt(step);
    showValue();
    Q_EMIT valueEdited(m_value, !m_slider->isSliderDown());
  });
  connect(m_slider, &QSlider::sliderReleased, this, [this] { Q_EMIT valueEdited(m_value, true); });
  setValue(range.usual);
}

void ValueSlider::setValue(double value) {
  m_value = value;
  const QSignalBlocker blocker(m_slider);
  if (!m_slider->isSliderDown()) m_slider->setValue(stepOf(value));
  showValue();
}

bool ValueSlider::eventFilter(QObject* watched, QEvent* event) {
  if (watched != m_slider || event->type() != QEvent::MouseButtonDblClick)
    return QWidget::eventFilter(watched, event);
  setValue(m_range.usual);
  Q_EMIT valueEdited(m_value, true);
  return true;
}

double ValueSlider::valueAt(int step) const {
  const double share = static_cast<double>(step) / kSteps;
  if (m_range.scale == Scale::Linear) return std::lerp(m_range.from, m_range.to, share);
  return std::exp2(std::lerp(std::log2(m_range.from), std::log2(m_range.to), share));
}

int ValueSlider::stepOf(double value) const {
  const double kept = std::clamp(value, m_range.from, m_range.to);
  const double share = m_range.scale == Scale::Linear
                           ? (kept - m_range.from) / (m_range.to - m_range.from)
                           : std::log2(kept / m_range.from) / std::log2(m_range.to / m_range.from);
  return static_cast<int>(std::lround(share * kSteps));
}

void ValueSlider::showValue() {
  m_number->setText(locale().toString(m_value, 'f', m_decimals));
  m_slider->setAccessibleDescription(m_number->text());
}

}  // namespace fatou::ui
