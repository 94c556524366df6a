// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <complex>

#include <QElapsedTimer>
#include <QTimer>
#include <QWidget>

#include "core/julia/dynamics/morph_path.h"
#include "core/julia/formulas/formula.h"

class QLabel;
class QPushButton;

namespace fatou::ui {

class ComplexEdit;
class SegmentedButtons;
class SliderRow;

// Plays c along a path: which one, how fast, go and stop.
class MorphControls : public QWidget {
  Q_OBJECT
 public:
  explicit MorphControls(QWidget* parent = nullptr);

  // Where c is: where playing begins, and what "here" means.
  void setC(std::complex<double> c);
  // Of the formula, which says whether there is a cardioid.
  void setFormula(julia::Formula formula);
  // Of the circle around the cardioid; while that is being played it keeps its own.
  void setRadius(double radius);

  julia::MorphPath path() const;
  bool isPlaying() const { return m_timer.isActive(); }

 public Q_SLOTS:
  void setPlaying(bool playing);
  // Stops without a signal: c is elsewhere already.
  void interrupt();
  // Goes on as far as this many seconds take it; what the clock does while playing.
  void advance(double seconds);

 Q_SIGNALS:
  // At most 60 times a second while playing; `finished` when it stops.
  void moved(std::complex<double> c, bool finished);

 private:
  static QString circleToolTip();
  ComplexEdit* makeEnd(const QString& name, std::complex<double> where);
  void buildRows();
  void changeLine();
  void showPath();
  void showPlaying();
  double turnsASecond() const;

  SegmentedButtons* m_kind;
  SliderRow* m_speed;
  QPushButton* m_play;
  ComplexEdit* m_from;
  ComplexEdit* m_to;
  QWidget* m_fromRow;
  QWidget* m_toRow;
  QLabel* m_note;
  QTimer m_timer;
  QElapsedTimer m_clock;
  std::complex<double> m_c;
  double m_radius = 1.0;
  double m_phase = 0.0;
};

}  // namespace fatou::ui
