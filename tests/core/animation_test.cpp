// SPDX-License-Identifier: GPL-3.0-or-later
// What every frame shows, and that engines of any kind make it.
#include <atomic>
#include <cmath>
#include <complex>
#include <memory>
#include <thread>
#include <vector>

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include "core/animation/animation_script.h"
#include "core/animation/animator.h"
#include "core/animation/easing.h"
#include "core/animation/output_name.h"
#include "core/animation/video_encoder.h"
#include "core/animation/zoom_path.h"
#include "core/engines/remote/loopback.h"

using namespace fatou;
using namespace fatou::animation;

namespace {

julia::Decimal number(const std::string& text) {
  return julia::Decimal::parse(text).value();
}

julia::CentreView view(const std::string& centre, const std::string& radius) {
  return {.centre = julia::parseComplex(centre).value(), .radius = number(radius)};
}

julia::Place place(const std::string& c, const std::string& centre, const std::string& radius,
                   std::int32_t tmax = 100) {
  return {.c = julia::parseComplex(c).value(), .view = view(centre, radius), .tmax = tmax};
}

AnimationScript zoom() {
  return {.start = place("-0.8,0.156", "0,0", "1.2"),
          .segments = {{.seconds = 2.0, .to = place("-0.8,0.156", "-0.3,0.1", "1e-6", 900)}},
          .width = 64,
          .height = 36,
          .framesPerSecond = 10};
}

const julia::CentreView& viewOf(const exports::PictureSpec& spec) {
  return std::get<julia::CentreView>(spec.request.picture.place.view);
}

std::string messageOf(const Status& status) {
  return status ? std::string() : status.error().message;
}

}  // namespace

class AnimationTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  // --- easing ---------------------------------------------------------------------------------

  void easingGoesFrom0To1() {
    for (const auto& [in, out] : {std::pair{0.0, 0.0}, {0.2, 0.1}, {0.5, 0.5}, {1.0, 0.0}}) {
      QCOMPARE(eased(0.0, in, out), 0.0);
      QCOMPARE(eased(1.0, in, out), 1.0);
      QCOMPARE(eased(-1.0, in, out), 0.0);
      QCOMPARE(eased(2.0, in, out), 1.0);
    }
  }

  void easingIsMonotoneAndWithoutJumps() {
    for (const auto& [in, out] : {std::pair{0.0, 0.0}, {0.2, 0.1}, {0.5, 0.5}, {0.0, 1.0}}) {
      const double fastest = 1.0 / (1.0 - 0.5 * (in + out));
      for (int i = 1; i <= 1000; ++i) {
        const double step = eased(i / 1000.0, in, out) - eased((i - 1) / 1000.0, in, out);
        QVERIFY2(step >= 0.0 && step <= 1.0001 * fastest / 1000.0, qPrintable(QString::number(i)));
      }
    }
  }

  void betweenTheRampsSpeedIsConstant() {
    const double step = eased(0.51, 0.3, 0.2) - eased(0.50, 0.3, 0.2);
    for (double t = 0.3; t < 0.78; t += 0.01)
      QVERIFY(std::abs(eased(t + 0.01, 0.3, 0.2) - eased(t, 0.3, 0.2) - step) < 1e-12);
  }

  void withoutEasingTimeIsTheShare() { QCOMPARE(eased(0.37, 0.0, 0.0), 0.37); }

  // --- the zoom -------------------------------------------------------------------------------

  void theEndsOfAZoomAreExactlyTheViewsGiven() {
    const auto from = view("0.10,-0.0", "1.50");
    const auto to = view("-1e-1,2.500", "0.00010");
    QCOMPARE(viewBetween(from, to, 0.0).centre.re.text(), from.centre.re.text());
    QCOMPARE(viewBetween(from, to, 0.0).radius.text(), from.radius.text());
    QCOMPARE(viewBetween(from, to, 1.0).centre.im.text(), to.centre.im.text());
    QCOMPARE(viewBetween(from, to, 1.0).radius.text(), to.radius.text());
  }

  void everyStepEnlargesByTheSameFactorAndOnePointStaysInItsPlace_data() {
    QTest::addColumn<QString>("from");
    QTest::addColumn<QString>("to");
    QTest::addColumn<QString>("radius");
    QTest::newRow("in") << "0,0"
                        << "-0.3,0.1"
                        << "1e-6";
    QTest::newRow("out") << "0.2,0"
                         << "-0.3,0.1"
                         << "2e3";
    QTest::newRow("a little") << "0,0"
                              << "-0.3,0.1"
                              << "1.2001";
  }
  void everyStepEnlargesByTheSameFactorAndOnePointStaysInItsPlace() {
    QFETCH(QString, from);
    QFETCH(QString, to);
    QFETCH(QString, radius);
    const auto a = view(from.toStdString(), "1.2");
    const auto b = view(to.toStdString(), radius.toStdString());
    const double ra = 1.2;
    const double rb = b.radius.toDouble();
    const double factor = std::pow(rb / ra, 1.0 / 16.0);
    // The way of the centre in a step, in radii at its start.
    const double speed = (b.centre.re.toDouble() - a.centre.re.toDouble()) / (ra - rb);
    for (int i = 0; i < 16; ++i) {
      const auto one = viewBetween(a, b, i / 16.0);
      const auto next = viewBetween(a, b, (i + 1) / 16.0);
      const double r = one.radius.toDouble();
      QVERIFY(std::abs(next.radius.toDouble() / r / factor - 1.0) < 1e-12);
      const double gone = julia::sumToDouble(next.centre.re, one.centre.re, -1.0) / r;
      QVERIFY2(std::abs(gone - speed * (1.0 - factor)) < 1e-9 * std::abs(speed),
               qPrintable(QString::number(gone)));
    }
  }

  void betweenEqualRadiiTheCentreGoesEvenly() {
    const auto a = view("0,1", "0.5");
    const auto b = view("3,-1", "0.50");
    const auto middle = viewBetween(a, b, 0.25);
    QCOMPARE(middle.centre.re.toDouble(), 0.75);
    QCOMPARE(middle.centre.im.toDouble(), 0.5);
    QCOMPARE(middle.radius.toDouble(), 0.5);
  }

  void aZoomAtOneCentreKeepsItsTextHoweverLong() {
    const std::string centre = "-0.743643887037158704752191506114774,0.131825904205311970493132";
    const auto between = viewBetween(view(centre, "1"), view(centre, "1e-30"), 0.5);
    QCOMPARE(between.centre.text(), centre);
    QVERIFY(std::abs(between.radius.toDouble() / 1e-15 - 1.0) < 1e-12);
  }

  void deepCentresHaveDigitsBeyondDouble() {
    // One centre lies 1e-50 beside the other; all of the way is beyond a double's digits.
    const std::string base = "0.12345678901234567890123456789012345678901234567890";
    const auto a = view(base + ",0", "1e-48");
    const auto b = view(base + "4,0", "1e-60");
    julia::Decimal before = a.centre.re;
    for (int i = 1; i <= 8; ++i) {
      const auto now = viewBetween(a, b, i / 8.0);
      // In radii: the same at every step but for the shrinking of the radius.
      const double moved = julia::sumToDouble(now.centre.re, before, -1.0);
      QVERIFY(moved > 0.0);
      before = now.centre.re;
    }
    QVERIFY(viewBetween(a, b, 0.5).centre.re.digits().size() > 60);
  }

  void anAbsurdlyDeepZoomIsStillANumber() {
    const auto deep = viewBetween(view("0,0", "1"), view("0.3,0", "1e-2000"), 0.5);
    QCOMPARE(deep.radius.exponent() + static_cast<std::int64_t>(deep.radius.digits().size()), -999);
  }

  // --- frames ---------------------------------------------------------------------------------

  void theFirstAndTheLastFrameAreExactlyThePlaces() {
    const AnimationScript script = zoom();
    QCOMPARE(script.frames(), 20);
    QVERIFY(frameAt(script, 0).request.picture.place == script.start);
    QVERIFY(frameAt(script, 19).request.picture.place == script.segments[0].to);
    QVERIFY(frameAt(script, 1).request.picture.place != script.start);
    QVERIFY(frameAt(script, 18).request.picture.place != script.segments[0].to);
  }

  void aSingleFrameIsTheStart() {
    AnimationScript script = zoom();
    script.segments[0].seconds = 0.01;
    script.segments[0].easeIn = script.segments[0].easeOut = 0.0;
    QCOMPARE(script.frames(), 1);
    QVERIFY(frameAt(script, 0).request.picture.place == script.start);
  }

  void withoutEasingFramesAreEquallyFarApart() {
    AnimationScript script = zoom();
    script.segments[0].easeIn = script.segments[0].easeOut = 0.0;
    const double factor = std::pow(1e-6 / 1.2, 1.0 / 19.0);
    for (std::int64_t i = 1; i < 20; ++i) {
      const double step = viewOf(frameAt(script, i)).radius.toDouble() /
                          viewOf(frameAt(script, i - 1)).radius.toDouble();
      QVERIFY(std::abs(step / factor - 1.0) < 1e-9);
    }
  }

  void theRadiusNeverTurnsBackAndTmaxGrowsWithIt() {
    const AnimationScript script = zoom();
    for (std::int64_t i = 1; i < 20; ++i) {
      const auto before = frameAt(script, i - 1);
      const auto now = frameAt(script, i);
      QVERIFY(viewOf(now).radius.toDouble() < viewOf(before).radius.toDouble());
      QVERIFY(now.request.picture.place.tmax >= before.request.picture.place.tmax);
    }
  }

  void segmentsFollowEachOtherWithoutAJump() {
    AnimationScript script = zoom();
    script.segments.push_back(
        {.seconds = 1.0, .to = script.start, .easeIn = 0.25, .easeOut = 0.25});
    script.segments.push_back(
        {.seconds = 1.0, .to = place("-0.7,0.2", "0,0", "1.2"), .easeIn = 0.25, .easeOut = 0.25});
    QCOMPARE(messageOf(check(script)), std::string());
    QCOMPARE(script.frames(), 40);
    QVERIFY(frameAt(script, 39).request.picture.place == script.segments[2].to);
    AnimationScript fine = script;
    fine.framesPerSecond = 240;
    double before = viewOf(frameAt(fine, 0)).radius.toDouble();
    for (std::int64_t i = 1; i < fine.frames(); ++i) {
      const double radius = viewOf(frameAt(fine, i)).radius.toDouble();
      QVERIFY2(std::abs(std::log(radius / before)) < 0.2, qPrintable(QString::number(i)));
      before = radius;
    }
  }

  void cGoesStraight() {
    AnimationScript script = zoom();
    script.segments[0].to = place("-0.7,0.256", "0,0", "1.2");
    const auto c = frameAt(script, 10).request.picture.place.c;
    QVERIFY(std::abs((c.re.toDouble() + 0.8) - (c.im.toDouble() - 0.156)) < 1e-15);
    QVERIFY(c.re.toDouble() > -0.8 && c.re.toDouble() < -0.7);
  }

  void cGoesAroundTheCardioid() {
    AnimationScript script = zoom();
    const auto start = julia::cardioidPoint({1.02, 0.0});
    script.start.c = {julia::Decimal::fromDouble(start.real()), {}};
    script.segments[0] = {.seconds = 2.0,
                          .morph = Morph{.path = julia::CardioidCircle{1.02}, .turns = 1.0},
                          .easeIn = 0.0,
                          .easeOut = 0.0};
    script.segments[0].to = script.start;
    script.segments[0].to.c = morphed(*script.segments[0].morph, script.start.c, 1.0);
    script.loop = true;
    QCOMPARE(messageOf(check(script)), std::string());
    for (std::int64_t i = 0; i < 20; ++i) {
      const auto c = frameAt(script, i).request.picture.place.c;
      const auto wanted =
          julia::pointOn(julia::CardioidCircle{1.02}, static_cast<double>(i) / 20.0);
      QVERIFY(std::abs(std::complex(c.re.toDouble(), c.im.toDouble()) - wanted) < 1e-9);
    }
  }

  void theGradientRunsEvenlyWhateverTheEasing() {
    AnimationScript script = zoom();
    script.coloring.offset = 0.9;
    script.segments[0].cycles = 0.95;
    for (std::int64_t i = 0; i < 20; ++i) {
      const double offset = 0.9 + 0.95 * static_cast<double>(i) / 19.0;
      QVERIFY(std::abs(frameAt(script, i).coloring.offset - (offset - std::floor(offset))) < 1e-9);
    }
  }

  void aLoopEndsAFrameBeforeItsBeginning() {
    AnimationScript script = zoom();
    script.segments[0].cycles = 1.0;
    script.loop = true;
    QVERIFY(frameAt(script, 19).request.picture.place != script.segments[0].to);
    QVERIFY(std::abs(frameAt(script, 19).coloring.offset - 0.95) < 1e-12);
  }

  void manyThreadsSeeTheSameNumbers() {
    // Deep and shallow zooms need different numbers of digits at the same time.
    const auto deep = [] { return viewBetween(view("0,0", "1"), view("0.3,0", "1e-300"), 0.5); };
    const auto shallow = [] { return viewBetween(view("0,0", "1"), view("0.3,0", "1e-3"), 0.5); };
    const auto deepAlone = deep();
    const auto shallowAlone = shallow();
    std::atomic<int> wrong = 0;
    const auto repeat = [&](const auto& compute, const julia::CentreView& expected) {
      for (int i = 0; i < 500; ++i)
        if (compute().centre.re.text() != expected.centre.re.text()) ++wrong;
    };
    {
      const std::jthread other([&] { repeat(deep, deepAlone); });
      repeat(shallow, shallowAlone);
    }
    QCOMPARE(wrong.load(), 0);
  }

  // --- what is wrong with a script ------------------------------------------------------------

  void aScriptThatCannotBeRenderedIsRefused_data() {
    QTest::addColumn<QString>("part");
    QTest::addColumn<int>("what");
    int what = 0;
    for (const char* part :
         {"no segments", "its start has a region", "its segment 1's seconds", "easeIn and easeOut",
          "its segment 1 shows nothing", "framesPerSecond", "frames; shorten", "supersample",
          "path does not come to", "path that does not end"})
      QTest::newRow(part) << QString::fromLatin1(part) << what++;
  }
  void aScriptThatCannotBeRenderedIsRefused() {
    QFETCH(QString, part);
    QFETCH(int, what);
    AnimationScript script = zoom();
    Segment& segment = script.segments[0];
    if (what == 1) script.start.view = julia::CornerView{};
    if (what == 2) segment.seconds = std::nan("");
    if (what == 3) segment.easeOut = 1.5;
    if (what == 4) segment.to = place("0,1", "0.3,0", "0");
    if (what == 5) script.framesPerSecond = 0;
    if (what == 6) segment.seconds = kMostSeconds, script.framesPerSecond = kMostFramesPerSecond;
    if (what == 7) script.samples = 9;
    if (what >= 8) segment.morph = Morph{.path = julia::CardioidCircle{1.02}, .turns = 0.5};
    if (what == 9) script.start.c = morphed(*segment.morph, {}, 0.0);
    if (what == 0) script.segments.clear();
    const QString message = QString::fromStdString(messageOf(check(script)));
    QVERIFY2(message.contains(part), qPrintable(message));
    QVERIFY2(message.contains(QLatin1String("; ")), qPrintable(message));
  }

  // --- making it ------------------------------------------------------------------------------

  void enginesThatGetNothingButBytesMakeTheSameFrames() {
    AnimationScript script = zoom();
    script.segments[0].seconds = 0.4;
    script.segments[0].easeIn = script.segments[0].easeOut = 0.1;
    script.coloring.mapping = color::Mapping::Equalized;
    const QTemporaryDir folder;
    const auto made = [&](engines::EngineKind kind, const char* name) {
      const auto output = outputNamed(folder.filePath(QString::fromLatin1(name))).value();
      const AnimationOptions options{.engines = 2, .source = engines::EngineSource(kind)};
      const auto record = makeAnimation(script, output, options, {}, {});
      if (!record) qFatal("%s", record.error().message.c_str());
      if (!record.value().complete || record.value().rendered != script.frames())
        qFatal("not complete");
      std::vector<QByteArray> files;
      for (std::int64_t i = 0; i < script.frames(); ++i) {
        QFile file(output.frame(i));
        if (!file.open(QIODevice::ReadOnly)) qFatal("no frame");
        files.push_back(file.readAll());
      }
      return files;
    };
    QVERIFY(made(engines::EngineKind::StdThread, "here") ==
            made(engines::EngineKind::Loopback, "there"));
  }

  void aFrameWhoseEngineWasLostBeforeItSaidSoIsNoFileInTheWay() {
    const auto faults = std::make_shared<engines::LoopbackFaults>();
    faults->answerGarbage();
    const engines::EngineSource source([&faults](engines::Client& client, int count) {
      client.addEngine(engines::loopbackEngine(faults));
      client.addEngines(count - 1, engines::EngineKind::Loopback);
    });
    AnimationScript script = zoom();
    script.segments[0].seconds = 0.4;
    script.segments[0].easeIn = script.segments[0].easeOut = 0.1;
    const QTemporaryDir folder;
    const auto output = outputNamed(folder.filePath(QStringLiteral("frames"))).value();
    const auto record = makeAnimation(script, output, {.engines = 2, .source = source}, {}, {});
    QVERIFY2(record.ok(), record ? "" : record.error().message.c_str());
    QVERIFY(record.value().complete);
    QCOMPARE(record.value().rendered, script.frames());
  }

  // --- names ----------------------------------------------------------------------------------

  void theNameSaysWhatBecomesOfTheFrames() {
    const auto video = outputNamed(QStringLiteral("a b/zoom.MP4")).value();
    QVERIFY(video.container == Container::Mp4);
    QCOMPARE(video.frame(7), QStringLiteral("a b/zoom.MP4.part.frames/00007.png"));
    QCOMPARE(video.pattern(), QStringLiteral("%05d.png"));
    QVERIFY(outputNamed(QStringLiteral("zoom.webm")).value().container == Container::WebM);
    const auto folder = outputNamed(QStringLiteral("frames")).value();
    QVERIFY(!folder.isVideo());
    QCOMPARE(folder.frame(123456), QStringLiteral("frames/123456.png"));
    const auto named = outputNamed(QStringLiteral("out/z-%03d-x.png")).value();
    QCOMPARE(named.frame(7), QStringLiteral("out/z-007-x.png"));
    QCOMPARE(outputNamed(QStringLiteral("z%d.png")).value().frame(12), QStringLiteral("./z12.png"));
  }

  void otherNamesAreRefused() {
    for (const char* name : {"zoom.png", "zoom-%x.png", "a%d-%d.png", "zoom.gif", "zoom.avi", ""})
      QVERIFY2(!outputNamed(QString::fromLatin1(name)).ok(), name);
  }

  void ffmpegIsToldTheRateTheFramesAndWhere() {
    const VideoJob job{outputNamed(QStringLiteral("z.webm")).value(), 12, 25};
    const QString told =
        ffmpegArguments(job, QStringLiteral("/x/z.webm.part")).join(QLatin1Char(' '));
    for (const char* part : {"-framerate 25", "-frames:v 12", "-i %05d.png", "libvpx-vp9",
                             "file:/x/z.webm.part", "-colorspace bt709"})
      QVERIFY2(told.contains(QLatin1String(part)), qPrintable(told));
  }
};

QTEST_GUILESS_MAIN(AnimationTest)
#include "animation_test.moc"
