// SPDX-License-Identifier: GPL-3.0-or-later
// Formulas that are slow to read: no key waits for them, and they are taken once they are read.
#include <QSignalSpy>
#include <QTest>

#include "tests/patience.h"
#include "ui/panels/formula_edit.h"

using namespace fatou;
using namespace fatou::ui;
using julia::Formula;

namespace {

constexpr const char* kSlow = "newton(z^20+z^3-1)";

julia::Place placeOf(const Formula& formula) {
  return {.c = julia::parseComplex("-0.7269+0.1889i").value(),
          .view = julia::CentreView{.radius = julia::Decimal::fromDouble(1.5)},
          .formula = formula};
}

julia::Expression expressionOf(const char* text) {
  return julia::parseFormula(text).value().expression();
}

struct Field {
  Field() {
    edit.setPlace(placeOf({}));
    edit.show();
  }

  void type(const char* text) {
    edit.selectAll();
    QTest::keyClicks(&edit, QString::fromLatin1(text));
  }
  Formula formulaAt(qsizetype index) const { return edited.at(index).at(0).value<Formula>(); }
  Formula last() const { return formulaAt(edited.count() - 1); }
  bool isFinished() const { return edited.last().at(1).toBool(); }

  FormulaEdit edit;
  QSignalSpy edited{&edit, &FormulaEdit::formulaEdited};
};

}  // namespace

class SlowFormulaTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void itIsTakenOnceItIsRead() {
    Field field;
    field.type(kSlow);
    QVERIFY(field.edit.problem().isEmpty());
    QCOMPARE(field.edited.count(), 0);
    QTRY_COMPARE_WITH_TIMEOUT(field.edited.count(), 1, tests::kPatienceMs);
    const auto draft = draftOf(QString::fromLatin1(kSlow), {}, placeOf({}));
    QVERIFY(field.last() == *draft.formula);
    QVERIFY(!field.isFinished());
    QVERIFY(!field.edit.isChanged());
    QTest::keyClick(&field.edit, Qt::Key_Return);
    QVERIFY(field.isFinished());
    QCOMPARE(field.edit.text(), QString::fromLatin1(kSlow));
  }

  void theStepEndsOnceItIsReadWhereItWasLeftBefore() {
    Field field;
    field.type(kSlow);
    QTest::keyClick(&field.edit, Qt::Key_Return);
    QCOMPARE(field.edited.count(), 0);
    QVERIFY(field.edit.formula() == Formula());
    QCOMPARE(field.edit.text(), QString::fromLatin1(kSlow));
    QTRY_VERIFY_WITH_TIMEOUT(field.edited.count() > 0 && field.isFinished(), tests::kPatienceMs);
    QVERIFY(field.last().expression() == expressionOf(kSlow));
    QCOMPARE(field.edit.text(), QString::fromLatin1(kSlow));
  }

  void whatIsTypedMeanwhileIsAnotherText() {
    Field field;
    field.type(kSlow);
    field.type("z^3+c");
    QVERIFY(field.last() == Formula(3));
    field.type("newton(z^12-1)");  // which is read after it
    QTRY_VERIFY_WITH_TIMEOUT(field.last().expression() == expressionOf("newton(z^12-1)"),
                             tests::kPatienceMs);
    for (qsizetype i = 0; i < field.edited.count(); ++i)
      QVERIFY(field.formulaAt(i).expression() != expressionOf(kSlow));
  }

  void anotherPlaceWins() {
    Field field;
    field.type(kSlow);
    field.edit.setPlace(placeOf(Formula(4)));  // an undo
    field.type("newton(z^12-1)");
    QTRY_VERIFY_WITH_TIMEOUT(field.edited.count() > 0, tests::kPatienceMs);
    QVERIFY(field.last().expression() == expressionOf("newton(z^12-1)"));
  }

  void itIsReadForTheCThatThereIs() {
    Field field;
    julia::Place place = placeOf({});
    place.c = julia::parseComplex("3").value();
    field.edit.setPlace(place);
    field.type("z^30+0.1*z^2+c, basins=1");  // has none at 3, and one at 0
    place.formula = field.edit.formula();
    place.c = {};
    field.edit.setPlace(place);
    QTRY_VERIFY_WITH_TIMEOUT(field.edited.count() > 0 && field.last().hasBasins(),
                             tests::kPatienceMs);
  }

  void whatItAsksForInVainIsSaid() {
    Field field;
    field.type("z^30-3, basins=1");  // without an attracting cycle
    QVERIFY(field.edit.problem().isEmpty());
    QTRY_VERIFY_WITH_TIMEOUT(!field.edit.problem().isEmpty(), tests::kPatienceMs);
    QVERIFY(field.edit.problem().contains(QStringLiteral("no attracting cycle")));
    QTest::keyClick(&field.edit, Qt::Key_Return);
    QVERIFY(!field.edit.problem().isEmpty());
    QVERIFY(field.edit.text().endsWith(QStringLiteral("basins=1")));
  }
};

QTEST_MAIN(SlowFormulaTest)
#include "slow_formula_test.moc"
