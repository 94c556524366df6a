// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/console/console_panel.h"

#include <algorithm>
#include <iterator>

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QScrollBar>
#include <QSplitter>
#include <QStackedWidget>
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
#include "ui/widgets/help_parts.h"
#include "ui/widgets/tall_area.h"

namespace fatou::ui {
namespace {

constexpr std::size_t kMostCells = 50;
constexpr int kCellGap = 10;
constexpr int kShare = 1000;  // of the width; only ratios count
constexpr int kValueRow = 26;
constexpr int kLeastTableWidth = 180;
constexpr int kLeastTableHeight = 80;

// Columns are as wide as so many letters; the last one has what remains.
struct ColumnWidth {
  ValuesModel::Column column;
  int letters;
};
constexpr ColumnWidth kColumnWidths[] = {{ValuesModel::EngineColumn, 8},
                                         {ValuesModel::NameColumn, 13},
                                         {ValuesModel::TypeColumn, 10},
                                         {ValuesModel::ShapeColumn, 11}};

QTableView* makeValuesTable(ValuesModel* model, QWidget* parent) {
  auto* table = new QTableView(parent);
  table->setModel(model);
  table->setFont(numericFont());
  table->setAccessibleName(ConsolePanel::tr("Values of the engines"));
  table->setShowGrid(false);
  table->setWordWrap(false);
  table->setSelectionBehavior(QAbstractItemView::SelectRows);
  table->setTabKeyNavigation(false);
  table->setMinimumSize(kLeastTableWidth, kLeastTableHeight);
  table->verticalHeader()->hide();
  table->verticalHeader()->setDefaultSectionSize(kValueRow);
  QHeaderView* header = table->horizontalHeader();
  header->setHighlightSections(false);
  header->setStretchLastSection(true);
  for (const auto& [column, letters] : kColumnWidths)
    header->resizeSection(column, letters * table->fontMetrics().averageCharWidth());
  return table;
}

}  // namespace

ConsolePanel::ConsolePanel(ConsoleSession::Setup setup, Settings& settings, QWidget* parent)
    : QWidget(parent),
      m_session(new ConsoleSession(std::move(setup), this)),
      m_history(settings),
      m_model(new ValuesModel(this)),
      m_values(new QStackedWidget(this)),
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
  m_stop->setToolTip(tr("Stops the cell that runs, and those that wait (Esc)"));
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

// What engines know, or where it will be.
void ConsolePanel::buildValues() {
  auto* none = classLabel(tr("Values of the engines appear here once a cell has run"), "secondary",
                          m_values);
  none->setAlignment(Qt::AlignCenter);
  none->setWordWrap(true);
  m_values->addWidget(none);
  m_values->addWidget(makeValuesTable(m_model, m_values));
}

void ConsolePanel::layOut() {
  auto* inner = new QWidget;
  m_column = new QVBoxLayout(inner);
  m_column->setContentsMargins(0, 0, 0, 0);
  m_column->setSpacing(kCellGap);
  m_column->addStretch(1);
  m_scroll = new TallArea(inner, this);
  buildValues();
  auto* split = new QSplitter(Qt::Horizontal, this);
  split->addWidget(m_scroll);
  split->addWidget(m_values);
  split->setStretchFactor(0, 3);
  split->setStretchFactor(1, 2);
  split->setSizes({3 * kShare, 2 * kShare});  // a table alone asks for all that there is
  split->setChildrenCollapsible(false);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(kPanelMargin, kFormGap, kPanelMargin, kFormGap);
  column->addWidget(bar());
  column->addWidget(split, 1);
}

void ConsolePanel::showValues() {
  m_model->setValues(m_session->values());
  m_values->setCurrentIndex(m_model->rowCount() > 0 ? 1 : 0);
}

void ConsolePanel::connectAll() {
  connect(m_stop, &QToolButton::clicked, m_session, &ConsoleSession::stop);
  connect(m_session, &ConsoleSession::runningChanged, m_stop, &QWidget::setEnabled);
  connect(m_session, &ConsoleSession::valuesChanged, this, &ConsolePanel::showValues);
  connect(m_session, &CellRunner::noticed, m_notice, &QLabel::setText);
  connect(m_session, &CellRunner::started, m_notice, &QLabel::clear);
}

CellView& ConsolePanel::addCell() {
  auto* cell = new CellView(*m_session);
  m_column->insertWidget(m_column->count() - 1, cell);
  if (!m_cells.empty())
    if (const auto target = m_cells.back()->target()) cell->setTarget(*target);
  m_cells.push_back(cell);
  setFocusProxy(&cell->edit());
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
