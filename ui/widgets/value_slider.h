// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QLabel;
class QSlider;

namespace fatou::ui {

// A slider over a range of numbers, with its value beside it. Keeps the value it was set to, which
// may lie between the slider's steps. A double click goes back to the default.
class ValueSlider : public QWidget {
  Q_OBJECT
 public:
  // On a logarithmic scale equal ways multiply by equal factors; the range has to be above 0.
  enum class Scale { Linear, Logarithmic };
  struct Range {
    double from = 0.0;
    double to = 1.0;
    double usual = 0.0;  // the default
    Scale scale = Scale::Linear;
  };
  ValueSlider(const Range& range, int decimals, QWidget* parent = nullptr);

  double value() const { return m_value; }
  void setValue(double value);  // no signal

  QSlider* slider() const { return m_slider; }

 Q_SIGNALS:
  // Sent when the user changes the value; `finished` is false while the handle is dragged.
  void valueEdited(double value, bool finished);

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  double valueAt(int step) const;
  int stepOf(double value) const;
  void showValue();

  const Range m_range;
  const int m_decimals;
  double m_value;
  QSlider* m_slider;
  QLabel* m_number;
};

}  // namespace fatou::ui
