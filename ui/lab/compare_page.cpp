// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/lab/compare_page.h"

#include <algorithm>

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QSplitter>
#include <QStringList>
#include <QStyle>
#include <QTableView>
#include <QVBoxLayout>

#include "ui/lab/comparison_curves.h"
#include "ui/lab/comparison_fields.h"
#include "ui/lab/comparison_model.h"
#include "ui/lab/curve_chart.h"
#include "ui/lab/lab_words.h"

namespace fatou::ui {
namespace {

constexpr int kTall = 430;  // from this height on the table goes below the charts
constexpr int kRow = 26;

QTableView* makeTable(ComparisonModel* model, QWidget* parent) {
  auto* table = new QTableView(parent);
  table->setModel(model);
  table->setAccessibleName(ComparePage::tr("Figures of the comparison"));
  table->setShowGrid(false);
  table->setSelectionBehavior(QAbstractItemView::SelectRows);
  table->setEditTriggers(QAbstractItemView::NoEditTriggers);
  table->setWordWrap(false);
  table->verticalHeader()->hide();
  table->verticalHeader()->setDefaultSectionSize(kRow);
  table->horizontalHeader()->setHighlightSections(false);
  table->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
  table->horizontalHeader()->setMinimumSectionSize(48);
  table->horizontalHeader()->setStretchLastSection(true);
  table->setMinimumSize(180, 80);
  return table;
}

}  // namespace

ComparePage::ComparePage(int cores, QWidget* parent)
    : QWidget(parent),
      m_cores(cores),
      m_fields(new ComparisonFields(cores, this)),
      m_model(new ComparisonModel(this)),
      m_table(makeTable(m_model, this)),
      m_times(new CurveChart(tr("Wall time"), this)),
      m_speedups(new CurveChart(tr("Speed-up"), this)),
      m_efficiencies(new CurveChart(tr("Efficiency"), this)),
      m_parts(new QSplitter(this)),
      m_caption(new QLabel(this)),
      m_verdict(new QLabel(this)),
      m_remark(new QLabel(this)),
      m_again(new QPushButton(tr("Again"), this)) {
  layOut();
  connect(m_again, &QPushButton::clicked, m_fields, &ComparisonFields::runAgain);
  setResult(nullptr);
}

void ComparePage::layOut() {
  auto* charts = new QWidget(m_parts);
  auto* row = new QHBoxLayout(charts);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(8);
  for (CurveChart* chart : {m_times, m_speedups, m_efficiencies}) row->addWidget(chart, 1);
  m_parts->addWidget(charts);
  m_parts->addWidget(m_table);
  m_parts->setChildrenCollapsible(false);
  m_parts->setHandleWidth(12);
  m_parts->setStretchFactor(0, 1);
  m_parts->setStretchFactor(1, 1);
  m_verdict->setProperty("class", QStringLiteral("good"));
  m_remark->setProperty("class", QStringLiteral("secondary"));
  m_remark->setMinimumWidth(1);
  m_remark->setWordWrap(true);
  m_caption->setProperty("class", QStringLiteral("secondary"));
  m_caption->setMinimumWidth(1);  // a long c must not hold the window wide
  auto* bottom = new QHBoxLayout;
  bottom->setSpacing(12);
  bottom->addWidget(m_verdict);
  bottom->addWidget(m_remark, 1);
  bottom->addWidget(m_again);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(12, 8, 12, 8);
  column->setSpacing(8);
  column->addWidget(m_fields);
  column->addWidget(m_caption);
  column->addWidget(m_parts, 1);
  column->addLayout(bottom);
  column->addStretch();  // takes the room while there are no parts
}

void ComparePage::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  const bool tall = height() >= kTall;
  const auto wanted = tall ? Qt::Vertical : Qt::Horizontal;
  if (m_partsPlaced && m_parts->orientation() == wanted) return;
  m_partsPlaced = true;
  m_parts->setOrientation(wanted);
  m_parts->setSizes(tall ? QList{3'000, 2'000} : QList{2'750, 2'250});
}

void ComparePage::setResult(const std::shared_ptr<const LabResult>& result) {
  m_model->setResult(result);
  const bool any = result && !result->report.configurations.empty();
  m_parts->setVisible(any);
  m_verdict->setVisible(any);
  m_again->hide();
  m_caption->setVisible(any);
  if (!any) {
    m_remark->setText(
        tr("Times the picture as it is now, serially and on engines, and says why more engines "
           "are not that many times faster."));
    return;
  }
  m_caption->setText(captionText(result->report.request));
  showCurves(*result);
  showVerdict(*result);
}

void ComparePage::showCurves(const LabResult& result) {
  const auto curves = comparisonCurves(result.report.configurations, m_model->figures(), m_cores);
  m_times->setCurves(curves.times, curves.timeUnit);
  m_speedups->setCurves(curves.speedups, {});
  const auto& all = result.report.configurations;
  const bool oneHeight = std::ranges::all_of(
      all, [&](const auto& each) { return each.bandRows == all.front().bandRows; });
  m_table->setColumnHidden(ComparisonModel::Band, oneHeight);
  m_efficiencies->setCurves(curves.efficiencies,
                            {.scale = 100, .format = QStringLiteral("%.0f %%")});
}

void ComparePage::showVerdict(const LabResult& result) {
  const auto& all = result.report.configurations;
  const bool agree = std::ranges::all_of(all, &stats::Configuration::identical);
  m_verdict->setProperty("class", agree ? QStringLiteral("good") : QStringLiteral("bad"));
  m_verdict->style()->unpolish(m_verdict);
  m_verdict->style()->polish(m_verdict);
  m_verdict->setText(agreementText(all));
  m_verdict->setMinimumWidth(m_verdict->fontMetrics().horizontalAdvance(m_verdict->text()) + 24);
  m_verdict->setToolTip(tr("SHA-256 of the serial J: %1").arg(QString::fromStdString(all[0].hash)));
  QStringList remarks;
  const QString disturbed = disturbanceText(result.report, m_model->figures());
  m_remark->setProperty(
      "class", disturbed.isEmpty() ? QStringLiteral("secondary") : QStringLiteral("warning"));
  m_remark->style()->unpolish(m_remark);
  m_remark->style()->polish(m_remark);
  if (!disturbed.isEmpty()) remarks += disturbed;
  m_again->setVisible(!disturbed.isEmpty());
  if (!result.complete) remarks += tr("Cancelled after %1 repeats.").arg(all.back().repeats.size());
  const int most = std::ranges::max(all, {}, &stats::Configuration::engines).engines;
  const std::string crowd = stats::crowdSentence(most, m_cores);
  if (!crowd.empty()) remarks += sentenceText(crowd);
  m_remark->setText(remarks.join(u' '));
}

QString agreementText(const std::vector<stats::Configuration>& configurations) {
  QStringList different;
  for (const auto& each : configurations)
    if (!each.identical) different += configurationName(each);
  if (different.isEmpty()) return ComparePage::tr("✓ Every J is bit-identical to the serial one");
  return ComparePage::tr("J differs from the serial one: %1")
      .arg(different.join(QStringLiteral("; ")));
}

}  // namespace fatou::ui
