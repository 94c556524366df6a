// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <complex>

#include <QWidget>

namespace fatou::ui {

class SliderRow;

// c by angle and radius around the main cardioid: at radius 1 it goes along the boundary, past the
// bulbs of every rotation number.
class CardioidSliders : public QWidget {
  Q_OBJECT
 public:
  explicit CardioidSliders(QWidget* parent = nullptr);

  // Shows where c is. What the user holds stays.
  void setC(std::complex<double> c);
  double radius() const { return m_radiusValue; }

 Q_SIGNALS:
  void moved(std::complex<double> c, bool finished);

 private:
  void move(bool finished);

  SliderRow* m_angle;
  SliderRow* m_radius;
  double m_radiusValue = 0.0;    // not rounded to a step
  std::complex<double> m_shown;  // the c that is shown, as exactly as it is known
};

}  // namespace fatou::ui
