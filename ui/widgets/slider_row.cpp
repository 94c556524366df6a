// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/slider_row.h"

#include <algorithm>
#include <cmath>

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QSignalBlocker>
#include <QSlider>

#include "ui/style/fonts.h"

namespace fatou::ui {

SliderRow::SliderRow(Scale scale, const QString& name, const QString& toolTip, QWidget* parent)
    : QWidget(parent),
      m_scale(std::move(scale)),
      m_slider(new QSlider(Qt::Horizontal, this)),
      m_label(new QLabel(this)) {
  m_slider->setRange(0, m_scale.steps);
  m_slider->setPageStep(std::max(1, m_scale.steps / 20));
  m_slider->setAccessibleName(name);
  m_slider->setToolTip(toolTip);
  setToolTip(toolTip);
  setFocusProxy(m_slider);
  m_label->setProperty("class", QStringLiteral("numeric"));
  m_label->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
  fitLabel();
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(8);
  row->addWidget(m_slider, 1);
  row->addWidget(m_label);
  setValue(m_scale.low);
  connect(m_slider, &QSlider::valueChanged, this, [this](int step) {
    m_label->setText(m_scale.text(valueAt(step)));
    Q_EMIT moved(valueAt(step), !m_slider->isSliderDown());
  });
  connect(m_slider, &QSlider::sliderReleased, this, [this] { Q_EMIT moved(value(), true); });
}

void SliderRow::changeEvent(QEvent* event) {
  if (event->type() == QEvent::FontChange) fitLabel();
  QWidget::changeEvent(event);
}

void SliderRow::fitLabel() {
  m_label->setFixedWidth(QFontMetrics(numericFont()).horizontalAdvance(m_scale.widest) + 2);
}

double SliderRow::value() const {
  return valueAt(m_slider->value());
}

void SliderRow::setValue(double value) {
  const QSignalBlocker silent(m_slider);
  const double share = (value - m_scale.low) / (m_scale.high - m_scale.low);
  m_slider->setValue(static_cast<int>(std::lround(std::clamp(share, 0.0, 1.0) * m_scale.steps)));
  m_label->setText(m_scale.text(value));
}

bool SliderRow::isHeld() const {
  return m_slider->isSliderDown();
}

double SliderRow::valueAt(int step) const {
  return std::lerp(m_scale.low, m_scale.high, static_cast<double>(step) / m_scale.steps);
}

}  // namespace fatou::ui
