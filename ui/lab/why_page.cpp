// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/lab/why_page.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QStringList>
#include <QTableWidget>
#include <QVBoxLayout>

#include "core/stats/time_parts.h"
#include "core/stats/words.h"
#include "ui/lab/lab_words.h"
#include "ui/lab/loss_bars.h"
#include "ui/style/fonts.h"
#include "ui/style/number_text.h"

namespace fatou::ui {
namespace {

constexpr int kRow = 26;

QTableWidgetItem* cell(const QString& text, const QString& toolTip = {}) {
  auto* item = new QTableWidgetItem(text);
  item->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
  item->setFont(numericFont());
  item->setToolTip(toolTip);
  return item;
}

// Returns the text for what a part took, and for how much went over the wire meanwhile.
QString amountOf(const stats::Losses& losses, const stats::TimePart& part) {
  const QString time = timeText(stats::secondsOf(losses, part).value_or(0.0));
  if (part.loss != stats::LossKind::Transfer || losses.bytesOverWire == 0) return time;
  return WhyPage::tr("%1, with %2 over the wire")
      .arg(time, QString::fromStdString(stats::bytesText(losses.bytesOverWire)));
}

QTableWidget* makeTable(QWidget* parent) {
  const auto parts = stats::timeParts();
  auto* table = new QTableWidget(0, 1 + static_cast<int>(parts.size()), parent);
  table->setAccessibleName(WhyPage::tr("Losses of each configuration"));
  table->setShowGrid(false);
  table->setEditTriggers(QAbstractItemView::NoEditTriggers);
  table->setSelectionBehavior(QAbstractItemView::SelectRows);
  table->verticalHeader()->hide();
  table->verticalHeader()->setDefaultSectionSize(kRow);
  table->horizontalHeader()->setHighlightSections(false);
  table->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
  table->setMinimumSize(200, 80);
  const auto head = [table](int column, const QString& text, const QString& toolTip) {
    auto* item = new QTableWidgetItem(text);
    item->setToolTip(toolTip);
    item->setTextAlignment((column == 0 ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
    table->setHorizontalHeaderItem(column, item);
  };
  head(0, WhyPage::tr("Configuration"), {});
  for (std::size_t i = 0; i < parts.size(); ++i)
    head(1 + static_cast<int>(i), titleOf(parts[i].term), explanationOf(parts[i].term));
  return table;
}

// Amdahl's law for each view, then the tightest bound by imbalance.
QString wordsOf(const io::LabReport& report, const std::vector<stats::ComparisonRow>& rows) {
  QStringList sentences;
  for (const char* view : {"direct", "balanced"})
    sentences +=
        amdahlText(viewName(view), stats::fitView(report.configurations, view, report.cores()));
  std::size_t worst = 0;
  for (std::size_t i = 1; i < rows.size(); ++i)
    if (report.configurations[i].engines <= report.cores() &&
        rows[i].imbalance > rows[worst].imbalance)
      worst = i;
  if (worst > 0)
    sentences += imbalanceBoundText(configurationName(report.configurations[worst]),
                                    report.configurations[worst].engines, rows[worst].imbalance);
  return sentences.join(u'\n');
}

}  // namespace

WhyPage::WhyPage(QWidget* parent)
    : QWidget(parent),
      m_bars(new LossBars(this)),
      m_table(makeTable(this)),
      m_caption(new QLabel(this)),
      m_words(new QLabel(this)) {
  m_caption->setProperty("class", QStringLiteral("secondary"));
  m_caption->setMinimumWidth(1);  // a long c must not hold the window wide
  m_words->setWordWrap(true);
  m_words->setProperty("class", QStringLiteral("secondary"));
  m_words->setToolTip(explanationOf("Amdahl's law") + u' ' + explanationOf("confidence interval"));
  auto* row = new QHBoxLayout;
  row->setSpacing(16);
  row->addWidget(m_bars, 1);
  row->addWidget(m_table, 1);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(12, 8, 12, 8);
  column->setSpacing(8);
  column->addWidget(m_caption);
  column->addLayout(row, 1);
  column->addWidget(m_words);
  show({}, tr("Compare, or open a recorded run, to see where the engines' time goes."));
}

void WhyPage::setReport(const io::LabReport& report) {
  const auto rows = stats::compareToFirst(report.configurations);
  std::vector<NamedLosses> losses;
  for (std::size_t i = 0; i < rows.size(); ++i)
    losses.push_back({configurationName(report.configurations[i]), rows[i].losses});
  m_caption->setText(captionText(report.request));
  show(losses, wordsOf(report, rows));
}

void WhyPage::setRun(const stats::Run& run, const QString& name, const QString& caption) {
  m_caption->setText(caption);
  const double imbalance = stats::imbalance(run);
  show({{name, stats::splitLosses(run)}},
       imbalanceBoundText(name, run.engines, imbalance) + u' ' +
           tr("What engines lose by sharing memory and clock only a comparison with a serial run "
              "can tell."));
}

void WhyPage::show(const std::vector<NamedLosses>& losses, const QString& words) {
  m_bars->setVisible(!losses.empty());
  m_table->setVisible(!losses.empty());
  m_caption->setVisible(!m_caption->text().isEmpty());
  m_bars->setLosses(losses);
  fillTable(losses);
  m_words->setText(words);
}

void WhyPage::fillTable(const std::vector<NamedLosses>& losses) {
  m_table->setRowCount(static_cast<int>(losses.size()));
  for (int row = 0; row < m_table->rowCount(); ++row) {
    const auto& [name, split] = losses[static_cast<std::size_t>(row)];
    m_table->setItem(row, 0, new QTableWidgetItem(name));
    int column = 0;
    for (const stats::TimePart& part : stats::timeParts())
      m_table->setItem(
          row, ++column,
          cell(QString::fromStdString(stats::shareText(split, part)), amountOf(split, part)));
  }
}

}  // namespace fatou::ui
