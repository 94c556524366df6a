// SPDX-License-Identifier: GPL-3.0-or-later
// What a lesson's figures are by what was measured, printed and guessed; how progress is kept.
#include "ui/lessons/lesson_figures.h"

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <QTest>

#include "core/render/comparison_run.h"
#include "tests/ui/lab_samples.h"
#include "ui/lessons/lesson_progress.h"

using namespace fatou;
using namespace fatou::ui;

namespace {

// The value of an expression by these figures.
std::optional<double> told(const LessonFigures& figures, const char* text) {
  const auto read = io::parseExpression(text);
  if (!read) qFatal("%s: %s", text, read.error().message.c_str());
  return io::valueOf(read.value(),
                     [&figures](const io::Figure& figure) { return figures.value(figure); });
}

// Figures of a comparison called "sets": a picture so small that it takes milliseconds.
LessonFigures measured() {
  auto result = std::make_shared<LabResult>();
  auto configurations = render::measure(tinyPlan());
  if (!configurations) qFatal("%s", configurations.error().message.c_str());
  result->report.configurations = std::move(configurations).value();
  result->complete = true;
  LessonFigures figures(2);
  figures.setComparison("sets", result);
  return figures;
}

}  // namespace

class LessonFiguresTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void nothingIsKnownBeforeItIsMeasuredButTheMachine() {
    const LessonFigures figures(64);
    QCOMPARE(told(figures, "cores"), std::optional(64.0));
    for (const char* text : {"time(sets, serial, 1)", "value(a)", "seconds(a)", "guess(a)"})
      QVERIFY2(!told(figures, text), text);
  }

  void aComparisonTellsTimesThatBelongTogether() {
    const LessonFigures figures = measured();
    QVERIFY(told(figures, "time(sets, serial, 1)").value_or(0.0) > 0.0);
    for (const char* view : {"direct", "balanced"}) {
      const std::string of = std::string("(sets, ") + view + ", 2)";
      const auto speedup = told(figures, ("speedup" + of).c_str());
      const auto efficiency = told(figures, ("efficiency" + of).c_str());
      QVERIFY(speedup && efficiency && *speedup > 0.0);
      QVERIFY(qAbs(*efficiency - *speedup / 2.0) < 1e-9);
      QVERIFY(told(figures, ("imbalance" + of).c_str()).value_or(0.0) >= 1.0);
      QVERIFY(told(figures, ("bands" + of).c_str()).value_or(0.0) >= 2.0);
    }
    QCOMPARE(told(figures, "same(sets)"), std::optional(1.0));
    QVERIFY(told(figures, "iterations(sets)").value_or(0.0) > 0.0);
    QVERIFY(!told(figures, "time(sets, direct, 7)"));  // was not measured
    QVERIFY(!told(figures, "time(others, serial, 1)"));
  }

  void thePartsOfTheTimeAddUpToAllOfIt() {
    const LessonFigures figures = measured();
    double sum = 0.0;
    for (const char* part :
         {"work", "serial_part", "imbalance", "waiting", "crowding", "slow_down"})
      sum += told(figures, (std::string("lost(sets, balanced, ") + part + ", 2)").c_str())
                 .value_or(0.0);
    QVERIFY2(qAbs(sum - 1.0) < 1e-6, qPrintable(QString::number(sum)));
  }

  void theBestBlocksAreNoWorseThanEqualOnes() {
    const LessonFigures figures = measured();
    const auto equal = told(figures, "block_imbalance(sets, 2)");
    const auto best = told(figures, "best_imbalance(sets, 2)");
    QVERIFY(equal && best && *best <= *equal + 1e-9 && *best >= 1.0 - 1e-9);
  }

  void moreCoresPredictNoLessSpeed() {
    const LessonFigures figures = measured();
    const auto two = told(figures, "predicted(sets, balanced, 4, 2)");
    const auto four = told(figures, "predicted(sets, balanced, 4, 4)");
    QVERIFY(two && four && *two > 0.0 && *four >= *two - 1e-9);
  }

  void whatCellsPrintIsToldByName() {
    PrintedFigures printed;
    printed.take(0, QStringLiteral("nap = 0.5\nhello\nna"));
    printed.take(1, QStringLiteral("nap = 1.5\nother = x\n"));
    printed.take(0, QStringLiteral("p = 1\n"));
    LessonFigures figures(2);
    figures.setPrinted({"nap", "other"}, printed);
    figures.setSeconds("naps", 2.0);
    QCOMPARE(told(figures, "total(nap)"), std::optional(3.0));
    QCOMPARE(told(figures, "least(nap)"), std::optional(0.5));
    QCOMPARE(told(figures, "most(nap)"), std::optional(1.5));
    QCOMPARE(told(figures, "value(nap)"), std::optional(1.0));
    QCOMPARE(told(figures, "count(nap)"), std::optional(3.0));
    QCOMPARE(told(figures, "engines(nap)"), std::optional(2.0));
    QCOMPARE(told(figures, "total(nap) / seconds(naps)"), std::optional(1.5));
    QVERIFY(!told(figures, "value(other)"));
  }

  void aFloodWithoutLineEndsIsNotKept() {
    PrintedFigures printed;
    for (int i = 0; i < 1'000; ++i) printed.take(0, QString(10'000, u'1'));
    printed.take(0, QStringLiteral("\na = 2\n"));
    QCOMPARE(printed.of("a").size(), std::size_t{1});
  }

  void progressComesBackAndNeverGoesBack() {
    LessonProgress progress;
    progress.read(QStringLiteral("1-basics"), 3);
    progress.read(QStringLiteral("1-basics"), 1);
    progress.read(QStringLiteral("7-amdahl"), 2);
    const LessonProgress again = LessonProgress::of(progress.text());
    QCOMPARE(again.pagesRead(QStringLiteral("1-basics")), 3);
    QCOMPARE(again.pagesRead(QStringLiteral("7-amdahl")), 2);
    QCOMPARE(again.pagesRead(QStringLiteral("2-other")), 0);
    QCOMPARE(LessonProgress::of(QStringLiteral("a b: :3 c:x d:-1 e:99999999999")).text(),
             QString());
  }
};

QTEST_MAIN(LessonFiguresTest)
#include "lesson_figures_test.moc"
