// SPDX-License-Identifier: GPL-3.0-or-later
// The formula as it is typed: read with every key, marked where it is wrong, and its numbers.
#include "ui/panels/formula_form.h"

#include <algorithm>
#include <cmath>

#include <QCheckBox>
#include <QPushButton>
#include <QSignalSpy>
#include <QSlider>
#include <QTest>
#include <QVBoxLayout>

#include "tests/patience.h"
#include "ui/panels/complex_fields.h"
#include "ui/panels/formula_edit.h"
#include "ui/widgets/coordinate_edit.h"
#include "ui/widgets/field_message.h"

using namespace fatou;
using namespace fatou::ui;
using julia::Formula;

namespace {

Formula formulaOf(const char* text) {
  return julia::parseFormula(text).value();
}

julia::Place placeOf(const Formula& formula) {
  return {.c = julia::parseComplex("-0.7269+0.1889i").value(),
          .view = julia::CentreView{.radius = julia::Decimal::fromDouble(1.5)},
          .formula = formula};
}

// A form in an active window, which shows what it asks for, as the program does.
struct Stage {
  QWidget window;
  FormulaForm* form = new FormulaForm(&window);
  QLineEdit* other = new QLineEdit(&window);
  FormulaEdit& edit = form->edit();
  QSignalSpy edited{form, &FormulaForm::formulaEdited};

  explicit Stage(const char* formula = "z^2+c") {
    auto* column = new QVBoxLayout(&window);
    column->addWidget(form);
    column->addWidget(other);
    column->addStretch();
    form->setPlace(placeOf(formulaOf(formula)));
    QObject::connect(form, &FormulaForm::formulaEdited, form,
                     [this](const Formula& wanted) { form->setPlace(placeOf(wanted)); });
    window.resize(300, 400);
    window.show();
    window.activateWindow();
    if (!QTest::qWaitForWindowActive(&window, tests::kPatienceMs)) qFatal("no active window");
  }
  void type(const char* text) {
    edit.setFocus();
    edit.selectAll();
    QTest::keyClicks(&edit, QString::fromLatin1(text));
  }
  Formula formulaAt(qsizetype index) const { return edited.at(index).at(0).value<Formula>(); }
  bool isFinishedAt(qsizetype index) const { return edited.at(index).at(1).toBool(); }
  Formula last() const { return formulaAt(edited.count() - 1); }
  QPushButton* addButton() const { return form->findChild<QPushButton*>(); }
  // The fields of the radius of escape.
  DecimalEdit* radius() const {
    for (auto* field : form->findChildren<DecimalEdit*>())
      if (qobject_cast<CoordinateEdit*>(field) == nullptr) return field;
    return nullptr;
  }
};

}  // namespace

class FormulaFormTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void everyKeyThatMakesAFormulaIsTaken();
  void aWrongTextKeepsTheFormulaAndIsMarked();
  void theLineIsBelowWhatIsWrong();
  void aTypedTextStaysWhileItMeansTheFormula();
  void escapeBringsTheLastFormulaBack();
  void leavingTheFieldEndsTheStep();
  void aPlaceFromElsewhereEndsTheStep();
  void valuesBehindTheFormulaGoToTheirFields();
  void aNameBecomesAParameterWhereTheUserSaysSo();
  void aParameterKeepsItsDigits();
  void aSliderMovesOnePartOfAParameter();
  void aRadiusIsAskedForWhereNoneIsProven();
  void aRadiusThatIsNoneIsRefused();
  void aRadiusGoesWhereOneIsProven();
  void basinsAreAChoice();
  void anotherFormulasRowsGoWithWhatIsTypedInThem();
};

void FormulaFormTest::everyKeyThatMakesAFormulaIsTaken() {
  Stage stage;
  stage.type("z^3+c");
  QVERIFY(stage.last() == Formula(3));
  QVERIFY(!stage.isFinishedAt(stage.edited.count() - 1));
  const auto before = stage.edited.count();
  QTest::keyClick(&stage.edit, Qt::Key_Return);
  QCOMPARE(stage.edited.count(), before + 1);
  QVERIFY(stage.last() == Formula(3));
  QVERIFY(stage.isFinishedAt(before));
  QTest::keyClick(&stage.edit, Qt::Key_Return);
  QCOMPARE(stage.edited.count(), before + 1);
}

void FormulaFormTest::aWrongTextKeepsTheFormulaAndIsMarked() {
  Stage stage;
  for (const char* text : {"z^2+foo(z)", "z^", "(z", "3=3", "z", ""}) {
    stage.edit.setFocus();
    stage.edit.setText(QString::fromLatin1(text));
    QTest::keyClick(&stage.edit, Qt::Key_Return);
    QVERIFY2(!stage.edit.problem().isEmpty(), text);
    QCOMPARE(stage.edit.text(), QString::fromLatin1(text));
  }
  QCOMPARE(stage.edited.count(), 0);
  const auto messages = stage.form->findChildren<FieldMessage*>();
  QCOMPARE(std::ranges::count_if(messages, [](const auto* m) { return m->isVisible(); }), 1);
}

void FormulaFormTest::theLineIsBelowWhatIsWrong() {
  Stage stage;
  QVERIFY(!stage.edit.markLine());
  stage.type("z^2+foo(z)");
  const auto line = stage.edit.markLine();
  QVERIFY(line);
  const QFontMetrics metrics = stage.edit.fontMetrics();
  const double foo = metrics.horizontalAdvance(QStringLiteral("foo"));
  QVERIFY(std::abs(line->width() - foo) < 2.0);
  QVERIFY(line->left() > metrics.horizontalAdvance(QStringLiteral("z^2")));
  QVERIFY(stage.edit.rect().contains(line->toAlignedRect()));
  stage.type("z^2+c");
  QVERIFY(!stage.edit.markLine());
}

void FormulaFormTest::aTypedTextStaysWhileItMeansTheFormula() {
  Stage stage;
  stage.type("c + z*z*z");
  QTest::keyClick(&stage.edit, Qt::Key_Return);
  QCOMPARE(stage.edit.text(), QStringLiteral("c + z*z*z"));
  stage.form->setPlace(placeOf(Formula(4)));
  QCOMPARE(stage.edit.text(), QStringLiteral("z^4+c"));
  stage.form->setPlace(placeOf(Formula(3)));  // an undo
  QCOMPARE(stage.edit.text(), QStringLiteral("c + z*z*z"));
}

void FormulaFormTest::escapeBringsTheLastFormulaBack() {
  Stage stage;
  stage.type("z^3+c(");
  QVERIFY(!stage.edit.problem().isEmpty());
  QTest::keyClick(&stage.edit, Qt::Key_Escape);
  QVERIFY(stage.edit.problem().isEmpty());
  QCOMPARE(stage.edit.text(), QStringLiteral("z^3+c"));
}

void FormulaFormTest::leavingTheFieldEndsTheStep() {
  Stage stage;
  stage.type("z^3+c(");
  QVERIFY(!stage.isFinishedAt(stage.edited.count() - 1));
  stage.other->setFocus();
  QVERIFY(stage.isFinishedAt(stage.edited.count() - 1));
  QVERIFY(stage.last() == Formula(3));
  QVERIFY(!stage.edit.problem().isEmpty());
}

void FormulaFormTest::aPlaceFromElsewhereEndsTheStep() {
  Stage stage;
  stage.type("newton(z^3-1)");
  QVERIFY(stage.last().hasBasins());
  stage.form->setPlace(placeOf(Formula(3)));  // while the field has the focus
  stage.type("z^3-1.5z");
  QVERIFY(stage.last() == formulaOf("z^3-1.5z"));  // which has cycles, too
}

void FormulaFormTest::valuesBehindTheFormulaGoToTheirFields() {
  Stage stage;
  stage.type("z^2+a*z, a=0.3-0.2i");
  QVERIFY(stage.last() == formulaOf("z^2+a*z,a=0.3-0.2i"));
  QTest::keyClick(&stage.edit, Qt::Key_Return);
  QCOMPARE(stage.edit.text(), QStringLiteral("z^2+a*z"));
  const auto* fields = stage.form->findChild<ComplexFields*>();
  QVERIFY(fields != nullptr);
  QCOMPARE(fields->re()->text(), QStringLiteral("0.3"));
  QCOMPARE(fields->im()->text(), QStringLiteral("-0.2"));
  // The value stays while the text is typed anew.
  stage.type("a*z^3+z");
  QVERIFY(stage.last() == formulaOf("a*z^3+z,a=0.3-0.2i"));
}

void FormulaFormTest::aNameBecomesAParameterWhereTheUserSaysSo() {
  Stage stage;
  stage.type("z^2+mu");
  QVERIFY(!stage.edit.problem().isEmpty());
  QVERIFY(stage.addButton()->isVisible());
  QVERIFY(stage.addButton()->text().contains(QStringLiteral("mu")));
  const auto before = stage.edited.count();
  stage.addButton()->click();
  QCOMPARE(stage.edited.count(), before + 1);
  QVERIFY(stage.last() == formulaOf("z^2+mu,mu=0.5"));
  QVERIFY(!stage.addButton()->isVisible());
  QVERIFY(stage.edit.problem().isEmpty());
}

void FormulaFormTest::aParameterKeepsItsDigits() {
  Stage stage("z^2+a*z,a=0.3");
  auto* re = stage.form->findChild<ComplexFields*>()->re();
  re->setFocus();
  re->setText(QStringLiteral("0.30000000000000000000000000000000000000001"));
  QTest::keyClick(re, Qt::Key_Return);
  QCOMPARE(stage.edited.count(), 1);
  QVERIFY(stage.isFinishedAt(0));
  QVERIFY(stage.last() == formulaOf("z^2+a*z,a=0.30000000000000000000000000000000000000001"));
  QCOMPARE(stage.edit.text(), QStringLiteral("z^2+a*z"));
}

void FormulaFormTest::aSliderMovesOnePartOfAParameter() {
  Stage stage("z^2+a*z,a=0.123456789i");
  auto* re = stage.form->findChild<QSlider*>();
  QVERIFY(re != nullptr);
  re->setSliderDown(true);
  re->setSliderPosition(3'000);
  QVERIFY(stage.last() == formulaOf("z^2+a*z,a=1+0.123456789i"));
  QVERIFY(!stage.isFinishedAt(0));
  re->setSliderDown(false);
  QVERIFY(stage.isFinishedAt(stage.edited.count() - 1));
}

void FormulaFormTest::aRadiusIsAskedForWhereNoneIsProven() {
  Stage stage;
  QVERIFY(!stage.radius()->isVisible());
  stage.type("c*sin(z)");
  QVERIFY(stage.last() == formulaOf("c*sin(z),escape=50"));
  QVERIFY(stage.radius()->isVisible());
  QTest::keyClick(&stage.edit, Qt::Key_Return);
  stage.radius()->setFocus();
  stage.radius()->setText(QStringLiteral("60"));
  QTest::keyClick(stage.radius(), Qt::Key_Return);
  QVERIFY(stage.last() == formulaOf("c*sin(z),escape=60"));
  // Another formula without a proof keeps it.
  stage.type("c*cos(z)");
  QVERIFY(stage.last() == formulaOf("c*cos(z),escape=60"));
}

void FormulaFormTest::aRadiusThatIsNoneIsRefused() {
  Stage stage("c*sin(z),escape=50");
  for (const char* text : {"0", "-1", "1e151", "x", ""}) {
    stage.radius()->setFocus();
    stage.radius()->setText(QString::fromLatin1(text));
    QTest::keyClick(stage.radius(), Qt::Key_Return);
    QVERIFY2(!stage.radius()->problem().isEmpty(), text);
  }
  QCOMPARE(stage.edited.count(), 0);
}

void FormulaFormTest::aRadiusGoesWhereOneIsProven() {
  Stage stage("c*sin(z),escape=50");
  stage.type("z^3-z");
  QVERIFY(stage.last() == formulaOf("z^3-z"));
  QVERIFY(!stage.radius()->isVisible());
  stage.type("z^3-z, escape=8");
  QVERIFY(stage.last() == formulaOf("z^3-z,escape=8"));
  QVERIFY(stage.radius()->isVisible());
}

void FormulaFormTest::basinsAreAChoice() {
  Stage stage;
  auto* box = stage.form->findChild<QCheckBox*>();
  QVERIFY(!box->isVisible());
  stage.type("newton(z^3-1)");
  QVERIFY(box->isVisible());
  QVERIFY(box->isChecked());
  box->click();
  QVERIFY(stage.last() == formulaOf("newton(z^3-1),escape=1e10"));
  QVERIFY(stage.isFinishedAt(stage.edited.count() - 1));
  box->click();
  QVERIFY(stage.last() == formulaOf("newton(z^3-1),escape=1e10,basins=1"));
  QCOMPARE(stage.edit.text(), QStringLiteral("newton(z^3-1)"));
}

void FormulaFormTest::anotherFormulasRowsGoWithWhatIsTypedInThem() {
  Stage stage("z^2+a*z,a=0.3");
  auto* re = stage.form->findChild<ComplexFields*>()->re();
  re->setFocus();
  re->setText(QStringLiteral("7"));
  stage.form->setPlace(placeOf(formulaOf("z^2+b*z,b=0.1")));
  QCOMPARE(stage.edited.count(), 0);
  const auto fields = stage.form->findChildren<ComplexFields*>();
  QCOMPARE(fields.size(), 1);
  QCOMPARE(fields.first()->re()->text(), QStringLiteral("0.1"));
}

QTEST_MAIN(FormulaFormTest)
#include "formula_form_test.moc"
