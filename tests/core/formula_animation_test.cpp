// SPDX-License-Identifier: GPL-3.0-or-later
// The formula of an animation: one for each segment, and the paths that it has.
#include <QTest>

#include "core/animation/animation_script.h"
#include "core/julia/formulas/formula_row.h"
#include "core/julia/plane/place.h"

using namespace fatou;
using julia::Formula;

namespace {

julia::Place placeOf(Formula formula) {
  return {.c = julia::parseComplex("-0.75,0.1").value(),
          .view = julia::CentreView{.centre = julia::parseComplex("0.5,0.25").value(),
                                    .radius = julia::Decimal::parse("1.5").value()},
          .tmax = 2000,
          .formula = formula};
}

animation::AnimationScript scriptOf(Formula from, Formula to) {
  animation::AnimationScript script;
  script.start = placeOf(from);
  script.segments.push_back({.to = placeOf(to), .morph = {}});
  return script;
}

QString complaint(const Status& status) {
  return status ? QString() : QString::fromStdString(status.error().message);
}

// One line that says what is wrong and, behind a semicolon, what would be right.
bool isSentence(const QString& text) {
  return text.contains(QLatin1String("; ")) && !text.contains(u'\n') && text.size() < 200;
}

}  // namespace

class FormulaAnimationTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void aMorphKeepsItsFormula() {
    const QString mixed = complaint(animation::check(scriptOf(Formula(), Formula(97))));
    QVERIFY2(mixed.contains(QLatin1String("segment 1 goes from z^2+c to z^97+c")),
             qPrintable(mixed));
    QVERIFY2(isSentence(mixed), qPrintable(mixed));
    for (const julia::FormulaRow& row : julia::formulaRows()) {
      const auto script = scriptOf(row.formula, row.formula);
      QVERIFY2(animation::check(script).ok(), qPrintable(complaint(animation::check(script))));
      const auto middle = animation::frameAt(script, script.frames() / 2);
      QVERIFY(middle.request.picture.place.formula == row.formula);
    }
  }

  void aCardioidIsGoneAroundWhereThereIsOne() {
    for (const julia::FormulaRow& row : julia::formulaRows()) {
      auto script = scriptOf(row.formula, row.formula);
      script.segments[0].morph = animation::Morph{.path = julia::CardioidCircle{}};
      const QString why = complaint(animation::check(script));
      QCOMPARE(why.contains(QLatin1String("goes around the cardioid")), !row.morphs);
    }
  }
};

QTEST_GUILESS_MAIN(FormulaAnimationTest)
#include "formula_animation_test.moc"
