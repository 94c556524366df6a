// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "ui/export/export_job.h"

class QHBoxLayout;
class QLabel;
class QMenu;
class QProgressBar;
class QToolButton;

namespace fatou::ui {

// One export of the list: what it is, how far it is, and what can be done about it.
class ExportRow : public QWidget {
  Q_OBJECT
 public:
  explicit ExportRow(QWidget* parent = nullptr);

  void setJob(const ExportJob& job);

 Q_SIGNALS:
  void pauseRequested();
  void resumeRequested();
  void cancelRequested(bool keepPart);
  void retryRequested();
  void removeRequested();
  void discardRequested();
  void placeRequested();
  void folderRequested();
  void moveRequested(int by);

 protected:
  void resizeEvent(QResizeEvent* event) override;
  void contextMenuEvent(QContextMenuEvent* event) override;

 private:
  QToolButton* makeButton(const QString& name, const QString& iconName);
  void makeCancelMenu();
  void arrange();
  void connectAll();
  void showStage();
  void showBar();
  void showButtons();
  void showWords();
  QString shownName() const;
  void elide();
  void setWide(bool wide);
  void togglePause();

  ExportJob m_job;
  bool m_isWide = false;  // all words stand in one line
  QHBoxLayout* m_top;
  QHBoxLayout* m_below;
  QLabel* m_name;
  QLabel* m_stage;
  QLabel* m_picture;
  QLabel* m_message;
  QProgressBar* m_bar;
  QToolButton* m_retry;
  QToolButton* m_pause;
  QToolButton* m_cancel;
  QToolButton* m_place;
  QToolButton* m_discard;
  QToolButton* m_folder;
  QToolButton* m_remove;
  QMenu* m_cancelMenu;
};

}  // namespace fatou::ui
