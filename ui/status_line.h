// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

#include <QObject>
#include <QString>

#include "core/julia/deep_grid.h"
#include "ui/explorer_state.h"

class QLabel;
class QStatusBar;

namespace fatou::ui {

// The texts of the status bar: the state of the picture or a hint about it, its size, and what it
// is computed with. They are soon replaced by others, so what went wrong is shown in a MessageBar.
class StatusLine : public QObject {
  Q_OBJECT
 public:
  // `simdTarget` is what the kernels use of the processor, like "AVX-512".
  StatusLine(QStatusBar& bar, const QString& simdTarget);

  void setPicture(PixelSize size, int samples);
  void setNumberType(julia::NumberType type);

 public Q_SLOTS:
  void setStage(const QString& stage);  // "Computing", "Ready"
  // Shows how far a deep picture's reference orbit is, until setNumberType() says that it is there.
  void showOrbit(std::int64_t steps);
  // A file that is being read; empty ends it.
  void setReading(const QString& what);
  // A hint about the picture. Stays until the next one; empty ends it.
  void setNotice(const QString& notice);
  // Shows a message that goes away by itself.
  void flash(const QString& message);

 private:
  void showStage();

  QStatusBar& m_bar;
  QLabel* m_stage;
  QLabel* m_picture;
  QLabel* m_numbers;
  const QString m_simdTarget;
  QString m_stageText;
  QString m_orbitText;
  QString m_reading;
  QString m_notice;
};

}  // namespace fatou::ui
