// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/console/console_panel.h"

#include <algorithm>
#include <iterator>

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QScrollArea>
#include <QScrollBar>
#include <QSplitter>
#include <QTableView>
#include <QTimer>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/console/cell_edit.h"
#include "ui/console/cell_view.h"
#include "ui/console/values_model.h"
#include "ui/style/fonts.h"
#include "ui/style/icons.h"
#include "ui/style/spacing.h"

namespace fatou::ui {
namespace {

constexpr std::size_t kMostCells = 50;
constexpr int kCellGap = 10;
constexpr int kShare = 1000;  // of the width; only ratios count

}  // namespace

ConsolePanel::ConsolePanel(ConsoleSession::Setup setup, Settings& settings, QWidget* parent)
    : QWidget(parent),
      m_session(new ConsoleSession(std::move(setup), this)),
      m_history(settings),
      m_model(new ValuesModel(this)),
      m_table(new QTableView(this)),
      m_scroll(new QScrollArea(this)),
      m_notice(new QLabel(this)),
      m_stop(new QToolButton(this)) {
  layOut();
  connectAll();
  addCell();
}

QWidget* ConsolePanel::bar() {
  auto* row = new QWidget(this);
  auto* restart = new QToolButton(row);
  restart->setText(tr("Restart Engines"));
  restart->setToolTip(
      tr("Ends the engines of the console with all their names; the next cell has "
         "new ones"));
  connect(restart, &QToolButton::clicked, m_session, &ConsoleSession::restart);
  m_stop->setText(tr("Stop"));
  m_stop->setIcon(icon(QStringLiteral("stop")));
  m_stop->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
  m_stop->setToolTip(tr("Stops the cell that runs, and those that wait"));
  m_stop->setEnabled(false);
  m_notice->setWordWrap(true);
  m_notice->setTextFormat(Qt::PlainText);
  m_notice->setProperty("class", QStringLiteral("secondary"));
  auto* inRow = new QHBoxLayout(row);
  inRow->setContentsMargins(0, 0, 0, 0);
  inRow->addWidget(m_stop);
  inRow->addWidget(restart);
  inRow->addWidget(m_notice, 1);
  return row;
}

void ConsolePanel::layOut() {
  auto* inner = new QWidget;
  m_column = new QVBoxLayout(inner);
  m_column->setContentsMargins(0, 0, 0, 0);
  m_column->setSpacing(kCellGap);
  m_column->addStretch(1);
  m_scroll->setWidget(inner);
  m_scroll->setWidgetResizable(true);
  m_scroll->setProperty("class", QStringLiteral("flush"));
  m_table->setModel(m_model);
  m_table->setFont(numericFont());
  m_table->setAccessibleName(tr("Values of the engines"));
  m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
  m_table->setTabKeyNavigation(false);
  m_table->verticalHeader()->hide();
  m_table->horizontalHeader()->setStretchLastSection(true);
  auto* split = new QSplitter(Qt::Horizontal, this);
  split->addWidget(m_scroll);
  split->addWidget(m_table);
  split->setStretchFactor(0, 3);
  split->setStretchFactor(1, 2);
  split->setSizes({3 * kShare, 2 * kShare});  // a table alone asks for all that there is
  split->setChildrenCollapsible(false);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(kPanelMargin, kFormGap, kPanelMargin, kFormGap);
  column->addWidget(bar());
  column->addWidget(split, 1);
}

void ConsolePanel::connectAll() {
  connect(m_stop, &QToolButton::clicked, m_session, &ConsoleSession::stop);
  connect(m_session, &ConsoleSession::runningChanged, m_stop, &QWidget::setEnabled);
  connect(m_session, &ConsoleSession::valuesChanged, this,
          [this] { m_model->setValues(m_session->values()); });
  connect(m_session, &CellRunner::noticed, m_notice, &QLabel::setText);
  connect(m_session, &CellRunner::started, m_notice, &QLabel::clear);
}

CellView& ConsolePanel::addCell() {
  auto* cell = new CellView(*m_session);
  m_column->insertWidget(m_column->count() - 1, cell);
  if (!m_cells.empty())
    if (const auto target = m_cells.back()->target()) cell->setTarget(*target);
  m_cells.push_back(cell);
  connect(cell, &CellView::ran, this, [this, cell](const QString& text) {
    m_history.add(text);
    if (cell == m_cells.back()) follow(*cell);
  });
  connect(&cell->edit(), &CellEdit::historyRequested, this,
          [this, cell](int step) { stepHistory(*cell, step); });
  forgetOldCells();
  return *cell;
}

// The focus goes on to the cell that follows, where it was in this one.
void ConsolePanel::follow(CellView& cell) {
  const bool hadFocus = cell.edit().hasFocus();
  CellView& next = addCell();
  if (hadFocus) next.edit().setFocus();
  QTimer::singleShot(0, this, [this] {
    m_scroll->verticalScrollBar()->setValue(m_scroll->verticalScrollBar()->maximum());
  });
}

void ConsolePanel::stepHistory(CellView& cell, int step) {
  const QString text = m_history.stepped(step, cell.text());
  if (text == cell.text()) return;
  cell.setText(text);
  cell.edit().moveCursor(step < 0 ? QTextCursor::Start : QTextCursor::End);
}

// Never one that runs, nor the last one, which is empty.
void ConsolePanel::forgetOldCells() {
  while (m_cells.size() > kMostCells) {
    const auto last = std::prev(m_cells.end());
    const auto oldest = std::find_if(m_cells.begin(), last,
                                     [](const CellView* cell) { return !cell->isRunning(); });
    if (oldest == last) return;
    (*oldest)->deleteLater();
    m_cells.erase(oldest);
  }
}

}  // namespace fatou::ui
