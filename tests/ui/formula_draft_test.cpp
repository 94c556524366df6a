// SPDX-License-Identifier: GPL-3.0-or-later
// What a formula's text means while it is being typed.
#include "ui/state/formula_draft.h"

#include <vector>

#include <QTest>

#include "ui/state/picture_request.h"

using namespace fatou;
using namespace fatou::ui;
using julia::Formula;

namespace {

Formula formulaOf(const char* text) {
  return julia::parseFormula(text).value();
}

FormulaDraft draftIn(const QString& text, const char* before = "z^2+c") {
  const Formula formula = formulaOf(before);
  const julia::Place place{
      .c = julia::parseComplex("-0.7269+0.1889i").value(),
      .view = julia::CentreView{.centre = {}, .radius = julia::Decimal::fromDouble(1.5)},
      .formula = formula};
  return draftOf(text, valuesOf(formula), place);
}

FormulaDraft draftIn(const char* text, const char* before = "z^2+c") {
  return draftIn(QString::fromUtf8(text), before);
}

}  // namespace

class FormulaDraftTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void whatIsSlowToReadIsKnownBeforehand() {
    const auto isSlow = [](const char* text,
                           const std::vector<julia::FormulaParameter>& values = {}) {
      return isSlowToRead(QString::fromLatin1(text), values);
    };
    for (const char* text : {"z^2+c", "newton(z^3-1)", "z^50+c*z", "z^5+a/z^3, a=0.1", "c*sin(z)"})
      QVERIFY2(!isSlow(text), text);
    QVERIFY(isSlow("newton(z^20-1)"));
    QVERIFY(isSlow("sin(1/(z^30-1))"));
    QVERIFY(!isSlow("newton(z^20-"));  // what is wrong is quick to see
    QVERIFY(isSlow("z^50+c*z, basins=1"));
    QVERIFY(isSlow("z^50+c*z", valuesOf(formulaOf("newton(z^3-1),basins=1"))));
  }

  void whatIsSlowToProveIsLeftToWhoComputesIt() {
    QVERIFY(isSlowToProve(formulaOf("z^20+c/(z^9-1)")));
    for (const char* text : {"z^20+c/(z^9-1),escape=9", "z^20+c/(z^9-1),basins=1", "z^20+c",
                             "z^20+c*z", "z^3+c/z^3", "c*sin(z)"})
      QVERIFY2(!isSlowToProve(formulaOf(text)), text);
    ExplorerState state = ExplorerState::initial();
    state.place.formula = formulaOf("z^20+c/(z^9-1)");
    QVERIFY(pictureRequest(state, {64, 48}).ok());
  }

  void aWrongTextIsMarkedWhereItIsWrong_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("position");
    QTest::addColumn<int>("length");
    const auto row = [](const char* text, int position, int length) {
      QTest::newRow(text) << QString::fromUtf8(text) << position << length;
    };
    row("z^2+foo(z)", 4, 3);
    row("z²·foo(z)", 3, 3);
    row("z^", 2, 0);
    row("(z", 0, 1);
    row("z)", 1, 1);
    row("3=3", 1, 1);
    row("z²+ü", 3, 1);
    row("z", 0, 1);
    row("z^2+c, a=", 0, 5);
    row("", 0, 0);
  }

  void aWrongTextIsMarkedWhereItIsWrong() {
    QFETCH(QString, text);
    const FormulaDraft draft = draftIn(text);
    QVERIFY(!draft.formula);
    QVERIFY(!draft.problem.isEmpty());
    QTEST(static_cast<int>(draft.position), "position");
    QTEST(static_cast<int>(draft.length), "length");
  }

  void aTextOfAnyBytesIsRead() {
    QVERIFY(!draftIn(QString(QChar(0xd800))).formula);
    QVERIFY(!draftIn(QString(100'000, u'(')).formula);
    QVERIFY(!draftIn(QString(QChar(u'\0'))).formula);
  }

  void valuesAreKeptUnlessTheTextGivesThem() {
    const char* before = "z^2+a*z+b,a=1,b=2";
    QVERIFY(draftIn("b*z^3+a", before).formula == formulaOf("b*z^3+a,a=1,b=2"));
    QVERIFY(draftIn("b*z^3+a; A = 7", before).formula == formulaOf("b*z^3+a,a=7,b=2"));
    QVERIFY(draftIn("b*z^3", before).formula == formulaOf("b*z^3,b=2"));
  }

  void aRadiusIsThereWhereNoneIsProven() {
    QVERIFY(draftIn("exp(z)+c").formula == formulaOf("exp(z)+c,escape=50"));
    QVERIFY(draftIn("exp(z)+c", "sin(z),escape=9").formula == formulaOf("exp(z)+c,escape=9"));
    QVERIFY(draftIn("z^3-z", "sin(z),escape=9").formula == formulaOf("z^3-z"));
    QVERIFY(draftIn("z^3-z,escape=9").formula == formulaOf("z^3-z,escape=9"));
    QVERIFY(isEscapeProven(formulaOf("z^3+c"), {}));
    QVERIFY(isEscapeProven(formulaOf("z^3-z,escape=9"), {}));
    QVERIFY(!isEscapeProven(formulaOf("sin(z),escape=9"), {}));
  }

  void basinsAreToldApartWhereNothingEscapes() {
    const Formula newton = formulaOf("newton(z^3-1),escape=1e10,basins=1");
    QVERIFY(draftIn("newton(z^3-1)").formula == newton);
    QVERIFY(draftIn("newton(z^3-1)", "sin(z),escape=50").formula == newton);
    QVERIFY(draftIn("newton(z^3-1), basins=0").formula == formulaOf("newton(z^3-1),escape=1e10"));
    // A wish is kept, also not to have them.
    QVERIFY(draftIn("newton(z^3-2)", "newton(z^3-1),escape=1e10").formula ==
            formulaOf("newton(z^3-2),escape=1e10"));
    QVERIFY(draftIn("newton(z^3-2)", "newton(z^3-1),escape=1e10,basins=1").formula ==
            formulaOf("newton(z^3-2),escape=1e10,basins=1"));
    QVERIFY(draftIn("z^2+c", "newton(z^3-1),escape=1e10,basins=1").formula == Formula());
  }

  void basinsThatThereAreNotAreNotToldApart() {
    // Every point is in the Julia set of this map (Lattes).
    QVERIFY(draftIn("(z^2+1)^2/(4*z*(z^2-1))").formula ==
            formulaOf("(z^2+1)^2/(4*z*(z^2-1)),escape=1e10"));
    const FormulaDraft draft = draftIn("(z^2+1)^2/(4*z*(z^2-1)), basins=1");
    QVERIFY(!draft.formula);
    QVERIFY(!draft.problem.isEmpty());
  }

  void aNameIsOfferedWhereAValueHelps() {
    QCOMPARE(draftIn("z^2+mu").newName, QStringLiteral("mu"));
    QCOMPARE(draftIn("z^2+Mu*").newName, QStringLiteral("mu"));
    for (const char* text : {"sin z", "z^2+foo(z)", "z^2+escape", "z^2+basins", "z^2+", "z^2+c"})
      QVERIFY2(draftIn(text).newName.isEmpty(), text);
  }

  void valuesBehindAFormulaAreTold() {
    QCOMPARE(withoutValues(QStringLiteral("z^2+a*z , a = 0.3; b=1")), QStringLiteral("z^2+a*z"));
    QCOMPARE(withoutValues(QStringLiteral("newton(z^3-1, a)")), QStringLiteral("newton(z^3-1, a)"));
  }
};

QTEST_GUILESS_MAIN(FormulaDraftTest)
#include "formula_draft_test.moc"
