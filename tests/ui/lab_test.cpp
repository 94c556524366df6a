// SPDX-License-Identifier: GPL-3.0-or-later
// The lab's parts, without a window around them.
#include <cmath>

#include <QAbstractItemModelTester>
#include <QLabel>
#include <QMouseEvent>
#include <QPushButton>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QSlider>
#include <QTableWidget>
#include <QTest>

#include "tests/patience.h"
#include "tests/ui/lab_samples.h"
#include "ui/lab/compare_page.h"
#include "ui/lab/comparison_curves.h"
#include "ui/lab/comparison_fields.h"
#include "ui/lab/comparison_model.h"
#include "ui/lab/engine_lanes.h"
#include "ui/lab/lab_controller.h"
#include "ui/lab/loss_bars.h"
#include "ui/lab/network_fields.h"
#include "ui/lab/row_cost_page.h"
#include "ui/lab/row_profile.h"
#include "ui/lab/row_strip.h"
#include "ui/lab/side_by_side_page.h"
#include "ui/lab/time_window.h"
#include "ui/lab/what_if_page.h"
#include "ui/widgets/integer_edit.h"
#include "ui/widgets/number_list_edit.h"
#include "ui/widgets/segmented_buttons.h"
#include "ui/widgets/value_slider.h"

using namespace fatou;
using namespace fatou::ui;

namespace {

using ResultPtr = std::shared_ptr<const LabResult>;

// Runs a comparison to its end; `cancelAfter` pictures when that is not 0.
ResultPtr measured(const render::ComparisonPlan& plan, int cancelAfter = 0) {
  LabController controller;
  ResultPtr result;
  QObject::connect(&controller, &LabController::finished, &controller,
                   [&result](const ResultPtr& one) { result = one; });
  QObject::connect(&controller, &LabController::progressed, &controller, [&](int done) {
    if (cancelAfter > 0 && done >= cancelAfter) controller.cancel();
  });
  QSignalSpy ended(&controller, &LabController::ended);
  controller.start(plan);
  if (!ended.wait(tests::kPatienceMs)) qFatal("the comparison does not end");
  return result;
}

// The costs of rows of which row r costs r.
stats::RowCosts slope(std::int32_t rows) {
  stats::RowCosts costs{.rows = {0, rows}, .costs = {}};
  for (std::int32_t row = 0; row < rows; ++row) costs.costs.push_back(row);
  return costs;
}

QString typedInto(NumberListEdit& edit, const char* text) {
  edit.setText(QLatin1String(text));
  edit.commit();
  return edit.problem();
}

}  // namespace

class LabTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void aTinyComparisonHasEveryConfigurationAndOneJ() {
    const auto result = measured(tinyPlan());
    QVERIFY(result && result->complete);
    const auto& all = result->report.configurations;
    QCOMPARE(all.size(), std::size_t{5});
    QVERIFY(all.front().isSerial());
    for (const auto& each : all) {
      QCOMPARE(each.repeats.size(), std::size_t{3});
      QVERIFY(each.identical);
    }
    QVERIFY(!result->report.request.empty());
    QVERIFY(result->report.cores() > 0);
  }
  void aComparisonCancelledHalfWaySaysSoAndKeepsWhatIsComplete() {
    auto plan = tinyPlan();
    plan.repeats = 10'000;
    const auto result = measured(plan, 12);  // 5 to warm up
    QVERIFY(result && !result->complete);
    QVERIFY(!result->report.configurations.empty());
    for (const auto& each : result->report.configurations) QVERIFY(!each.repeats.empty());
  }
  void aComparisonCancelledWhileWarmingUpHasNothing() {
    auto plan = tinyPlan();
    plan.request.picture.width = plan.request.picture.height = 2'000;
    plan.request.picture.place.c = {julia::Decimal::fromDouble(0), julia::Decimal::fromDouble(0)};
    plan.request.picture.place.tmax = 1'000'000;
    plan.request.engines.kernel = render::Kernel::Plain;
    LabController controller;
    ResultPtr result;
    connect(&controller, &LabController::finished, this,
            [&](const ResultPtr& one) { result = one; });
    QSignalSpy ended(&controller, &LabController::ended);
    controller.start(plan);
    QVERIFY(controller.isBusy());
    controller.start(plan);  // one at a time
    controller.cancel();
    QVERIFY(ended.count() == 1 || ended.wait(tests::kPatienceMs));
    QCOMPARE(ended.count(), 1);
    QVERIFY(!controller.isBusy());
    QVERIFY(result && !result->complete && result->report.configurations.empty());
  }
  void whatCannotBeRenderedIsNamed() {
    auto plan = tinyPlan();
    plan.request.picture.width = 0;
    LabController controller;
    QSignalSpy failed(&controller, &LabController::failed);
    QSignalSpy ended(&controller, &LabController::ended);
    controller.start(plan);
    QVERIFY(ended.wait(tests::kPatienceMs));
    QCOMPARE(failed.count(), 1);
    QVERIFY(!failed.front().front().toString().isEmpty());
  }
  void aControllerMayGoWhileItMeasures() {
    auto plan = tinyPlan();
    plan.repeats = 10'000;
    LabController controller;
    controller.start(plan);
  }

  void theTableIsAModel() {
    ComparisonModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    QCOMPARE(model.rowCount(), 0);
    model.setResult(measured(tinyPlan()));
    QCOMPARE(model.rowCount(), 5);
    QCOMPARE(model.index(0, ComparisonModel::View).data().toString(), QStringLiteral("Serial"));
    // The speed-up is 1.00 unless the run waited for a core, which this machine decides.
    const QString speedup = model.index(0, ComparisonModel::SpeedUp).data().toString();
    QVERIFY2(
        QRegularExpression(QStringLiteral("^(0\\.\\d\\d|1\\.00) ×$")).match(speedup).hasMatch(),
        qPrintable(speedup));
    // Other programs that took a core spoil every speed-up.
    auto spoilt = std::make_shared<LabResult>(*measured(tinyPlan()));
    spoilt->report.otherCores = 1.0;
    model.setResult(spoilt);
    for (int row = 0; row < model.rowCount(); ++row)
      QVERIFY(model.index(row, ComparisonModel::SpeedUp).data(Qt::ForegroundRole).isValid());
    model.setResult(nullptr);
    QCOMPARE(model.rowCount(), 0);
  }
  void curvesAreByViewWithALineToCompareTo() {
    const auto result = measured(tinyPlan());
    const auto& all = result->report.configurations;
    const auto curves = comparisonCurves(all, stats::compareToFirst(all), 2);
    QCOMPARE(curves.times.size(), std::size_t{3});  // balanced, direct, serial
    QCOMPARE(curves.times.front().points.size(), std::size_t{2});
    QVERIFY(curves.times.back().dashed && curves.speedups.back().dashed);
    QCOMPARE(curves.speedups.back().points.back().value.median, 2.0);
    QCOMPARE(comparisonCurves({}, {}, 2).times.size(), std::size_t{1});
  }

  void listsOfNumbersAreSortedAndCounted() {
    NumberListEdit edit({.what = QStringLiteral("counts"), .high = 8}, {1});
    QSignalSpy edited(&edit, &NumberListEdit::valuesEdited);
    QCOMPARE(typedInto(edit, "4 1,2, 2"), QString());
    QCOMPARE(edit.values(), (std::vector<int>{1, 2, 4}));
    QCOMPARE(edit.text(), QStringLiteral("1, 2, 4"));
    QCOMPARE(typedInto(edit, "1-3"), QString());
    QCOMPARE(edit.values(), (std::vector<int>{1, 2, 3}));
    QCOMPARE(edited.count(), 2);
  }
  void badListsAreNamedAndTheLastGoodOneStays() {
    NumberListEdit edit({.what = QStringLiteral("counts"), .high = 8}, {1});
    for (const char* bad : {"", "0", "9", "1-9", "3-2", "x", "1.5", "auto", "99999999999"})
      QVERIFY2(!typedInto(edit, bad).isEmpty(), bad);
    QCOMPARE(edit.values(), std::vector<int>{1});
    NumberListEdit bands(
        {.what = QStringLiteral("bands"), .high = 8, .zeroWord = QStringLiteral("auto")}, {0});
    QCOMPARE(bands.text(), QStringLiteral("auto"));
    QCOMPARE(typedInto(bands, "4, Auto"), QString());
    QCOMPARE(bands.values(), (std::vector<int>{0, 4}));
  }
  void theButtonRunsAndThenCancels() {
    ComparisonFields fields(2);
    auto* button = fields.findChild<QPushButton*>();
    QSignalSpy run(&fields, &ComparisonFields::runRequested);
    QSignalSpy cancel(&fields, &ComparisonFields::cancelRequested);
    button->click();
    QCOMPARE(run.count(), 1);
    QCOMPARE(fields.settings().engineCounts, (std::vector<int>{1, 2, 4}));
    fields.setProgress(1, 10);
    button->click();
    QCOMPARE(cancel.count(), 1);
    fields.setIdle();
    fields.findChild<NumberListEdit*>()->setText(QStringLiteral("none"));
    button->click();
    QCOMPARE(run.count(), 1);  // bad text starts nothing
  }

  void zoomingKeepsTheMomentInPlace() {
    TimeWindow window;
    window.setWhole(10.0);
    window.zoom(2.0, 4.0);
    QCOMPARE(window.seconds(), 5.0);
    QCOMPARE((4.0 - window.begin()) / window.seconds(), 0.4);
    window.zoom(0.5, 4.0);
    QVERIFY(window.showsAll());
  }
  void nothingBeyondTheEndsIsShown() {
    TimeWindow window;
    window.setWhole(10.0);
    window.pan(3.0);
    QCOMPARE(window.begin(), 0.0);
    window.zoom(10.0, 10.0);
    window.pan(100.0);
    QCOMPARE(window.begin() + window.seconds(), 10.0);
    window.setWhole(2.0);
    QVERIFY(window.begin() >= 0.0 && window.begin() + window.seconds() <= 2.0);
    window.zoom(1e30, 1.0);
    QVERIFY(window.seconds() > 0.0);
    window.setWhole(0.0);
    QCOMPARE(window.whole(), 2.0);
  }
  void aGrowingRunStaysWhollyInViewUnlessZoomed() {
    TimeWindow window;
    window.setWhole(20.0);
    QCOMPARE(window.seconds(), 20.0);
    window.zoom(2.0, 0.0);
    window.setWhole(40.0);
    QCOMPARE(window.seconds(), 10.0);
  }

  void draggingABorderChangesTheImbalance() {
    RowProfile profile;
    profile.resize(500, 402);
    profile.setCosts(slope(100), stats::blockBorders({0, 100}, 2));
    QSignalSpy edited(&profile, &RowProfile::bordersEdited);
    const double before = stats::imbalance(slope(100), profile.borders());
    QTest::mousePress(&profile, Qt::LeftButton, {}, {50, profile.yOf(50)});
    QTest::mouseMove(&profile, {50, profile.yOf(70)});
    QTest::mouseRelease(&profile, Qt::LeftButton, {}, {50, profile.yOf(70)});
    QCOMPARE(profile.borders(), (stats::Borders{0, 70, 100}));
    QVERIFY(edited.count() > 0);
    QVERIFY(stats::imbalance(slope(100), profile.borders()) < before - 0.3);
    QTest::mouseMove(&profile, {50, profile.yOf(20)});
    QCOMPARE(profile.borders()[1], 70);  // let go of
  }
  void aBorderStaysBetweenItsNeighbours() {
    RowProfile profile;
    profile.resize(500, 402);
    profile.setCosts(slope(100), {0, 30, 60, 100});
    QTest::mousePress(&profile, Qt::LeftButton, {}, {50, profile.yOf(30)});
    QTest::mouseMove(&profile, {50, -1'000});
    QCOMPARE(profile.borders(), (stats::Borders{0, 60, 60, 100}));
  }
  void keysMoveTheChosenBorder() {
    RowProfile profile;
    profile.setCosts(slope(100), {0, 30, 60, 100});
    QTest::keyClick(&profile, Qt::Key_Up);
    QTest::keyClick(&profile, Qt::Key_Right);
    QTest::keyClick(&profile, Qt::Key_PageDown);
    QCOMPARE(profile.borders(), (stats::Borders{0, 31, 44, 100}));
  }
  void balancingSaysWhatItCameTo() {
    RowCostPage page(2);
    QLabel* figure = nullptr;
    for (QLabel* label : page.findChildren<QLabel*>())
      if (label->property("class") == QStringLiteral("figure")) figure = label;
    QCOMPARE(figure->text(), QStringLiteral("Imbalance –"));
    page.setCosts(slope(100), {}, {});
    QCOMPARE(figure->text(), QStringLiteral("Imbalance 1.51"));
    for (QPushButton* button : page.findChildren<QPushButton*>())
      if (button->text() == QStringLiteral("Balance")) button->click();
    QCOMPARE(figure->text(), QStringLiteral("Imbalance 1.00"));
  }

  void bordersStayAmongTheRowsThatAreComputed() {
    stats::RowCosts costs = slope(50);
    costs.rows = {50, 100};
    costs.mirrored = {0, 50};
    RowProfile profile;
    profile.resize(500, 402);
    profile.setCosts(costs, stats::blockBorders(costs.rows, 2));
    QCOMPARE(profile.borders(), (stats::Borders{50, 75, 100}));
    QVERIFY(profile.yOf(0) > profile.yOf(50) && profile.yOf(50) > profile.yOf(75));
    QTest::mousePress(&profile, Qt::LeftButton, {}, {50, profile.yOf(75)});
    QTest::mouseMove(&profile, {50, profile.yOf(10)});
    QCOMPARE(profile.borders(), (stats::Borders{50, 50, 100}));
    QVERIFY(!profile.grab().isNull());
  }
  void aReplayOfWhatWasMeasuredSaysOneThing() {
    WhatIfPage page;
    page.setRun(unevenRun(), QStringLiteral("uneven"), QStringLiteral("a caption"));
    QStringList texts;
    for (const QLabel* label : page.findChildren<QLabel*>()) texts += label->text();
    QVERIFY(texts.contains(QStringLiteral("a caption")));
    QCOMPARE(texts.filter(QStringLiteral("Predicted for a quiet machine")).size(), 1);
    QVERIFY(texts.filter(QStringLiteral("times faster")).isEmpty());
  }

  void aRunIsReplayedWithOtherEngines() {
    WhatIfPage page;
    QVERIFY(!page.isEnabled());
    page.setRun(unevenRun(), QStringLiteral("uneven"));
    QVERIFY(page.isEnabled());
    QCOMPARE(page.predicted().engines, 2);
    QCOMPARE(page.predicted().view, std::string("direct"));
    const double direct = page.predicted().wallTime;
    Q_EMIT page.findChild<SegmentedButtons*>()->currentEdited(1);  // no change
    QCOMPARE(page.predicted().wallTime, direct);
    page.findChild<SegmentedButtons*>()->setCurrent(2);
    Q_EMIT page.findChild<SegmentedButtons*>()->currentEdited(2);
    QVERIFY(page.predicted().wallTime < direct);
    page.findChild<IntegerEdit*>()->stepBy(-1);
    QCOMPARE(page.predicted().engines, 1);
  }
  void aReplayOnHostsIsSlowerTheNarrowerTheNetwork() {
    WhatIfPage page;
    page.setRun(unevenRun(), QStringLiteral("uneven"), {}, 4'096);
    auto* network = page.findChild<NetworkFields*>();
    QVERIFY(network != nullptr && !network->network());
    const double here = page.predicted().wallTime;
    QVERIFY(!stats::hasTravelled(page.predicted()));
    auto* where = network->findChild<SegmentedButtons*>();
    where->setCurrent(1);
    Q_EMIT where->currentEdited(1);
    QVERIFY(stats::hasTravelled(page.predicted()) && page.predicted().cores == 0);
    const double wide = page.predicted().wallTime;
    QVERIFY(wide > here);
    auto* hub = network->findChildren<ValueSlider*>().last();
    hub->slider()->setValue(0);
    QVERIFY(page.predicted().wallTime > wide);
    QStringList texts;
    for (const QLabel* label : page.findChildren<QLabel*>()) texts += label->text();
    QCOMPARE(texts.filter(QStringLiteral("Transfer takes")).size(), 1);
    where->setCurrent(0);
    Q_EMIT where->currentEdited(0);
    QCOMPARE(page.predicted().wallTime, here);
  }
  void aRunThatTravelledIsReplayedOverItsOwnNetwork() {
    stats::Run run = unevenRun();
    for (stats::Band& band : run.bands)
      band.travel = stats::Travel{.sent = band.started - 0.0005,
                                  .answered = band.completed + 0.0005,
                                  .bytesSent = 300,
                                  .bytesReceived = 163'840};
    for (stats::Band& band : run.bands) band.received = band.travel->answered;
    QVERIFY(check(run));
    WhatIfPage page;
    page.setRun(run, QStringLiteral("uneven"));
    QVERIFY(stats::hasTravelled(page.predicted()));
    QCOMPARE(page.findChild<NetworkFields*>()->network()->latency,
             stats::measuredNetwork(run)->latency);
    page.setRun(unevenRun(), QStringLiteral("uneven"));
    QVERIFY(!stats::hasTravelled(page.predicted()));
  }
  void theSlowedEnginesAreTheFirstHosts() {
    WhatIfPage page;
    page.setRun(unevenRun(), QStringLiteral("uneven"));
    auto* slowdown = page.findChild<ValueSlider*>();
    slowdown->slider()->setValue(slowdown->slider()->maximum());
    const auto busy = [&] { return stats::busyTimes(page.predicted()); };
    const auto first = busy();
    page.findChild<NetworkFields*>()->findChild<IntegerEdit*>()->stepBy(1);
    QVERIFY(std::abs(busy()[0] - first[0]) < 1e-9 && std::abs(busy()[1] - 8 * first[1]) < 1e-6);
  }
  void twoRunsStandSideBySideOnOneTimeAxis() {
    SideBySidePage page;
    page.resize(1'200, 400);
    page.show();
    QVERIFY(page.shown().empty());
    stats::Run quick = unevenRun();
    quick.wallTime = 0.024;
    quick.view = "balanced";
    page.setRun(RunKind::Current, {QStringLiteral("uneven"), unevenRun(), 40, {}});
    QVERIFY(!page.table().isVisible());
    page.setRun(RunKind::Predicted, {QStringLiteral("quick"), quick, 40, {}});
    QCOMPARE(page.shown().size(), std::size_t{2});
    QCOMPARE(page.lanes(0).timeWindow().whole(), 0.030);
    QCOMPARE(page.lanes(1).timeWindow().whole(), 0.030);
    QTest::keyClick(&page.lanes(0), Qt::Key_Plus);
    QVERIFY(page.lanes(0).timeWindow().seconds() < 0.030);
    QCOMPARE(page.lanes(1).timeWindow().seconds(), page.lanes(0).timeWindow().seconds());
    const auto cell = [&page](int row, int column) {
      return page.table().item(row, column)->text();
    };
    QCOMPARE(page.table().rowCount(), 9);
    QCOMPARE(cell(0, 1) + u'|' + cell(0, 2), QStringLiteral("Direct|Balanced"));
    QCOMPARE(cell(1, 1) + u'|' + cell(1, 2) + u'|' + cell(1, 3),
             QStringLiteral("30.0 ms|24.0 ms|0.80"));
    QVERIFY(!page.grab().isNull());
  }
  void aBandIsFoundInTheOtherRunAndInThePicture() {
    SideBySidePage page;
    page.resize(1'200, 400);
    page.show();
    QImage image(60, 80, QImage::Format_RGB32);
    image.fill(Qt::gray);
    page.setPicture(image);
    stats::Run other = unevenRun();
    std::ranges::reverse(other.bands);
    page.setRun(RunKind::Current, {QStringLiteral("this"), unevenRun(), 40, {}});
    page.setRun(RunKind::Opened, {QStringLiteral("other"), other, 40, {}});
    QCOMPARE(page.shown().front().name, QStringLiteral("Opened: other"));
    std::vector<std::optional<stats::Rows>> hovered;
    connect(&page, &SideBySidePage::rowsHovered, this,
            [&hovered](const auto& rows) { hovered.push_back(rows); });
    Q_EMIT page.lanes(0).currentChanged(0);  // rows 30 to 39 of 40: the upper quarter
    QCOMPARE(page.lanes(1).marked(), std::vector<std::size_t>{3});
    QCOMPARE(page.picture().marked(), std::vector<stats::Rows>({{60, 80}}));
    QVERIFY(hovered.back() == stats::Rows({60, 80}));
    page.markRow(79);
    QCOMPARE(page.lanes(0).marked(), std::vector<std::size_t>{0});
    QCOMPARE(page.lanes(1).marked(), std::vector<std::size_t>{3});
    page.markRow(std::nullopt);
    QVERIFY(page.lanes(1).marked().empty() && page.picture().marked().empty());
  }
  void whatIsPinnedStaysBesideLaterRuns() {
    SideBySidePage page;
    QVERIFY(!page.pin());
    stats::Run later = unevenRun();
    later.view = "balanced";
    page.setRun(RunKind::Current, {QStringLiteral("first"), unevenRun(), 40, {}});
    QVERIFY(page.pin());
    page.setRun(RunKind::Current, {QStringLiteral("later"), later, 40, {}});
    page.setRun(RunKind::Current, {QStringLiteral("nothing"), {}, 40, {}});  // stopped at once
    QCOMPARE(page.shown()[0].name, QStringLiteral("Pinned: first"));
    QCOMPARE(page.shown()[1].name, QStringLiteral("This run: later"));
    page.showRuns(RunKind::Current, RunKind::Current);
    QCOMPARE(page.shown().size(), std::size_t{1});
  }
  void aPictureBesideTimelinesTellsItsRows() {
    RowStrip strip;
    strip.resize(60, 90);
    QVERIFY(!strip.grab().isNull());  // without a picture
    QImage image(60, 80, QImage::Format_RGB32);
    image.fill(Qt::gray);
    strip.setPicture(image);
    QCOMPARE(strip.rows(), 80);
    std::vector<std::optional<std::int32_t>> rows;
    connect(&strip, &RowStrip::rowHovered, this, [&rows](auto row) { rows.push_back(row); });
    const QRect place = strip.pictureRect();
    for (const QPoint at : {place.topLeft(), place.bottomLeft(), QPoint(0, 89)}) {
      QMouseEvent move(QEvent::MouseMove, at, at, Qt::NoButton, Qt::NoButton, Qt::NoModifier);
      QCoreApplication::sendEvent(&strip, &move);
    }
    QCOMPARE(rows, (std::vector<std::optional<std::int32_t>>{79, 0, std::nullopt}));
  }
  void whatWasDisturbedCanBeMeasuredAgain() {
    ComparePage page(2);
    QPushButton* again = nullptr;
    for (QPushButton* button : page.findChildren<QPushButton*>())
      if (button->text() == QStringLiteral("Again")) again = button;
    QVERIFY(again != nullptr && again->isHidden());
    QSignalSpy run(&page.fields(), &ComparisonFields::runRequested);
    again->click();
    QCOMPARE(run.count(), 1);
    page.fields().setProgress(0, 0);
    again->click();
    QCOMPARE(run.count(), 1);  // it is under way
  }
  void everySizeCanBePainted() {
    LossBars bars;
    QVERIFY(!bars.grab().isNull());
    bars.setLosses({{QStringLiteral("one"), stats::splitLosses(unevenRun())}, {QString(), {}}});
    RowProfile profile;
    profile.setCosts(slope(3), stats::blockBorders({0, 3}, 5));
    for (const QSize size : {QSize(1, 1), QSize(200, 40), QSize(3'000, 900)}) {
      for (QWidget* widget : {static_cast<QWidget*>(&bars), static_cast<QWidget*>(&profile)}) {
        widget->resize(size);
        QVERIFY(!widget->grab().isNull());
      }
    }
  }
};

QTEST_MAIN(LabTest)
#include "lab_test.moc"
