// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>

#include <QWidget>

class QLabel;
class QSlider;

namespace fatou::ui {

// A slider with the number it stands for at its right end, in digits that do not jump. For a
// FieldRow.
class SliderRow : public QWidget {
  Q_OBJECT
 public:
  // The way a number is written; the label makes room for `widest`.
  struct Scale {
    double low = 0.0;
    double high = 1.0;
    int steps = 1000;
    std::function<QString(double)> text;
    QString widest;
  };
  SliderRow(Scale scale, const QString& name, const QString& toolTip, QWidget* parent = nullptr);

  double value() const;
  // Shows a number; the slider goes as near as its range lets it. No signal.
  void setValue(double value);
  bool isHeld() const;

 Q_SIGNALS:
  // Sent when the user moves the slider; `finished` when the handle is let go of, and for keys and
  // the wheel.
  void moved(double value, bool finished);

 protected:
  void changeEvent(QEvent* event) override;

 private:
  void fitLabel();
  double valueAt(int step) const;

  const Scale m_scale;
  QSlider* m_slider;
  QLabel* m_label;
};

}  // namespace fatou::ui
