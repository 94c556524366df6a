// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include <QSlider>

namespace fatou::ui {

// A slider for a guess between two numbers; once it is measured, a mark shows what is true.
class GuessSlider : public QSlider {
  Q_OBJECT
 public:
  explicit GuessSlider(QWidget* parent = nullptr);

  // `from` is below `to`. The handle stays where it is.
  void setEnds(double from, double to);
  double guess() const;
  // What was measured; outside of the ends it is marked at the nearer one. Nothing: no mark.
  void setMeasured(std::optional<double> measured);
  // Where the mark is, in the widget's pixels; nothing without one.
  std::optional<int> markPosition() const;

 Q_SIGNALS:
  // Sent when the user moves the handle.
  void guessed(double guess);

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  double m_from = 0.0;
  double m_to = 1.0;
  std::optional<double> m_measured;
};

}  // namespace fatou::ui
