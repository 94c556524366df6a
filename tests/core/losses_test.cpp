// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/stats/losses.h"

#include <cmath>
#include <cstring>
#include <limits>
#include <random>
#include <set>
#include <utility>
#include <vector>

#include <QTest>

#include "core/stats/amdahl.h"
#include "core/stats/comparison.h"
#include "core/stats/glossary.h"
#include "core/stats/run_summary.h"
#include "core/stats/time_parts.h"
#include "core/stats/words.h"
#include "drawn_run.h"

using namespace fatou::stats;

namespace {

bool near(double a, double b, double within = 1e-9) {
  return std::abs(a - b) <= within;
}

// Losses in the order of the words: serial part, imbalance, waiting, transfer,
// oversubscription, slow-down.
void expectLosses(const Run& run, std::array<double, kLossKinds.size()> expected,
                  const std::optional<WorkAlone>& alone = std::nullopt) {
  const Losses losses = splitLosses(run, alone);
  for (const LossKind kind : kLossKinds) {
    const double is = losses.of(kind);
    const double wanted = expected[static_cast<std::size_t>(kind)];
    QVERIFY2(near(is, wanted), qPrintable(QStringLiteral("%1 is %2, not %3")
                                              .arg(QString::fromUtf8(termOf(kind).term))
                                              .arg(is)
                                              .arg(wanted)));
  }
  QVERIFY(near(losses.capacity - losses.ideal, losses.sum()));
}

// The bands of a run as those of engines elsewhere: when each was sent and answered, by row.
Run travelled(Run run, const std::vector<std::pair<double, double>>& stamps) {
  for (Band& band : run.bands) {
    const auto [sent, answered] = stamps.at(static_cast<std::size_t>(band.rows.begin));
    band.travel =
        Travel{.sent = sent, .answered = answered, .bytesSent = 100, .bytesReceived = 4000};
    band.received = answered;
  }
  return run;
}

// Bands of random lengths and gaps, some off their core and some elsewhere.
Run randomRun(std::mt19937& random) {
  const auto number = [&random](int below) {
    return static_cast<int>(random() % static_cast<unsigned>(below));
  };
  Run run{.engines = 1 + number(6), .cores = number(5)};
  for (int engine = 0; engine < run.engines; ++engine) {
    double at = number(100) / 37.0;
    for (int k = number(8); k > 0; --k) {
      Band band{.engine = engine, .rows = {k, k + 1}, .submitted = number(3) * at / 7.0};
      band.started = at;
      band.completed = band.received = at += (1 + number(90)) / 31.0;
      band.cpuTime = band.duration() * (1 + number(9)) / 9.0;
      if (number(3) > 0) {
        band.received += number(30) / 29.0;
        band.travel = Travel{.sent = std::lerp(band.submitted, band.started, number(8) / 7.0),
                             .answered = std::lerp(band.completed, band.received, number(8) / 7.0)};
      }
      run.bands.push_back(band);
      run.wallTime = std::max(run.wallTime, band.received);
      at += number(40) / 29.0;
    }
  }
  run.wallTime += number(9) / 11.0;
  return run;
}

}  // namespace

class LossesTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void aPerfectRunLosesNothing() {
    expectLosses(drawn({"aab", "ccd"}), {0, 0, 0, 0, 0, 0});
    const auto summary = summarize(drawn({"aab", "ccd"}));
    QVERIFY(near(summary.speedup, 2) && near(summary.efficiency, 1) && near(summary.imbalance, 1));
  }
  void anEngineThatEndsEarlyIsImbalance() {
    const Run run = drawn({"aabb", "cc.."});
    expectLosses(run, {0, 2, 0, 0, 0, 0});
    const auto summary = summarize(run);
    QVERIFY(near(summary.speedup, 6.0 / 4) && near(summary.efficiency, 6.0 / 8));
    QVERIFY(near(summary.imbalance, 4.0 / 3));
  }
  void anEngineThatNeverWorksIsImbalance() {
    expectLosses(drawn({"aabb", "...."}), {0, 4, 0, 0, 0, 0});
  }
  void allEnginesWaitForTheSerialPart() {
    expectLosses(drawn({".aab..", ".ccd.."}), {6, 0, 0, 0, 0, 0});
  }
  void gapsBetweenBandsAndBeforeTheFirstAreWaiting() {
    expectLosses(drawn({"a.b.e", ".ccdd"}), {0, 0, 3, 0, 0, 0});
  }
  void aLoneEnginesGapsAreWaitingToo() { expectLosses(drawn({"a.b"}), {0, 0, 1, 0, 0, 0}); }
  void aSerialRunsGapsAreItsSerialPart() {
    expectLosses(drawn({".a.b."}, 0, "serial"), {3, 0, 0, 0, 0, 0});
  }
  void timeOffTheCoreIsOversubscription() {
    expectLosses(drawn({"aAaA", "BbBb"}, 1), {0, 0, 0, 0, 4, 0});
  }
  // An engine loses its core where it tells of a band, which is between two of them.
  void timeWithoutACoreBetweenBandsIsOversubscriptionNotWaiting() {
    expectLosses(drawn({"a_b", "_cd"}, 2), {0, 0, 0, 0, 2, 0});
    expectLosses(drawn({"a._b", "cd.e"}, 2), {0, 0, 2, 0, 1, 0});
    Run tooLong = drawn({"aabb"}, 2);
    tooLong.bands.back().coreWait = 3.0;
    QVERIFY(!check(tooLong));
    tooLong.bands.back().coreWait = -1.0;
    QVERIFY(!check(tooLong));
  }
  void idleEnginesBeyondTheCoresAreOversubscriptionNotImbalance() {
    // With two cores busy, two of four engines could do nothing whatever the plan.
    expectLosses(drawn({"aaaa", "bbbb", "....", "...."}, 2), {0, 0, 0, 0, 8, 0});
    expectLosses(drawn({"aaaa", "bb..", "....", "...."}, 2), {0, 2, 0, 0, 8, 0});
  }
  void withoutCpuTimesTheNumberOfCoresTells() {
    Run run = drawn({"aaaa", "bbbb", "cccc"}, 2);
    for (Band& band : run.bands) band.cpuTime = 0;
    expectLosses(run, {0, 0, 0, 0, 4, 0});
    QVERIFY(!splitLosses(run).cpuTimeKnown);
  }
  void sameWorkThatTakesLongerIsSlowDown() {
    const WorkAlone alone = workAlone(drawn({"aabbcc"}, 2, "serial"));
    expectLosses(drawn({"aaabbb", "ccc..."}, 2), {0, 3, 0, 0, 0, 3}, alone);
    expectLosses(drawn({"ab", "c."}, 2), {0, 1, 0, 0, 0, -3}, alone);
  }
  void everythingAtOnceAddsUp() {
    const WorkAlone alone = workAlone(drawn({"aabbcc"}, 2, "serial"));
    expectLosses(drawn({".aaa.bB..", ".cccc...."}, 2), {6, 2, 1, 0, 1, 2}, alone);
  }
  void betweenSlabsAllWaitForTheSerialPart() {
    Run second = drawn({".b", ".d"});
    for (Band& band : second.bands) band.submitted = 1.0;
    expectLosses(joined(std::vector{drawn({"a.", "c."}), second}), {4, 0, 0, 0, 0, 0});
  }
  void whileAMessageIsUnderWayItsEngineWaitsForTheWire() {
    // Planned for 1 s; a's call takes 1 s and its answer 1 s; after 1 s more b's call, as long; its
    // answer, too; and 1 s is left to gather.
    const Run run = travelled(drawn({"..aa...bb.."}), {{1, 5}, {6, 10}});
    QVERIFY(check(run));
    expectLosses(run, {2, 0, 1, 4, 0, 0});
    QCOMPARE(splitLosses(run).bytesOverWire, std::int64_t{8200});
  }
  void aCallSentAheadLeavesNoWaitingForTheQueue() {
    expectLosses(travelled(drawn({"aa.bb"}), {{0, 3}, {1, 5}}), {0, 0, 0, 1, 0, 0});
    expectLosses(travelled(drawn({"aabb"}), {{0, 3}, {1, 4}}), {0, 0, 0, 0, 0, 0});
  }
  void theAnswerOfAnEnginesLastBandKeepsNobodyWaiting() {
    expectLosses(travelled(drawn({"aaaa", "b..."}), {{0, 4}, {0, 2}}), {0, 3, 0, 0, 0, 0});
  }
  void whileNobodyComputesAllWaitForTheLastAnswer() {
    expectLosses(travelled(drawn({"aa..", "b..."}), {{0, 3}, {0, 1}}), {2, 1, 0, 2, 0, 0});
  }
  void anEngineHereWaitsForTheQueueBesideOneElsewhere() {
    Run run = drawn({"a.b", "c.d"});
    run.bands[0].travel = Travel{.sent = 0, .answered = 1};
    run.bands[1].travel = Travel{.sent = 1, .answered = 3};
    expectLosses(run, {0, 0, 1, 1, 0, 0});
  }
  void stampsOfAMessageThatRunBackwardsAreRefused() {
    Run run = travelled(drawn({".aa."}), {{1, 3}});
    QVERIFY(check(run));
    for (const auto& [sent, answered] :
         {std::pair(1.5, 3.0), std::pair(0.5, 2.5), std::pair(0.5, 3.5)}) {
      run.bands[0].travel->sent = sent;
      run.bands[0].travel->answered = answered;
      QVERIFY(check(run).error().message.find("out of order") != std::string::npos);
    }
    run = travelled(drawn({".aa."}), {{1, 3}});
    run.bands[0].travel->bytesReceived = -1;
    QVERIFY(check(run).error().message.find("bytes") != std::string::npos);
  }
  void bytesAreWrittenWithThreeFigures() {
    QCOMPARE(bytesText(0), std::string("0 B"));
    QCOMPARE(bytesText(999), std::string("999 B"));
    QCOMPARE(bytesText(1'000), std::string("1.00 kB"));
    QCOMPARE(bytesText(65'636), std::string("65.6 kB"));
    QCOMPARE(bytesText(999'600), std::string("1.00 MB"));
    QCOMPARE(bytesText(64'100'000), std::string("64.1 MB"));
    QCOMPARE(bytesText(123'456'000'000'000), std::string("123 TB"));
  }
  void aRunWithoutBandsIsAllSerialPart() {
    expectLosses({.engines = 3, .wallTime = 2.0}, {6, 0, 0, 0, 0, 0});
    expectLosses({}, {0, 0, 0, 0, 0, 0});
  }
  void theSumIsAlwaysWhatIsMissing() {
    std::mt19937 random(5);
    for (int i = 0; i < 500; ++i) {
      const Run run = randomRun(random);
      QVERIFY(check(run));
      const Losses losses = splitLosses(run, WorkAlone{.busyTime = 3.0, .cpuTime = 2.0});
      QVERIFY(near(losses.capacity - losses.ideal, losses.sum(), 1e-9));
      for (const LossKind kind : kLossKinds)
        if (kind != LossKind::SlowDown) QVERIFY(losses.of(kind) >= -1e-9);
    }
  }
  void impossibleRunsAreRefusedWithTheReason() {
    Run run = drawn({"aab", "ccd"});
    QVERIFY(check(run));
    run.bands[1].engine = 2;
    QCOMPARE(check(run).error().message,
             std::string("band 1 is broken: engine 2 is none of the run's 2; use 0 to 1"));
    run.bands[1].engine = 0;
    run.bands[1].started = 1.0;
    QVERIFY(check(run).error().message.find("overlap") != std::string::npos);
    run.bands[1].started = std::nan("");
    QVERIFY(check(run).error().message.find("out of order") != std::string::npos);
  }

  void everyLossHasAWordAndEveryWordASentence() {
    std::set<std::string> words;
    for (const Term& term : glossary()) {
      QVERIFY(words.insert(term.term).second);
      QCOMPARE(term.explanation[std::strlen(term.explanation) - 1], '.');
      QCOMPARE(findTerm(term.term), &term);
    }
    QCOMPARE(std::string(termOf(LossKind::SlowDown).term), std::string("slow-down"));
    QCOMPARE(findTerm("luck"), nullptr);
  }

  void everyPartHasAWordAndAColourOfItsOwn() {
    std::set<std::uint32_t> colors;
    std::set<std::string> words;
    for (const TimePart& part : timeParts()) {
      QVERIFY2(findTerm(part.term) != nullptr, part.term);
      QVERIFY(words.insert(part.term).second && colors.insert(part.color).second);
      if (part.loss) QCOMPARE(std::string(termOf(*part.loss).term), std::string(part.term));
    }
    QVERIFY(!timeParts().front().loss);
    QCOMPARE(timeParts().size(), kLossKinds.size() + 1);
  }
  void theWordsOfPopAreExplained() {
    for (const char* word : {"load balance", "serialisation", "transfer", "gathered", "first pass"})
      QVERIFY2(findTerm(word) != nullptr, word);
  }
  void whatARunDoesNotTellIsNoNumber() {
    const Losses alone = splitLosses(drawn({"aa", "b."}, 2));
    QCOMPARE(shareText(alone, timeParts().back()), std::string("–"));
    Run run = drawn({"aa", "b."});
    for (Band& band : run.bands) band.cpuTime = 0.0;
    for (const TimePart& part : timeParts())
      if (part.loss == LossKind::Oversubscription)
        QCOMPARE(shareText(splitLosses(run), part), std::string("–"));
    QCOMPARE(shareText(Losses{}, timeParts().front()), std::string("–"));
  }
  void aGainIsDrawnOverWhatTheOthersReachBeyondAll() {
    const WorkAlone alone = workAlone(drawn({"aaabbb"}, 2, "serial"));
    const auto bar = timeBar(splitLosses(drawn({"aaa.", "b..."}, 2), alone));
    double at = 0.0;
    for (const BarPart& part : bar) {
      QVERIFY(near(part.from, at));
      at = part.to;
    }
    QVERIFY(near(at, 1.0));
    QVERIFY(bar.back().isGain() && bar.back().part.loss == LossKind::SlowDown);
    QVERIFY(near(reachOf(bar), 1.25));
    QVERIFY(near(reachOf({}), 1.0));
  }
  void timesAreWrittenWithThreeFigures() {
    QCOMPARE(timeText(0.0), std::string("0 s"));
    QCOMPARE(percentText(-1e-9), std::string("0.0 %"));
    QCOMPARE(percentText(-0.01), std::string("-1.0 %"));
    QCOMPARE(asSentence("engines wait"), std::string("Engines wait."));
    QCOMPARE(asSentence({}), std::string());
    QCOMPARE(runName("direct", 1), std::string("direct, 1 engine"));
    QCOMPARE(timeText(61.3e-3), std::string("61.3 ms"));
    QCOMPARE(timeText(-0.0032), std::string("-3.20 ms"));
    QCOMPARE(timeText(125.0), std::string("2 min 05 s"));
    QCOMPARE(groupedText("5000"), std::string("5,000"));
    QCOMPARE(groupedText("123"), std::string("123"));
    QCOMPARE(groupedText("1234567"), std::string("1,234,567"));
  }

  void enginesWithoutACoreAreSaidToBe_data() {
    QTest::addColumn<QStringList>("lanes");
    QTest::addColumn<int>("cores");
    QTest::addColumn<QString>("says");
    QTest::newRow("quiet") << QStringList{QStringLiteral("aabb"), QStringLiteral("ccdd")} << 2
                           << QString();
    QTest::newRow("disturbed") << QStringList{QStringLiteral("aAaA"), QStringLiteral("bbbB")} << 2
                               << QStringLiteral(
                                      "engines waited for a core for 38 % of their time, as other "
                                      "work had it");
    QTest::newRow("taking turns")
        << QStringList{QStringLiteral("aa__bb__cc"), QStringLiteral("dd__ee__ff")} << 2
        << QStringLiteral(
               "engines waited for a core for 40 % of their time, as other "
               "work had it");
    QTest::newRow("oversubscribed")
        << QStringList{QStringLiteral("aAaA"), QStringLiteral("BbBb"), QStringLiteral("cCcC")} << 1
        << QStringLiteral(
               "3 engines shared 1 core and waited for one for 50 % of "
               "their time");
    QTest::newRow("cores unknown")
        << QStringList{QStringLiteral("aAaA")} << 0
        << QStringLiteral(
               "engines waited for a core for 50 % of their time, as other "
               "work had it");
    QTest::newRow("nothing done") << QStringList{QStringLiteral("....")} << 2 << QString();
  }
  void enginesWithoutACoreAreSaidToBe() {
    QFETCH(QStringList, lanes);
    QFETCH(int, cores);
    Drawing drawing;
    for (const QString& lane : lanes) drawing.push_back(lane.toStdString());
    QTEST(QString::fromStdString(withoutCoreSentence(drawn(drawing, cores))), "says");
  }
  void theProgramsOwnOtherWorkIsNotBlamedOnOthers() {
    Run run = drawn({"aa__bb__cc", "dd__ee__ff"}, 2);
    const auto blames = [&run](double otherCpuTime) {
      run.otherCpuTime = otherCpuTime;
      return QString::fromStdString(withoutCoreSentence(run));
    };
    QVERIFY(blames(3.9).endsWith(QStringLiteral(", as other work had it")));
    QVERIFY(blames(4.0).endsWith(QStringLiteral(", as other work of this program had it")));
    run = drawn({"aAaA"}, 2, "serial");
    QVERIFY(blames(1.0).endsWith(QStringLiteral(", as other work of this program had it")));
  }
  void amdahlsSentenceNamesNoNumberThatTheTimesDoNotTell_data() {
    QTest::addColumn<double>("fraction");
    QTest::addColumn<double>("low");
    QTest::addColumn<double>("high");
    QTest::addColumn<QString>("says");
    constexpr double kOpen = std::numeric_limits<double>::infinity();
    QTest::newRow("plain") << 0.1 << 0.08 << 0.12
                           << "10.0 % of the work behaves as if it could not be shared (95 % "
                              "confidence: 8.0 % to 12.0 %), so no number of engines is more than "
                              "10.0 times faster";
    QTest::newRow("about none") << -0.01 << -0.03 << 0.01
                                << "all of the work behaves as if it could be shared (95 % "
                                   "confidence: 0.0 % to 1.0 %), so nothing in these times bounds "
                                   "the speed-up";
    QTest::newRow("two times") << 0.2 << -kOpen << kOpen
                               << "two times leave open how much of the work cannot be shared: "
                                  "take more repeats";
    const QString unsteady = QStringLiteral(
        "these times are too unsteady to tell how much of the work cannot be shared: take more "
        "repeats or a longer picture when the machine is quiet");
    QTest::newRow("more than all") << 1.527 << 0.562 << 2.492 << unsteady;
    QTest::newRow("wide") << 0.539 << -0.462 << 1.54 << unsteady;
    QTest::newRow("slower together") << 1.3 << 1.25 << 1.35 << unsteady;
    QTest::newRow("faster than their number") << -0.5 << -0.55 << -0.45 << unsteady;
  }
  void amdahlsSentenceNamesNoNumberThatTheTimesDoNotTell() {
    QFETCH(double, fraction);
    QFETCH(double, low);
    QFETCH(double, high);
    const AmdahlFit fit{.fraction = fraction, .low = low, .high = high, .serialTime = 1.0};
    QTEST(QString::fromStdString(amdahlSentence(fit)), "says");
  }
  void withoutTwoEngineCountsTheSentenceSaysWhatIsMissing() {
    QCOMPARE(QString::fromStdString(amdahlSentence(std::nullopt)),
             QStringLiteral(
                 "Amdahl's law needs times at two engine counts that have cores of their own"));
  }
  void amdahlsFractionIsFoundInExactTimes() {
    std::vector<TimeAt> times;
    for (const int n : {1, 2, 4, 8}) times.push_back({n, 10.0 * (0.125 + 0.875 / n)});
    const auto fit = fitAmdahl(times);
    QVERIFY(fit && near(fit->fraction, 0.125) && near(fit->serialTime, 10.0));
    QVERIFY(near(fit->low, 0.125, 1e-6) && near(fit->high, 0.125, 1e-6));
    QVERIFY(near(fit->greatestSpeedup(), 8.0, 1e-6) && near(fit->speedupAt(7), 4.0, 1e-6));
  }
  void amdahlsFractionIsFoundInNoisyTimesWithAnOutlier() {
    std::mt19937 random(7);
    std::normal_distribution<double> noise(1.0, 0.01);
    std::vector<TimeAt> times;
    for (const int n : {1, 2, 3, 4, 6, 8, 12, 16})
      for (int repeat = 0; repeat < 25; ++repeat)
        times.push_back({n, 2.0 * (0.05 + 0.95 / n) * noise(random)});
    times[30].wallTime *= 3;  // something else ran
    const auto fit = fitAmdahl(times);
    QVERIFY2(fit && near(fit->fraction, 0.05, 0.0005), qPrintable(QString::number(fit->fraction)));
    QVERIFY(fit->low < 0.05 && 0.05 < fit->high && fit->high - fit->low < 0.01);
  }
  void theIntervalHoldsTheFractionAsOftenAsItSays() {
    std::mt19937 random(11);
    std::normal_distribution<double> noise(1.0, 0.03);
    int held = 0;
    for (int trial = 0; trial < 1000; ++trial) {
      std::vector<TimeAt> times;
      for (const int n : {1, 2, 4})
        for (int repeat = 0; repeat < 5; ++repeat)
          times.push_back({n, 0.2 + 0.8 / n * noise(random)});
      const auto fit = fitAmdahl(times);
      held += fit && fit->low <= 0.2 && 0.2 <= fit->high ? 1 : 0;
    }
    QVERIFY2(900 <= held && held <= 990, qPrintable(QString::number(held)));
  }
  void scatteredTimesAllowNoBound() {
    QVERIFY(fitAmdahl(std::vector<TimeAt>{{1, 1.0}, {2, 0.6}, {4, 0.4}})->isConclusive());
    const std::vector<TimeAt> scattered{{1, 0.5}, {1, 1.5}, {2, 1.4}, {2, 0.4}, {4, 0.3}, {4, 1.2}};
    QVERIFY(!fitAmdahl(scattered)->isConclusive());
    QVERIFY(!fitAmdahl(std::vector<TimeAt>{{1, 1.0}, {2, 0.6}})->isConclusive());  // open
  }
  void oneEngineCountFitsNoLaw() {
    QVERIFY(!fitAmdahl(std::vector<TimeAt>{}));
    QVERIFY(!fitAmdahl(std::vector<TimeAt>{{2, 1.0}, {2, 1.1}}));
    QVERIFY(!fitAmdahl(std::vector<TimeAt>{{2, 1.0}, {4, 1.1}}, 2));
  }
  void twoTimesGiveALineWithoutAnInterval() {
    const auto fit = fitAmdahl(std::vector<TimeAt>{{1, 1.0}, {2, 0.6}});
    QVERIFY(fit && near(fit->fraction, 0.2) && std::isinf(fit->high) && std::isinf(fit->low));
  }
  void whatTheSerialRunWaitedForACoreMakesNoRunFaster() {
    const std::vector<Configuration> all{
        {.view = "serial", .repeats = {drawn({".aAAbbBB"}, 2, "serial")}},
        {.view = "direct", .engines = 2, .repeats = {drawn({".aA", ".bb"}, 2, "direct")}}};
    const auto rows = compareToFirst(all);
    QVERIFY(near(rows[0].wallTime.median, 8.0) && near(rows[0].speedup.median, 4.0 / 8));
    QVERIFY(near(rows[1].speedup.median, 4.0 / 3) && near(rows[1].efficiency.median, 2.0 / 3));
  }
  void lossesOfAComparisonAreAgainstItsSerialRun() {
    const std::vector<Configuration> all{
        {.view = "serial", .repeats = {drawn({".aabb"}, 2, "serial")}},
        {.view = "direct", .engines = 2, .repeats = {drawn({".aaa", ".bb."}, 2, "direct")}}};
    const auto rows = compareToFirst(all);
    QVERIFY(near(rows[1].speedup.median, 5.0 / 4) && near(rows[1].losses.ideal, 4.0));
    QVERIFY(near(rows[1].losses.of(LossKind::SlowDown), 1.0));
    QVERIFY(near(rows[1].losses.sum(), 4.0));
  }
};

QTEST_GUILESS_MAIN(LossesTest)
#include "losses_test.moc"
