// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/render/verification.h"

#include <algorithm>
#include <set>
#include <utility>
#include <vector>

#include <QElapsedTimer>
#include <QTest>

#include "core/julia/attracting_cycle.h"
#include "core/julia/exact_count.h"
#include "tests/core/deep_places.h"
#include "tests/core/repeating_engine.h"
#include "tests/processor_time.h"

using namespace fatou;  // NOLINT: a test
using render::Agreement;
using render::SampledPixel;
using tests::complex;

namespace {

using Counts = std::vector<std::int32_t>;

constexpr const char* kDust = "-0.7269,0.1889";
constexpr const char* kRabbit = "-0.123,0.745";
constexpr const char* kSiegel = "-0.390540870218401,-0.586787907346969";

using tests::deepRequest;

render::RenderRequest wholeSet(const char* c, std::int32_t tmax, std::int32_t side) {
  return deepRequest(complex(c), {}, "1.5", tmax, side, side);
}

Counts countsOf(const render::RenderRequest& request) {
  const auto job = render::RenderJob::create(request).value();
  const auto tiles = job->computeBand({0, request.picture.height}, false, {});
  return {tiles[0].counts.data(), tiles[0].counts.data() + tiles[0].counts.size()};
}

std::vector<SampledPixel> allPixels(std::int32_t width, const Counts& counts) {
  std::vector<SampledPixel> pixels;
  for (std::size_t i = 0; i < counts.size(); ++i)
    pixels.push_back(
        {static_cast<std::int32_t>(i) % width, static_cast<std::int32_t>(i) / width, counts[i]});
  return pixels;
}

struct Verified {
  render::VerificationSummary summary;
  std::vector<render::CheckedPixel> pixels;
};

Verified verified(const render::RenderRequest& request, const std::vector<SampledPixel>& pixels,
                  engines::Seconds budget = render::Verifier::kBudget) {
  Verified all;
  const auto done = render::Verifier(engines::Client(2), budget)
                        .verify(request.picture, pixels, [&](const render::CheckedPixel& checked) {
                          all.summary.add(checked);
                          all.pixels.push_back(checked);
                        });
  if (!done || done.value() != engines::Ended::Complete || all.pixels.size() != pixels.size())
    qFatal("not verified");
  return all;
}

class VerificationTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void patchesLieInCellsOfTheirOwn_data() {
    QTest::addColumn<int>("width");
    QTest::addColumn<int>("height");
    QTest::addColumn<int>("pixels");
    const auto row = [](int width, int height, int pixels) {
      QTest::addRow("%d of %d x %d", pixels, width, height) << width << height << pixels;
    };
    for (const int pixels : {1, 2, 300, 500}) {
      row(1280, 720, pixels);
      row(65'536, 65'536, pixels);
      row(1, 1, pixels);
      row(1, 65'536, pixels);
      row(65'536, 1, pixels);
      row(17, 16, pixels);
      row(3, 200, pixels);
    }
  }
  void patchesLieInCellsOfTheirOwn() {
    QFETCH(int, width);
    QFETCH(int, height);
    QFETCH(int, pixels);
    const auto patches = render::samplePatches(width, height, pixels);
    QCOMPARE(static_cast<std::int64_t>(patches.size()),
             std::min<std::int64_t>(pixels, std::int64_t{width} * height));
    QVERIFY(patches == render::samplePatches(width, height, pixels));
    for (const PixelRect& a : patches) {
      QVERIFY(a.x >= 0 && a.y >= 0 && a.x + a.width <= width && a.y + a.height <= height);
      QVERIFY(a.width >= 1 && a.width <= 16 && a.height >= 1 && a.height <= 16);
      for (const PixelRect& b : patches)
        QVERIFY(&a == &b || a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y ||
                b.y + b.height <= a.y);
    }
    if (pixels < 300 || width < 1000 || height < 700) return;
    const auto inLeftHalf = std::ranges::count_if(patches, [&](auto p) { return 2 * p.x < width; });
    QVERIFY(2.2 * static_cast<double>(std::abs(2 * inLeftHalf - pixels)) < pixels);
  }

  void oddPatchesLookForEdgesAndNoneForTheUnknown() {
    const PixelRect patch{100, 50, 4, 3};
    Counts counts(12, 7);
    QVERIFY(render::samplePatch(1, patch, counts).has_value());
    counts[6] = 9;  // column 2 of row 1
    for (std::size_t index = 1; index < 40; index += 2) {
      const auto pixel = render::samplePatch(index, patch, counts).value();
      QVERIFY(std::abs(pixel.column - 102) + std::abs(pixel.row - 51) <= 1);
      QCOMPARE(pixel.count, pixel.column == 102 && pixel.row == 51 ? 9 : 7);
    }
    std::set<std::pair<int, int>> places;
    for (std::size_t index = 0; index < 200; index += 2) {
      const auto pixel = render::samplePatch(index, patch, counts).value();
      places.insert({pixel.column, pixel.row});
    }
    QCOMPARE(places.size(), std::size_t{12});
    counts.assign(12, -1);
    QVERIFY(!render::samplePatch(0, patch, counts));
    counts[11] = 3;  // the unknown around it is no edge
    for (std::size_t index = 0; index < 9; ++index)
      QVERIFY((render::samplePatch(index, patch, counts) == SampledPixel{103, 52, 3}));
    QVERIFY(render::samplePicture(4, 3, {counts}, 300).size() == 1);
    QVERIFY(render::samplePicture(4, 3, {counts}, 0).empty());
  }

  void aSampleOfAPictureOrOfItsJobIsTheSame() {
    const auto request = wholeSet(kDust, 700, 150);
    const auto sample = render::samplePicture(150, 150, {countsOf(request)}, 40);
    QCOMPARE(sample.size(), std::size_t{40});
    const auto job = render::RenderJob::create(request).value();
    QVERIFY(render::samplePicture(*job, 40).value() == sample);
    std::stop_source stop;
    stop.request_stop();
    QVERIFY(!render::samplePicture(*job, 40, stop.get_token()));
  }

  // By numbers of another make and with all bits from the beginning.
  void exactCountsAreThoseOfBruteForce_data() {
    QTest::addColumn<QString>("c");
    QTest::addColumn<QString>("radius");
    for (const char* c : {kDust, kRabbit, kSiegel, "0,1", "-2,0"})
      for (const char* radius : {"2", "1e-9", "1e-30", "1e-160", "1e-320"})
        QTest::addRow("%s %s", c, radius) << QString::fromLatin1(c) << QString::fromLatin1(radius);
  }
  void exactCountsAreThoseOfBruteForce() {
    QFETCH(QString, c);
    QFETCH(QString, radius);
    constexpr std::int32_t kTmax = 900;
    const auto parameter = complex(c.toStdString());
    const auto digits = static_cast<unsigned>(
        20 - (radius.contains(u'e') ? radius.mid(radius.indexOf(u'e') + 1).toInt() : 0));
    const auto centre = radius == QLatin1String("2") ? julia::ComplexDecimal{}
                                                     : tests::juliaPoint(parameter, digits);
    const auto request = deepRequest(parameter, centre, radius.toStdString(), kTmax, 9, 9);
    const bool isDeep = render::numberTypeOf(request.picture) == julia::NumberType::Perturbation;
    const auto grid =
        isDeep
            ? julia::makeDeepGrid(request.picture.place.view, 9, 9, centre)
            : julia::DeepGrid{.origin = {},
                              .offsets = julia::makeGrid(request.picture.place.view, 9, 9).value()};
    const Counts expected = tests::bruteForceCounts(parameter, grid, kTmax, 4000);
    const auto all = verified(request, allPixels(9, expected));
    QCOMPARE(all.summary.agree, 81);
    // Few bits to begin with, so that the orbits ask for more.
    for (std::size_t i = 0; i < expected.size(); ++i) {
      const auto exact = julia::exactCount({.c = parameter,
                                            .point = {.origin = grid.origin,
                                                      .x = grid.offsets.xs[i % 9],
                                                      .y = grid.offsets.ys[i / 9],
                                                      .exponent = grid.exponent},
                                            .tmax = kTmax,
                                            .bits = 70});
      QVERIFY(exact && exact->isKnown);
      QCOMPARE(exact->count, expected[i]);
    }
  }

  void everyPixelOfAPictureInDoublesAgreesOrIsUndecidable_data() {
    QTest::addColumn<QString>("c");
    QTest::addColumn<QString>("radius");
    for (const char* c : {kDust, kRabbit, "-0.8,0.156", "0,1", "0.25,0", kSiegel})
      for (const char* radius : {"1.5", "1e-6", "1e-9"})
        QTest::addRow("%s %s", c, radius) << QString::fromLatin1(c) << QString::fromLatin1(radius);
  }
  void everyPixelOfAPictureInDoublesAgreesOrIsUndecidable() {
    QFETCH(QString, c);
    QFETCH(QString, radius);
    const auto parameter = complex(c.toStdString());
    const bool isWhole = radius == QLatin1String("1.5");
    const auto centre = isWhole ? julia::ComplexDecimal{} : tests::juliaPoint(parameter, 30);
    const auto request = deepRequest(parameter, centre, radius.toStdString(), 1500, 60, 60);
    const auto all = verified(request, allPixels(60, countsOf(request)));
    qInfo("%s: %s", QTest::currentDataTag(), render::toString(all.summary).c_str());
    QCOMPARE(all.summary.differ, 0);
    QCOMPARE(all.summary.tooLong, 0);
    QVERIFY(all.summary.undecidable <= (isWhole ? 36 : 360));
  }

  void whatIsWrongInAPictureDiffers() {
    const auto centre = tests::juliaPoint(complex(kDust), 60);
    for (const auto& request : {wholeSet(kDust, 700, 40), wholeSet(kRabbit, 700, 40),
                                deepRequest(complex(kDust), centre, "1e-40", 4000, 24, 24)}) {
      for (const std::int32_t by : {-1, 1, 300}) {
        Counts counts = countsOf(request);
        for (auto& count : counts) {
          // Interior pixels are said to be outside, the others to be so a little late or early.
          const std::int32_t right = count;
          count = std::clamp(count + by, 0, request.picture.place.tmax);
          if (count == right) count = request.picture.place.tmax - 300;
        }
        const auto all = verified(request, allPixels(request.picture.width, counts));
        qInfo("%+d: %s", by, render::toString(all.summary).c_str());
        // The others are chaotic, and a few of them may even be right by chance.
        QVERIFY(all.summary.differ >= static_cast<int>(0.95 * static_cast<double>(counts.size())));
        QVERIFY(all.summary.agree <= 2);
      }
    }
  }

  void deepPicturesAgree() {
    const auto c = complex(kDust);
    const auto request = deepRequest(c, tests::juliaPoint(c, 340), "1e-300", 5000, 160, 120);
    const auto job = render::RenderJob::create(request).value();
    QElapsedTimer timer;
    timer.start();
    const auto all = verified(request, render::samplePicture(*job, 300).value());
    qInfo("%lld ms: %s", static_cast<long long>(timer.elapsed()),
          render::toString(all.summary).c_str());
    QCOMPARE(all.summary.checked(), 300);
    QCOMPARE(all.summary.differ, 0);
    QVERIFY(all.summary.undecidable <= 3);
    QVERIFY(all.summary.bits > 1'000);
  }

  // Also where orbits escape slowly, and where rounding leaves none of their digits right.
  void smoothCountsAndDistancesAreCheckedToo_data() {
    QTest::addColumn<QString>("c");
    QTest::addColumn<QString>("centre");
    QTest::addColumn<QString>("radius");
    const auto row = [](const char* c, const char* centre, const char* radius) {
      QTest::addRow("%s at %.12s, %s", c, centre, radius)
          << QString::fromLatin1(c) << QString::fromLatin1(centre) << QString::fromLatin1(radius);
    };
    for (const char* c : {kDust, kRabbit, kSiegel, "0,1", "-6,0", "-2,0", "1e9,-1e9"})
      row(c, "0,0", "3.1");
    row("-6,0", "3,0", "1e-9");
    row("-2,0", "2,0", "1e-9");
    row("-2,0", "2,0", "1e-16");
    row("-3,0", "2.3027756377319946465596106337352479731256482869226,0", "1e-20");
    row("-6,0", "3,0", "1e-30");
  }
  void smoothCountsAndDistancesAreCheckedToo() {
    QFETCH(QString, c);
    QFETCH(QString, centre);
    QFETCH(QString, radius);
    auto request = deepRequest(complex(c.toStdString()), complex(centre.toStdString()),
                               radius.toStdString(), 400, 41, 31);
    request.picture.quantities = {.smooth = true, .distance = true};
    const auto job = render::RenderJob::create(request).value();
    auto pixels = render::samplePicture(*job, 200).value();
    QVERIFY(pixels.front().smooth && pixels.front().distance);
    auto all = verified(request, pixels);
    for (const auto& checked : all.pixels)
      if (checked.agreement == Agreement::Differs)
        qInfo("%d, %d: J %d, smooth %g, distance %g, but %g", checked.pixel.column,
              checked.pixel.row, checked.pixel.count, double(*checked.pixel.smooth),
              double(*checked.pixel.distance), checked.exactValue);
    QCOMPARE(all.summary.differ, 0);
    if (c != QLatin1String("0,1") && c != QLatin1String("-6,0")) return;
    // All pixels that are made wrong here are found, except where rounding alone can be that wrong.
    for (auto& pixel : pixels) *pixel.smooth += 0.01F * std::max(1.0F, *pixel.smooth * 0.01F);
    all = verified(request, pixels);
    QVERIFY(all.summary.differ > 150);
    QVERIFY(std::ranges::any_of(all.pixels, [](const auto& checked) {
      return checked.differs == render::Quantity::Smooth && checked.exactValue > 0.0;
    }));
  }

  // If the interior cost something, all of its pixels would be left out.
  void theInteriorCostsNothingWhereThereIsATrap() {
    const auto request = wholeSet(kRabbit, 2'000'000'000, 50);
    const auto all = verified(request, allPixels(50, countsOf(request)));
    QCOMPARE(all.summary.agree, 2500);
    QVERIFY(
        std::ranges::any_of(all.pixels, [](const auto& p) { return p.exact == 2'000'000'000; }));
  }

  // Checks leave out all pixels that are bounded and have no trap, the same ones every time.
  void whatTakesTooLongIsLeftOut() {
    const auto request = wholeSet(kSiegel, 1'000'000'000, 20);
    Counts counts(400, 1'000'000'000);
    const auto pixels = allPixels(20, counts);
    const auto first = verified(request, pixels, engines::Seconds(0.5)).summary;
    QVERIFY(first.tooLong > 20);
    QCOMPARE(first.agree, 0);
    QVERIFY(first.differ > 200);  // those outside, which escape soon
    QVERIFY(render::toString(first).find(" were left out beyond ") != std::string::npos);
    QVERIFY(verified(request, pixels, engines::Seconds(0.5)).summary == first);
  }

  void theRimOfTheDiscOfRadiusTwoIsInside() {
    // z = 2 and z = -2 stay there for ever, |z| = 2 to the last bit.
    for (const double x : {2.0, -2.0}) {
      const auto exact = julia::exactCount(
          {.c = complex("-2,0"), .point = {.origin = {}, .x = x}, .tmax = 500, .expected = 500});
      QVERIFY(exact && exact->isKnown);
      QCOMPARE(exact->count, 500);
    }
    for (const auto& [x, count] : {std::pair{2.0 + 0x1p-51, 0}, std::pair{2.0 - 0x1p-52, 500}}) {
      const auto exact = julia::exactCount(
          {.c = complex("-2,0"), .point = {.origin = {}, .x = x}, .tmax = 500, .expected = 500});
      QVERIFY(exact && exact->isKnown);
      QCOMPARE(exact->count, count);
    }
  }

  void aStopIsNoticedAtOnce() {
    const auto c = complex(kSiegel);
    const auto request = wholeSet(kSiegel, 1'000'000'000, 64);
    const auto pixels = allPixels(64, Counts(4096, 1'000'000'000));
    std::stop_source stop;
    double asked = 0.0;
    int done = 0;
    const auto ended = render::Verifier(engines::Client(2))
                           .verify(
                               request.picture, pixels,
                               [&](const render::CheckedPixel&) {
                                 if (++done < 20) return;
                                 if (stop.request_stop()) asked = tests::processorSeconds();
                               },
                               stop.get_token());
    const double computed = tests::processorSeconds() - asked;
    QVERIFY(ended.ok());
    QVERIFY(ended.value() == engines::Ended::Stopped);
    qInfo("computed for %.2f ms after the stop", 1e3 * computed);
    QVERIFY(computed < 1.0);  // all pixels would be half a minute
  }

  void anAnswerToWhatWasNotAskedIsNotTaken() {
    const auto request = wholeSet(kDust, 100, 10);
    int checks = 0;
    const auto ended = render::Verifier(tests::repeatingClient())
                           .verify(request.picture, allPixels(10, countsOf(request)),
                                   [&](const render::CheckedPixel&) { ++checks; });
    QVERIFY(!ended && ended.error().message.find("what it was not asked") != std::string::npos);
    QCOMPARE(checks, 1);
  }

  void enginesThatGetNothingButBytesCheckAll() {
    const auto request = wholeSet(kDust, 100, 10);
    const auto pixels = allPixels(10, countsOf(request));
    render::VerificationSummary summary;
    const auto ended =
        render::Verifier(engines::Client(2, engines::EngineKind::Loopback))
            .verify(request.picture, pixels, [&](const auto& checked) { summary.add(checked); });
    QVERIFY(ended && ended.value() == engines::Ended::Complete);
    QCOMPARE(summary.agree, 100);
  }

  void aRequestThatCannotBeVerifiedSaysWhy() {
    const auto sink = [](const render::CheckedPixel&) {};
    auto request = wholeSet(kDust, 100, 10);
    QVERIFY(render::Verifier(engines::Client(0))
                .verify(request.picture, {{1, 1, 1}}, sink)
                .error()
                .message.find("no engines") != std::string::npos);
    request.picture.place.tmax = 0;
    QVERIFY(!render::Verifier(engines::Client(1)).verify(request.picture, {}, sink).ok());
  }

  void theSentenceSaysWhatCameOfIt() {
    using Summary = render::VerificationSummary;
    const auto text = [](const Summary& summary) {
      return QString::fromStdString(render::toString(summary));
    };
    QCOMPARE(text({.agree = 300, .bits = 1120}),
             QStringLiteral("Verified 300 pixels with 1,120 bits: all agree"));
    QCOMPARE(text({.agree = 1, .bits = 192}),
             QStringLiteral("Verified 1 pixel with 192 bits: it agrees"));
    QCOMPARE(text({.agree = 298, .undecidable = 2, .bits = 192}),
             QStringLiteral("Verified 300 pixels with 192 bits: 298 agree, 2 are undecidable in "
                            "double precision"));
    QCOMPARE(text({.agree = 1,
                   .undecidable = 1,
                   .differ = 1,
                   .tooLong = 1,
                   .bits = 9,
                   .fewestLong = 1'234'567}),
             QStringLiteral("Verified 3 pixels with 9 bits: 1 agrees, 1 is undecidable in double "
                            "precision, 1 differs; 1 was left out beyond 1,234,567 steps"));
    QCOMPARE(text({.tooLong = 12, .fewestLong = 5}),
             QStringLiteral("Verified 0 pixels; 12 were left out beyond 5 steps"));
    Summary summary;
    summary.add({.agreement = Agreement::Agrees, .bits = 200});
    summary.add({.agreement = Agreement::Undecidable, .bits = 100});
    summary.add({.agreement = Agreement::TooLong, .bits = 900, .steps = 77});
    summary.add({.agreement = Agreement::TooLong, .bits = 900, .steps = 66});
    QVERIFY((summary ==
             Summary{.agree = 1, .undecidable = 1, .tooLong = 2, .bits = 200, .fewestLong = 66}));
  }
};

}  // namespace

QTEST_GUILESS_MAIN(VerificationTest)
#include "verification_test.moc"
