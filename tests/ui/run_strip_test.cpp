// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/lab/run_strip.h"

#include <QElapsedTimer>
#include <QLabel>
#include <QProgressBar>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>
#include <QWheelEvent>

#include "tests/patience.h"
#include "ui/lab/engine_lanes.h"
#include "ui/lab/play_button.h"
#include "ui/lab/run_numbers.h"

using namespace fatou;
using namespace fatou::ui;
using namespace std::chrono_literals;
using engines::Clock;

namespace {

// A run that began `ago`; each engine computes its bands of a millisecond back to back, with rows
// dealt out in turn.
render::RunRecord evenRun(int engines, int bandsEach, Clock::duration each = 1ms,
                          Clock::duration ago = 10s) {
  render::RunRecord run{.started = Clock::now() - ago, .engines = engines, .complete = true};
  for (int i = 0; i < engines * bandsEach; ++i) {
    render::BandRecord band{.rows = {i * 4, i * 4 + 4}, .iterations = 1'000, .samples = 100};
    band.task = {.engine = i % engines, .firstItem = static_cast<std::size_t>(i)};
    band.task.submitted = run.started;
    band.task.started = run.started + i / engines * each;
    band.task.completed = band.task.started + each;
    band.task.received = band.task.completed;
    run.bands.push_back(band);
  }
  run.finished = run.started + bandsEach * each;
  return run;
}

struct Stage {
  RunStrip strip;
  EngineLanes* lanes = strip.findChild<EngineLanes*>();
  QProgressBar* progress = strip.findChild<QProgressBar*>();

  Stage() {
    strip.resize(1'000, 180);
    strip.show();
    strip.activateWindow();
    if (!QTest::qWaitForWindowActive(&strip, tests::kPatienceMs)) qFatal("no active window");
  }
  const QLabel* line() const {
    for (const auto* label : strip.findChildren<QLabel*>())
      if (label->property("class") == QStringLiteral("secondary")) return label;
    qFatal("no line");
  }
  QString info() const { return line()->toolTip().isEmpty() ? line()->text() : line()->toolTip(); }
  QString numbers() const { return strip.findChild<RunNumbers*>()->accessibleDescription(); }
  // The middle of the bar with this number, on a lane with so many equal bars.
  QPoint barPoint(int lane, int bar, int bars) const {
    const int left = lanes->barsLeft();
    const int width = lanes->viewport()->width() - left;
    return {left + (2 * bar + 1) * width / (2 * bars), lane * 38 + 10};
  }
};

}  // namespace

class RunStripTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void beforeTheFirstRunThereAreDashesAndNoProgress() {
    Stage stage;
    QVERIFY(stage.numbers().contains(QStringLiteral("Speed-up: –")));
    QVERIFY(!stage.progress->isVisible());
    QCOMPARE(stage.info(), QString());
  }
  void aFinishedRunIsSummedUp() {
    Stage stage;
    stage.strip.finish(evenRun(2, 10), true);
    QVERIFY(
        stage.numbers().contains(QStringLiteral("Wall time: 10.0 ms, Serial time: 20.0 ms, "
                                                "Speed-up: 2.00 ×, Efficiency: 100 %")));
    QVERIFY(stage.numbers().contains(QStringLiteral("Imbalance: 1.00, Bands: 20")));
    QVERIFY(stage.info().startsWith(QStringLiteral("Complete")));
  }
  void aLineThatIsTooLongEndsInAnEllipsisAlsoWhenTheButtonGrows() {
    Stage stage;
    stage.strip.resize(700, 180);
    stage.strip.finish(evenRun(2, 10), true);
    auto* play = stage.strip.findChild<PlayButton*>();
    const int width = play->width();
    play->setSlowness(100'000'000);
    QTRY_VERIFY(play->width() > width);
    const QLabel* line = stage.line();
    QVERIFY2(line->text().endsWith(QChar(0x2026)), qPrintable(line->text()));
    QVERIFY(line->fontMetrics().horizontalAdvance(line->text()) <= line->width() - line->indent());
    QVERIFY(line->toolTip().contains(QStringLiteral("gathered 10.0 ms")));
  }
  void bandsShowUpWhileTheyRunWithProgress() {
    Stage stage;
    const auto run = evenRun(2, 5);
    stage.strip.begin(2, Clock::now());
    stage.strip.plan({10, 1'000});
    for (int i = 0; i < 4; ++i) stage.strip.addBand(run.bands[static_cast<std::size_t>(i)]);
    QTRY_COMPARE(stage.lanes->run().bands().size(), std::size_t{4});
    QVERIFY(stage.progress->isVisible());
    QCOMPARE(stage.progress->value() * 10, stage.progress->maximum() * 4);
    QVERIFY2(stage.info().startsWith(QStringLiteral("4 of 10 bands · 40 % · about ")),
             qPrintable(stage.info()));
    stage.strip.finish(run, true);
    QVERIFY(!stage.progress->isVisible());
    QCOMPARE(stage.lanes->run().bands().size(), std::size_t{10});
  }
  void whatOnlyTheEndCanTellIsADashWhileItRuns() {
    Stage stage;
    const auto run = evenRun(2, 5);
    stage.strip.begin(2, Clock::now());
    stage.strip.addBand(run.bands.front());
    QTRY_VERIFY(stage.numbers().contains(QStringLiteral("Bands: 1")));
    for (const char* number : {"Serial time: –", "Speed-up: –", "Efficiency: –", "Imbalance: –"})
      QVERIFY2(stage.numbers().contains(QString::fromUtf8(number)), number);
    QVERIFY(!stage.numbers().contains(QStringLiteral("Wall time: –")));
    QVERIFY(!stage.lanes->run().wallTime());
    stage.strip.finish(run, true);
    QVERIFY(stage.numbers().contains(QStringLiteral("Speed-up: 2.00 ×")));
    QVERIFY(stage.info().contains(QStringLiteral("gathered 5.00 ms")));
  }
  void bandsUnderWayAreShownUntilTheyAreDone() {
    Stage stage;
    const auto watch = std::make_shared<render::BandWatch>();
    const render::BandWatch::Scope band(watch.get(), 1, {0, 4});
    stage.strip.begin(2, Clock::now(), watch);
    QTRY_COMPARE(stage.lanes->run().underWay().size(), std::size_t{1});
    QCOMPARE(stage.lanes->run().underWay().front().lane, std::size_t{1});
    QVERIFY(!stage.lanes->grab().isNull());
    stage.strip.finish(evenRun(2, 5), true);
    QVERIFY(stage.lanes->run().underWay().empty());
  }
  void theLastRunStaysUntilThereIsSomethingNew() {
    Stage stage;
    stage.strip.finish(evenRun(2, 3), true);
    stage.strip.begin(4, Clock::now());
    stage.strip.plan({10, 1'000});
    QCOMPARE(stage.lanes->run().lanes().size(), std::size_t{2});
    render::RunRecord stopped{.started = Clock::now(), .finished = Clock::now(), .engines = 4};
    stage.strip.finish(stopped, false);
    QCOMPARE(stage.lanes->run().lanes().size(), std::size_t{2});
    QVERIFY(stage.info().startsWith(QStringLiteral("Complete")));
    QVERIFY(!stage.progress->isVisible());
  }
  void aRunWithoutBandsTakesTheViewAfterAWhile() {
    Stage stage;
    stage.strip.finish(evenRun(2, 3), true);
    stage.strip.begin(4, Clock::now());
    stage.strip.plan({10, 1'000});
    QTRY_COMPARE(stage.lanes->run().lanes().size(), std::size_t{4});
    stage.strip.finish({.started = Clock::now(), .finished = Clock::now(), .engines = 4}, false);
    QCOMPARE(stage.info(), QStringLiteral("Stopped after 0 of 10 bands"));
  }
  void aStoppedRunSaysHowFarItCame() {
    Stage stage;
    stage.strip.begin(2, Clock::now());
    stage.strip.plan({10, 1'000});
    stage.strip.finish(evenRun(2, 3), false);
    QCOMPARE(stage.info(), QStringLiteral("Stopped after 6 of 10 bands"));
  }
  void bandsAfterTheEndAreForgotten() {
    Stage stage;
    stage.strip.finish(evenRun(2, 3), true);
    stage.strip.addBand(evenRun(2, 3).bands.front());
    stage.strip.begin(2, Clock::now());
    stage.strip.finish(evenRun(2, 3), true);
    QCOMPARE(stage.lanes->run().bands().size(), std::size_t{6});
  }

  void theBandUnderTheMouseIsNamedAndReported() {
    Stage stage;
    stage.strip.finish(evenRun(2, 10), true);
    std::vector<std::optional<render::RowRange>> hovered;
    connect(&stage.strip, &RunStrip::bandHovered, this,
            [&hovered](std::optional<render::RowRange> rows) { hovered.push_back(rows); });
    QWidget* viewport = stage.lanes->viewport();
    viewport->grab();
    QTest::mouseMove(viewport, stage.barPoint(1, 3, 10));
    QTest::mouseMove(viewport, stage.barPoint(1, 3, 10) + QPoint(1, 0));
    QCOMPARE(hovered.size(), std::size_t{1});
    QVERIFY((hovered.back() == render::RowRange{28, 32}));
    QVERIFY2(stage.info().startsWith(QStringLiteral("Band 7 · rows 28–31")),
             qPrintable(stage.info()));
    QEvent leave(QEvent::Leave);
    QCoreApplication::sendEvent(viewport, &leave);
    QCOMPARE(hovered.size(), std::size_t{2});
    QVERIFY(!hovered.back());
    QVERIFY(stage.info().startsWith(QStringLiteral("Complete")));
  }
  void aClickReportsTheRows() {
    Stage stage;
    stage.strip.finish(evenRun(2, 10), true);
    std::vector<render::RowRange> clicked;
    connect(&stage.strip, &RunStrip::bandClicked, this,
            [&clicked](render::RowRange rows) { clicked.push_back(rows); });
    stage.lanes->viewport()->grab();
    QTest::mouseClick(stage.lanes->viewport(), Qt::LeftButton, {}, stage.barPoint(0, 0, 10));
    QVERIFY((clicked == std::vector<render::RowRange>{{0, 4}}));
    QTest::mouseClick(stage.lanes->viewport(), Qt::LeftButton, {}, QPoint(2, 2));
    QCOMPARE(clicked.size(), std::size_t{1});
  }
  void theWheelZoomsAndADoubleClickShowsAll() {
    Stage stage;
    stage.strip.finish(evenRun(2, 10), true);
    QWidget* viewport = stage.lanes->viewport();
    viewport->grab();
    const double whole = stage.lanes->timeWindow().seconds();
    const QPoint at = stage.barPoint(0, 5, 10);
    QWheelEvent wheel(at, viewport->mapToGlobal(at), {}, {0, 120}, Qt::NoButton, Qt::NoModifier,
                      Qt::NoScrollPhase, false);
    QCoreApplication::sendEvent(viewport, &wheel);
    QVERIFY(stage.lanes->timeWindow().seconds() < whole);
    viewport->grab();
    QTest::mouseClick(viewport, Qt::LeftButton, {}, at);
    QCOMPARE(stage.lanes->current(), std::optional<std::size_t>(10));  // still under the mouse
    QTest::mouseDClick(viewport, Qt::LeftButton, {}, at);
    QVERIFY(stage.lanes->timeWindow().showsAll());
  }
  void aDragMovesTheTimeAndIsNoClick() {
    Stage stage;
    stage.strip.finish(evenRun(2, 10), true);
    QSignalSpy clicked(stage.lanes, &EngineLanes::bandClicked);
    QWidget* viewport = stage.lanes->viewport();
    QTest::keyClick(stage.lanes, Qt::Key_Plus);
    viewport->grab();
    const double before = stage.lanes->timeWindow().begin();
    QTest::mousePress(viewport, Qt::LeftButton, {}, stage.barPoint(0, 5, 10));
    QTest::mouseMove(viewport, stage.barPoint(0, 4, 10));
    QTest::mouseRelease(viewport, Qt::LeftButton, {}, stage.barPoint(0, 4, 10));
    QVERIFY(stage.lanes->timeWindow().begin() > before);
    QCOMPARE(clicked.count(), 0);
  }
  void scrubbingSaysWhatTheRunWasThen() {
    Stage stage;
    stage.strip.finish(evenRun(2, 10), true);
    QWidget* viewport = stage.lanes->viewport();
    viewport->grab();
    const QPoint half(stage.barPoint(0, 5, 10).x(), 2 * 38 + 4);  // on the axis, 5.5 of 10 ms
    QTest::mousePress(viewport, Qt::LeftButton, {}, half);
    QVERIFY2(stage.info().contains(QStringLiteral("10 of 20 bands done, 2 of 2 engines at work")),
             qPrintable(stage.info()));
    QTest::mouseRelease(viewport, Qt::LeftButton, {}, half);
    QVERIFY(stage.lanes->cursor());
    QTest::mouseClick(viewport, Qt::LeftButton, {}, stage.barPoint(0, 1, 10));
    QVERIFY(!stage.lanes->cursor());
  }
  void whatIsPlayedSlowlyLandsInThePictureAsItDid() {
    Stage stage;
    auto* play = stage.strip.findChild<PlayButton*>();
    QVERIFY(!play->isEnabled());
    stage.strip.finish(evenRun(2, 10), true);  // 10 ms, 20 bands of 4 rows
    std::vector<std::optional<std::vector<std::int32_t>>> shown;
    connect(&stage.strip, &RunStrip::momentShown, this,
            [&shown](const auto& cells) { shown.push_back(cells); });
    QSignalSpy playing(&stage.strip, &RunStrip::playingChanged);
    play->setSlowness(50);
    play->click();
    QTRY_COMPARE(playing.count(), 2);  // begun and ended by itself
    QVERIFY(shown.size() >= 2 && shown.front() && !shown.back());
    QCOMPARE(*shown.front(), std::vector<std::int32_t>(80, 0));
    for (std::size_t i = 1; i + 1 < shown.size(); ++i)
      for (std::size_t row = 0; row < 80; ++row) QVERIFY((*shown[i])[row] >= (*shown[i - 1])[row]);
    QVERIFY(!stage.lanes->cursor());
  }
  void playingEndsWhenItIsToldTo() {
    Stage stage;
    stage.strip.finish(evenRun(2, 10), true);
    auto* play = stage.strip.findChild<PlayButton*>();
    QSignalSpy playing(&stage.strip, &RunStrip::playingChanged);
    bool isWhole = true;
    connect(&stage.strip, &RunStrip::momentShown, this,
            [&isWhole](const auto& cells) { isWhole = !cells; });
    play->setSlowness(1e6);
    for (const int way : {0, 1, 2, 3}) {
      play->click();
      QCOMPARE(playing.takeLast().front().toBool(), true);
      QVERIFY(!isWhole);
      if (way == 0) stage.strip.stopPlaying();
      if (way == 1) play->click();
      if (way == 2) stage.lanes->scrubTo(std::nullopt);  // as a click beside the axis does
      if (way == 3) stage.strip.begin(2, Clock::now());
      QCOMPARE(playing.takeLast().front().toBool(), false);
      QVERIFY(!stage.lanes->cursor() && isWhole);
    }
  }
  void aRunOfThePictureBeforeDoesNotLandInThisOne() {
    Stage stage;
    stage.strip.finish(evenRun(2, 10), true);
    stage.strip.begin(2, Clock::now());
    stage.strip.finish({}, false);  // stopped before its first band
    QVERIFY(!stage.strip.findChild<PlayButton*>()->isEnabled());
    int moments = 0;
    bool isWhole = true;
    connect(&stage.strip, &RunStrip::momentShown, this, [&](const auto& cells) {
      ++moments;
      isWhole = isWhole && !cells;
    });
    stage.lanes->scrubTo(0.005);
    QCOMPARE(moments, 1);
    QVERIFY(isWhole);
  }
  void whoScrubsWhileARunIsPlayedSeesTheirMoment() {
    Stage stage;
    stage.strip.finish(evenRun(2, 10), true);
    auto* play = stage.strip.findChild<PlayButton*>();
    QSignalSpy playing(&stage.strip, &RunStrip::playingChanged);
    std::optional<std::vector<std::int32_t>> shown;
    connect(&stage.strip, &RunStrip::momentShown, this,
            [&shown](const auto& cells) { shown = cells; });
    play->setSlowness(1e6);
    play->click();
    stage.lanes->scrubTo(0.005);
    QCOMPARE(playing.takeLast().front().toBool(), false);
    QCOMPARE(stage.lanes->cursor(), std::optional<double>(0.005));
    QVERIFY(shown && *shown == stage.lanes->run().cellsAt(0.005));
  }
  void arrowKeysStepFromBarToBar() {
    Stage stage;
    stage.strip.finish(evenRun(3, 4), true);
    const auto press = [&stage](Qt::Key key) {
      QTest::keyClick(stage.lanes, key);
      return stage.lanes->current();
    };
    QCOMPARE(press(Qt::Key_Right), std::optional<std::size_t>(0));
    QCOMPARE(press(Qt::Key_Right), std::optional<std::size_t>(3));
    QCOMPARE(press(Qt::Key_Down), std::optional<std::size_t>(4));
    QCOMPARE(press(Qt::Key_Down), std::optional<std::size_t>(5));
    QCOMPARE(press(Qt::Key_Down), std::optional<std::size_t>(5));
    QCOMPARE(press(Qt::Key_Left), std::optional<std::size_t>(2));
    QCOMPARE(press(Qt::Key_Left), std::optional<std::size_t>(2));
    QCOMPARE(press(Qt::Key_Up), std::optional<std::size_t>(1));
  }
  void aRowOfTheCanvasMarksItsBandWithoutAnEcho() {
    Stage stage;
    stage.strip.finish(evenRun(2, 10), true);
    QSignalSpy hovered(&stage.strip, &RunStrip::bandHovered);
    stage.strip.highlightRows(30);
    QCOMPARE(stage.lanes->current(), std::optional<std::size_t>(7));
    stage.strip.highlightRows(9'999);
    QVERIFY(!stage.lanes->current());
    stage.strip.highlightRows(std::nullopt);
    QCOMPARE(hovered.count(), 0);
  }
  void anotherRunEndsTheHovering() {
    Stage stage;
    stage.strip.finish(evenRun(2, 10), true);
    stage.strip.highlightRows(30);
    QSignalSpy hovered(&stage.strip, &RunStrip::bandHovered);
    stage.strip.finish(evenRun(1, 2), true);
    QVERIFY(!stage.lanes->current());
    QCOMPARE(hovered.count(), 1);
  }
  void moreThanSixteenEnginesScroll() {
    Stage stage;
    auto* bar = stage.lanes->verticalScrollBar();
    stage.strip.finish(evenRun(16, 2), true);
    stage.lanes->viewport()->grab();
    QCOMPARE(bar->maximum(), 0);
    stage.strip.finish(evenRun(40, 2), true);
    stage.lanes->viewport()->grab();
    QVERIFY(bar->maximum() > 0);
  }
  void everySizeCanBePainted() {
    Stage stage;
    stage.strip.finish(evenRun(8, 20), true);
    for (const QSize size : {QSize(1, 1), QSize(200, 40), QSize(7'680, 300), QSize(120, 900)}) {
      stage.strip.resize(size);
      QVERIFY(!stage.strip.grab().isNull());
    }
    QVERIFY(stage.strip.minimumSizeHint().width() <= 200);
  }

  // The time is printed and not asserted, as machines differ. A frame is 16.7 ms.
  void aHundredThousandBarsStayFluid() {
    Stage stage;
    stage.strip.resize(1'600, 180);
    const auto run = evenRun(8, 12'500, 10us);
    QElapsedTimer timer;
    timer.start();
    stage.strip.finish(run, true);
    qInfo("taking a run of %zu bands: %.2f ms", run.bands.size(),
          static_cast<double>(timer.nsecsElapsed()) * 1e-6);
    QImage image(stage.lanes->viewport()->size(), QImage::Format_ARGB32_Premultiplied);
    for (const bool laidOut : {false, true}) {
      stage.lanes->setSpan(laidOut ? 0.11 : 0.1);
      if (laidOut) stage.lanes->viewport()->render(&image);
      timer.restart();
      for (int i = 0; i < 20; ++i) {
        if (!laidOut) stage.lanes->setSpan(0.1 + i * 0.001);
        stage.lanes->viewport()->render(&image);
      }
      qInfo("%s: %.2f ms a frame", laidOut ? "painting alone" : "laying out and painting",
            static_cast<double>(timer.nsecsElapsed()) * 1e-6 / 20);
    }
    timer.restart();
    stage.strip.highlightRows(3);
    qInfo("finding a row's band: %.2f ms", static_cast<double>(timer.nsecsElapsed()) * 1e-6);
  }
};

QTEST_MAIN(RunStripTest)
#include "run_strip_test.moc"
