// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <vector>

#include <QWidget>

#include "ui/console/cell_history.h"
#include "ui/console/console_session.h"

class QLabel;
class QStackedWidget;
class QToolButton;
class QVBoxLayout;

namespace fatou::ui {

class CellView;
class TallArea;
class ValuesModel;

// The console: cells one below the other, the latest last, and a table of what engines know. A cell
// that was run is followed by an empty one.
class ConsolePanel : public QWidget {
  Q_OBJECT
 public:
  // The settings outlive this.
  ConsolePanel(ConsoleSession::Setup setup, Settings& settings, QWidget* parent = nullptr);

  ConsoleSession& session() const { return *m_session; }
  const std::vector<CellView*>& cells() const { return m_cells; }

 private:
  void layOut();
  QWidget* bar();
  void buildValues();
  void showValues();
  void connectAll();
  CellView& addCell();
  void follow(CellView& cell);
  void stepHistory(CellView& cell, int step);
  void forgetOldCells();

  ConsoleSession* m_session;
  CellHistory m_history;
  ValuesModel* m_model;
  QStackedWidget* m_values;         // where there are none, a sentence
  TallArea* m_scroll = nullptr;     // of the cells
  QVBoxLayout* m_column = nullptr;  // in it
  QLabel* m_notice;                 // of an engine that was lost
  QToolButton* m_stop;
  std::vector<CellView*> m_cells;
};

}  // namespace fatou::ui
