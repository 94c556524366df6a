// SPDX-License-Identifier: GPL-3.0-or-later
// Discs that no orbit leaves, against numbers of 40 digits: what is proven of f as it is computed
// is true of f itself as well.
#include <cmath>
#include <complex>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <numbers>
#include <random>
#include <vector>

#include <QTest>

#include "core/julia/formulas/expression_value.h"
#include "core/julia/formulas/formula_facts.h"

using namespace fatou;
using julia::ComplexDecimal;
using julia::Decimal;
using Number = std::complex<double>;

namespace {

constexpr std::int64_t kDigits = 40;
constexpr int kPoints = 1'000;

struct Row {
  const char* formula;
  const char* c;
  std::size_t discs;  // at least
};

constexpr Row kRows[] = {{"z^2+c", "-0.12256+0.74486i", 1},
                         {"z^2+c", "-1", 1},
                         {"z^3-z+c", "0.5i", 2},
                         {"(z^2+c)^2+0.3z+c", "-0.5+0.2i", 1},
                         {"(z^3+c)/(z-1)", "0.4+0.3i", 1},
                         {"newton(z^3-1)", "0", 3},
                         {"newton(z^3-2z+2)", "0", 4},
                         {"newton(z^3-1,0.5)", "0", 3},
                         {"((z^2+c-1)/(2z+c-2))^2", "1.5+1.2i", 1},
                         {"(z^2+c)/(z^2-1)", "0.5+0.8660254037844386i", 1}};

ComplexDecimal decimals(Number z) {
  return {.re = Decimal::fromDouble(z.real()), .im = Decimal::fromDouble(z.imag())};
}

}  // namespace

class ProvenDiscsTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  // Half of the points are on the rim.
  void anyPointComesBackWithinAPeriod_data() {
    QTest::addColumn<int>("row");
    for (std::size_t i = 0; i < std::size(kRows); ++i)
      QTest::addRow("%s at %s", kRows[i].formula, kRows[i].c) << static_cast<int>(i);
  }
  void anyPointComesBackWithinAPeriod() {
    QFETCH(int, row);
    const Row& given = kRows[row];
    const julia::Formula formula = julia::parseFormula(given.formula).value();
    const ComplexDecimal c = julia::parseComplex(given.c).value();
    const std::vector<ComplexDecimal> values = formula.values(c);
    const julia::Expression expression = formula.expression();
    std::mt19937_64 random(18);
    std::uniform_real_distribution<double> unit(0.0, 1.0);
    std::size_t discs = 0;
    for (const julia::MapCycle& cycle : julia::formulaFacts(formula, c).cycles) {
      if (!cycle.hasTrap()) continue;
      ++discs;
      for (int i = 0; i < kPoints; ++i) {
        const double part = i % 2 == 0 ? 1.0 - 1e-12 : std::sqrt(unit(random));
        const Number away =
            std::polar(part * cycle.trapRadius, 2.0 * std::numbers::pi * unit(random));
        ComplexDecimal z = decimals(cycle.points.front() + away);
        for (std::size_t step = 0; step < cycle.period(); ++step) {
          const auto next = julia::bigValueOf(expression, z, values, kDigits);
          QVERIFY(next.has_value());
          z = *next;
        }
        QVERIFY(std::abs(z.toDouble() - cycle.points.front()) <= cycle.trapRadius);
      }
    }
    QVERIFY2(discs >= given.discs, given.formula);
  }
};

QTEST_GUILESS_MAIN(ProvenDiscsTest)
#include "proven_discs_test.moc"
