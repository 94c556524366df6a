// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/lab_report.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>
#include <QXmlStreamReader>

#include "core/io/caption.h"
#include "core/io/svg_canvas.h"
#include "core/io/svg_chart.h"
#include "core/io/svg_run.h"
#include "core/stats/glossary.h"
#include "drawn_run.h"

using namespace fatou;
using stats::drawn;

namespace {

io::LabReport report() {
  const auto twice = [](const stats::Drawing& lanes, const char* view) {
    return std::vector{drawn(lanes, 2, view), drawn(lanes, 2, view)};
  };
  return {
      .request = {{"c", "<b>&\"'"}, {"view", "balanced"}, {"engines", "1"}},
      .machine = {{"cores", "2"}, {"processor", "a & b"}},
      .configurations = {
          {.view = "serial", .repeats = twice({".aaaabbc."}, "serial"), .hash = "00"},
          {.view = "direct", .engines = 1, .repeats = twice({".aaaabbc."}, "direct"), .hash = "00"},
          {.view = "balanced",
           .engines = 1,
           .repeats = twice({".aaaabbc"}, "balanced"),
           .hash = "00"},
          {.view = "direct",
           .engines = 2,
           .repeats = twice({".aaaa.", ".bbc.."}, "direct"),
           .hash = "00"},
          {.view = "balanced",
           .engines = 2,
           .repeats = twice({".aaaa", ".bbc."}, "balanced"),
           .hash = "01",
           .identical = false}}};
}

// Counts how often each element occurs; fails where the XML is not well-formed.
QMap<QString, int> elements(const QByteArray& xml) {
  QMap<QString, int> counts;
  QXmlStreamReader reader(xml);
  while (!reader.atEnd())
    if (reader.readNext() == QXmlStreamReader::StartElement) ++counts[reader.name().toString()];
  if (reader.hasError()) {
    QTest::qFail(qPrintable(reader.errorString()), __FILE__, __LINE__);
    return {};
  }
  return counts;
}

}  // namespace

class LabReportTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void thePageIsWellFormedAndComplete() {
    const QByteArray html = io::reportHtml(report());
    const auto counts = elements(html);
    QCOMPARE(counts[QStringLiteral("svg")], 3 + 1 + 5 + 2);
    QCOMPARE(counts[QStringLiteral("dt")], static_cast<int>(stats::glossary().size()));
    QVERIFY(html.contains("&lt;b>") || html.contains("&lt;b&gt;"));
    QVERIFY(html.contains("J DIFFERS"));
    for (const char* foreign : {"http://", "https://", "src=", "url("})
      for (qsizetype at = html.indexOf(foreign); at >= 0; at = html.indexOf(foreign, at + 1))
        QVERIFY(html.mid(at).startsWith("http://www.w3.org/"));  // names, never fetched
  }
  void anEmptyReportIsStillAPage() {
    QVERIFY(elements(io::reportHtml({})).contains(QStringLiteral("body")));
    QCOMPARE(io::reportCsv({}).count('\n'), 1);
  }
  void theTableNamesEveryLoss() {
    const auto lines = io::reportCsv(report()).trimmed().split('\n');
    QCOMPARE(lines.size(), 6);
    QVERIFY(
        lines[0].startsWith("view,engines,repeats,wall_time,spread,speedup,efficiency,"
                            "imbalance,serial_time,iterations,iterations_per_second,identical,"));
    for (const auto& line : lines) QCOMPARE(line.count(','), lines[0].count(','));
    const auto header = lines[0].split(',');
    const auto direct = lines[4].split(',');
    const auto number = [&](const char* name) { return direct[header.indexOf(name)].toDouble(); };
    QCOMPARE(number("capacity"), 12.0);
    QCOMPARE(number("ideal"), 7.0);
    QCOMPARE(number("loss_serial_part"), 4.0);
    QCOMPARE(number("loss_imbalance"), 1.0);
    QCOMPARE(number("speedup"), 1.5);
  }
  void whatWentOverTheWireIsShownWhereAnythingDid() {
    io::LabReport far = report();
    QVERIFY(!io::reportHtml(far).contains("over the wire"));
    for (stats::Run& run : far.configurations[3].repeats)
      for (stats::Band& band : run.bands)
        band.travel = stats::Travel{.sent = band.started,
                                    .answered = band.received,
                                    .bytesSent = 300,
                                    .bytesReceived = 1'000'000};
    const QByteArray html = io::reportHtml(far);
    QVERIFY(html.contains("over the wire") && html.contains("<td>3.00 MB</td>"));
    const auto lines = io::reportCsv(far).trimmed().split('\n');
    const auto column = lines[0].split(',').indexOf("bytes_over_wire");
    QVERIFY(column >= 0 && lines[0].contains(",loss_transfer,"));
    QCOMPARE(lines[4].split(',')[column], QByteArray("3000900"));
    QCOMPARE(lines[5].split(',')[column], QByteArray("0"));
    const auto json = QJsonDocument::fromJson(io::reportJson(far)).object();
    const auto losses = json[QLatin1StringView("configurations")][3][QLatin1StringView("losses")];
    QCOMPARE(losses[QLatin1StringView("bytes_over_wire")].toInt(), 3'000'900);
    QVERIFY(losses[QLatin1StringView("transfer")].isDouble());
  }
  void theJsonHoldsLossesTypicalRunsAndTheFit() {
    const auto json = QJsonDocument::fromJson(io::reportJson(report())).object();
    const auto all = json[QLatin1StringView("configurations")].toArray();
    QCOMPARE(all.size(), 5);
    const auto losses = all[3][QLatin1StringView("losses")];
    QCOMPARE(losses[QLatin1StringView("imbalance")].toDouble(), 1.0);
    QCOMPARE(all[3][QLatin1StringView("typical_run")][QLatin1StringView("bands")].toArray().size(),
             3);
    const auto fit = json[QLatin1StringView("amdahl")][QLatin1StringView("direct")];
    QVERIFY(std::abs(fit[QLatin1StringView("fraction")].toDouble() - 1.0 / 3) < 1e-9);
  }
  void chartsShowEachViewBesideTheIdeal() {
    const auto charts = io::comparisonCharts(report().configurations, 2);
    QCOMPARE(charts.size(), std::size_t{3});
    for (const io::Chart& chart : charts) {
      QCOMPARE(chart.series.size(), std::size_t{3});
      QVERIFY(chart.series[2].guide);
      QVERIFY(elements(io::svg(chart))[QStringLiteral("circle")] == 4);
    }
    QCOMPARE(charts[1].series[0].points[1].y, 1.5);
    QCOMPARE(charts[1].series[2].points.back().y, 2.0);
    QCOMPARE(charts[2].series[0].points[1].y, 75.0);
  }
  void theIdealEndsAtTheNumberOfCores() {
    auto configurations = report().configurations;
    configurations.push_back({.view = "direct", .engines = 4, .repeats = {drawn({"a"})}});
    const auto charts = io::comparisonCharts(configurations, 2);
    QCOMPARE(charts[1].series[2].points.back().y, 2.0);
    QCOMPARE(charts[2].series[2].points.back().y, 50.0);
  }
  void aTimelineHasABarABandUntilTheyAreTooNarrow() {
    const auto bars = [](const stats::Run& run) {
      return elements(io::timelineSvg(run, QStringLiteral("t")))[QStringLiteral("rect")] - 1 -
             run.engines;  // less the ground and the lanes
    };
    QCOMPARE(bars(drawn({"aab.c", "ddd"})), 4);
    stats::Run many{.engines = 1, .wallTime = 100'000.0};
    for (int i = 0; i < 100'000; ++i)
      many.bands.push_back({.rows = {i % 100, i % 100 + 1},
                            .started = double(i),
                            .completed = i + 1.0,
                            .received = i + 1.0});
    QVERIFY(bars(many) > 300 && bars(many) < 1'000);
  }
  void aProfileShowsItsBorders() {
    const stats::RowCosts costs{{0, 4}, {1, 2, 3, 4}};
    const auto counts = elements(io::rowCostSvg(costs, {0, 2, 4}, QStringLiteral("p")));
    QCOMPARE(counts[QStringLiteral("line")], 3);
    elements(io::rowCostSvg({}, {}, QStringLiteral("nothing")));
  }
  void aCaptionSaysWhatWasComputed() {
    const io::Facts request{
        {"c", "-0.8,-0.156"}, {"kernel", "plain"}, {"size", "838x463"}, {"tmax", "5000"}};
    QCOMPARE(QString::fromStdString(io::captionOf(request)),
             QStringLiteral("838 × 463, plain kernel, tmax 5,000, c = -0.8 - 0.156i, one sample a "
                            "pixel"));
    QCOMPARE(io::captionOf({{"c", "0.123456789012345e-7,1"}, {"samples", "2"}}),
             std::string("c = 0.1234567890…e-7 + 1i, 2 × 2 samples a pixel"));
    QCOMPARE(io::captionOf({}), std::string());
    QCOMPARE(io::captionOf({{"tmax", "5e+300"}, {"kernel", "<b>fast"}, {"size", "1\n2"}}),
             std::string("tmax 5e+300, one sample a pixel"));
  }
  void aPictureIsTheSameWhateverComputesIt() {
    const io::Facts one{{"c", "i"}, {"tmax", "50"}, {"engines", "2"}, {"view", "direct"}};
    QVERIFY(io::isSamePicture(one, {{"band", "7"}, {"tmax", "50"}, {"c", "i"}}));
    QVERIFY(!io::isSamePicture(one, {{"c", "i"}, {"tmax", "51"}}));
    QVERIFY(!io::isSamePicture({}, {}));
  }
  void axesEndAtRoundNumbers() {
    QCOMPARE(io::axisScale(7.0).ticks, (std::vector<double>{0, 2, 4, 6, 8}));
    QCOMPARE(io::axisScale(100.4).end, 125.0);
    QCOMPARE(io::axisScale(0.0).end, 1.0);
  }
};

QTEST_GUILESS_MAIN(LabReportTest)
#include "lab_report_test.moc"
