// SPDX-License-Identifier: GPL-3.0-or-later
// Maps of polynomials deeper than doubles go.
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <stop_token>
#include <string>
#include <vector>

#include <QTest>

#include "core/julia/dynamics/exact_formula_count.h"
#include "core/julia/dynamics/family_depth.h"
#include "core/julia/formulas/formula_row.h"
#include "core/julia/formulas/map_exit.h"
#include "core/julia/plane/deep_grid.h"
#include "core/kernels/family_escape_time.h"
#include "core/render/frame.h"
#include "core/render/parameter_map.h"
#include "tests/core/deep_places.h"

using namespace fatou;
using render::MapPlane;
using render::MapRequest;
using tests::BigComplex;

namespace {

using Counts = std::vector<std::int32_t>;

MapRequest requestOf(const std::string& formula, const julia::ComplexDecimal& centre,
                     const std::string& radius, const MapPlane& plane = {}) {
  return {.view = {.centre = centre, .radius = julia::Decimal::parse(radius).value()},
          .width = 20,
          .height = 15,
          .tmax = 400,
          .formula = julia::parseKnownFormula(formula).value(),
          .plane = plane};
}

struct Map {
  Counts counts;
  std::vector<float> smooth;
};

Map mapOf(const MapRequest& request, int engines = 1) {
  render::Frame frame;
  frame.reset(request.width, {0, request.height}, {.smooth = request.smooth});
  const auto ended =
      render::MapRenderer(engines::Client(engines)).render(request, [&](const render::Tile& tile) {
        frame.add(tile);
      });
  if (!ended) qFatal("no map: %s", ended.error().message.c_str());
  const auto smooth = frame.numbers().smooth;
  return {{frame.counts().begin(), frame.counts().end()}, {smooth.begin(), smooth.end()}};
}

// z^3 + c has 0 on a fixed point that repels after three steps.
julia::ComplexDecimal cubicPoint() {
  using boost::multiprecision::sqrt;
  const tests::BigFloat half = sqrt(tests::BigFloat(3)) / 2;
  return tests::decimalOf(tests::squareRoot({tests::BigFloat(-1.5), half}), 120);
}

// z^2 + cz is there as z^2 + i is.
julia::ComplexDecimal squarePoint() {
  return tests::decimalOf(tests::bigComplex(1, 0) + tests::squareRoot(tests::bigComplex(1, -4)),
                          120);
}

// A pixel's parameter with all its digits.
julia::ComplexDecimal parameterAt(const julia::DeepGrid& grid, std::size_t column,
                                  std::size_t row) {
  using boost::multiprecision::ldexp;
  const auto exponent = static_cast<int>(grid.exponent);
  const BigComplex offset{
      tests::BigFloat(ldexp(tests::BigFloat(grid.offsets.xs[column]), exponent)),
      tests::BigFloat(ldexp(tests::BigFloat(grid.offsets.ys[row]), exponent))};
  return tests::decimalOf(tests::toBig(grid.origin) + offset, 150);
}

// Where the orbit of a parameter begins.
using StartOf = julia::ComplexDecimal (*)(const julia::ComplexDecimal&);

julia::ComplexDecimal atZero(const julia::ComplexDecimal& /*c*/) {
  return {};
}
julia::ComplexDecimal atHalf(const julia::ComplexDecimal& c) {
  return tests::decimalOf(tests::toBig(c) * tests::bigComplex(-0.5, 0), 160);
}

struct Agreement {
  int equal = 0;
  int rounding = 0;
  int different = 0;
};

Agreement compared(const MapRequest& request, const Counts& counts, StartOf startOf) {
  const julia::DeepGrid grid =
      julia::makeDeepGrid(request.view, request.width, request.height, request.view.centre);
  const auto width = static_cast<std::size_t>(request.width);
  Agreement agreement;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    const julia::ComplexDecimal c = parameterAt(grid, i % width, i / width);
    const auto exact =
        julia::exactFormulaCount({.point = {.origin = startOf(c)},
                                  .tmax = request.tmax,
                                  .expected = counts[i],
                                  .bits = 512,
                                  .budget = 1e12,
                                  .expression = request.formula.expression(),
                                  .values = request.formula.values(c),
                                  .escapeRadius = request.formula.isPower() ? 2.0 : 4.0})
            .value();
    ++(exact.count == counts[i] ? agreement.equal
       : exact.isWithinRounding ? agreement.rounding
                                : agreement.different);
  }
  return agreement;
}

}  // namespace

class FamilyMapTest : public QObject {
  Q_OBJECT
  const tests::PrecisionScope m_precision{200};

 private Q_SLOTS:
  void countsAreThoseOfExactOrbits_data() {
    QTest::addColumn<QString>("formula");
    QTest::addColumn<QString>("radius");
    for (const char* formula : {"z^3+c", "z^2+c*z,escape=4"})
      for (const char* radius : {"1e-16", "1e-30", "1e-70"})
        QTest::newRow(qPrintable(
            QStringLiteral("%1 at %2").arg(QLatin1String(formula), QLatin1String(radius))))
            << QString::fromLatin1(formula) << QString::fromLatin1(radius);
  }
  void countsAreThoseOfExactOrbits() {
    QFETCH(QString, formula);
    QFETCH(QString, radius);
    const bool isCubic = formula == QLatin1String("z^3+c");
    const MapRequest request = requestOf(
        formula.toStdString(), isCubic ? cubicPoint() : squarePoint(), radius.toStdString());
    QVERIFY(render::check(request).ok());
    const Map map = mapOf(request);
    QVERIFY(*std::ranges::max_element(map.counts) > *std::ranges::min_element(map.counts));
    const Agreement agreement = compared(request, map.counts, isCubic ? atZero : atHalf);
    QCOMPARE(agreement.different, 0);
    QVERIFY2(agreement.rounding <= 6, qPrintable(QString::number(agreement.rounding)));
  }

  void smoothCountsGoWithTheCounts() {
    const Map map = mapOf(requestOf("z^3+c", cubicPoint(), "1e-30"));
    QCOMPARE(map.smooth.size(), map.counts.size());
    for (std::size_t i = 0; i < map.counts.size(); ++i)
      QVERIFY(map.counts[i] == 400
                  ? map.smooth[i] == 400.0F
                  : std::abs(map.smooth[i] - static_cast<float>(map.counts[i])) < 3.0F);
  }

  void everyNumberOfEnginesHasTheSame() {
    const MapRequest request = requestOf("z^3-z+c", cubicPoint(), "1e-25", {.critical = 0});
    const Map one = mapOf(request);
    const Map three = mapOf(request, 3);
    QVERIFY(one.counts == three.counts && one.smooth == three.smooth);
  }

  // All critical points together are outside when the last of them is.
  void allCriticalPointsAreTheLastOfThem() {
    const auto countsOf = [](std::int32_t critical) {
      return mapOf(requestOf("z^3-z+c", cubicPoint(), "1e-25", {.critical = critical})).counts;
    };
    const Counts all = countsOf(0);
    const Counts first = countsOf(1);
    const Counts second = countsOf(2);
    for (std::size_t i = 0; i < all.size(); ++i) QCOMPARE(all[i], std::max(first[i], second[i]));
  }

  // Where doubles tell the pixels apart both ways have the same counts but for rounding.
  void whereDoublesDoTheyAgree() {
    for (const char* formula : {"z^3+c", "z^3-z+c", "c*z*(1-z)", "z^4+c*z^2+c", "z^3/3-z+c",
                                "3*z^5+10*z^3+15*z+c", "z^3-0.0003*z+c"}) {
      MapRequest request = requestOf(formula, julia::parseComplex("0.3,0.5").value(), "0.5");
      request.tmax = 60;
      const Map plain = mapOf(request);
      const julia::DeepGrid grid =
          julia::makeDeepGrid(request.view, request.width, request.height, request.view.centre);
      const auto exit = julia::mapExitOf(request.formula, {}, "c", 1.0).value();
      const auto reference = julia::familyDepth({.formula = request.formula,
                                                 .parameter = "c",
                                                 .critical = std::size_t{0},
                                                 .escapeRadius = exit.radius,
                                                 .tmax = request.tmax},
                                                grid);
      QVERIFY2(reference.ok(), formula);
      Counts counts(plain.counts.size());
      QVERIFY(kernels::familyEscapeTimes(
          {.reference = reference.value(), .xs = grid.offsets.xs, .ys = grid.offsets.ys}, counts,
          {}));
      int different = 0;
      for (std::size_t i = 0; i < counts.size(); ++i)
        different += counts[i] == plain.counts[i] ? 0 : 1;
      QVERIFY2(different <= 9, qPrintable(QString::number(different)));
    }
  }

  // A pixel may come nearest to any of them.
  void allCriticalPointsBesideAReferenceAreKnown() {
    const MapRequest request = requestOf("z^3-0.0003*z+c", cubicPoint(), "1e-30");
    const auto reference = julia::familyDepth(
        {.formula = request.formula, .parameter = "c", .tmax = request.tmax},
        julia::makeDeepGrid(request.view, request.width, request.height, request.view.centre));
    QVERIFY(reference.ok());
    const auto& near = reference.value().orbits.front().near;
    QVERIFY(near.size() >= 2);
    for (const std::size_t k : {0U, 1U}) QVERIFY(near[k].point == 0 && near[k].critical == k);
    QVERIFY(near[0].difference.isZero());
    QVERIFY(std::abs(std::abs(near[1].difference.reToDouble()) - 0.02) < 1e-15);
  }

  // Both critical points of z^3 - cz are 0 at c = 0, where nothing says which way each goes.
  void criticalPointsThatComeTogetherAreAnError() {
    const auto ended = render::MapRenderer(engines::Client(1))
                           .render(requestOf("z^3-c*z", {}, "1e-30"), [](const render::Tile&) {});
    QVERIFY(!ended.ok());
    const QString why = QString::fromStdString(ended.error().message);
    QVERIFY2(why.contains(QStringLiteral("come together")), qPrintable(why));
  }

  // The slope of this one is 15 (z^2 - c)^2, written out.
  void criticalPointsThatAreDoubleEverywhereAreAnErrorOfTheirOwn() {
    const auto ended = render::MapRenderer(engines::Client(1))
                           .render(requestOf("3*z^5-10*c*z^3+15*c^2*z,escape=4",
                                             julia::parseComplex("0.3,0.5").value(), "1e-30"),
                                   [](const render::Tile&) {});
    QVERIFY(!ended.ok());
    const QString why = QString::fromStdString(ended.error().message);
    QVERIFY2(why.contains(QStringLiteral("are double for every c: use a larger radius")),
             qPrintable(why));
  }

  void orbitsThatNeedTooMuchMemoryAreAnError() {
    const MapRequest request = requestOf("z^3+c", cubicPoint(), "1e-30");
    const julia::DeepGrid grid =
        julia::makeDeepGrid(request.view, request.width, request.height, request.view.centre);
    julia::FamilyView view{.formula = request.formula, .parameter = "c", .tmax = request.tmax};
    std::size_t terms = 0;
    const auto whole = julia::familyDepth(view, grid);
    QVERIFY(whole.ok());
    for (const auto& orbit : whole.value().orbits) terms += orbit.rounded.size();
    view.mostTerms = terms;
    QVERIFY(julia::familyDepth(view, grid).ok());
    view.mostTerms = terms - 1;
    const auto refused = julia::familyDepth(view, grid);
    QVERIFY(!refused.ok());
    const QString why = QString::fromStdString(refused.error().message);
    QVERIFY2(why.contains(QStringLiteral("memory")) &&
                 why.contains(QStringLiteral("use a smaller tmax or a larger radius")),
             qPrintable(why));
  }

  void aStopIsSeen() {
    const MapRequest request = requestOf("z^3+c", cubicPoint(), "1e-30");
    std::stop_source stop;
    stop.request_stop();
    const auto ended = render::MapRenderer(engines::Client(1))
                           .render(
                               request, [](const render::Tile&) {}, stop.get_token());
    QVERIFY(ended.ok() && ended.value() == engines::Ended::Stopped);
  }
};

QTEST_GUILESS_MAIN(FamilyMapTest)
#include "family_map_test.moc"
