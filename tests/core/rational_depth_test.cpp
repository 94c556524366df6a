// SPDX-License-Identifier: GPL-3.0-or-later
// Deep views of polynomials and other rational maps, against every point of every orbit with all
// digits.
#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include <QTest>

#include "core/render/renderer.h"
#include "tests/core/rational_maps.h"
#include "tests/core/rendered_numbers.h"

using namespace fatou;  // NOLINT: a test
using tests::bigComplex;
using tests::BigComplex;
using tests::BigFloat;
using tests::Counts;
using tests::Polynomial;
using tests::RationalMap;
using tests::renderedCounts;

namespace {

constexpr const char* kC = "-0.2+0.7i";

struct Row {
  const char* text;
  double radius;
  RationalMap (*map)(const BigComplex& c);
};

BigComplex real(double x) {
  return bigComplex(x, 0.0);
}

RationalMap cubic(const BigComplex& c) {
  return {{c, real(-1), real(0), real(1)}, {real(1)}};
}
RationalMap quartic(const BigComplex& c) {
  return {{c, real(0), real(0), real(0), real(1)}, {real(1)}};
}
RationalMap nested(const BigComplex& c) {
  Polynomial p = tests::product({c, real(0), real(1)}, {c, real(0), real(1)});
  p[0] = p[0] + c;
  p[1] = p[1] + real(3) / real(10);
  return {p, {real(1)}};
}
RationalMap fraction(const BigComplex& c) {
  return {{c, real(0), real(0), real(1)}, {real(-1), real(1)}};
}
RationalMap magnet(const BigComplex& c) {
  const Polynomial above{c - real(1), real(0), real(1)};
  const Polynomial below{c - real(2), real(2)};
  return {tests::product(above, above), tests::product(below, below)};
}

constexpr Row kRows[] = {{"z^3-z+c", 2.0, cubic},
                         {"z^4+c", 2.0, quartic},
                         {"(z^2+c)^2+0.3z+c", 2.0, nested},
                         {"(z^3+c)/(z-1),escape=1e3", 1e3, fraction},
                         {"((z^2+c-1)/(2z+c-2))^2,escape=1e3", 1e3, magnet}};

// A view around a point of the Julia set.
render::RenderRequest viewOf(const Row& row, int depth, std::int32_t width, std::int32_t height) {
  const auto digits = static_cast<unsigned>(depth + 20);
  const tests::PrecisionScope precision(digits + 20);
  const auto c = tests::complex(kC);
  const auto centre =
      tests::decimalOf(tests::juliaPointOf(row.map(tests::toBig(c)), 12, digits), digits);
  return tests::formulaRequest(row.text, c, centre, "1e-" + std::to_string(depth), 100 + 9 * depth,
                               width, height);
}

julia::DeepGrid gridOf(const render::RenderRequest& request) {
  const auto& picture = request.picture;
  return julia::makeDeepGrid(picture.place.view, picture.width, picture.height,
                             julia::centreOf(picture.place.view));
}

struct Comparison {
  int wrong = 0;
  int undecidable = 0;  // another J, but so has a point a 2^40th of a pixel away
};

// Every pixel with `digits` digits.
Comparison compared(const render::RenderRequest& request, const RationalMap& map, double radius) {
  const Counts counts = tests::countsOf(request);
  const julia::DeepGrid grid = gridOf(request);
  const std::int32_t tmax = request.picture.place.tmax;
  Comparison result;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    const auto exactAt = [&](double beside) {
      return tests::escapeTimeOf(map, tests::pointOf(grid, i, beside), radius, tmax);
    };
    const std::int32_t exact = exactAt(0.0);
    if (exact == counts[i]) continue;
    const bool isDecided = exactAt(0x1p-40) == exact && exactAt(-0x1p-40) == exact;
    ++(isDecided ? result.wrong : result.undecidable);
  }
  return result;
}

}  // namespace

class RationalDepthTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void countsAreThoseOfExactOrbits_data() {
    QTest::addColumn<int>("row");
    QTest::addColumn<int>("depth");
    for (int row = 0; row < 5; ++row)
      for (const int depth : {30, 100, 300})
        QTest::newRow((std::string(kRows[row].text) + " 1e-" + std::to_string(depth)).c_str())
            << row << depth;
  }
  void countsAreThoseOfExactOrbits() {
    QFETCH(int, row);
    QFETCH(int, depth);
    const auto request = viewOf(kRows[row], depth, depth == 300 ? 3 : 5, depth == 300 ? 3 : 4);
    const tests::PrecisionScope precision(static_cast<unsigned>(2 * depth + 100));
    const Comparison found =
        compared(request, kRows[row].map(tests::toBig(tests::complex(kC))), kRows[row].radius);
    QCOMPARE(found.wrong, 0);
    QVERIFY2(found.undecidable <= 2, qPrintable(QString::number(found.undecidable)));
  }

  // The orbit of 0, a critical point of order 2, comes to a fixed point that repels and stays there
  // for as long as c has digits. All pixels but the one at 0 leave it sooner: with 10^-90 of the
  // way that they are from 0.
  void aCriticalPointIsResolvedAsFinely_data() {
    QTest::addColumn<int>("steps");
    QTest::newRow("the point") << 0;
    QTest::newRow("its preimage") << 4;
  }
  void aCriticalPointIsResolvedAsFinely() {
    QFETCH(int, steps);
    const auto c = tests::misiurewiczC();
    const tests::PrecisionScope precision(320);
    const RationalMap map{{tests::toBig(c), real(0), real(0), real(1)}, {real(1)}};
    const BigComplex centre = tests::preimageOf(map, real(0), steps, 150);
    const auto request =
        tests::formulaRequest("z^3+c", c, tests::decimalOf(centre, 150), "1e-30", 600, 5, 5);
    const Comparison found = compared(request, map, 2.0);
    QCOMPARE(found.wrong, 0);
    // The pixel in the middle is the preimage to all of its digits, which are more than δ has.
    QVERIFY(found.undecidable <= (steps > 0 ? 1 : 0));
    const Counts counts = tests::countsOf(request);
    QVERIFY(counts.front() > 100 && counts.front() < 200);
  }

  void everyViewAndNumberOfEnginesHasTheSameCounts() {
    auto request = viewOf(kRows[3], 60, 24, 18);
    const Counts expected = tests::countsOf(request);
    for (const auto view :
         {render::ViewKind::Serial, render::ViewKind::Direct, render::ViewKind::Balanced})
      for (const int engines : {1, 2, 5})
        for (const std::int32_t rows : {1, 7, 64}) {
          request.engines = {.count = engines, .viewKind = view, .bandRows = rows};
          QVERIFY(renderedCounts(request, engines::Client{5}) == expected);
        }
  }

  // A pixel of a picture is the same one in a part of it.
  void aRecipeMakesTheSamePicture() {
    const auto request = viewOf(kRows[0], 100, 6, 5);
    const auto job = render::RenderJob::create(request).value();
    const auto again = job->recipe().product(std::stop_token());
    const auto tile = again->computeBand({0, 5}, false, {}).front();
    QVERIFY((tile.counts == tests::tileOf(request).counts).all());
  }

  void smoothCountsAndDistancesAreThoseOfExactOrbits_data() {
    QTest::addColumn<int>("row");
    QTest::addColumn<double>("degree");  // as which the map grows
    QTest::newRow("a polynomial") << 0 << 3.0;
    QTest::newRow("a fraction") << 3 << 2.0;
  }
  void smoothCountsAndDistancesAreThoseOfExactOrbits() {
    QFETCH(int, row);
    QFETCH(double, degree);
    auto request = viewOf(kRows[row], 100, 5, 4);
    request.picture.quantities = {.smooth = true, .distance = true};
    const tests::PrecisionScope precision(300);
    const render::Tile tile = tests::tileOf(request);
    const julia::DeepGrid grid = gridOf(request);
    const RationalMap map = kRows[row].map(tests::toBig(tests::complex(kC)));
    const BigFloat pixel = ldexp(BigFloat(grid.pixelSize), static_cast<int>(grid.exponent));
    int escaped = 0;
    for (std::size_t i = 0; i < 20; ++i) {
      if (tile.counts.data()[i] == request.picture.place.tmax) continue;
      ++escaped;
      BigComplex z = tests::pointOf(grid, i);
      BigComplex dz = real(1);
      int t = 0;
      for (; tests::modulus(z) < 1e9; ++t) {
        dz = dz * map.slopeAt(z);
        z = map(z);
      }
      const double log = std::log(static_cast<double>(tests::modulus(z)));
      const double smooth = t + 1 - std::log(log / std::log(kRows[row].radius)) / std::log(degree);
      QVERIFY(std::abs(static_cast<double>(tile.smooth.data()[i]) - smooth) < 1e-3);
      const auto distance =
          static_cast<double>(BigFloat(tests::modulus(z) * log / (tests::modulus(dz) * pixel)));
      QVERIFY(std::abs(static_cast<double>(tile.distance.data()[i]) - distance) < 1e-3 * distance);
    }
    QVERIFY(escaped > 2);
  }
};

QTEST_GUILESS_MAIN(RationalDepthTest)
#include "rational_depth_test.moc"
