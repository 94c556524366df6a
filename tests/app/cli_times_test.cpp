// SPDX-License-Identifier: GPL-3.0-or-later
// The command line's times: recorded runs, comparisons, predictions and the bench.
#include <vector>

#include <QElapsedTimer>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>
#include <QXmlStreamReader>

#include "fatou_process.h"

using fatou::tests::Outcome;
using fatou::tests::words;

class CliTimesTest : public QObject {
  Q_OBJECT

 private:
  fatou::tests::FatouFolder m_folder;
  Outcome fatou(const QStringList& arguments) { return m_folder.run(arguments); }
  QByteArray contents(const QString& name) const { return m_folder.contents(name); }

 private Q_SLOTS:
  void cleanup() { m_folder.clear(); }

  void itSaysWhenTheFirstTileWasThere() {
    for (const char* view : {"serial", "balanced"}) {
      QElapsedTimer timer;
      timer.start();
      const auto done =
          fatou(words(QStringLiteral("render --c i --size 50x40 --timing first.json --force "
                                     "--view ") +
                      QString::fromLatin1(view)));
      const double taken = static_cast<double>(timer.nsecsElapsed()) / 1e9;
      QCOMPARE(done.code, 0);
      QVERIFY2(done.out.contains(QStringLiteral("first tile ")), qPrintable(done.out));
      const auto json = QJsonDocument::fromJson(contents(QStringLiteral("first.json"))).object();
      const double first = json[QLatin1StringView("first_tile")].toDouble(-1.0);
      // It counts from the program's start, not from the run's, and in steps of 10 ms.
      const auto band = json[QLatin1StringView("runs")][0][QLatin1StringView("bands")][0];
      QVERIFY(first > band[QLatin1StringView("received")].toDouble());
      QVERIFY2(first <= taken + 0.02, qPrintable(QString::number(first)));
    }
  }

  void timingRecordsEveryBand() {
    QCOMPARE(fatou(words(QStringLiteral(
                       "render --c i --center 0,0.1 --radius 1.5 --size 50x40 --engines 2 "
                       "--band 7 --quiet --timing run.json")))
                 .code,
             0);
    const auto json = QJsonDocument::fromJson(contents(QStringLiteral("run.json"))).object();
    const auto bands = json[QLatin1StringView("runs")][0][QLatin1StringView("bands")].toArray();
    QCOMPARE(bands.size(), 6);
    int rows = 0;
    double sum = 0;
    for (const auto& band : bands) {
      rows += band[QLatin1StringView("rows")].toInt();
      sum += band[QLatin1StringView("iterations")].toDouble();
      const auto stamp = [&band](const char* name) {
        return band[QLatin1StringView(name)].toDouble(-1);
      };
      QVERIFY(0 <= stamp("submitted") && stamp("submitted") <= stamp("started"));
      QVERIFY(stamp("started") <= stamp("completed") && stamp("completed") <= stamp("received"));
    }
    QCOMPARE(rows, 40);
    QCOMPARE(sum, json[QLatin1StringView("summary")][QLatin1StringView("iterations")].toDouble());
  }

  void compareSaysWhetherEveryArrayAgrees() {
    const auto done =
        fatou(words(QStringLiteral("compare --c -0.065,0.66 --size 64x64 --repeats 2 "
                                   "--engines 1,3 --csv t.csv --json t.json")));
    QCOMPARE(done.code, 0);
    QVERIFY2(done.out.contains(QStringLiteral("bit-identical")), qPrintable(done.out));
    QVERIFY2(done.out.contains(QStringLiteral("64 × 64, fast kernel, tmax ")),
             qPrintable(done.out));
    const auto lines = contents(QStringLiteral("t.csv")).trimmed().split('\n');
    QCOMPARE(lines.size(), 6);  // the header, serial, and two views on 1 and on 3 engines
    for (const QByteArray& line : lines) QCOMPARE(line.count(','), lines.first().count(','));
    const auto json = QJsonDocument::fromJson(contents(QStringLiteral("t.json"))).object();
    const auto all = json[QLatin1StringView("configurations")].toArray();
    QCOMPARE(all.size(), 5);
    for (const auto& one : all) {
      QVERIFY(one[QLatin1StringView("identical")].toBool());
      QCOMPARE(one[QLatin1StringView("repeats")].toArray().size(), 2);
    }
  }

  void aComparisonsReportIsOnePageThatExplainsItself() {
    const auto done =
        fatou(words(QStringLiteral("compare --c -0.065,0.66 --size 64x64 --repeats 2 "
                                   "--engines 1,2 --report r.html")));
    QCOMPARE(done.code, 0);
    QVERIFY2(done.out.contains(QStringLiteral("oversubscription")), qPrintable(done.out));
    QXmlStreamReader page(contents(QStringLiteral("r.html")));
    int charts = 0;
    while (!page.atEnd())
      if (page.readNext() == QXmlStreamReader::StartElement && page.name() == QLatin1String("svg"))
        ++charts;
    QVERIFY2(!page.hasError(), qPrintable(page.errorString()));
    QVERIFY(charts > 5);
  }

  void whatIfPredictsARecordedRunAnew() {
    QCOMPARE(fatou(words(QStringLiteral("render --c i --size 50x40 --engines 2 --band 7 --quiet "
                                        "--kernel plain --timing run.json")))
                 .code,
             0);
    const auto done = fatou(words(QStringLiteral(
        "whatif run.json --engines 1,3 --band 4 --view serial,direct,guided --slow 0=2.5 "
        "--json p.json")));
    QCOMPARE(done.err, QString());
    QCOMPARE(done.code, 0);
    QCOMPARE(done.out.count(QStringLiteral("recorded")), 1);
    QCOMPARE(done.out.count(QStringLiteral("predicted")), 5);
    const auto json = QJsonDocument::fromJson(contents(QStringLiteral("p.json"))).object();
    const auto all = json[QLatin1StringView("predictions")].toArray();
    QCOMPARE(all.size(), 5);
    for (const auto& run : all) QVERIFY(run[QLatin1StringView("wall_time")].toDouble() > 0);
    QVERIFY(!done.out.contains(QStringLiteral("As recorded")));
    const auto same =
        fatou(words(QStringLiteral("whatif run.json --engines 2 --band 7 --view balanced")));
    QCOMPARE(same.out.count(QStringLiteral("As recorded: predicted for a quiet machine: ")), 1);
  }

  void whatIfPlaysEnginesOnOtherHosts() {
    QCOMPARE(fatou(words(QStringLiteral("render --c i --size 50x40 --engines 2 --band 1 --quiet "
                                        "--kernel plain --timing run.json")))
                 .code,
             0);
    const auto wallTimes = [&](const char* options) {
      const auto done = fatou(words(QStringLiteral("whatif run.json --engines 2,1024 --band 1 "
                                                   "--view balanced --json p.json --force ") +
                                    QString::fromLatin1(options)));
      std::vector<double> times;
      const auto json = QJsonDocument::fromJson(contents(QStringLiteral("p.json"))).object();
      for (const auto& run : json[QLatin1StringView("predictions")].toArray())
        times.push_back(run[QLatin1StringView("wall_time")].toDouble());
      return times;
    };
    const auto near = wallTimes("--latency 0");
    const auto far = wallTimes("--latency 100000");
    QCOMPARE(near.size(), std::size_t{2});
    // Every band takes the way there and back once at least: a band has a row, and 1,024 engines
    // have at most one each.
    QVERIFY(far[0] > far[1] && far[1] >= 0.2 && far[1] < near[1] + 0.3);
    const auto slow = wallTimes("--latency 0 --host-engines 512 --slow-host 0=1000");
    QVERIFY(slow[0] > near[0] && slow[1] > near[1]);
    const auto done = fatou(words(QStringLiteral("whatif run.json --hub 10 --latency 20")));
    QVERIFY2(done.out.contains(QStringLiteral(
                 "Over a network: 20.0 µs to an engine, any bandwidth a link, 10 Gbit/s through "
                 "the hub; a row's answer takes 200 B.")),
             qPrintable(done.out));
  }

  void whatIfRefusesWhatItCannotPlay_data() {
    QTest::addColumn<QString>("options");
    QTest::addColumn<QString>("named");
    const auto row = [](const char* options, const char* named) {
      QTest::newRow(options) << QString::fromUtf8(options) << QString::fromUtf8(named);
    };
    row("--view lazy", "--view 'lazy' is unknown: use serial, direct, balanced or guided");
    row("--slow 1", "--slow '1' is not ENGINE=FACTOR");
    row("--slow 1=0", "--slow '1=0'");
    row("--slow 1=nan", "--slow '1=nan'");
    row("--slow -1=2", "--slow '-1=2'");
    row("--slow 99999999=2", "--slow '99999999=2'");
    row("--latency soon", "--latency 'soon' is no time in microseconds: write a number from 0 to");
    row("--latency -1", "--latency '-1'");
    row("--latency nan", "--latency 'nan'");
    row("--bandwidth 0", "--bandwidth '0' is no bandwidth in Gbit/s: write a number from 0.001 to");
    row("--hub 10001", "--hub '10001' is no bandwidth in Gbit/s");
    row("--hub-time 2000000", "--hub-time '2000000' is no time in microseconds");
    row("--hub 1 --row-bytes 0", "--row-bytes '0' is no number of bytes");
    row("--hub 1 --hub 2", "--hub is given more than once");
    row("--slow-host 0=2", "--slow-host needs --host-engines");
    row("--host-engines 0", "--host-engines '0'");
    row("--host-engines 16", "--host-engines is for --slow-host: say which host is slow");
    row("--row-bytes 4096", "--row-bytes is for engines behind a network");
    row("--host-engines 16 --slow-host 64=2", "--slow-host '64=2' is not HOST=FACTOR");
    row("--host-engines 16 --slow-host two=2", "--slow-host 'two=2'");
    row("--engines 1025", "--engines '1025'");
    row("--engines 0", "--engines '0'");
    row("--band 0", "--band '0'");
    row("--cores 0", "--cores '0'");
    row("--json nowhere/p.json", "no folder");
  }
  void whatIfRefusesWhatItCannotPlay() {
    QFETCH(QString, options);
    QFETCH(QString, named);
    QCOMPARE(fatou(words(QStringLiteral("render --c i --size 9x9 --quiet --timing run.json"))).code,
             0);
    const auto done = fatou(words(QStringLiteral("whatif run.json ") + options));
    QCOMPARE(done.code, 2);
    QVERIFY2(done.err.contains(named), qPrintable(done.err));
    QCOMPARE(done.err.count(u'\n'), 1);
  }

  void benchTimesBothKernelsAndSaysThatTheyAgree() {
    const auto done = fatou(words(QStringLiteral("bench --jobs seed --repeats 1 --json b.json")));
    QCOMPARE(done.code, 0);
    QVERIFY2(done.out.contains(QStringLiteral("bit-identical")), qPrintable(done.out));
    const auto json = QJsonDocument::fromJson(contents(QStringLiteral("b.json"))).object();
    const auto job = json[QLatin1StringView("jobs")][0];
    QVERIFY(job[QLatin1StringView("same_counts")].toBool());
    for (const char* kernel : {"plain", "fast", "fast_on_all"})
      QCOMPARE(job[QLatin1StringView(kernel)][QLatin1StringView("iterations")].toDouble(),
               19'133'988.0);
    QCOMPARE(fatou(words(QStringLiteral("bench --jobs breakfast"))).code, 2);
  }

  void benchTimesThePlainKernelAloneWhereThereIsNoOther_data() {
    QTest::addColumn<QString>("formula");
    for (const char* formula : {"z^3+c", "z^3-z+c", "z-(z^3-1)/(3z^2) --basins"})
      QTest::newRow(formula) << QString::fromLatin1(formula);
  }
  void benchTimesThePlainKernelAloneWhereThereIsNoOther() {
    QFETCH(QString, formula);
    const auto done = fatou(
        words(QStringLiteral("bench --jobs seed --repeats 1 --engines 2 --json b.json --formula ") +
              formula));
    QCOMPARE(done.err, QString());
    QCOMPARE(done.code, 0);
    const auto lines = done.out.split(u'\n', Qt::SkipEmptyParts);
    QCOMPARE(lines.size(), 4);  // the machine, a table of one row, the verdict
    QCOMPARE(lines[1].simplified(), QStringLiteral("job plain iterations of peak on 2 efficiency"));
    QVERIFY2(lines[3].contains(QStringLiteral("bit-identical")), qPrintable(done.out));
    const auto json = QJsonDocument::fromJson(contents(QStringLiteral("b.json"))).object();
    const auto job = json[QLatin1StringView("jobs")][0].toObject();
    QVERIFY(job[QLatin1StringView("same_counts")].toBool());
    const auto iterations = [&job](const char* kernel) {
      return job[QLatin1StringView(kernel)][QLatin1StringView("iterations")].toDouble();
    };
    QVERIFY(iterations("plain") > 0.0);
    QCOMPARE(iterations("plain_on_all"), iterations("plain"));
    QVERIFY(!job.contains(QStringLiteral("fast")) && !job.contains(QStringLiteral("fast_on_all")));
  }

  // The orbits of this map of Lattes's stay, and never come back to where they were.
  void benchLeavesOutWhatTakesThePlainKernelTooLong() {
    const QString bench =
        QStringLiteral("bench --formula (z^2+1)^2/(4z(z^2-1)) --escape 1e150 --repeats 1 --jobs ");
    const auto done = fatou(words(bench + QStringLiteral("seed,rabbit-million --json b.json")));
    QCOMPARE(done.code, 0);
    const QString why = QStringLiteral("it would take the plain kernel longer than 20.0 s");
    QVERIFY2(done.out.contains(QStringLiteral("rabbit-million is left out: ") + why),
             qPrintable(done.out));
    const auto json = QJsonDocument::fromJson(contents(QStringLiteral("b.json"))).object();
    QCOMPARE(json[QLatin1StringView("jobs")][1][QLatin1StringView("left_out")].toString(), why);
    const auto none = fatou(words(bench + QStringLiteral("rabbit-million --quiet")));
    QCOMPARE(none.code, 1);
    QVERIFY2(none.err.contains(QStringLiteral("no job was timed, rabbit-million as ") + why),
             qPrintable(none.err));
  }
};

QTEST_GUILESS_MAIN(CliTimesTest)
#include "cli_times_test.moc"
