// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kernels/elementary.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <span>

#include <QCryptographicHash>
#include <QTest>

#include "core/kernels/elementary_scalar.h"
#include "core/kernels/simd_targets.h"
#include "tests/core/elementary_arguments.h"
#include "tests/core/simd_rows.h"

using namespace fatou::kernels;
using fatou::tests::addSimdTargets;
using fatou::tests::ArgumentSource;
using fatou::tests::kInf;
using fatou::tests::kNan;
using fatou::tests::Numbers;
using fatou::tests::sameNumber;
using fatou::tests::specialPairs;
using fatou::tests::useSimdTargetOfRow;
using std::numbers::pi;
using F = ElementaryFunction;

namespace {

constexpr int kPowers[] = {-5, -1, 0, 1, 2, 7, 12};

const Numbers& arguments() {
  static const Numbers kAll = [] {
    ArgumentSource source(18);
    Numbers all = specialPairs();
    all.add(source.square(4.0, 1001));
    all.add(source.square(700.0, 1001));
    all.add(source.ofAnySizes(-600, 600, 1001));
    all.add(source.ofAnyBits(1001));
    all.add(source.nearPlaces(333));
    return all;
  }();
  return kAll;
}

// Calls use(f, values, twin) with the values of each function and a function that has the twin's.
template <class Use>
void eachFunction(const Numbers& z, const Use& use) {
  const Numbers w = z.reversed();
  Numbers values(z.size());
  for (int f = 0; f < kElementaryFunctions; ++f) {
    elementaryValues(static_cast<F>(f), z.row(), values.results());
    use(values, [&](std::size_t k) { return elementaryScalar(static_cast<F>(f), z.at(k)); });
  }
  for (int f = 0; f < kPairFunctions; ++f) {
    const auto function = static_cast<PairFunction>(f);
    elementaryValues(function, z.row(), w.row(), values.results());
    use(values, [&](std::size_t k) { return elementaryScalar(function, z.at(k), w.at(k)); });
  }
  for (const int n : kPowers) {
    wholePowers(z.row(), n, values.results());
    use(values, [&](std::size_t k) { return wholePowerScalar(z.at(k), n); });
  }
}

QByteArray hashOfAllValues() {
  QCryptographicHash hash(QCryptographicHash::Sha256);
  const auto addAll = [&hash](std::vector<double>& parts) {
    for (double& x : parts)
      if (std::isnan(x)) x = 0.125;  // which NaN it is, is open
    hash.addData(QByteArrayView(reinterpret_cast<const char*>(parts.data()),
                                static_cast<qsizetype>(parts.size() * sizeof(double))));
  };
  eachFunction(arguments(), [&](Numbers& values, const auto&) {
    addAll(values.re);
    addAll(values.im);
  });
  return hash.result().toHex();
}

ComplexNumber of(F f, double x, double y) {
  return elementaryScalar(f, {x, y});
}

}  // namespace

class ElementaryTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void cleanup() { useSimdTarget({}); }

  void everyTargetHasTheBitsOfTheScalarTwin_data() { addSimdTargets(); }
  void everyTargetHasTheBitsOfTheScalarTwin() {
    QVERIFY(useSimdTargetOfRow());
    std::size_t compared = 0;
    eachFunction(arguments(), [&](const Numbers& values, const auto& twin) {
      for (std::size_t k = 0; k < values.size(); ++k) {
        QVERIFY(sameNumber(values.at(k), twin(k)));
        ++compared;
      }
    });
    QCOMPARE(compared, arguments().size() * (kElementaryFunctions + kPairFunctions + 7));
  }

  void everyTargetHasTheSameHash_data() { everyTargetHasTheBitsOfTheScalarTwin_data(); }
  void everyTargetHasTheSameHash() {
    QVERIFY(useSimdTargetOfRow());
    const QByteArray hash = hashOfAllValues();
    QVERIFY(useSimdTarget(simdTargetNames().front()));
    QCOMPARE(hash, hashOfAllValues());
  }

  void everyLengthIsComputedToItsEnd_data() { everyTargetHasTheBitsOfTheScalarTwin_data(); }
  void everyLengthIsComputedToItsEnd() {
    QVERIFY(useSimdTargetOfRow());
    ArgumentSource source(1);
    for (int size = 0; size <= 40; ++size) {
      const Numbers z = source.square(3.0, size);
      Numbers values(z.size());
      elementaryValues(F::Sin, z.row(), values.results());
      for (std::size_t k = 0; k < z.size(); ++k)
        QVERIFY(sameNumber(values.at(k), elementaryScalar(F::Sin, z.at(k))));
    }
  }

  // Pictures of formulas with real numbers alone are their mirror images for that reason.
  void conjugateArgumentsHaveConjugateValues() {
    const Numbers& all = arguments();
    for (int f = 0; f < static_cast<int>(F::Abs); ++f)
      for (std::size_t k = 0; k < all.size(); ++k) {
        const ComplexNumber up = elementaryScalar(static_cast<F>(f), all.at(k));
        const ComplexNumber down = of(static_cast<F>(f), all.re[k], -all.im[k]);
        QVERIFY(sameNumber(down, {up.re, -up.im}));
      }
  }

  void oddFunctionsAreOdd() {
    const Numbers& all = arguments();
    for (const F f : {F::Sin, F::Tan, F::Sinh, F::Tanh, F::Asin, F::Atan, F::Asinh, F::Atanh})
      for (std::size_t k = 0; k < all.size(); ++k) {
        const ComplexNumber value = elementaryScalar(f, all.at(k));
        QVERIFY(sameNumber(of(f, -all.re[k], -all.im[k]), {-value.re, -value.im}));
      }
  }

  void noNumberStaysNone() {
    for (int f = 0; f < static_cast<int>(F::Abs); ++f)
      for (const double x : {0.0, 1.0, -3.0, 1e300}) {
        const ComplexNumber a = of(static_cast<F>(f), kNan, x);
        const ComplexNumber b = of(static_cast<F>(f), x, kNan);
        QVERIFY(std::isnan(a.re) && std::isnan(a.im) && std::isnan(b.re) && std::isnan(b.im));
      }
    QVERIFY(std::isnan(of(F::Abs, kInf, kNan).re));
  }

  void zerosKeepTheirSigns() {
    for (const F f : {F::Sin, F::Tan, F::Sinh, F::Tanh, F::Asin, F::Atan, F::Asinh, F::Atanh})
      for (const double x : {0.0, -0.0})
        for (const double y : {0.0, -0.0}) QVERIFY(sameNumber(of(f, x, y), {x, y}));
    QVERIFY(sameNumber(of(F::Sqrt, -0.0, -0.0), {0.0, -0.0}));
  }

  void zerosTellTheSideOfACut() {
    for (const double zero : {0.0, -0.0}) {
      const double side = std::copysign(1.0, zero);
      QVERIFY(sameNumber(of(F::Log, -1.0, zero), {0.0, side * pi}));
      QVERIFY(sameNumber(of(F::Log, -0.0, zero), {-kInf, side * pi}));
      QVERIFY(sameNumber(of(F::Sqrt, -4.0, zero), {0.0, side * 2.0}));
      QVERIFY(sameNumber(of(F::Arg, -2.0, zero), {side * pi, 0.0}));
      QCOMPARE(of(F::Asin, 2.0, zero).im, side * std::acosh(2.0));
      QCOMPARE(of(F::Acos, -2.0, zero).im, -side * std::acosh(2.0));
      QCOMPARE(of(F::Acosh, -2.0, zero).im, side * pi);
      QCOMPARE(of(F::Acosh, 0.5, zero).im, side * std::acos(0.5));
      QCOMPARE(of(F::Atanh, 3.0, zero).im, side * 0.5 * pi);
      QCOMPARE(of(F::Atanh, -3.0, zero).im, side * 0.5 * pi);
      QCOMPARE(of(F::Asinh, zero, 2.0).re, side * std::acosh(2.0));
      QCOMPARE(of(F::Atan, zero, 3.0).re, side * 0.5 * pi);
    }
  }

  void whatHasNoFiniteValue() {
    QVERIFY(sameNumber(of(F::Exp, -kInf, 1.0), {0.0, 0.0}));
    QVERIFY(sameNumber(of(F::Exp, kInf, 0.0), {kInf, 0.0}));
    QVERIFY(sameNumber(of(F::Exp, 800.0, -0.0), {kInf, -0.0}));
    QVERIFY(sameNumber(of(F::Sin, 0.0, -800.0), {0.0, -kInf}));
    QVERIFY(sameNumber(of(F::Log, 0.0, 0.0), {-kInf, 0.0}));
    QVERIFY(sameNumber(of(F::Log, kInf, 1.0), {kInf, 0.0}));
    QVERIFY(sameNumber(of(F::Sqrt, 3.0, -kInf), {kInf, -kInf}));
    QVERIFY(sameNumber(of(F::Sqrt, -kInf, 3.0), {0.0, kInf}));
    QVERIFY(sameNumber(of(F::Tanh, kInf, 1.0), {1.0, 0.0}));
    QCOMPARE(of(F::Atanh, 1.0, 0.0).re, kInf);
    QCOMPARE(of(F::Abs, -kInf, 2.0).re, kInf);
    // A factor that vanishes takes part in what overflows.
    QVERIFY(std::isfinite(of(F::Exp, 720.0, 1e-10).im));
    QVERIFY(std::isfinite(of(F::Abs, 1e308, 1e308).re));
  }

  void anglesEndAtTwoToTheTwentieth() {
    const double below = std::nextafter(0x1p20, 0.0);
    for (const F f : {F::Sin, F::Cos, F::Tan}) {
      QVERIFY(std::isfinite(of(f, -below, 1.0).re));
      for (const double x : {0x1p20, -0x1p20, kInf}) {
        const ComplexNumber value = of(f, x, 1.0);
        QVERIFY(std::isnan(value.re) && std::isnan(value.im));
      }
    }
    for (const F f : {F::Exp, F::Sinh, F::Cosh, F::Tanh}) {
      QVERIFY(std::isfinite(of(f, 1.0, below).im));
      QVERIFY(std::isnan(of(f, 1.0, 0x1p20).re) && std::isnan(of(f, 1.0, 0x1p20).im));
    }
  }

  void powersOfZero() {
    const auto power = [](double x, double y) {
      return elementaryScalar(PairFunction::Power, {0.0, -0.0}, {x, y});
    };
    QVERIFY(sameNumber(power(2.0, 5.0), {0.0, 0.0}));
    QVERIFY(sameNumber(power(0.0, 0.0), {1.0, 0.0}));
    QVERIFY(sameNumber(power(-1.0, 0.0), {kNan, kNan}));
    QVERIFY(sameNumber(power(0.0, 1.0), {kNan, kNan}));
    QVERIFY(sameNumber(wholePowerScalar({0.0, 0.0}, 0), {1.0, 0.0}));
  }

  // Formulas multiply in this order, too.
  void wholePowersAreSquaresAndProducts() {
    ArgumentSource source(2);
    const Numbers all = source.square(2.0, 500);
    for (std::size_t k = 0; k < all.size(); ++k) {
      const auto z = all.at(k);
      const auto times = [](ComplexNumber a, ComplexNumber b) {
        return ComplexNumber{a.re * b.re - a.im * b.im, a.re * b.im + a.im * b.re};
      };
      const auto z2 = wholePowerScalar(z, 2);
      QVERIFY(sameNumber(z2, {z.re * z.re - z.im * z.im, z.re * z.im + z.re * z.im}));
      QVERIFY(sameNumber(wholePowerScalar(z, 3), times(z2, z)));
      QVERIFY(sameNumber(wholePowerScalar(z, 5), times(wholePowerScalar(z2, 2), z)));
      QVERIFY(sameNumber(wholePowerScalar(z, 6), wholePowerScalar(times(z2, z), 2)));
      QVERIFY(sameNumber(wholePowerScalar(z, -1),
                         elementaryScalar(PairFunction::ScaledDivide, {1.0, 0.0}, z)));
    }
  }

  void scaledQuotientsHaveTheBitsOfPlainOnes() {
    ArgumentSource source(3);
    const Numbers a = source.ofAnySizes(-200, 200, 5000);
    const Numbers b = source.ofAnySizes(-200, 200, 5000);
    for (std::size_t k = 0; k < a.size(); ++k)
      QVERIFY(sameNumber(elementaryScalar(PairFunction::ScaledDivide, a.at(k), b.at(k)),
                         elementaryScalar(PairFunction::Divide, a.at(k), b.at(k))));
  }
};

QTEST_GUILESS_MAIN(ElementaryTest)
#include "elementary_test.moc"
