// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kernels/deep_escape_time.h"

#include <cmath>
#include <vector>

#include <QTest>

#include "core/julia/attracting_cycle.h"
#include "core/julia/orbit_cache.h"
#include "core/kernels/simd_targets.h"
#include "core/render/deep_picture.h"
#include "tests/core/deep_places.h"

using namespace fatou;  // NOLINT: a test
using render::DeepPicture;
using tests::bruteForceCounts;
using tests::complex;
using tests::toBig;

namespace {

using Counts = std::vector<std::int32_t>;

using tests::deepRequest;

std::shared_ptr<const DeepPicture> pictureOf(const render::RenderRequest& request,
                                             bool trapped = true) {
  const auto& c = request.picture.place.c;
  const auto cycle = julia::findAttractingCycle({c.re.toDouble(), c.im.toDouble()});
  return DeepPicture::create(request.picture, trapped ? julia::interiorTrap(cycle) : std::nullopt,
                             {})
      .value();
}

Counts countsOf(const DeepPicture& picture) {
  const auto& points = picture.grid().offsets;
  Counts counts(points.xs.size() * points.ys.size(), -1);
  kernels::deepEscapeTimes({picture.reference(), points.xs, points.ys}, counts);
  return counts;
}

Counts scalarCountsOf(const DeepPicture& picture) {
  const auto& points = picture.grid().offsets;
  Counts counts(points.xs.size() * points.ys.size(), -2);
  kernels::deepEscapeTimesScalar({picture.reference(), points.xs, points.ys}, counts);
  return counts;
}

std::size_t distinct(Counts counts) {
  std::ranges::sort(counts);
  counts.erase(std::unique(counts.begin(), counts.end()), counts.end());
  return counts.size();
}

std::int64_t bruteBits(const DeepPicture& picture) {
  return picture.orbits().centre->bits() + 256;
}

constexpr const char* kDust = "-0.7269,0.1889";
constexpr const char* kDendrite = "0,1";
constexpr const char* kRabbit = "-0.123,0.745";
constexpr const char* kParabolic = "0.25,0";
constexpr const char* kSiegel = "-0.390540870218401,-0.586787907346969";

class DeepEscapeTimeTest : public QObject {
  Q_OBJECT

  // Counts pixels that differ from brute force, and those of them that are none of the kernel's
  // business: orbits so chaotic that the exact count is another one, too, where the pixel's place
  // in the view is rounded a little.
  struct Wrong {
    int all = 0;
    int chaotic = 0;
  };
  static Wrong wrongOf(const Counts& counts, const DeepPicture& picture,
                       const render::RenderRequest& request) {
    const auto exactAt = [&](const julia::DeepGrid& grid) {
      return bruteForceCounts(request.picture.place.c, grid, request.picture.place.tmax,
                              bruteBits(picture));
    };
    const julia::DeepGrid& grid = picture.grid();
    const Counts exact = exactAt(grid);
    Wrong wrong;
    for (std::size_t i = 0; i < counts.size(); ++i) {
      if (counts[i] == exact[i]) continue;
      ++wrong.all;
      bool chaotic = false;
      for (int k = -8; k <= 8 && !chaotic; ++k) {
        julia::DeepGrid moved = grid;
        const double factor = 1.0 + k * kRounded;
        moved.offsets = {{grid.offsets.xs[i % grid.offsets.xs.size()] * factor},
                         {grid.offsets.ys[i / grid.offsets.xs.size()] * factor}};
        chaotic = exactAt(moved).front() != exact[i];
      }
      wrong.chaotic += chaotic ? 1 : 0;
    }
    return wrong;
  }
  static constexpr double kRounded = 0x1p-51;

  static void check(const char* what, const render::RenderRequest& request) {
    const auto picture = pictureOf(request);
    const Counts counts = countsOf(*picture);
    QCOMPARE(counts, scalarCountsOf(*picture));
    const Wrong wrong = wrongOf(counts, *picture, request);
    const auto& orbits = picture->orbits();
    qInfo(
        "%s: %zu pixels, %zu different counts, %d wrong, %d of them chaotic; %lld + %lld bits, "
        "%zu + %zu points, start %zu + %zu",
        what, counts.size(), distinct(counts), wrong.all, wrong.chaotic,
        static_cast<long long>(orbits.centre->bits()),
        static_cast<long long>(orbits.critical->bits()), orbits.centre->orbit().size(),
        orbits.critical->orbit().size(), picture->reference().start().steps(),
        picture->reference().start().sharedSteps());
    QCOMPARE(wrong.all, wrong.chaotic);
    QVERIFY(wrong.all * 50 <= static_cast<int>(counts.size()));
  }

 private Q_SLOTS:
  void countsAreThoseOfBruteForce_data() {
    QTest::addColumn<QString>("c");
    QTest::addColumn<QString>("radius");
    QTest::addColumn<int>("tmax");
    QTest::addColumn<int>("side");
    for (const char* radius : {"1e-12", "1e-16", "1e-30", "1e-150", "1e-160", "1e-300", "1e-320"})
      for (const char* c : {kDust, kDendrite, kRabbit, kParabolic, kSiegel})
        QTest::addRow("%s %s", c, radius)
            << QString::fromLatin1(c) << QString::fromLatin1(radius) << 2000 << 12;
    QTest::addRow("dust 1e-1000") << QString::fromLatin1(kDust) << QStringLiteral("1e-1000") << 5000
                                  << 8;
  }
  void countsAreThoseOfBruteForce() {
    QFETCH(QString, c);
    QFETCH(QString, radius);
    QFETCH(int, tmax);
    QFETCH(int, side);
    const auto parameter = complex(c.toStdString());
    const auto depth =
        static_cast<unsigned>(-radius.mid(1 + radius.indexOf(QLatin1Char('e'))).toInt());
    const auto centre = tests::juliaPoint(parameter, depth + 20);
    check(QTest::currentDataTag(),
          deepRequest(parameter, centre, radius.toStdString(), tmax, side, side));
  }

  void insideASmallMandelbrotSet_data() {
    QTest::addColumn<QString>("guess");
    QTest::addColumn<int>("period");
    const std::pair<int, const char*> guesses[] = {
        {30, "-1.0219144067592823,0.37517205504033701"},
        {30, "-1.4006738803749793,0.1239455067615872"},
        {60, "0.28151202246610899,0.58277556297405388"},
        {60, "-1.24085630898874,0.093245728116243975"},
    };
    for (const auto& [period, guess] : guesses)
      QTest::addRow("%s period %d", guess, period) << QString::fromLatin1(guess) << period;
  }
  void insideASmallMandelbrotSet() {
    QFETCH(QString, guess);
    QFETCH(int, period);
    const tests::PrecisionScope precision(120);
    const auto mini = tests::minibrotNear(complex(guess.toStdString()), period);
    const double log10Size = log10(tests::modulus(mini.size)).convert_to<double>();
    const double log10Scale = log10(tests::modulus(mini.scale)).convert_to<double>();
    qInfo("size 10^%.1f, scale 10^%.1f", log10Size, log10Scale);
    const auto digits = static_cast<unsigned>(25.0 - 2.0 * std::min(0.0, log10Size));
    for (const auto& own : {tests::bigComplex(-0.7269, 0.1889), tests::bigComplex(-0.123, 0.745)}) {
      const auto c = tests::decimalOf(mini.nucleus + mini.size * own, digits);
      const auto radius = [&](double below) {
        return "2e" + std::to_string(static_cast<int>(std::floor(log10Scale - below)));
      };
      check("little Julia set at 0", deepRequest(c, {}, radius(0), 2000, 13, 12));
      const auto preimage = tests::preimageOfZero(c, 37, 80);
      check("little Julia set elsewhere", deepRequest(c, preimage, radius(10), 2000, 13, 12));
      const auto near = tests::decimalOf(mini.scale * tests::bigComplex(0.51, 0.33), 40);
      check("far below its scale", deepRequest(c, near, radius(12), 2000, 13, 12));
    }
  }

  // c with 42 digits, in a set of size 10^-15: rounded to double it would be another one.
  void anotherEpsilonGivesTheSameCounts() {
    const tests::PrecisionScope precision(120);
    const auto mini = tests::minibrotNear(complex("0.00001498724758174408003788335176290283159013,"
                                                  "0.9999943363125834055337250839605273350209"),
                                          30);
    const auto c = tests::decimalOf(mini.nucleus + mini.size * tests::bigComplex(-0.12, 0.74), 42);
    for (const int steps : {0, 37, 300}) {
      const auto centre = tests::preimageOfZero(c, steps, 110);
      // As much of the plane, after these steps, as the little Julia set fills.
      tests::BigComplex z = toBig(centre);
      tests::BigFloat size("6e-8");
      for (int k = 0; k < steps; ++k) {
        size /= 2 * tests::modulus(z);
        z = z * z + toBig(c);
      }
      const std::string radius = size.str(5, std::ios_base::scientific);
      const auto request = deepRequest(c, centre, radius, 4000, 24, 24);
      julia::OrbitCache cache;
      const auto picture = DeepPicture::create(request.picture, {}, {.cache = &cache}).value();
      const Counts counts = countsOf(*picture);
      QVERIFY(distinct(counts) > 5);
      for (const double log2Epsilon : {-60.0, -80.0, -120.0}) {
        const auto& grid = picture->grid();
        const kernels::DeepReference exacter({.cRe = c.re.toDouble(),
                                              .cIm = c.im.toDouble(),
                                              .centre = picture->orbits().centre->orbit(),
                                              .critical = picture->orbits().critical->orbit(),
                                              .start = {.exponent = grid.exponent,
                                                        .reach = grid.reach,
                                                        .tmax = 4000,
                                                        .tolerance = 0.0},
                                              .log2Epsilon = log2Epsilon});
        Counts others(counts.size());
        kernels::deepEscapeTimes({exacter, grid.offsets.xs, grid.offsets.ys}, others);
        int different = 0;
        for (std::size_t i = 0; i < counts.size(); ++i) different += counts[i] != others[i] ? 1 : 0;
        qInfo("%s, epsilon 2^%.0f: %d of %zu differ", radius.c_str(), log2Epsilon, different,
              counts.size());
        QVERIFY(different * 50 <= static_cast<int>(counts.size()));
      }
    }
  }

  void centresThatPassCloseToZero_data() {
    QTest::addColumn<int>("steps");
    QTest::addColumn<QString>("radius");
    for (const int steps : {0, 1, 7, 60})
      for (const char* radius : {"1e-16", "1e-160", "1e-200", "1e-320"})
        QTest::addRow("%d %s", steps, radius) << steps << QString::fromLatin1(radius);
  }
  void centresThatPassCloseToZero() {
    QFETCH(int, steps);
    QFETCH(QString, radius);
    for (const char* name : {kDust, kDendrite, kRabbit}) {
      const auto c = complex(name);
      // Not to all digits: the orbit passes 0 at about the view's size.
      const int depth = -radius.mid(2).toInt();
      const auto centre = tests::preimageOfZero(c, steps, static_cast<unsigned>(depth + 1));
      check(name, deepRequest(c, centre, radius.toStdString(), 2000, 9, 9));
    }
  }
};

}  // namespace

QTEST_GUILESS_MAIN(DeepEscapeTimeTest)
#include "deep_escape_time_test.moc"
