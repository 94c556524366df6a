// SPDX-License-Identifier: GPL-3.0-or-later
// Views that move at any depth, and the decimals that they move by.
#include "core/julia/plane/movable_view.h"

#include <random>
#include <variant>

#include <QTest>

#include "core/julia/dynamics/whole_set.h"
#include "core/julia/numbers/decimal_arithmetic.h"
#include "core/julia/plane/raster.h"

using namespace fatou::julia;

namespace {

Decimal number(const std::string& text) {
  return Decimal::parse(text).value();
}

// A hundred and twenty digits of nothing in particular.
const char* const kFarRe =
    "-0.123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890"
    "123456789012345678901234567891";
const char* const kFarIm =
    "0.987654321098765432109876543210987654321098765432109876543210987654321098765432109876543210"
    "987654321098765432109876543211";

CentreView deepPlace(const char* radius) {
  return {.centre = {number(kFarRe), number(kFarIm)}, .radius = number(radius)};
}

MovableView deepMovable(const char* radius = "1e-100") {
  return MovableView::of(deepPlace(radius), 200, 101).value();
}

Raster rasterOf(const MovableView& view) {
  return Raster::of(view.exact(), view.width(), view.height()).value();
}

}  // namespace

class MovableViewTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void aViewThatIsTooDeepForDoublesIsTakenOutToThem() {
    const CentreView deep = deepPlace("1e-300");
    const View found = resolvedView(deep, 200, 101);
    QVERIFY(doublesResolve(found, 200, 101));
    QVERIFY(centreOf(found) == deep.centre);
    CentreView closer = std::get<CentreView>(found);
    closer.radius = Decimal::fromDouble(closer.radius.toDouble() / 2.1);
    QVERIFY(!doublesResolve(closer, 200, 101));
    QVERIFY(resolvedView(found, 200, 101) == found);
    // A thin region does not lose its width.
    const CornerView thin{number("-1"), number("0"), number("1"), number("1e-30")};
    QCOMPARE(std::get<CentreView>(resolvedView(thin, 201, 101)).radius.toDouble(), 0.5);
  }

  void decimalsAddMultiplyAndRound_data() {
    QTest::addColumn<Decimal>("result");
    QTest::addColumn<QByteArray>("text");
    const auto row = [](const char* name, const Decimal& result, const char* text) {
      QTest::newRow(name) << result << QByteArray(text);
    };
    row("sum", number("0.1") + number("0.2"), "0.3");
    row("far apart", number("1") + number("1e-30"), "1.000000000000000000000000000001");
    row("carry", number("9.99") + number("0.01"), "10");
    row("to zero", number("1.5") - number("15e-1"), "0");
    row("below zero", number("1e-9") - number("3e-9"), "-2e-9");
    row("with zero", number("0") - number("2.50"), "-2.5");
    row("product", number("-1.2") * number("0.05"), "-0.06");
    row("times a count", number("2.5e-300") * -4, "-1e-299");
    row("half", half(number("0.3")), "0.15");
    row("large", number("123e20") + number("0"), "1.23e22");
    row("rounded up", rounded(number("0.9996"), -3), "1");
    row("rounded down", rounded(number("-0.12349"), -4), "-0.1235");
    row("half is up", rounded(number("0.25"), -1), "0.3");
    row("nothing left", rounded(number("4e-7"), -6), "0");
    row("one left", rounded(number("5e-7"), -6), "0.000001");
    row("far below", rounded(number("9e-9"), -6), "0");
    row("is round", rounded(number("1.50"), -6), "1.50");
  }
  void decimalsAddMultiplyAndRound() {
    QFETCH(Decimal, result);
    QFETCH(QByteArray, text);
    QCOMPARE(QByteArray::fromStdString(result.text()), text);
    QVERIFY(Decimal::parse(result.text()).value() == result);
  }

  void sumsOfLongDecimalsHaveNoMoreDigitsThanAllowed() {
    const Decimal sum = number("1e100010") + number("1");
    QVERIFY(sum == number("1e100010"));
    const Decimal long9 = Decimal::fromDigits(false, std::string(Decimal::kMaxDigits, '9'), 0);
    QVERIFY(long9 + number("0.9") == number("1e100000"));
  }

  void scaledNumbersHaveAnySize() {
    const Scaled tiny = Scaled::of(number("2.5e-4000"));
    QCOMPARE(tiny / Scaled::of(number("1e-4000")), 2.5);
    QCOMPARE(tiny.toDouble(), 0.0);
    QVERIFY(std::abs(tiny.log10() - (std::log10(2.5) - 4000.0)) < 1e-9);
    QVERIFY(decimalOf(tiny, 7) == number("2.5e-4000"));
    QVERIFY(decimalOf(tiny * -3.0, 15) == number("-7.5e-4000"));
    QVERIFY(decimalOf(Scaled::of(2.0) * (1.0 / 3.0), 7) == number("0.6666667"));
    QVERIFY(Scaled::ofDifference(number("1.5"), number("15e-1")).isZero());
  }

  void aViewReadsBackFromItsCentreAndRadius_data() {
    QTest::addColumn<QByteArray>("radius");
    for (const char* radius : {"1.3", "1e-9", "3.7e-10", "1e-11", "2e-100", "7.77777e-3000"})
      QTest::newRow(radius) << QByteArray(radius);
  }
  void aViewReadsBackFromItsCentreAndRadius() {
    QFETCH(QByteArray, radius);
    const MovableView view = deepMovable(radius);
    QVERIFY(MovableView::of(view.centred(), 200, 101).value() == view);
    QVERIFY(MovableView::of(view.exact(), 200, 101).value() == view);
    QVERIFY(MovableView::of(view.corners(), 200, 101).value() == view);
  }

  void pansShareTheirPointsExactly() {
    const MovableView view = deepMovable();
    const MovableView there = view.panned(17, -5);
    QVERIFY(!(there == view));
    QVERIFY(there.panned(-17, 5) == view);
    QVERIFY(rasterOf(there).shiftFrom(rasterOf(view)) == (Raster::Shift{17, -5}));
    QVERIFY(!rasterOf(view.panned(200, 0)).shiftFrom(rasterOf(view)));
    QVERIFY(rasterOf(view.panned(199, 100)).shiftFrom(rasterOf(view)));
  }

  void aPointBesideTheLatticeIsNotShared() {
    const MovableView view = deepMovable();
    CentreView beside = view.centred();
    beside.centre.re = beside.centre.re + number("1e-115");
    const auto raster = Raster::of(beside, 200, 101).value();
    QVERIFY(!raster.shiftFrom(rasterOf(view)));
    // Another size at the same scale is shared where it lies on the same lattice.
    const MovableView larger = MovableView::of(view.panned(3, 0).corners(), 200, 101).value();
    QVERIFY(rasterOf(larger).shiftFrom(rasterOf(view)) == (Raster::Shift{3, 0}));
  }

  void panningBackComesToTheSameOffsetsToTheBit_data() {
    QTest::addColumn<QByteArray>("radius");
    for (const char* radius : {"1e-100", "3.777777e-60", "7.123457e-31", "6.54321e-300"})
      QTest::newRow(radius) << QByteArray(radius);
  }
  void panningBackComesToTheSameOffsetsToTheBit() {
    QFETCH(QByteArray, radius);
    const MovableView view = deepMovable(radius);
    const auto origin = centreOf(view.exact());
    const auto at = [&](const MovableView& v) {
      return makeDeepGrid(v.exact(), v.width(), v.height(), origin);
    };
    const DeepGrid before = at(view);
    for (int right = 1; right < 200; ++right) {
      const DeepGrid after = at(view.panned(right, 12));
      const auto unit = static_cast<int>(after.exponent - before.exponent);
      for (std::size_t i = 0; i + std::size_t(right) < 200; ++i)
        QVERIFY(std::ldexp(after.offsets.xs[i], unit) == before.offsets.xs[i + std::size_t(right)]);
      for (std::size_t i = 0; i + 12 < 101; ++i)
        QVERIFY(std::ldexp(after.offsets.ys[i], unit) == before.offsets.ys[i + 12]);
    }
  }

  void zoomsKeepThePointAtThePixel_data() {
    QTest::addColumn<QByteArray>("radius");
    QTest::addColumn<double>("factor");
    QTest::newRow("doubles") << QByteArray("1e-3") << 2.0;
    QTest::newRow("into the deep") << QByteArray("4e-9") << 10.0;
    QTest::newRow("deep") << QByteArray("1e-90") << 1.26;
    QTest::newRow("a box") << QByteArray("1e-50") << 300.0;
    QTest::newRow("out again") << QByteArray("1e-10") << 0.1;
  }
  void zoomsKeepThePointAtThePixel() {
    QFETCH(QByteArray, radius);
    QFETCH(double, factor);
    const MovableView view = deepMovable(radius);
    const MovableView closer = view.zoomed(150, 20, factor).value();
    const auto at = rasterOf(closer).placementOf(rasterOf(view));
    // Just above the switch a double's step has fourteen bits left.
    const bool coarse = Scaled::of(closer.centred().radius).log10() > -9.2;
    QVERIFY(std::abs(at.scaleX / factor - 1.0) < (coarse ? 0x1p-13 : 1e-6));
    QVERIFY(std::abs(at.left + at.scaleX * 150 - 150) < 0.51);
    QVERIFY(std::abs(at.low + at.scaleY * 20 - 20) < 0.51);
  }

  void zoomingGoesFromDoublesToTheEndOfNumbersAndBack() {
    MovableView view = MovableView::of(deepPlace("1"), 64, 48).value();
    bool last = true;
    int changes = 0;
    std::mt19937 random(5);
    const auto follow = [&](double factor, int steps) {
      for (int k = 0; k < steps; ++k) {
        view = view.zoomed(double(random() % 64), double(random() % 48), factor).value();
        const bool inDoubles = rasterOf(view).isInDoubles();
        changes += inDoubles != last;
        last = inDoubles;
      }
    };
    follow(8.0, 200);
    QVERIFY(!last);
    QVERIFY(Scaled::of(view.centred().radius).log10() < -170.0);
    follow(0.125, 190);
    QVERIFY(last);
    QCOMPARE(changes, 2);
    QVERIFY(!view.zoomed(0, 0, 1e-20).ok());
    const MovableView deepest = deepMovable("1e-99890");
    const auto end = deepest.zoomed(10, 50, 1e20);
    QVERIFY(!end.ok());
    QVERIFY(end.error().message.find("digits") != std::string::npos);
    QVERIFY(deepest.zoomed(10, 50, 0.5).ok());
  }

  void zoomingAtTheMiddleKeepsTheCentre() {
    MovableView view = deepMovable();
    const ComplexDecimal centre = view.centred().centre;
    for (int k = 0; k < 50; ++k) view = view.zoomed(99.5, 50, 1 / 1.5).value();
    for (int k = 0; k < 50; ++k) view = view.zoomed(99.5, 50, 1.5).value();
    QVERIFY(view.centred().centre == centre);
  }

  void viewsTooDeepOrTooThinAreRefusedWithTheRemedy() {
    const auto problem = [](const View& view) {
      const auto status = check(Place{.c = {}, .view = view});
      return status ? std::string() : status.error().message;
    };
    QCOMPARE(problem(deepPlace("1e-99900")), std::string());
    QVERIFY(problem(deepPlace("0.99e-99900")).find("radius of at least 1e-99900") !=
            std::string::npos);
    const auto thin = [](const char* x, const char* y) {
      return CornerView{number("0"), number("0"), number(x), number(y)};
    };
    QCOMPARE(problem(thin("1e-99", "1")), std::string());
    QVERIFY(problem(thin("1e-400", "1")).find("sides differ") != std::string::npos);
    QVERIFY(problem(thin("1", "1e-101")).find("sides differ") != std::string::npos);
    QVERIFY(problem(thin("1e-200000", "1e-200000")).find("too deep") != std::string::npos);
  }

  // The fixed point further from 0 is R far for c on the negative real axis, and its preimages lie
  // all over the Julia set.
  void theWholeSetIsWithinItsView_data() {
    QTest::addColumn<QByteArray>("c");
    for (const char* c : {"0", "-2", "1", "-6", "i", "-0.75", "0.25", "-1e6", "3-4i", "1e300i"})
      QTest::newRow(c) << QByteArray(c);
  }
  void theWholeSetIsWithinItsView() {
    QFETCH(QByteArray, c);
    const ComplexDecimal parameter = parseComplex(c.toStdString()).value();
    const std::complex<double> at{parameter.re.toDouble(), parameter.im.toDouble()};
    const double radius = wholeSetRadius(at);
    QVERIFY(std::abs((radius * radius - std::abs(at)) / radius - 1.0) < 1e-9 || radius > 1e6);
    for (const auto& [width, height] :
         std::initializer_list<std::pair<int, int>>{{1280, 720}, {400, 900}, {1, 1}}) {
      const CentreView view = wholeSetView(parameter, width, height);
      QVERIFY(check(Place{.c = parameter, .view = view}));
      const double half = view.radius.toDouble();
      const double across = half * std::max(1, width - 1) / std::max(1, height - 1);
      QVERIFY(std::min(half, across) > 1.04 * radius && std::min(half, across) < 1.06 * radius);
      std::complex<double> z = 0.5 + std::sqrt(0.25 - at);
      std::mt19937 random(1);
      for (int k = 0; k < 1'000; ++k) {
        QVERIFY(std::abs(z.real()) <= across && std::abs(z.imag()) <= half);
        z = std::sqrt(z - at) * (random() % 2 == 0 ? 1.0 : -1.0);
      }
    }
  }

  void aSingleColumnIsTheFirstOfTwo() {
    const CentreView view = deepPlace("1e-50");
    const Raster one = Raster::of(view, 1, 101).value();
    const Raster two = Raster::of(view, 2, 101).value();
    QVERIFY(Scaled::ofDifference(one.pointAt(0, 7).re, two.pointAt(0, 7).re).isZero());
    QVERIFY(!one.shiftFrom(two));
    QVERIFY(!one.radius().isZero() && !Raster::of(view, 1, 1).value().radius().isZero());
  }

  void aRastersPointsAreTheJobs() {
    const MovableView view = deepMovable();
    const Raster raster = rasterOf(view);
    const auto corners = view.corners();
    QVERIFY(raster.radius() / Scaled::of(number("1e-100")) - 1.0 < 1e-6);
    const auto low = raster.pointAt(0, 0);
    const auto high = raster.pointAt(199, 100);
    const auto near = [&](const Decimal& a, const Decimal& b) {
      return std::abs(Scaled::ofDifference(a, b) / raster.stepX()) < 0.01;
    };
    QVERIFY(near(low.re, corners.xmin) && near(low.im, corners.ymin));
    QVERIFY(near(high.re, corners.xmax) && near(high.im, corners.ymax));
    QVERIFY(!near(raster.pointAt(1, 0).re, corners.xmin));
  }
};

QTEST_GUILESS_MAIN(MovableViewTest)
#include "movable_view_test.moc"
