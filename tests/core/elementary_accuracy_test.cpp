// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>
#include <cstdint>

#include <QTest>

#include "core/kernels/elementary.h"
#include "core/kernels/elementary_scalar.h"
#include "tests/core/elementary_arguments.h"
#include "tests/core/elementary_oracle.h"

using namespace fatou::kernels;
using namespace fatou::tests;
using F = ElementaryFunction;

namespace {

constexpr double kMostUlps = 4.0;
constexpr const char* kNames[kElementaryFunctions] = {
    "exp",  "log",  "sqrt",  "sin",   "cos",   "tan", "sinh", "cosh", "tanh", "asin",
    "acos", "atan", "asinh", "acosh", "atanh", "abs", "arg",  "conj", "re",   "im"};

bool hasAngles(F f) {
  return f == F::Exp || (f >= F::Sin && f <= F::Tanh);
}
// Whether an axis with a zero of its own sign is a cut: MPFR's sums drop that sign.
bool hasCuts(F f) {
  return f >= F::Asin && f <= F::Atanh;
}

// The largest error of a part among the values at z, in units in the last place.
double worstOf(F f, const Numbers& z) {
  double worst = 0.0;
  for (std::size_t k = 0; k < z.size(); ++k) {
    const ComplexNumber value = elementaryScalar(f, z.at(k));
    const BigComplex exact = exactValue(f, toBig(z.at(k)));
    const double ulps = std::max(ulpsBetween(value.re, exact.re), ulpsBetween(value.im, exact.im));
    if (ulps > kMostUlps) qWarning("%s(%a + %a i): %g ulp", kNames[int(f)], z.re[k], z.im[k], ulps);
    worst = std::max(worst, ulps);
  }
  return worst;
}

// |value - exact| in units in the last place of |exact|.
double relativeUlps(ComplexNumber value, const BigComplex& exact) {
  const BigComplex apart{BigFloat(value.re - exact.re), BigFloat(value.im - exact.im)};
  return BigFloat(bigModulus(apart) / bigModulus(exact)).convert_to<double>() * 0x1p52;
}

}  // namespace

class ElementaryAccuracyTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void partsAreWithinFourUlps_data() {
    QTest::addColumn<int>("function");
    for (int f = 0; f < kElementaryFunctions; ++f) QTest::newRow(kNames[f]) << f;
  }
  void partsAreWithinFourUlps() {
    QFETCH(int, function);
    const auto f = static_cast<F>(function);
    const PrecisionScope digits(110);
    ArgumentSource source(static_cast<std::uint64_t>(function));
    QVERIFY(worstOf(f, gridOf(hasCuts(f) ? 40 : 41)) <= kMostUlps);
    QVERIFY(worstOf(f, source.square(4.0, 2000)) <= kMostUlps);
    QVERIFY(worstOf(f, source.square(20.0, 2000)) <= kMostUlps);
    QVERIFY(worstOf(f, source.ofAnySizes(-60, 9, 2000)) <= kMostUlps);
    QVERIFY(worstOf(f, source.nearPlaces(1000)) <= kMostUlps);
  }

  void sizesMayBeAny_data() { partsAreWithinFourUlps_data(); }
  void sizesMayBeAny() {
    QFETCH(int, function);
    const auto f = static_cast<F>(function);
    if (hasAngles(f)) return;
    const PrecisionScope digits(250);
    ArgumentSource source(static_cast<std::uint64_t>(function));
    QVERIFY(worstOf(f, source.ofAnySizes(-150, 150, 1000)) <= kMostUlps);
    if (hasCuts(f)) return;
    QVERIFY(worstOf(f, source.ofAnySizes(-1022, 1022, 1000)) <= kMostUlps);
    Numbers subnormal;
    for (int k = 0; k < 100; ++k)
      subnormal.add(source.uniform(0x1p-1024), source.ofAnySize(-1022, -1010));
    QVERIFY(worstOf(f, subnormal) <= kMostUlps);
  }

  // The doubles nearest to multiples of pi / 2 leave almost nothing of an angle.
  void anglesAreReducedWithAllTheirDigits() {
    const PrecisionScope digits(110);
    const BigFloat halfPi = acos(BigFloat(0));
    ArgumentSource source(9);
    Numbers z;
    for (int k = 1; k < 667'544; k += 331) {
      z.add(BigFloat(halfPi * k).convert_to<double>(), source.uniform(2.0));
      z.add(source.uniform(0x1p20), source.uniform(2.0));
    }
    for (const F f : {F::Sin, F::Cos, F::Tan}) QVERIFY(worstOf(f, z) <= kMostUlps);
  }

  // There log|z| is as small as 2^-106.
  void logarithmsOfTheUnitCircleKeepTheirDigits() {
    const PrecisionScope digits(110);
    ArgumentSource source(11);
    Numbers z;
    for (int k = 0; k < 5000; ++k) {
      const double turn = source.uniform(3.2);
      z.add(std::cos(turn), std::sin(turn));
    }
    QVERIFY(worstOf(F::Log, z) <= kMostUlps);
  }

  // The error of an exponent grows with it.
  void powersAreAsGoodAsSaid() {
    const PrecisionScope digits(110);
    ArgumentSource source(12);
    const Numbers z = source.square(3.0, 2000);
    const Numbers w = source.square(6.0, 2000);
    for (std::size_t k = 0; k < z.size(); ++k) {
      const BigComplex log = bigLog(toBig(z.at(k)));
      const auto check = [&](ComplexNumber value, const BigComplex& exponent) {
        const BigComplex product = exponent * log;
        const auto size = bigModulus(product).convert_to<double>();
        return relativeUlps(value, bigExp(product)) <= 4.0 + 3.0 * size;
      };
      QVERIFY(check(elementaryScalar(PairFunction::Power, z.at(k), w.at(k)), toBig(w.at(k))));
      QVERIFY(check(elementaryScalar(PairFunction::RealPower, z.at(k), w.at(k)),
                    BigComplex{BigFloat(w.re[k]), BigFloat(0)}));
    }
  }

  void wholePowersAreAsGoodAsSaid() {
    const PrecisionScope digits(110);
    ArgumentSource source(13);
    const Numbers z = source.square(3.0, 300);
    for (std::size_t k = 0; k < z.size(); ++k) {
      BigComplex exact{1, 0};
      for (int n = 1; n <= 20; ++n) {
        exact = exact * toBig(z.at(k));
        QVERIFY(relativeUlps(wholePowerScalar(z.at(k), n), exact) <= 3.0 * n);
        const BigComplex inverse = BigComplex{1, 0} / exact;
        QVERIFY(relativeUlps(wholePowerScalar(z.at(k), -n), inverse) <= 3.0 * n + 4.0);
      }
    }
  }

  void quotientsMayBeOfAnySize() {
    const PrecisionScope digits(700);
    ArgumentSource source(14);
    for (int k = 0; k < 2000; ++k) {
      const int size = static_cast<int>(source.uniform(1020.0));
      const auto part = [&](double most) { return std::ldexp(source.uniform(most), size); };
      const ComplexNumber b{part(1.0), part(1.0)};
      const ComplexNumber q{source.uniform(0.5), source.uniform(0.5)};
      const ComplexNumber a{part(q.re), part(q.im)};
      const ComplexNumber value = elementaryScalar(PairFunction::ScaledDivide, a, b);
      QVERIFY(relativeUlps(value, toBig(a) / toBig(b)) <= kMostUlps);
    }
  }
};

QTEST_GUILESS_MAIN(ElementaryAccuracyTest)
#include "elementary_accuracy_test.moc"
