// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/region_forms.h"

#include <QTest>

#include "ui/state/picture_sizes.h"

using namespace fatou;
using julia::CentreView;
using julia::CornerView;
using julia::Decimal;

namespace {

Decimal number(const char* text) {
  return Decimal::parse(text).value();
}

CornerView corners(const char* xmin, const char* ymin, const char* xmax, const char* ymax) {
  return {number(xmin), number(ymin), number(xmax), number(ymax)};
}

CentreView centred(const char* re, const char* im, const char* radius) {
  return {{number(re), number(im)}, number(radius)};
}

}  // namespace

class RegionFormsTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void aGivenCentreKeepsItsOwnDigits() {
    const auto given = centred("-0.7500000000000000000000000000001", "0.10", "1.30");
    const auto forms = ui::regionForms(given, corners("-2.05", "-1.2", "0.55", "1.4"));
    QCOMPARE(forms.centred.centre.re.text(), std::string("-0.7500000000000000000000000000001"));
    QCOMPARE(forms.centred.centre.im.text(), std::string("0.10"));
    QCOMPARE(forms.centred.radius.text(), std::string("1.30"));
    QVERIFY(forms.corners == corners("-2.05", "-1.2", "0.55", "1.4"));
  }
  void givenCornersKeepTheirOwnDigits() {
    const auto given = corners("-2.50", "-1.000", "1.5", "1");
    const auto forms = ui::regionForms(given, given);
    QCOMPARE(forms.corners.xmin.text(), std::string("-2.50"));
    QVERIFY(forms.centred == centred("-0.5", "0", "1"));
  }
  void theOtherFormComesFromWhatIsShown() {
    const auto forms =
        ui::regionForms(corners("-1", "-1", "1", "1"), corners("-2", "-1.5", "2", "1.5"));
    QVERIFY(forms.centred == centred("0", "0", "1.5"));
  }
  void derivedNumbersHaveJustTheDigitsThatPixelsNeed() {
    const CornerView shown{Decimal::fromDouble(-1.5829123456789123), Decimal::fromDouble(-1.2),
                           Decimal::fromDouble(1.5829123456789127), Decimal::fromDouble(1.2)};
    const auto forms = ui::regionForms(centred("0", "0", "1.2"), shown);
    QCOMPARE(forms.corners.xmin.text(), std::string("-1.5829123"));
    QCOMPARE(forms.corners.ymax.text(), std::string("1.2"));
    QCOMPARE(ui::regionForms(shown, shown).centred.centre.re.text(), std::string("0"));
  }
  void deepDerivedNumbersHaveMoreDigits_data() {
    QTest::addColumn<double>("radius");
    for (const double radius : {1e300, 100.0, 1.0, 1e-3, 1e-9, 1e-14})
      QTest::addRow("%g", radius) << radius;
  }
  void deepDerivedNumbersHaveMoreDigits() {
    QFETCH(double, radius);
    const double x = -0.7436438870371587;
    const double y = 0.13182590420531197;
    const CornerView shown{Decimal::fromDouble(x - radius), Decimal::fromDouble(y - radius),
                           Decimal::fromDouble(x + radius), Decimal::fromDouble(y + radius)};
    const auto forms = ui::regionForms(shown, shown).centred;
    const double step = 2 * radius / 65'536;
    QVERIFY(std::abs(forms.centre.re.toDouble() - x) <= std::max(step / 100, 1.2e-16));
    QVERIFY(std::abs(forms.centre.im.toDouble() - y) <= std::max(step / 100, 1.2e-16));
    QVERIFY(std::abs(forms.radius.toDouble() - radius) <= std::max(step / 100, 1.2e-16));
  }
  void beforeTheFirstPictureACentredViewIsTakenAsSquare() {
    const auto view = centred("1", "2", "3");
    QVERIFY(ui::regionForms(view, view).corners == corners("-2", "-1", "4", "5"));
  }

  void sizesUpToWhatTheWindowKeepsAreFine() {
    QVERIFY(ui::sizeProblem(1, 1).isEmpty());
    QVERIFY(ui::sizeProblem(8'192, 8'192).isEmpty());
    QVERIFY(ui::sizeProblem(65'536, 1'024).isEmpty());
    for (const auto size : ui::offeredSizes())
      QVERIFY(ui::sizeProblem(size.width, size.height).isEmpty());
  }
  void largerOnesAreRefusedWithWhatWouldDo() {
    const QString problem = ui::sizeProblem(65'536, 1'025);
    QVERIFY2(problem.contains(QStringLiteral("height up to 1,024, or Export… (Ctrl+E)")),
             qPrintable(problem));
    QVERIFY(!ui::sizeProblem(8'193, 8'192).isEmpty());
    QVERIFY(!ui::sizeProblem(0, 10).isEmpty());
    QVERIFY(!ui::sizeProblem(10, 65'537).isEmpty());
  }
};

QTEST_GUILESS_MAIN(RegionFormsTest)
#include "region_forms_test.moc"
