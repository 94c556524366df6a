// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QPushButton;
class QScrollArea;
class QStackedLayout;
class QVBoxLayout;

namespace fatou::ui {

class ExportQueueModel;
class ExportRow;

// The exports one below the other, each with its progress and buttons; what it is for while there
// are none.
class ExportsPanel : public QWidget {
  Q_OBJECT
 public:
  explicit ExportsPanel(QWidget* parent = nullptr);

  // A model that outlives the panel's use of it.
  void setModel(ExportQueueModel* model);

 Q_SIGNALS:
  // The numbers are those of exports of the model.
  void pauseRequested(int id);
  void resumeRequested(int id);
  void cancelRequested(int id, bool keepPart);
  void retryRequested(int id);
  void removeRequested(int id);
  void discardRequested(int id);
  void placeRequested(int id);
  void folderRequested(int id);
  void moveRequested(int id, int by);
  // The user wants to export the picture there is.
  void exportRequested();

 private:
  QWidget* makeEmptyPage();
  QWidget* makeListPage();
  void connectRow(const ExportRow* widget, int job);
  void insertRows(int first, int last);
  void removeRows(int first, int last);
  void moveRow(int from, int to);
  void showRow(int row);
  void showPage();
  void clearFinished();
  int idOf(int row) const;

  ExportQueueModel* m_model = nullptr;
  QStackedLayout* m_pages;
  QScrollArea* m_list = nullptr;
  QVBoxLayout* m_rows = nullptr;
  QPushButton* m_clear = nullptr;
};

}  // namespace fatou::ui
