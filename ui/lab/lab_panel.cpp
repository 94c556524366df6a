// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/lab/lab_panel.h"

#include <QHBoxLayout>
#include <QTabWidget>
#include <QToolButton>

#include "core/io/files/shown_text.h"
#include "core/io/reports/caption.h"
#include "core/io/reports/run_json.h"
#include "ui/lab/compare_page.h"
#include "ui/lab/lab_words.h"
#include "ui/lab/row_cost_page.h"
#include "ui/lab/side_by_side_page.h"
#include "ui/lab/what_if_page.h"
#include "ui/lab/why_page.h"
#include "ui/style/icons.h"

namespace fatou::ui {
namespace {

// Another dock that shares the lab's place may be lower than the lab's pages would have it.
constexpr int kLowest = 100;

QToolButton* makeButton(QStringView symbol, const QString& text, const QString& toolTip,
                        QHBoxLayout& row) {
  auto* button = new QToolButton;
  button->setIcon(icon(symbol));
  button->setIconSize({16, 16});
  button->setText(text);
  button->setToolTip(toolTip);
  button->setAccessibleName(toolTip);
  if (!text.isEmpty()) button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
  row.addWidget(button);
  return button;
}

}  // namespace

LabPanel::LabPanel(int cores, QWidget* parent)
    : QWidget(parent),
      m_compare(new ComparePage(cores, this)),
      m_sideBySide(new SideBySidePage(this)),
      m_why(new WhyPage(this)),
      m_whatIf(new WhatIfPage(this)),
      m_rowCost(new RowCostPage(cores, this)),
      m_pages(new QTabWidget(this)) {
  m_pages->addTab(m_compare, tr("Compare"));
  m_pages->addTab(m_sideBySide, tr("Side by side"));
  m_pages->addTab(m_why, tr("Why"));
  m_pages->addTab(m_whatIf, tr("What if"));
  m_pages->addTab(m_rowCost, tr("Row cost"));
  m_pages->setCornerWidget(makeButtons());
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->addWidget(m_pages);
  setMinimumHeight(kLowest);
  connectAll();
}

QWidget* LabPanel::makeButtons() {
  auto* buttons = new QWidget(this);
  auto* row = new QHBoxLayout(buttons);
  row->setContentsMargins(0, 0, 8, 2);
  row->setSpacing(4);
  m_open = makeButton(u"open", tr("Open Run…"),
                      tr("Open a run that fatou render --timing recorded"), *row);
  m_export = makeButton(
      u"export", tr("Export Report…"),
      tr("Write the comparison as a page to hand in, or for scripts, or its charts: HTML, "
         "CSV, JSON, PDF or SVG"),
      *row);
  m_trace = makeButton(u"save", tr("Save Trace…"),
                       tr("Write the runs that stand side by side as a trace for Perfetto, Tracy "
                          "or speedscope: .json, or .json.gz to have it packed"),
                       *row);
  m_window =
      makeButton(u"float", {}, tr("Give the lab a window of its own, or take it back"), *row);
  m_export->setEnabled(false);
  return buttons;
}

void LabPanel::connectAll() {
  const ComparisonFields& fields = m_compare->fields();
  connect(&fields, &ComparisonFields::runRequested, this, &LabPanel::compareRequested);
  connect(&fields, &ComparisonFields::cancelRequested, this, &LabPanel::cancelRequested);
  connect(m_rowCost, &RowCostPage::rowsHovered, this, &LabPanel::rowsHovered);
  connect(m_sideBySide, &SideBySidePage::rowsHovered, this, &LabPanel::rowsHovered);
  connect(m_whatIf, &WhatIfPage::predictedChanged, this, &LabPanel::takePredicted);
  connect(m_open, &QAbstractButton::clicked, this, &LabPanel::openRequested);
  connect(m_export, &QAbstractButton::clicked, this, &LabPanel::exportRequested);
  connect(m_trace, &QAbstractButton::clicked, this, &LabPanel::traceRequested);
  connect(m_window, &QAbstractButton::clicked, this, &LabPanel::windowRequested);
}

void LabPanel::setProgress(int done, int total) {
  m_compare->fields().setProgress(done, total);
}

void LabPanel::setIdle() {
  m_compare->fields().setIdle();
}

void LabPanel::setResult(const std::shared_ptr<const LabResult>& result) {
  const bool any = !result->report.configurations.empty();
  m_compare->setResult(result);
  m_export->setEnabled(any);
  if (!any) return;
  m_why->setReport(result->report);
  m_whatIf->setConfigurations(result->report.configurations, captionText(result->report.request),
                              io::samplesARow(result->report.request));
  showMeasuredCosts(result->report);
}

void LabPanel::showMeasuredCosts(const io::LabReport& report) {
  const auto costs =
      stats::measuredCosts(report.configurations, stats::compareToFirst(report.configurations));
  m_measured = report.request;
  showCosts(costs, report.request, stats::CostOrigin::Measured);
}

void LabPanel::showCosts(const stats::RowCosts& costs, const io::Facts& request,
                         stats::CostOrigin origin) {
  m_rowCost->setCosts(
      costs, captionText(request),
      sentenceText(stats::costSentence(costs, io::shownFact(request, "kernel"), origin)));
}

void LabPanel::setRecording(const io::Recording& recording, const QString& name) {
  const stats::Run run = recording.run();
  const QString shown = io::shownLine(name);
  const QString caption = captionText(recording.request);
  m_why->setRun(run, shown, caption);
  m_sideBySide->setRun(
      RunKind::Opened,
      {.name = shown, .run = run, .height = stats::rowsOf(run).end, .caption = caption});
  m_whatIf->setRun(run, shown, caption, io::samplesARow(recording.request));
  m_measured = recording.request;
  showCosts(stats::rowCosts(run, stats::CostUnit::Seconds), recording.request,
            stats::CostOrigin::Measured);
  m_pages->setCurrentWidget(m_sideBySide);
}

void LabPanel::takePredicted() {
  const stats::Run& run = m_whatIf->predicted();
  const QString name = configurationName({.view = run.view, .engines = run.engines});
  m_sideBySide->setRun(RunKind::Predicted,
                       {.name = name, .run = run, .height = stats::rowsOf(run).end, .caption = {}});
}

void LabPanel::setPictureCosts(const stats::RowCosts& costs, const io::Facts& request) {
  if (io::isSamePicture(request, m_measured)) return;  // what was measured says more
  m_measured.clear();
  showCosts(costs, request, stats::CostOrigin::Counted);
}

void LabPanel::setKernel(render::Kernel kernel) {
  m_compare->fields().setKernel(kernel);
}

void LabPanel::showEvent(QShowEvent* event) {
  QWidget::showEvent(event);
  Q_EMIT shown();
}

}  // namespace fatou::ui
