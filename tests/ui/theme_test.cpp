// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/style/theme.h"

#include <algorithm>

#include <QApplication>
#include <QCheckBox>
#include <QFile>
#include <QFontMetrics>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QMainWindow>
#include <QMessageBox>
#include <QPushButton>
#include <QRegularExpression>
#include <QTest>
#include <QToolButton>
#include <QVBoxLayout>

#include "tests/patience.h"
#include "ui/style/fonts.h"
#include "ui/style/palettes.h"
#include "ui/style/style_sheet.h"

using namespace fatou::ui;

Q_DECLARE_METATYPE(QPalette)

namespace {

constexpr double kReadable = 4.5;  // WCAG 2.1, AA: text
constexpr double kTold = 3.0;      // WCAG 2.1, AA: what controls are told by

QColor borderOf(QWidget& field) {
  return field.grab().toImage().pixelColor(field.width() / 2, 0);
}

}  // namespace

class ThemeTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void contrastIsOneOfTheSameAndTwentyOneOfBlackAndWhite() {
    QCOMPARE(contrast(Qt::red, Qt::red), 1.0);
    QCOMPARE(contrast(Qt::black, Qt::white), 21.0);
    QCOMPARE(contrast(Qt::white, Qt::black), 21.0);
  }

  void textIsReadableOnItsGround_data() {
    QTest::addColumn<QPalette>("palette");
    QTest::addColumn<int>("text");
    QTest::addColumn<int>("ground");
    const std::pair<QPalette::ColorRole, QPalette::ColorRole> pairs[] = {
        {QPalette::WindowText, QPalette::Window},
        {QPalette::WindowText, QPalette::AlternateBase},
        {QPalette::Text, QPalette::Base},
        {QPalette::ButtonText, QPalette::Button},
        {QPalette::HighlightedText, QPalette::Highlight},
        {QPalette::ToolTipText, QPalette::ToolTipBase},
        {QPalette::PlaceholderText, QPalette::Window},
        {QPalette::PlaceholderText, QPalette::Base},
        {QPalette::BrightText, QPalette::Window},
        {QPalette::BrightText, QPalette::Base},
        {QPalette::Link, QPalette::Window},
        {QPalette::Link, QPalette::AlternateBase},
    };
    for (const auto& [text, ground] : pairs) {
      QTest::addRow("dark %d on %d", text, ground) << darkPalette() << int{text} << int{ground};
      QTest::addRow("light %d on %d", text, ground) << lightPalette() << int{text} << int{ground};
    }
  }

  void textIsReadableOnItsGround() {
    QFETCH(QPalette, palette);
    QFETCH(int, text);
    QFETCH(int, ground);
    const double ratio = contrast(palette.color(static_cast<QPalette::ColorRole>(text)),
                                  palette.color(static_cast<QPalette::ColorRole>(ground)));
    QVERIFY2(ratio >= kReadable, qPrintable(QString::number(ratio)));
  }

  void controlsAreToldFromTheirGrounds_data() {
    QTest::addColumn<QPalette>("palette");
    QTest::addColumn<int>("edge");
    QTest::addColumn<int>("ground");
    const auto grounds = {QPalette::Window, QPalette::Base, QPalette::Button,
                          QPalette::AlternateBase};
    for (const auto edge : {QPalette::Light, QPalette::Highlight, QPalette::Link}) {
      for (const auto ground : grounds) {
        QTest::addRow("dark %d on %d", edge, ground) << darkPalette() << int{edge} << int{ground};
        QTest::addRow("light %d on %d", edge, ground) << lightPalette() << int{edge} << int{ground};
      }
    }
  }
  void controlsAreToldFromTheirGrounds() {
    QFETCH(QPalette, palette);
    QFETCH(int, edge);
    QFETCH(int, ground);
    const double ratio = contrast(palette.color(static_cast<QPalette::ColorRole>(edge)),
                                  palette.color(static_cast<QPalette::ColorRole>(ground)));
    QVERIFY2(ratio >= kTold, qPrintable(QString::number(ratio)));
  }

  void bordersAndTicksAreDrawnSoInBothSchemes() {
    for (const ColorScheme scheme : {ColorScheme::Dark, ColorScheme::Light}) {
      applyTheme(*qApp, scheme);
      const QColor panel = QApplication::palette().color(QPalette::Window);
      QLineEdit field;
      QPushButton button(QStringLiteral("Press"));
      QToolButton ticked;
      ticked.setCheckable(true);
      ticked.setChecked(true);
      for (QWidget* control : std::initializer_list<QWidget*>{&field, &button, &ticked}) {
        control->resize(control->sizeHint());
        const double ratio = contrast(borderOf(*control), panel);
        QVERIFY2(ratio >= kTold, control->metaObject()->className());
      }
      QCheckBox box;
      box.resize(box.sizeHint());
      const QImage drawn = box.grab().toImage();
      double best = 1.0;
      for (int x = 0; x < drawn.width(); ++x)
        best = std::max(best, contrast(drawn.pixelColor(x, drawn.height() / 2), panel));
      QVERIFY(best >= kTold);
    }
  }

  void textFollowsItsSizeAndComesBack() {
    applyTheme(*qApp, ColorScheme::Light);
    const double normal = QApplication::font().pointSizeF();
    const double numeric = numericFont().pointSizeF();
    applyTheme(*qApp, ColorScheme::Light, TextSize::Presenter);
    QCOMPARE(QApplication::font().pointSizeF(), 1.6 * normal);
    QCOMPARE(numericFont().pointSizeF(), 1.6 * numeric);
    applyTheme(*qApp, ColorScheme::Dark, TextSize::Large);
    QCOMPARE(QApplication::font().pointSizeF(), 1.25 * normal);
    applyTheme(*qApp, ColorScheme::Dark);
    QCOMPARE(QApplication::font().pointSizeF(), normal);
  }

  void theStyleSheetHasNoWordLeftToFillIn() {
    for (const QPalette& palette : {darkPalette(), lightPalette()}) {
      QString sheet = styleSheet(palette, QApplication::font(), numericFont());
      sheet.remove(QRegularExpression(QStringLiteral("/\\*.*?\\*/"),
                                      QRegularExpression::DotMatchesEverythingOption));
      QVERIFY(sheet.contains(u'{'));
      QVERIFY2(!sheet.contains(u'@'), qPrintable(sheet.mid(sheet.indexOf(u'@'), 40)));
    }
  }

  void picturesThatTheStyleSheetNamesExist() {
    static const QRegularExpression url(QStringLiteral("url\\(([^)]*)\\)"));
    for (const QPalette& palette : {darkPalette(), lightPalette()}) {
      const QString sheet = styleSheet(palette, QApplication::font(), numericFont());
      int found = 0;
      for (const auto& match : url.globalMatch(sheet)) {
        QVERIFY2(QFile::exists(match.captured(1)), qPrintable(match.captured(1)));
        ++found;
      }
      QVERIFY(found > 0);
    }
  }

  void aSchemeCanBeChangedAndChangedBack() {
    applyTheme(*qApp, ColorScheme::Light);
    QVERIFY(!isDark(QApplication::palette()));
    const double size = QApplication::font().pointSizeF();
    applyTheme(*qApp, ColorScheme::Dark);
    QVERIFY(isDark(QApplication::palette()));
    applyTheme(*qApp, ColorScheme::Light);
    QVERIFY(!isDark(QApplication::palette()));
    QCOMPARE(QApplication::font().pointSizeF(), size);
  }

  // The offscreen platform's palette is light.
  void theSystemsSchemeIsSeenThroughOurOwn() {
    applyTheme(*qApp, ColorScheme::Dark);
    applyTheme(*qApp, ColorScheme::System);
    QVERIFY(!isDark(QApplication::palette()));
    QEvent change(QEvent::ThemeChange);
    applyTheme(*qApp, ColorScheme::Dark);
    QCoreApplication::sendEvent(qApp, &change);
    QVERIFY(isDark(QApplication::palette()));  // no longer followed
  }

  void aFieldIsMarkedInTheErrorColorAndCleared() {
    applyTheme(*qApp, ColorScheme::Dark);
    const QColor wrong = QApplication::palette().color(QPalette::BrightText);
    QLineEdit field;
    field.resize(120, field.sizeHint().height());
    const QColor before = borderOf(field);
    QVERIFY(before != wrong);
    setInvalid(field, true);
    QCOMPARE(borderOf(field), wrong);
    setInvalid(field, false);
    QCOMPARE(borderOf(field), before);
  }

  void fieldsAreTwentyEightPixelsHigh() {
    applyTheme(*qApp, ColorScheme::Dark);
    QLineEdit field;
    QCOMPARE(field.sizeHint().height(), 28);
  }

  void rowsChosenBeforeAViewIsShownAreAsHighAsAnyOther() {
    applyTheme(*qApp, ColorScheme::Dark);
    QMainWindow window;
    auto* page = new QWidget(&window);
    auto* list = new QListWidget(page);
    auto* layout = new QVBoxLayout(page);
    layout->addWidget(list);
    list->addItems({QStringLiteral("a"), QStringLiteral("b")});
    list->setCurrentRow(1);
    window.setCentralWidget(page);
    window.show();
    QTRY_COMPARE(list->visualItemRect(list->item(1)).top(), list->sizeHintForRow(0));
  }

  void allDigitsOfTheNumericFontAreEquallyWide() {
    const QFontMetricsF metrics(numericFont());
    for (const QChar digit : QStringLiteral("123456789 .-"))
      QCOMPARE(metrics.horizontalAdvance(digit), metrics.horizontalAdvance(u'0'));
  }

  void aLabelShowsWhatLooksLikeHtml() {
    applyTheme(*qApp, ColorScheme::Dark);
    QLabel label(QStringLiteral("<h1>a.png</h1><img src='b.png'>"));
    label.ensurePolished();
    QCOMPARE(label.textFormat(), Qt::PlainText);
    QMessageBox box(QMessageBox::Question, {}, QStringLiteral("Replace \"<b>a</b>.png\"?"));
    box.ensurePolished();
    for (QLabel* part : box.findChildren<QLabel*>()) {
      part->ensurePolished();
      QCOMPARE(part->textFormat(), Qt::PlainText);
    }
  }
};

QTEST_MAIN(ThemeTest)
#include "theme_test.moc"
