// SPDX-License-Identifier: GPL-3.0-or-later
// Runs drawn by hand say the same wherever they are shown: on the strip and in the lab, on the
// command line, and in files for people and for scripts.
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QTest>
#include <QXmlStreamReader>

#include "app/fatou/losses_text.h"
#include "app/fatou/text.h"
#include "core/io/reports/lab_report.h"
#include "core/io/reports/run_json.h"
#include "core/stats/run_summary.h"
#include "core/stats/time_parts.h"
#include "core/stats/words.h"
#include "drawn_run.h"

using namespace fatou;
using stats::drawn;
using stats::Run;

Q_DECLARE_METATYPE(fatou::stats::Run)

namespace {

constexpr double kOwn = 1e-9;  // of a figure, what rounding may cost

bool near(double a, double b) {
  return std::abs(a - b) <= kOwn * std::max({1.0, std::abs(a), std::abs(b)});
}

// Three rows above the middle of six, each of which stands for one below.
Run mirroredRun() {
  Run run = drawn({"aab", "ccc"}, 2);
  for (stats::Band& band : run.bands) {
    const int row = 3 + band.rows.begin;
    band.rows = {row, row + 1};
    band.mirrored = {5 - row, 6 - row};
    band.iterations = 200;
  }
  return run;
}

Run withoutCpuTimes(Run run) {
  for (stats::Band& band : run.bands) band.cpuTime = 0.0;
  return run;
}

Run stopped(Run run) {
  run.complete = false;
  return run;
}

// A microsecond for the only row.
Run tinyRun() {
  Run run = drawn({"a", "."}, 2, "direct");
  run.wallTime = 1e-6;
  for (stats::Band& band : run.bands) band.completed = band.received = band.cpuTime = 1e-6;
  return run;
}

// Many bands of a millisecond on each of two engines.
Run hugeRun() {
  constexpr int kBands = 50'001;
  Run run{.engines = 2, .cores = 2, .wallTime = kBands * 1e-3};
  for (int engine = 0; engine < 2; ++engine)
    for (int i = 0; i < kBands; ++i)
      run.bands.push_back({.engine = engine,
                           .rows = {i, i + 1},
                           .iterations = 1'000,
                           .started = i * 1e-3,
                           .completed = (i + 1) * 1e-3,
                           .received = (i + 1) * 1e-3,
                           .cpuTime = (i + 1) * 1e-3 - i * 1e-3});
  return run;
}

// The same work on one thread: a lone engine gains on it, several slow each other down.
Run serialFor(const Run& run) {
  const double work = stats::workTime(run) * (run.engines == 1 ? 1.25 : 0.9);
  return {.view = "serial",
          .cores = 2,
          .wallTime = work,
          .bands = {{.rows = {0, 1}, .completed = work, .received = work, .cpuTime = work}}};
}

io::LabReport reportOf(const Run& run) {
  return {.request = {{"c", "-0.8,0.156"}, {"size", "838x463"}, {"kernel", "fast"}},
          .machine = {{"cores", "2"}},
          .configurations = {{.view = "serial", .repeats = {serialFor(run)}},
                             {.view = run.view, .engines = run.engines, .repeats = {run}}}};
}

// The cells of each row of each table, in order.
QList<QStringList> tableRows(const QByteArray& html) {
  QList<QStringList> rows;
  QXmlStreamReader reader(html);
  while (!reader.atEnd()) {
    if (reader.readNext() != QXmlStreamReader::StartElement) continue;
    if (reader.name() == QLatin1String("tr")) rows += QStringList();
    if (reader.name() == QLatin1String("td") || reader.name() == QLatin1String("th"))
      rows.last() += reader.readElementText();
  }
  return rows;
}

// The second row under the header that has a cell of that name: the one beside the serial run.
QStringList rowUnder(const QList<QStringList>& rows, const QString& name) {
  for (qsizetype i = 0; i + 2 < rows.size(); ++i)
    if (rows[i].contains(name)) return rows[i + 2];
  return {};
}

QList<QStringList> columnsOf(const QString& text) {
  QList<QStringList> rows;
  static const QRegularExpression kGap(QStringLiteral("\\s{2,}"));
  for (const QString& line : text.split(u'\n')) rows += line.split(kGap);
  return rows;
}

// A comma-separated line under its header, by name.
QMap<QString, double> csvFigures(const QByteArray& csv) {
  const auto lines = csv.trimmed().split('\n');
  const auto names = lines[0].split(',');
  const auto values = lines[2].split(',');
  QMap<QString, double> figures;
  for (qsizetype i = 0; i < names.size(); ++i)
    figures[QString::fromUtf8(names[i])] = values[i].toDouble();
  return figures;
}

// By name; numbers that are whole are no others than they were as doubles.
QMap<QString, double> figuresOf(const QJsonObject& object) {
  QMap<QString, double> figures;
  for (auto at = object.begin(); at != object.end(); ++at)
    figures[at.key()] = at.value().toDouble();
  return figures;
}

QString fixed(double value) {
  return QString::number(value, 'f', 2);
}

}  // namespace

class DrawnRunsTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void theStripAndARecordedFileSayTheSame_data() { twelveRuns(); }
  void theStripAndARecordedFileSayTheSame();
  void aComparisonSaysTheSameToPeopleAndScripts_data() { twelveRuns(); }
  void aComparisonSaysTheSameToPeopleAndScripts();

 private:
  static void twelveRuns();
};

void DrawnRunsTest::twelveRuns() {
  QTest::addColumn<Run>("run");
  QTest::addColumn<double>("speedup");
  QTest::addColumn<double>("imbalance");
  QTest::addColumn<QString>("says");
  const auto row = [](const char* name, const Run& run, double speedup, double imbalance,
                      const char* says) {
    QTest::newRow(name) << run << speedup << imbalance << QString::fromLatin1(says);
  };
  row("quiet", drawn({"aaaa", "bbbb"}, 2, "direct"), 2.0, 1.0, "");
  row("busy", drawn({"aAaA", "bBbB"}, 2), 1.0, 1.0,
      "engines waited for a core for 50 % of their time, as other work had it");
  row("oversubscribed", drawn({"aAaA", "bBbB", "CcCc", "DdDd"}, 2), 2.0, 1.0,
      "4 engines shared 2 cores and waited for one for 50 % of their time");
  row("disturbed", drawn({"aAaA", "bbbb"}, 2), 1.5, 1.0,
      "engines waited for a core for 25 % of their time, as other work had it");
  row("mirrored", mirroredRun(), 2.0, 1.0, "");
  row("one engine", drawn({"aab"}, 2), 1.0, 1.0, "");
  row("serial", drawn({".aab."}, 2, "serial"), 0.6, 1.0, "");
  row("lost band", stopped(drawn({"aa..", "b..."}, 2)), 0.75, 4.0 / 3, "");
  row("tiny", tinyRun(), 1.0, 2.0, "");
  row("huge", hugeRun(), 2.0, 1.0, "");
  row("cancelled", stopped(drawn({"aab.", "c..."}, 2)), 1.0, 1.5, "");
  row("without CPU times", withoutCpuTimes(drawn({"aaaa", "bbbb", "cccc", "dddd"}, 2)), 2.0, 1.0,
      "4 engines shared 2 cores and waited for one for 50 % of their time");
}

void DrawnRunsTest::theStripAndARecordedFileSayTheSame() {
  QFETCH(Run, run);
  QFETCH(double, speedup);
  QFETCH(double, imbalance);
  QVERIFY(stats::check(run));
  const auto summary = stats::summarize(run);
  QVERIFY2(near(summary.speedup, speedup), qPrintable(QString::number(summary.speedup)));
  QVERIFY2(near(summary.imbalance, imbalance), qPrintable(QString::number(summary.imbalance)));
  QVERIFY(near(summary.efficiency, speedup / run.engines));
  QVERIFY(summary.speedup <= 2.0 + kOwn);  // cores

  const auto losses = stats::splitLosses(run);
  double shares = 0.0;
  for (const auto& part : stats::timeParts()) shares += stats::shareOf(losses, part).value_or(0.0);
  QVERIFY2(near(shares, 1.0), qPrintable(QString::number(shares)));
  QVERIFY(near(losses.idealShare(), summary.efficiency));
  QCOMPARE(stats::shareText(losses, stats::timeParts().back()), std::string("–"));  // slow-down

  const io::Recording recording{
      .request = {{"view", run.view}}, .machine = {{"cores", "2"}}, .runs = {run}};
  const QByteArray json = io::recordingJson(recording);
  const auto written =
      QJsonDocument::fromJson(json).object()[QLatin1StringView("summary")].toObject();
  QCOMPARE(figuresOf(written), figuresOf(io::toJson(summary)));
  const auto read = io::recordingFromJson(json);
  QVERIFY2(read, read ? "" : read.error().message.c_str());
  QCOMPARE(figuresOf(io::toJson(stats::summarize(read.value().run()))), figuresOf(written));
  QTEST(QString::fromStdString(stats::withoutCoreSentence(run)), "says");
  QTEST(QString::fromStdString(stats::withoutCoreSentence(read.value().run())), "says");
}

void DrawnRunsTest::aComparisonSaysTheSameToPeopleAndScripts() {
  QFETCH(Run, run);
  const io::LabReport report = reportOf(run);
  const auto rows = stats::compareToFirst(report.configurations);
  const stats::ComparisonRow& figures = rows[1];
  double shares = 0.0;
  for (const auto& part : stats::timeParts()) {
    QVERIFY(stats::shareOf(figures.losses, part).has_value());
    shares += *stats::shareOf(figures.losses, part);
  }
  QVERIFY2(near(shares, 1.0), qPrintable(QString::number(shares)));

  const auto csv = csvFigures(io::reportCsv(report));
  const auto json = QJsonDocument::fromJson(io::reportJson(report))
                        .object()[QLatin1StringView("configurations")]
                        .toArray()[1]
                        .toObject();
  const std::pair<const char*, double> named[] = {
      {"wall_time", figures.wallTime.median},    {"speedup", figures.speedup.median},
      {"efficiency", figures.efficiency.median}, {"imbalance", figures.imbalance},
      {"serial_time", figures.serialTime},       {"disturbance", figures.disturbance}};
  for (const auto& [name, value] : named) {
    QVERIFY2(csv[QLatin1String(name)] == value, name);
    QVERIFY2(json[QLatin1String(name)].toDouble() == value, name);
  }
  QCOMPARE(csv[QStringLiteral("ideal")], figures.losses.ideal);
  QCOMPARE(csv[QStringLiteral("loss_slow_down")], figures.losses.of(stats::LossKind::SlowDown));
  QCOMPARE(json[QLatin1StringView("losses")][QLatin1StringView("slow_down")].toDouble(),
           figures.losses.of(stats::LossKind::SlowDown));

  // People read the same figures, to the same decimals.
  const QString efficiency = QString::fromStdString(stats::percentText(figures.efficiency.median));
  QStringList parts;
  for (const auto& part : stats::timeParts())
    parts += QString::fromStdString(stats::shareText(figures.losses, part));
  const QByteArray html = io::reportHtml(report);
  const auto page = tableRows(html);
  const QStringList times = rowUnder(page, QStringLiteral("wall time"));
  QCOMPARE(times.mid(3, 3),
           QStringList({fixed(figures.speedup.median), efficiency, fixed(figures.imbalance)}));
  QCOMPARE(rowUnder(page, QStringLiteral("the work itself")).mid(1), parts);
  const auto terminal = columnsOf(app::figuresText(report.configurations, rows));
  QCOMPARE(rowUnder(terminal, QStringLiteral("wall time")).mid(4, 3), times.mid(3, 3));
  const auto losses = columnsOf(app::lossesText(report.configurations, rows));
  QCOMPARE(rowUnder(losses, QStringLiteral("the work itself")).mid(2), parts);

  const auto disturbed =
      QString::fromStdString(stats::disturbanceSentence(std::nullopt, report.cores(), rows));
  QCOMPARE(html.contains("class=\"warning\""), !disturbed.isEmpty());
  QVERIFY(html.contains(disturbed.mid(1).toUtf8()));
  QVERIFY(app::disturbanceText(report, rows).contains(disturbed));
  QVERIFY(html.contains("838 × 463, fast kernel, c = -0.8 + 0.156i, one sample a pixel"));
}

QTEST_GUILESS_MAIN(DrawnRunsTest)
#include "drawn_runs_test.moc"
