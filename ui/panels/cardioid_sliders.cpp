// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/cardioid_sliders.h"

#include <numbers>

#include <QVBoxLayout>

#include "core/julia/dynamics/morph_path.h"
#include "ui/widgets/field_row.h"
#include "ui/widgets/slider_row.h"

namespace fatou::ui {
namespace {

constexpr double kDegree = std::numbers::pi / 180.0;
constexpr double kLargestRadius = 1.5;
constexpr double kSame = 1e-5;  // c comes back rounded to the digits that are shown

}  // namespace

CardioidSliders::CardioidSliders(QWidget* parent) : QWidget(parent) {
  m_angle = new SliderRow(
      {.high = 360.0,
       .steps = 3600,
       .text = [](double degrees) { return QStringLiteral("%1°").arg(degrees, 0, 'f', 1); },
       .widest = QStringLiteral("360.0°")},
      tr("Angle around the cardioid"),
      tr("The angle of the fixed point's multiplier: 120° is at the rabbit's bulb, 180° at the "
         "basilica's"),
      this);
  m_radius = new SliderRow(
      {.high = kLargestRadius,
       .steps = 1500,
       .text = [](double radius) { return QString::number(radius, 'f', 3); },
       .widest = QStringLiteral("360.0°")},
      tr("Radius in the cardioid"),
      tr("The modulus of the fixed point's multiplier: below 1 inside the cardioid, at 1 on its "
         "boundary"),
      this);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(8);
  column->addWidget(new FieldRow(tr("Angle"), m_angle, {}, this));
  column->addWidget(new FieldRow(tr("Radius"), m_radius, {}, this));
  connect(m_angle, &SliderRow::moved, this, [this](double, bool finished) { move(finished); });
  connect(m_radius, &SliderRow::moved, this, [this](double radius, bool finished) {
    m_radiusValue = radius;
    move(finished);
  });
}

void CardioidSliders::setC(std::complex<double> c) {
  if (m_angle->isHeld() || m_radius->isHeld() || std::abs(c - m_shown) < kSame) return;
  m_shown = c;
  const auto at = julia::cardioidCoordinates(c);
  m_radiusValue = at.radius;
  m_radius->setValue(at.radius);
  if (at.radius > 0.0) m_angle->setValue((at.angle < 0.0 ? 360.0 : 0.0) + at.angle / kDegree);
}

void CardioidSliders::move(bool finished) {
  m_shown = julia::cardioidPoint({m_radiusValue, m_angle->value() * kDegree});
  Q_EMIT moved(m_shown, finished);
}

}  // namespace fatou::ui
