// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QString>

#include "ui/explorer_state.h"

class QLabel;
class QStatusBar;

namespace fatou::ui {

// What the status bar says: how the picture stands or what could not be done, its size, and what
// it is computed with.
class StatusLine : public QObject {
  Q_OBJECT
 public:
  // `arithmetic` is what numbers are computed with, like "double, AVX3".
  StatusLine(QStatusBar& bar, const QString& arithmetic);

  void setPicture(PixelSize size, int samples);

 public Q_SLOTS:
  void setStage(const QString& stage);  // "Computing", "Ready"
  // Stays until the next one; empty ends it.
  void setNotice(const QString& notice);
  // Goes away by itself.
  void flash(const QString& message);

 private:
  void showStage();

  QStatusBar& m_bar;
  QLabel* m_stage;
  QLabel* m_picture;
  QString m_stageText;
  QString m_notice;
};

}  // namespace fatou::ui
