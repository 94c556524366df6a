// SPDX-License-Identifier: GPL-3.0-or-later
// Julia sets of c in tiny Mandelbrot sets, at the scale of the small Julia set that such a c has
// around 0 and far below, and where doubles give way to distances: all against brute force.
#include <cmath>
#include <random>
#include <vector>

#include <QTest>

#include "core/render/deep_picture.h"
#include "core/render/verification.h"
#include "tests/core/deep_places.h"

using namespace fatou;  // NOLINT: a test
using tests::BigComplex;
using tests::complex;
using tests::toBig;

namespace {

using Counts = std::vector<std::int32_t>;

constexpr std::int32_t kTmax = 20'000;
constexpr int kWidth = 13;
constexpr int kHeight = 12;

render::RenderRequest requestOf(const julia::ComplexDecimal& c, const julia::ComplexDecimal& centre,
                                const std::string& radius, int width, int height) {
  return tests::deepRequest(c, centre, radius, kTmax, width, height);
}

Counts countsOf(const render::RenderJob& job) {
  const auto tiles = job.computeBand({0, job.request().picture.height}, false, {});
  return {tiles[0].counts.data(), tiles[0].counts.data() + tiles[0].counts.size()};
}

std::size_t distinct(Counts counts) {
  std::ranges::sort(counts);
  counts.erase(std::unique(counts.begin(), counts.end()), counts.end());
  return counts.size();
}

int differing(const Counts& a, const Counts& b) {
  int different = 0;
  for (std::size_t i = 0; i < a.size(); ++i) different += a[i] != b[i] ? 1 : 0;
  return different;
}

// The point near `guess` that `period` steps take to `image`, by Newton's method.
BigComplex pulledBack(const BigComplex& c, const BigComplex& image, BigComplex guess, int period) {
  const BigComplex two = tests::bigComplex(2.0, 0.0);
  for (int step = 0; step < 12; ++step) {
    BigComplex z = guess;
    BigComplex slope = tests::bigComplex(1.0, 0.0);
    for (int k = 0; k < period; ++k) {
      slope = two * z * slope;
      z = z * z + c;
    }
    guess = guess - (z - image) / slope;
  }
  return guess;
}

struct SmallSet {
  julia::ComplexDecimal c;
  int period = 0;
  double log10Size = 0.0;
  double log10Scale = 0.0;
  BigComplex scale;
  BigComplex own;  // c in the small set's own coordinate
};

SmallSet smallSet(const char* guess, int period, const BigComplex& own) {
  const auto mini = tests::minibrotNear(complex(guess), period);
  SmallSet set{.period = period, .scale = mini.scale, .own = own};
  set.log10Size = log10(tests::modulus(mini.size)).convert_to<double>();
  set.log10Scale = log10(tests::modulus(mini.scale)).convert_to<double>();
  const auto digits = static_cast<unsigned>(25.0 - set.log10Size);
  set.c = tests::decimalOf(mini.nucleus + mini.size * own, digits);
  return set;
}

std::string radiusOf(double log10Radius) {
  return "2e" + std::to_string(static_cast<int>(std::floor(log10Radius)));
}

// A point of the small Julia set to 10^-below of its size: preimage upon preimage of the tip that
// its own map leaves fixed, by a fixed row of choices.
julia::ComplexDecimal pointOfSmallSet(const SmallSet& set, int below, unsigned digits) {
  const BigComplex c = toBig(set.c);
  const BigComplex one = tests::bigComplex(1.0, 0.0);
  const BigComplex root = tests::squareRoot(one - tests::bigComplex(4.0, 0.0) * set.own);
  BigComplex own = tests::bigComplex(0.5, 0.0) * (one + root);
  BigComplex z = set.scale * own;
  std::mt19937 random(5);
  for (double grown = 0.0; grown < below;) {
    own = tests::squareRoot(own - set.own);
    grown += log10(2 * tests::modulus(own)).convert_to<double>();
    if ((random() & 1) != 0) own = {-own.re, -own.im};
    z = pulledBack(c, z, set.scale * own, set.period);
  }
  return tests::decimalOf(z, digits);
}

class DeepMinibrotTest : public QObject {
  Q_OBJECT

  static void compare(const char* what, const render::RenderRequest& request) {
    const auto job = render::RenderJob::create(request).value();
    QVERIFY(job->numberType() == julia::NumberType::Perturbation);
    const Counts counts = countsOf(*job);
    const auto& deep = *job->deep();
    const Counts exact = tests::bruteForceCounts(request.picture.place.c, deep.grid(), kTmax,
                                                 deep.orbits().centre->bits() + 256);
    const int wrong = differing(counts, exact);
    // Which of them rounding explains, is known by now: verification_test.cpp.
    render::VerificationSummary summary;
    std::vector<render::SampledPixel> pixels;
    for (int i = 0; i < kWidth * kHeight; ++i)
      pixels.push_back({i % kWidth, i / kWidth, counts[static_cast<std::size_t>(i)]});
    QVERIFY(render::Verifier(engines::Client(1))
                .verify(request.picture, pixels, [&](const auto& checked) { summary.add(checked); })
                .ok());
    qInfo("%s, %s: %zu pixels, %zu different counts, %d wrong, %d of them undecidable", what,
          julia::toString(request.picture.place.view).substr(0, 24).c_str(), counts.size(),
          distinct(counts), wrong, summary.undecidable);
    QVERIFY(distinct(counts) > 4);
    QCOMPARE(summary.differ, 0);
    QVERIFY(wrong * 50 <= static_cast<int>(counts.size()));
  }

 private Q_SLOTS:
  void smallJuliaSetsAtTheirScaleAndFarBelow_data() {
    QTest::addColumn<QString>("guess");
    QTest::addColumn<int>("period");
    // Nuclei beside points where the critical orbit ends at a fixed point or a cycle of two.
    const auto row = [](const char* name, const char* guess) {
      QTest::newRow(name) << QString::fromLatin1(guess) << 60;
    };
    row("beside i",
        "0.0000000000000000000001230018012211149495055547659793831227498494198022,"
        "0.9999999999999999999999881786887314538040116673597009829840666832210388");
    row("beside 0.3439+0.7006i",
        "0.3439069959725680883955049798340332500312373744543178624061476489578817,"
        "0.7006200202350049313227212109587820251782306331569110186382547143820231");
    row("beside -0.5063+0.6840i",
        "-0.5062944581958799495115929641564923503681674245284080511318379910145907,"
        "0.6839919680893728813678279892089879514458212041290515739429065846052116");
  }
  void smallJuliaSetsAtTheirScaleAndFarBelow() {
    QFETCH(QString, guess);
    QFETCH(int, period);
    const tests::PrecisionScope precision(220);
    for (const auto& own : {tests::bigComplex(-0.7269, 0.1889), tests::bigComplex(-0.123, 0.745),
                            tests::bigComplex(0.0, 1.0)}) {
      const auto set = smallSet(guess.toLatin1().constData(), period, own);
      QVERIFY2(set.log10Size <= -20.0, qPrintable(QString::number(set.log10Size)));
      compare("at its scale", requestOf(set.c, {}, radiusOf(set.log10Scale), kWidth, kHeight));
      for (const int below : {10, 40}) {
        const int digits = below + 20;
        const auto at = pointOfSmallSet(set, below, static_cast<unsigned>(digits));
        compare("below it",
                requestOf(set.c, at, radiusOf(set.log10Scale - below), kWidth, kHeight));
      }
    }
  }

  // At a radius of 10^-8 doubles tell the pixels apart, but not their squares.
  void aSmallSetWhereDoublesTellThePixelsApart() {
    const tests::PrecisionScope precision(120);
    for (const auto& own : {tests::bigComplex(-0.7269, 0.1889), tests::bigComplex(-0.123, 0.745)}) {
      const auto set = smallSet(
          "-1.543689011403737429867682458747375435042822053,"
          "0.000000000000000001018855287676078298894656428",
          40, own);
      const auto radius = radiusOf(set.log10Scale + 0.5);
      const auto request = requestOf(set.c, {}, radius, kWidth, kHeight);
      QVERIFY(julia::doublesResolve(request.picture.place.view, kWidth, kHeight));
      compare("at 0", request);
      const auto before = tests::preimageOfZero(set.c, 1, 40);
      compare("a step before 0", requestOf(set.c, before, radius, kWidth, kHeight));
    }
  }

  void ordinaryViewsStayInDoubles() {
    for (const char* c :
         {"-0.7269,0.1889", "0,0", "-1,0", "0,1", "-0.390540870218401,-0.586787907"})
      for (const char* radius : {"1.5", "1e-2", "1e-4"})
        for (const char* centre : {"0,0", "0.5,0.1"})
          QVERIFY(render::numberTypeOf(
                      requestOf(complex(c), complex(centre), radius, 1280, 720).picture) ==
                  julia::NumberType::Double);
    const auto dust = complex("-0.7269,0.1889");
    QVERIFY(render::numberTypeOf(
                requestOf(dust, tests::juliaPoint(dust, 30), "1e-8", 1280, 720).picture) ==
            julia::NumberType::Double);
    QVERIFY(render::numberTypeOf(requestOf(dust, {}, "1e-8", 1280, 720).picture) ==
            julia::NumberType::Perturbation);
  }

  void thereIsNoSeamWhereDoublesEnd_data() {
    QTest::addColumn<QString>("c");
    QTest::addColumn<int>("most");  // of 1,000 pixels that may differ
    QTest::newRow("dendrite") << QStringLiteral("0,1") << 1;
    QTest::newRow("rabbit") << QStringLiteral("-0.123,0.745") << 2;
    QTest::newRow("parabolic") << QStringLiteral("0.25,0") << 1;
    QTest::newRow("Siegel disc") << QStringLiteral("-0.390540870218401,-0.586787907346969") << 6;
    // Its orbits are long and chaotic: doubles have one pixel of nine wrong here, and one of 30 a
    // thousand times less deep.
    QTest::newRow("dust") << QStringLiteral("-0.7269,0.1889") << 150;
  }
  // The last picture that is computed in doubles, both ways.
  void thereIsNoSeamWhereDoublesEnd() {
    QFETCH(QString, c);
    QFETCH(int, most);
    const auto parameter = complex(c.toStdString());
    const auto request = requestOf(parameter, tests::juliaPoint(parameter, 40), "1.1e-9", 200, 150);
    QVERIFY(render::numberTypeOf(request.picture) == julia::NumberType::Double);
    auto closer = request;
    std::get<julia::CentreView>(closer.picture.place.view).radius =
        julia::Decimal::parse("1.0e-9").value();
    QVERIFY(render::numberTypeOf(closer.picture) == julia::NumberType::Perturbation);
    const Counts inDoubles = countsOf(*render::RenderJob::create(request).value());
    const auto deep = render::DeepPicture::create(request.picture, {}, {}).value();
    const auto& points = deep->grid().offsets;
    Counts asDistances(inDoubles.size());
    kernels::deepEscapeTimes({deep->reference(), points.xs, points.ys}, asDistances);
    const int different = differing(inDoubles, asDistances);
    qInfo("%s: %d of %zu pixels differ, %zu different counts", QTest::currentDataTag(), different,
          inDoubles.size(), distinct(inDoubles));
    QVERIFY(distinct(inDoubles) > 10);
    QVERIFY(different * 1'000 <= most * static_cast<int>(inDoubles.size()));
  }
};

}  // namespace

QTEST_GUILESS_MAIN(DeepMinibrotTest)
#include "deep_minibrot_test.moc"
