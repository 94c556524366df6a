// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include <QStringList>
#include <QXmlStreamWriter>

#include "core/io/reports/caption.h"
#include "core/io/reports/lab_report.h"
#include "core/io/reports/svg_chart.h"
#include "core/io/reports/svg_run.h"
#include "core/stats/glossary.h"
#include "core/stats/row_cost.h"
#include "core/stats/time_parts.h"
#include "core/stats/words.h"

namespace fatou::io {
namespace {

using stats::ComparisonRow;
using stats::Configuration;

const QString kCss = QStringLiteral(
    "body{font:15px/1.5 system-ui,sans-serif;max-width:940px;margin:2em auto;padding:0 1em;"
    "color:#222;background:#fff}h1{font-size:1.6em}h2{font-size:1.2em;margin-top:2em}"
    "table{border-collapse:collapse;font-variant-numeric:tabular-nums}"
    "td,th{padding:.25em .8em;text-align:right;border-bottom:1px solid #ddd}"
    "td:first-child,th:first-child{text-align:left}.left td{text-align:left}"
    "svg{max-width:100%;height:auto}dt{font-weight:bold;margin-top:.6em}dd{margin:0}"
    ".warning{background:#fff3cd;color:#664d03;padding:.5em .8em;border-radius:4px}");

QString percent(double share) {
  return QString::fromStdString(stats::percentText(share));
}

QString durationOf(double seconds) {
  return QString::fromStdString(stats::timeText(seconds));
}

QString sentenceOf(const std::string& words) {
  return QString::fromStdString(stats::asSentence(words));
}

QString nameOf(const Configuration& configuration) {
  return QString::fromStdString(stats::runName(configuration.view, configuration.engines));
}

// Writes the page part by part; well-formed XML, so that it can be checked and read by scripts.
class Page {
 public:
  Page(const LabReport& report, QByteArray& bytes)
      : m_report(report), m_rows(stats::compareToFirst(report.configurations)), m_to(&bytes) {}

  void write();

 private:
  void head();
  void facts(const QString& title, const Facts& facts);
  void figures();
  void charts();
  void losses();
  void amdahl();
  void timelines();
  void rowCosts();
  void words();

  void heading(const QString& text) { m_to.writeTextElement(QStringLiteral("h2"), text); }
  void paragraph(const QString& text) { m_to.writeTextElement(QStringLiteral("p"), text); }
  void warning(const QString& sentence);
  void row(const char* cell, const QStringList& texts);
  void begin(const char* element) { m_to.writeStartElement(QString::fromLatin1(element)); }
  void end() { m_to.writeEndElement(); }
  const Configuration* mostEngines(const char* view) const;

  const LabReport& m_report;
  std::vector<ComparisonRow> m_rows;
  QXmlStreamWriter m_to;
};

void Page::row(const char* cell, const QStringList& texts) {
  begin("tr");
  for (const QString& text : texts) {
    begin(cell);
    if (const auto* term = stats::findTerm(text.toUtf8().constData()))
      m_to.writeAttribute(QStringLiteral("title"), QString::fromUtf8(term->explanation));
    m_to.writeCharacters(text);
    end();
  }
  end();
}

void Page::warning(const QString& sentence) {
  begin("p");
  m_to.writeAttribute(QStringLiteral("class"), QStringLiteral("warning"));
  m_to.writeCharacters(sentence);
  end();
}

void Page::head() {
  m_to.writeDTD(QStringLiteral("<!DOCTYPE html>"));
  begin("html");
  m_to.writeAttribute(QStringLiteral("lang"), QStringLiteral("en"));
  m_to.writeAttribute(QStringLiteral("xmlns"), QStringLiteral("http://www.w3.org/1999/xhtml"));
  begin("head");
  m_to.writeEmptyElement(QStringLiteral("meta"));
  m_to.writeAttribute(QStringLiteral("charset"), QStringLiteral("utf-8"));
  m_to.writeTextElement(QStringLiteral("title"), QStringLiteral("Fatou: a comparison"));
  m_to.writeTextElement(QStringLiteral("style"), kCss);
  end();
  begin("body");
  m_to.writeTextElement(QStringLiteral("h1"),
                        QStringLiteral("One picture, serially and on several engines"));
  const std::string caption = captionOf(m_report.request);
  if (!caption.empty()) paragraph(QString::fromStdString(caption));
  const auto identical = [](const Configuration& each) { return each.identical; };
  paragraph(std::ranges::all_of(m_report.configurations, identical)
                ? QStringLiteral("Every J is bit-identical to the serial one.")
                : QStringLiteral("J DIFFERS between configurations: see the table."));
}

void Page::facts(const QString& title, const Facts& facts) {
  heading(title);
  begin("table");
  m_to.writeAttribute(QStringLiteral("class"), QStringLiteral("left"));
  for (const auto& [name, value] : facts)
    row("td", {QString::fromStdString(name), QString::fromStdString(value)});
  end();
}

void Page::figures() {
  heading(QStringLiteral("Times"));
  const std::string disturbed =
      stats::disturbanceSentence(m_report.otherCores, m_report.cores(), m_rows);
  if (!disturbed.empty()) warning(sentenceOf(disturbed));
  begin("table");
  row("th", {QStringLiteral("configuration"), QStringLiteral("wall time"),
             QStringLiteral("quartiles"), QStringLiteral("speed-up"), QStringLiteral("efficiency"),
             QStringLiteral("imbalance"), QStringLiteral("same J")});
  for (std::size_t i = 0; i < m_rows.size(); ++i) {
    const ComparisonRow& is = m_rows[i];
    const Configuration& configuration = m_report.configurations[i];
    row("td",
        {nameOf(configuration), durationOf(is.wallTime.median),
         QStringLiteral("%1 … %2").arg(durationOf(is.wallTime.low), durationOf(is.wallTime.high)),
         QString::number(is.speedup.median, 'f', 2), percent(is.efficiency.median),
         QString::number(is.imbalance, 'f', 2),
         configuration.identical ? QStringLiteral("yes") : QStringLiteral("NO")});
  }
  end();
  const std::size_t repeats =
      m_report.configurations.empty() ? 0 : m_report.configurations.front().repeats.size();
  paragraph(
      QStringLiteral("Medians of %1 each, all configurations in turn, after one run to warm "
                     "up. Error bars go from quartile to quartile.")
          .arg(repeats == 1 ? QStringLiteral("1 run") : QStringLiteral("%1 runs").arg(repeats)));
  int most = 0;
  for (const Configuration& each : m_report.configurations) most = std::max(most, each.engines);
  const std::string crowd = stats::crowdSentence(most, m_report.cores());
  if (!crowd.empty()) paragraph(sentenceOf(crowd));
}

void Page::charts() {
  for (const Chart& chart : comparisonCharts(m_report.configurations, m_report.cores()))
    writeSvg(chart, m_to);
}

void Page::losses() {
  heading(QStringLiteral("Why it is not faster"));
  paragraph(
      QStringLiteral("Engines times wall time is what the run could have used. What of it "
                     "was not the work itself is lost, and has a name."));
  writeLossesSvg(m_report.configurations, m_rows, m_to);
  const auto isGain = [](const ComparisonRow& row) {
    return row.losses.of(stats::LossKind::SlowDown) < 0.0;
  };
  if (std::ranges::any_of(m_rows, isGain))
    paragraph(
        QStringLiteral("A negative slow-down is a gain. It is drawn as a frame over what the "
                       "other parts reach beyond 100 %, and takes that away again."));
  begin("table");
  QStringList header{QStringLiteral("configuration")};
  for (const auto& part : stats::timeParts()) header += QString::fromUtf8(part.term);
  const bool hasMessages =
      std::ranges::any_of(m_rows, [](const auto& each) { return each.losses.bytesOverWire > 0; });
  if (hasMessages) header += QStringLiteral("over the wire");
  row("th", header);
  for (std::size_t i = 0; i < m_rows.size(); ++i) {
    QStringList line{nameOf(m_report.configurations[i])};
    for (const auto& part : stats::timeParts())
      line += QString::fromStdString(stats::shareText(m_rows[i].losses, part));
    if (hasMessages)
      line += QString::fromStdString(stats::bytesText(m_rows[i].losses.bytesOverWire));
    row("td", line);
  }
  end();
}

void Page::amdahl() {
  heading(QStringLiteral("Amdahl's law"));
  for (const char* view : {"direct", "balanced"}) {
    const auto fit = stats::fitView(m_report.configurations, view, m_report.cores());
    paragraph(QString::fromLatin1(view) + QStringLiteral(": ") +
              QString::fromStdString(stats::amdahlSentence(fit)) + u'.');
  }
}

void Page::timelines() {
  heading(QStringLiteral("Timelines"));
  double longest = 0.0;
  const auto typical = [this](std::size_t i) -> const stats::Run* {
    const auto& repeats = m_report.configurations[i].repeats;
    return repeats.empty() ? nullptr : &repeats[m_rows[i].typical];
  };
  for (std::size_t i = 0; i < m_rows.size(); ++i)
    if (const auto* run = typical(i)) longest = std::max(longest, run->wallTime);
  for (std::size_t i = 0; i < m_rows.size(); ++i)
    if (const auto* run = typical(i))
      writeTimelineSvg(*run, nameOf(m_report.configurations[i]), longest, m_to);
}

const Configuration* Page::mostEngines(const char* view) const {
  const Configuration* most = nullptr;
  for (const Configuration& each : m_report.configurations)
    if (each.view == view && !each.repeats.empty() &&
        (most == nullptr || each.engines > most->engines))
      most = &each;
  return most;
}

void Page::rowCosts() {
  const Configuration* direct = mostEngines("direct");
  if (direct == nullptr || direct->engines < 2) return;  // one engine has no borders to move
  heading(QStringLiteral("What each row costs"));
  const auto costs = stats::measuredCosts(m_report.configurations, m_rows);
  const auto blocks = stats::blockBorders(costs.rows, direct->engines);
  const auto best = stats::optimalBorders(costs, direct->engines);
  paragraph(QStringLiteral("Each of %1 engines gets equally many rows, but not equally much work: "
                           "the imbalance is %2. Borders that even it out have %3.")
                .arg(direct->engines)
                .arg(stats::imbalance(costs, blocks), 0, 'f', 2)
                .arg(stats::imbalance(costs, best), 0, 'f', 2));
  const auto kernel = shownFact(m_report.request, "kernel");
  paragraph(sentenceOf(stats::costSentence(costs, kernel, stats::CostOrigin::Measured)));
  writeRowCostSvg(costs, blocks,
                  QStringLiteral("Equal blocks: time a row that is computed, lowest row left"),
                  m_to);
  writeRowCostSvg(costs, best, QStringLiteral("Equal work"), m_to);
}

void Page::words() {
  heading(QStringLiteral("What the words mean"));
  begin("dl");
  for (const stats::Term& term : stats::glossary()) {
    m_to.writeTextElement(QStringLiteral("dt"), QString::fromUtf8(term.term));
    m_to.writeTextElement(QStringLiteral("dd"), QString::fromUtf8(term.explanation));
  }
  end();
}

void Page::write() {
  head();
  figures();
  charts();
  losses();
  amdahl();
  timelines();
  rowCosts();
  facts(QStringLiteral("What was computed"), m_report.request);
  facts(QStringLiteral("Where"), m_report.machine);
  words();
  m_to.writeEndDocument();
}

}  // namespace

QByteArray reportHtml(const LabReport& report) {
  QByteArray bytes;
  Page(report, bytes).write();
  return bytes;
}

}  // namespace fatou::io
