// SPDX-License-Identifier: GPL-3.0-or-later
#include <QApplication>
#include <QFocusEvent>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>
#include <QVBoxLayout>

#include "tests/patience.h"
#include "ui/style/number_text.h"
#include "ui/widgets/complex_edit.h"
#include "ui/widgets/decimal_edit.h"
#include "ui/widgets/field_message.h"
#include "ui/widgets/field_row.h"
#include "ui/widgets/integer_edit.h"
#include "ui/widgets/segmented_buttons.h"

using namespace fatou;
using namespace fatou::ui;
using julia::Decimal;

namespace {

Decimal decimal(const char* text) {
  return Decimal::parse(text).value();
}

julia::ComplexDecimal number(const char* text) {
  return julia::parseComplex(text).value();
}

void retype(QLineEdit& field, const char* text) {
  field.setFocus();
  field.selectAll();
  QTest::keyClicks(&field, QString::fromUtf8(text));
}

void enter(QLineEdit& field, const char* text) {
  retype(field, text);
  QTest::keyClick(&field, Qt::Key_Return);
}

// Two fields in an active window, so that the focus can come and go.
template <typename Field>
struct Stage {
  QWidget window;
  Field* field = new Field;
  QLineEdit* other = new QLineEdit;
  FieldRow* row = new FieldRow(QStringLiteral("Field"), field);

  Stage() {
    auto* column = new QVBoxLayout(&window);
    column->addWidget(row);
    column->addWidget(other);
    window.resize(300, 300);
    window.show();
    window.activateWindow();
    if (!QTest::qWaitForWindowActive(&window, tests::kPatienceMs)) qFatal("no active window");
  }
  FieldMessage* message() { return row->template findChild<FieldMessage*>(); }
};

}  // namespace

class FieldsTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void enterTakesTheNumberOnceWithAllItsDigits() {
    Stage<DecimalEdit> stage;
    QSignalSpy edits(stage.field, &DecimalEdit::valueEdited);
    enter(*stage.field, "-0.74543000000000000000000000000000000000000000011");
    QCOMPARE(edits.count(), 1);
    QCOMPARE(stage.field->value().text(),
             std::string("-0.74543000000000000000000000000000000000000000011"));
    QTest::keyClick(stage.field, Qt::Key_Return);
    stage.other->setFocus();
    QCOMPARE(edits.count(), 1);
  }
  void leavingTheFieldTakesTheNumber() {
    Stage<DecimalEdit> stage;
    QSignalSpy edits(stage.field, &DecimalEdit::valueEdited);
    retype(*stage.field, "1.5");
    QCOMPARE(edits.count(), 0);
    stage.other->setFocus();
    QCOMPARE(edits.count(), 1);
  }
  void aNumberOfAHundredThousandDigitsStaysWhole() {
    Stage<DecimalEdit> stage;
    const std::string text = "0." + std::string(99'999, '7');
    stage.field->setFocus();
    stage.field->setText(QString::fromStdString(text));
    QTest::keyClick(stage.field, Qt::Key_Return);
    QCOMPARE(stage.field->value().text(), text);
  }
  void badTextIsMarkedAndTheLastGoodValueStays() {
    Stage<DecimalEdit> stage;
    stage.field->setValue(decimal("2.5"));
    QSignalSpy edits(stage.field, &DecimalEdit::valueEdited);
    QVERIFY(!stage.message()->isVisible());
    enter(*stage.field, "2,5x");
    QCOMPARE(edits.count(), 0);
    QCOMPARE(stage.field->value().text(), std::string("2.5"));
    QCOMPARE(stage.field->text(), QStringLiteral("2,5x"));
    QVERIFY(stage.message()->isVisible());
    QVERIFY(stage.message()->text().contains(QStringLiteral("'2,5x' has a comma")));
    QTRY_VERIFY(stage.message()->geometry().top() >= stage.field->geometry().bottom());
  }
  void emptyTextIsMarkedToo() {
    Stage<DecimalEdit> stage;
    stage.field->setFocus();
    stage.field->clear();
    QTest::keyClick(stage.field, Qt::Key_Return);
    QVERIFY(!stage.field->problem().isEmpty());
  }
  void theMarkGoesAsSoonAsTheTextIsRightAndComesBackOnlyOnEnter() {
    Stage<DecimalEdit> stage;
    enter(*stage.field, "1x");
    QVERIFY(!stage.field->problem().isEmpty());
    QTest::keyClick(stage.field, Qt::Key_End);
    QTest::keyClick(stage.field, Qt::Key_Backspace);
    QVERIFY(stage.field->problem().isEmpty());
    QVERIFY(!stage.message()->isVisible());
    QTest::keyClicks(stage.field, QStringLiteral("e"));
    QVERIFY(stage.field->problem().isEmpty());
  }
  void escapeBringsBackTheValueInForce() {
    Stage<DecimalEdit> stage;
    stage.field->setValue(decimal("2.5"));
    enter(*stage.field, "nonsense");
    QTest::keyClick(stage.field, Qt::Key_Escape);
    QCOMPARE(stage.field->text(), QStringLiteral("2.5"));
    QVERIFY(stage.field->problem().isEmpty());
  }
  void escapeIsTheWindowsWhenThereIsNothingToBringBack() {
    Stage<DecimalEdit> stage;
    stage.field->setFocus();
    QKeyEvent escape(QEvent::KeyPress, Qt::Key_Escape, Qt::NoModifier);
    QCoreApplication::sendEvent(stage.field, &escape);
    QVERIFY(!escape.isAccepted());
  }
  void whatIsBeingTypedSurvivesAChangeFromOutside() {
    Stage<DecimalEdit> stage;
    retype(*stage.field, "3.1");
    stage.field->setValue(decimal("7"));
    QCOMPARE(stage.field->text(), QStringLiteral("3.1"));
    QTest::keyClick(stage.field, Qt::Key_Escape);
    QCOMPARE(stage.field->text(), QStringLiteral("7"));
  }
  void aMarkSurvivesTheSameValueButNotAnother() {
    Stage<DecimalEdit> stage;
    enter(*stage.field, "oops");
    stage.other->setFocus();
    stage.field->setValue(stage.field->value());
    QCOMPARE(stage.field->text(), QStringLiteral("oops"));
    stage.field->setValue(decimal("4"));
    QCOMPARE(stage.field->text(), QStringLiteral("4"));
    QVERIFY(stage.field->problem().isEmpty());
  }
  void theSameNumberWrittenOtherwiseIsNoEdit() {
    Stage<DecimalEdit> stage;
    stage.field->setValue(decimal("0.5"));
    QSignalSpy edits(stage.field, &DecimalEdit::valueEdited);
    enter(*stage.field, "50e-2");
    QCOMPARE(edits.count(), 0);
    QCOMPARE(stage.field->text(), QStringLiteral("50e-2"));
  }
  void aCheckOfItsOwnSpeaksInTheSamePlace() {
    Stage<DecimalEdit> stage;
    stage.field->setCheck([](const Decimal& value) -> Status {
      if (value.isNegative()) return Error{"below zero: use 1"};
      return success();
    });
    enter(*stage.field, "-1");
    QCOMPARE(stage.message()->text(), QStringLiteral("below zero: use 1"));
    QVERIFY(stage.field->value().isZero());
  }

  void aLongNumberShowsItsStartAndIsWholeInTheToolTip() {
    Stage<DecimalEdit> stage;
    stage.field->setToolTip(QStringLiteral("The number"));
    enter(*stage.field, "0.5");
    QCOMPARE(stage.field->wholeToolTip(), QStringLiteral("The number"));
    const QString digits = QStringLiteral("-0.") + QStringLiteral("7123456789").repeated(6);
    enter(*stage.field, digits.toUtf8().constData());
    QCOMPARE(stage.field->cursorPosition(), 0);
    QCOMPARE(stage.field->selectedText(), digits);
    QTest::keyClick(stage.field, Qt::Key_End);
    stage.other->setFocus();
    QCOMPARE(stage.field->cursorPosition(), 0);
    QString tip = stage.field->wholeToolTip();
    QVERIFY(tip.startsWith(QStringLiteral("The number\n")));
    QVERIFY2(tip.remove(u'\n').endsWith(digits), qPrintable(tip));
  }
  void theCursorStaysWhereTheTypingGoesOn() {
    Stage<DecimalEdit> stage;
    stage.field->setFocus();
    stage.field->selectAll();
    QTest::keyClicks(stage.field, QStringLiteral("0.25"));
    QFocusEvent windowLeft(QEvent::FocusOut, Qt::ActiveWindowFocusReason);
    QApplication::sendEvent(stage.field, &windowLeft);
    QCOMPARE(stage.field->cursorPosition(), 4);
    QTest::keyClicks(stage.field, QStringLiteral("x"));
    stage.other->setFocus();
    QCOMPARE(stage.field->text(), QStringLiteral("0.25x"));
    QCOMPARE(stage.field->cursorPosition(), 5);
  }
  void aLongNumberIsShownByItsFirstAndLastFigures() {
    Stage<DecimalEdit> stage;
    stage.other->setFocus();
    stage.field->setValue(decimal("0.5"));
    QCOMPARE(stage.field->shownText(), QStringLiteral("0.5"));
    const std::string digits = "-0.7123456789712345678971234567897123456789712345678971234504321";
    stage.field->setValue(decimal(digits.c_str()));
    const QString shown = stage.field->shownText();
    QVERIFY2(shown.startsWith(QStringLiteral("-0.71")), qPrintable(shown));
    QVERIFY2(shown.endsWith(QStringLiteral("321")), qPrintable(shown));
    QVERIFY(shown.size() < 50);
    QCOMPARE(stage.field->text(), QString::fromStdString(digits));
    stage.field->setFocus();
    QCOMPARE(stage.field->shownText(), stage.field->text());
  }
  void bothPartsOfALongComplexNumberAreShown() {
    Stage<ComplexEdit> stage;
    stage.other->setFocus();
    const QString digits = QStringLiteral("123456789").repeated(5);
    const QString whole = QStringLiteral("-0.%1 - 0.4%1i").arg(digits);
    stage.field->setValue(number(whole.toUtf8().constData()));
    const QString shown = stage.field->shownText();
    QVERIFY2(shown.startsWith(QStringLiteral("-0.1")), qPrintable(shown));
    QVERIFY2(shown.contains(QStringLiteral(" - 0.4")), qPrintable(shown));
    QVERIFY2(shown.endsWith(QStringLiteral("9i")), qPrintable(shown));
    QVERIFY(shown.size() < 50);
    stage.field->setValue(number("0.5,-1e-5"));
    QCOMPARE(stage.field->shownText(), QStringLiteral("0.5 - 1e-5i"));
  }
  void aSentenceAboutALongWordIsNoWiderThanItsField() {
    Stage<DecimalEdit> stage;
    enter(*stage.field, QByteArray(400, 'x').constData());
    QVERIFY(stage.message()->isVisible());
    QVERIFY2(stage.message()->minimumSizeHint().width() < 250,
             qPrintable(QString::number(stage.message()->minimumSizeHint().width())));
  }

  void aRowFitsTextThatBecomesLarger() {
    auto* field = new QLineEdit;
    FieldRow row(QStringLiteral("Name"), field);
    const int height = field->minimumHeight();
    QFont font = row.font();
    font.setPointSizeF(2.0 * font.pointSizeF());
    row.setFont(font);
    QVERIFY(field->minimumHeight() > height);
  }
  void complexNumbersAreTypedBothWays_data() {
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("shown");
    QTest::newRow("sum") << "-0.8+0.156i"
                         << "-0.8 + 0.156i";
    QTest::newRow("pair") << "-0.8,0.156"
                          << "-0.8 + 0.156i";
    QTest::newRow("negative") << "1,-2.50"
                              << "1 - 2.50i";
    QTest::newRow("real") << "3"
                          << "3 + 0i";
    QTest::newRow("exponents") << "1e-3-2e-5i"
                               << "1e-3 - 2e-5i";
  }
  void complexNumbersAreTypedBothWays() {
    QFETCH(QString, typed);
    QFETCH(QString, shown);
    Stage<ComplexEdit> stage;
    QSignalSpy edits(stage.field, &ComplexEdit::valueEdited);
    enter(*stage.field, typed.toUtf8().constData());
    QCOMPARE(stage.field->text(), shown);
    QCOMPARE(edits.count(), 1);
    QVERIFY(julia::parseComplex(shown.toStdString()).value() == stage.field->value());
  }
  void aDraftIsTheTextsNumberBeforeItIsTaken() {
    Stage<ComplexEdit> stage;
    stage.field->setValue(number("1,2"));
    QVERIFY(stage.field->draft() == number("1,2"));
    retype(*stage.field, "3, 4");
    QVERIFY(stage.field->draft() == number("3,4"));
    QVERIFY(stage.field->value() == number("1,2"));
    retype(*stage.field, "three");
    QVERIFY(!stage.field->draft());
  }

  void thousandsAreSetApart() {
    QCOMPARE(groupedText(0), QStringLiteral("0"));
    QCOMPARE(groupedText(999), QStringLiteral("999"));
    QCOMPARE(groupedText(1'000), QStringLiteral("1,000"));
    QCOMPARE(groupedText(-123'456), QStringLiteral("-123,456"));
    QCOMPARE(groupedText(2'147'483'647), QStringLiteral("2,147,483,647"));
  }
  void wholeNumbersAreReadHoweverTheyAreGrouped() {
    for (const char* text : {"5000", "5 000", "5,000", "5\u202F000", "5e3", " 5000 "})
      QCOMPARE(parseInteger(QString::fromUtf8(text)), std::optional<std::int64_t>(5'000));
    for (const char* text : {"", "x", "1.5", "5e-1", "1e300", "1e999999", "2,5", "2.000"})
      QVERIFY2(!parseInteger(QString::fromUtf8(text)), text);
  }
  void aWholeNumberIsHeldToItsRange() {
    Stage<IntegerEdit> stage;
    stage.field->setRange(QStringLiteral("tmax"), 1, 8);
    stage.field->setValue(3);
    QSignalSpy edits(stage.field, &IntegerEdit::valueEdited);
    for (const char* text : {"0", "9", "-1", "1.5", "many"}) {
      enter(*stage.field, text);
      QVERIFY2(!stage.field->problem().isEmpty(), text);
    }
    QCOMPARE(edits.count(), 0);
    enter(*stage.field, "9");
    QCOMPARE(stage.field->problem(), QStringLiteral("tmax 9 is out of range: use 1 to 8"));
    enter(*stage.field, "1");
    enter(*stage.field, "8");
    QCOMPARE(edits.count(), 2);
  }
  void keysAndButtonsStepOnceEachAndStopAtTheEnds() {
    Stage<IntegerEdit> stage;
    stage.field->setRange(QStringLiteral("n"), 1, 3);
    stage.field->addStepButtons();
    stage.field->setValue(2);
    QSignalSpy edits(stage.field, &IntegerEdit::valueEdited);
    stage.field->setFocus();
    QTest::keyClick(stage.field, Qt::Key_Up);
    QTest::keyClick(stage.field, Qt::Key_Up);
    QCOMPARE(edits.count(), 1);
    const auto buttons = stage.field->findChildren<QToolButton*>();
    for (int i = 0; i < 3; ++i) QTest::mouseClick(buttons[0], Qt::LeftButton);
    QCOMPARE(edits.count(), 3);
    QCOMPARE(stage.field->value(), 1);
    QTest::mouseClick(buttons[1], Qt::LeftButton);
    QCOMPARE(stage.field->text(), QStringLiteral("2"));
  }

  void aSegmentIsChosenOnceByMouseAndByArrows() {
    SegmentedButtons segments;
    for (const char* text : {"Serial", "Direct", "Balanced"})
      segments.addSegment(QString::fromUtf8(text), QString());
    segments.setCurrent(2);
    segments.show();
    segments.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&segments, tests::kPatienceMs));
    QSignalSpy edits(&segments, &SegmentedButtons::currentEdited);
    const auto buttons = segments.findChildren<QAbstractButton*>();
    QTest::mouseClick(buttons[0], Qt::LeftButton);
    QTest::mouseClick(buttons[0], Qt::LeftButton);
    QCOMPARE(edits.count(), 1);
    QVERIFY(buttons[0]->isChecked() && !buttons[2]->isChecked());
    QTest::keyClick(buttons[0], Qt::Key_Left);
    QCOMPARE(edits.count(), 1);
    QTest::keyClick(buttons[0], Qt::Key_Right);
    QCOMPARE(segments.current(), 1);
    QVERIFY(buttons[1]->hasFocus());
    QTest::keyClick(buttons[1], Qt::Key_End);
    QCOMPARE(segments.current(), 2);
    QCOMPARE(edits.count(), 3);
    segments.setCurrent(0);
    QCOMPARE(edits.count(), 3);
  }
  void segmentsAreOneTabStop() {
    QWidget window;
    QVBoxLayout column(&window);
    auto* segments = new SegmentedButtons;
    for (const char* text : {"A", "B", "C"})
      segments->addSegment(QString::fromUtf8(text), QString());
    segments->setCurrent(1);
    auto* before = new QLineEdit;
    auto* after = new QLineEdit;
    column.addWidget(before);
    column.addWidget(segments);
    column.addWidget(after);
    window.show();
    window.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&window, tests::kPatienceMs));
    before->setFocus();
    QTest::keyClick(before, Qt::Key_Tab);
    QCOMPARE(QApplication::focusWidget()->metaObject()->className(), "QAbstractButton");
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
    QVERIFY(after->hasFocus());
  }
};

QTEST_MAIN(FieldsTest)
#include "fields_test.moc"
