// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/lab/side_by_side_page.h"

#include <algorithm>

#include <QComboBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QImage>
#include <QLabel>
#include <QPushButton>
#include <QSignalBlocker>
#include <QTableWidget>
#include <QVBoxLayout>

#include "core/stats/run_summary.h"
#include "ui/lab/engine_lanes.h"
#include "ui/lab/lab_words.h"
#include "ui/lab/row_strip.h"
#include "ui/lab/run_numbers.h"

namespace fatou::ui {
namespace {

constexpr int kDifferenceRow = 24;
constexpr int kDifferenceWidth = 340;
constexpr int kRowStripWidth = 130;

QTableWidget* makeDifferenceTable(QWidget* parent) {
  auto* table = new QTableWidget(0, 4, parent);
  table->setHorizontalHeaderLabels({SideBySidePage::tr("Figure"), SideBySidePage::tr("A"),
                                    SideBySidePage::tr("B"), SideBySidePage::tr("B / A")});
  table->setAccessibleName(SideBySidePage::tr("How the two runs differ"));
  table->setShowGrid(false);
  table->setEditTriggers(QAbstractItemView::NoEditTriggers);
  table->setSelectionBehavior(QAbstractItemView::SelectRows);
  table->verticalHeader()->hide();
  table->verticalHeader()->setDefaultSectionSize(kDifferenceRow);
  table->horizontalHeader()->setHighlightSections(false);
  table->horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
  table->setFixedWidth(kDifferenceWidth);
  return table;
}

// The figures of a run by name, in the order of stats::Figure.
QList<RunNumber> figuresOf(const stats::Run& run) {
  QList<RunNumber> figures = RunNumbers::of(stats::summarize(run), run.bands.size());
  figures.append({.name = SideBySidePage::tr("Engines"),
                  .value = QString::number(run.engines),
                  .meaning = SideBySidePage::tr("That could take part")});
  return figures;
}

std::vector<stats::Rows> partsOf(const NamedRun& of, std::size_t band, std::int32_t height) {
  const stats::Band& its = of.run.bands[band];
  std::vector<stats::Rows> parts{stats::scaledRows(its.rows, of.height, height)};
  if (its.mirrored.size() > 0) parts.push_back(stats::scaledRows(its.mirrored, of.height, height));
  return parts;
}

}  // namespace

SideBySidePage::SideBySidePage(QWidget* parent)
    : QWidget(parent),
      m_sides{makeSide(), makeSide()},
      m_picture(new RowStrip(this)),
      m_table(makeDifferenceTable(this)),
      m_pin(new QPushButton(tr("Pin This Run"), this)),
      m_advice(new QLabel(this)) {
  layOut();
  for (const std::size_t side : {std::size_t{0}, std::size_t{1}}) connectSide(side);
  connect(m_pin, &QPushButton::clicked, this, &SideBySidePage::pin);
  connect(m_picture, &RowStrip::rowHovered, this, [this](std::optional<std::int32_t> row) {
    markRow(row);
    std::optional<stats::Rows> rows;
    if (row) rows = stats::Rows{*row, *row + 1};
    Q_EMIT rowsHovered(rows);
  });
  refresh();
}

SideBySidePage::Side SideBySidePage::makeSide() {
  Side side{.choice = new QComboBox(this),
            .caption = new QLabel(this),
            .lanes = new EngineLanes(this),
            .kind = {}};
  side.choice->setSizeAdjustPolicy(QComboBox::AdjustToContents);
  side.caption->setProperty("class", QStringLiteral("secondary"));
  side.caption->setMinimumWidth(1);  // a long c must not hold the window wide
  return side;
}

void SideBySidePage::layOut() {
  auto* timelines = new QVBoxLayout;
  timelines->setSpacing(4);
  const QString names[] = {tr("A"), tr("B")};
  for (std::size_t i = 0; i < m_sides.size(); ++i) {
    auto* title = new QHBoxLayout;
    title->setSpacing(8);
    title->addWidget(new QLabel(names[i], this));
    title->addWidget(m_sides[i].choice);
    title->addWidget(m_sides[i].caption, 1);
    if (i == 0) title->addWidget(m_pin);
    m_sides[i].choice->setAccessibleName(tr("Run %1").arg(names[i]));
    timelines->addLayout(title);
    timelines->addWidget(m_sides[i].lanes, 1);
  }
  m_pin->setToolTip(tr("Keep the run of the picture as it is now, to set others beside it"));
  m_picture->setFixedWidth(kRowStripWidth);
  m_advice->setWordWrap(true);
  m_advice->setText(
      tr("Pin this run, change the view or the number of engines, and both runs "
         "stand side by side; or open a recorded run."));
  timelines->addWidget(m_advice);
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(12, 8, 12, 8);
  row->setSpacing(12);
  row->addWidget(m_picture);
  row->addLayout(timelines, 1);
  row->addWidget(m_table);
}

void SideBySidePage::connectSide(std::size_t side) {
  Side& its = m_sides[side];
  EngineLanes* other = m_sides[1 - side].lanes;
  connect(its.choice, &QComboBox::currentIndexChanged, this, [this, &its](int index) {
    if (index >= 0) its.kind = static_cast<RunKind>(its.choice->itemData(index).toInt());
    refresh();
  });
  connect(its.lanes, &EngineLanes::currentChanged, this,
          [this, side](std::optional<std::size_t> band) { markBand(side, band); });
  connect(its.lanes, &EngineLanes::timeWindowChanged, other, &EngineLanes::setTimeWindow);
}

void SideBySidePage::setRun(RunKind kind, const NamedRun& run) {
  if (run.run.bands.empty()) return;
  m_runs[static_cast<std::size_t>(kind)] = run;
  auto& [a, b] = m_sides;
  const bool opened = kind == RunKind::Opened || kind == RunKind::Pinned;
  if (!a.kind || (opened && a.kind != kind)) {
    if (a.kind == RunKind::Current) b.kind = a.kind;
    a.kind = kind;
  } else if (!b.kind && a.kind != kind) {
    b.kind = kind;
  }
  fillChoices();
  refresh();
}

bool SideBySidePage::pin() {
  const auto& current = m_runs[static_cast<std::size_t>(RunKind::Current)];
  if (!current) return false;
  setRun(RunKind::Pinned, *current);
  return true;
}

void SideBySidePage::showRuns(RunKind a, RunKind b) {
  m_sides[0].kind = a;
  m_sides[1].kind = b;
  fillChoices();
  refresh();
}

std::vector<NamedRun> SideBySidePage::shown() const {
  std::vector<NamedRun> runs;
  for (const Side& side : m_sides) {
    const NamedRun* run = runOf(side);
    if (run == nullptr) continue;
    runs.push_back(*run);
    runs.back().name = textOf(*side.kind);
  }
  if (runs.size() == 2 && m_sides[0].kind == m_sides[1].kind) runs.pop_back();
  return runs;
}

const NamedRun* SideBySidePage::runOf(const Side& side) const {
  if (!side.kind) return nullptr;
  const auto& run = m_runs[static_cast<std::size_t>(*side.kind)];
  return run ? &*run : nullptr;
}

QString SideBySidePage::textOf(RunKind kind) const {
  const QString& name = m_runs[static_cast<std::size_t>(kind)]->name;
  switch (kind) {
    case RunKind::Current:
      return tr("This run: %1").arg(name);
    case RunKind::Pinned:
      return tr("Pinned: %1").arg(name);
    case RunKind::Opened:
      return tr("Opened: %1").arg(name);
    case RunKind::Predicted:
      return tr("Predicted: %1").arg(name);
  }
  return name;
}

void SideBySidePage::fillChoices() {
  for (Side& side : m_sides) {
    const QSignalBlocker blocked(side.choice);
    side.choice->clear();
    for (std::size_t kind = 0; kind < kRunKinds; ++kind)
      if (m_runs[kind])
        side.choice->addItem(textOf(static_cast<RunKind>(kind)), static_cast<int>(kind));
    side.choice->setCurrentIndex(side.kind ? side.choice->findData(static_cast<int>(*side.kind))
                                           : -1);
  }
}

// A hidden page is not drawn, as every picture brings another current run.
void SideBySidePage::refresh() {
  m_pin->setEnabled(m_runs[static_cast<std::size_t>(RunKind::Current)].has_value());
  m_advice->setVisible(shown().size() < 2);
  if (!isVisible()) return;
  double span = 0.0;
  for (const Side& side : m_sides)
    if (const NamedRun* run = runOf(side)) span = std::max(span, run->run.wallTime);
  for (const Side& side : m_sides) {
    const NamedRun* run = runOf(side);
    side.lanes->setRun(run == nullptr ? RunLanes() : RunLanes(run->run));
    if (span > 0.0) side.lanes->setSpan(span);
    side.caption->setText(run == nullptr ? QString() : run->caption);
  }
  m_picture->setMarked({});
  fillTable();
}

void SideBySidePage::fillTable() {
  const NamedRun* a = runOf(m_sides[0]);
  const NamedRun* b = runOf(m_sides[1]);
  m_table->setVisible(a != nullptr && b != nullptr);
  m_table->setRowCount(0);
  if (a == nullptr || b == nullptr) return;
  const auto differences = stats::differences(a->run, b->run);
  const QList<RunNumber> ofA = figuresOf(a->run);
  const QList<RunNumber> ofB = figuresOf(b->run);
  m_table->setRowCount(static_cast<int>(differences.size()) + 1);
  const auto fill = [this](int row, const QStringList& texts, const QString& meaning) {
    for (int column = 0; column < texts.size(); ++column) {
      auto* item = new QTableWidgetItem(texts[column]);
      item->setTextAlignment((column == 0 ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
      item->setToolTip(meaning);
      m_table->setItem(row, column, item);
    }
  };
  fill(0, {tr("View"), viewName(a->run.view), viewName(b->run.view), {}}, {});
  for (int i = 0; i < ofA.size(); ++i) {
    const auto& ratio = differences[static_cast<std::size_t>(i)].ratio;
    fill(i + 1,
         {ofA[i].name, ofA[i].value, ofB[i].value,
          ratio ? QString::number(*ratio, 'f', 2) : QStringLiteral("–")},
         ofA[i].meaning);
  }
}

void SideBySidePage::markBand(std::size_t side, std::optional<std::size_t> band) {
  const NamedRun* its = runOf(m_sides[side]);
  const NamedRun* other = runOf(m_sides[1 - side]);
  m_sides[side].lanes->setMarked({});
  if (!band || its == nullptr || *band >= its->run.bands.size()) {
    m_sides[1 - side].lanes->setMarked({});
    m_picture->setMarked({});
    return Q_EMIT rowsHovered(std::nullopt);
  }
  if (other != nullptr)
    m_sides[1 - side].lanes->setMarked(
        stats::bandsAlike(its->ofPicture(), *band, other->ofPicture()));
  const auto parts = partsOf(*its, *band, m_picture->rows() > 0 ? m_picture->rows() : its->height);
  m_picture->setMarked(parts);
  Q_EMIT rowsHovered(parts.front());
}

void SideBySidePage::markRow(std::optional<std::int32_t> row) {
  if (!isVisible()) return;
  std::vector<stats::Rows> rows;
  if (row) rows.push_back({*row, *row + 1});
  for (const Side& side : m_sides) {
    const NamedRun* run = runOf(side);
    if (run == nullptr || rows.empty())
      side.lanes->setMarked({});
    else
      side.lanes->setMarked(stats::bandsOfRows(
          run->run, stats::scaledRows(rows.front(), m_picture->rows(), run->height)));
  }
  m_picture->setMarked(std::move(rows));
}

void SideBySidePage::setPicture(const QImage& image) {
  m_picture->setPicture(image);
}

void SideBySidePage::showEvent(QShowEvent* event) {
  QWidget::showEvent(event);
  refresh();
}

}  // namespace fatou::ui
