// SPDX-License-Identifier: GPL-3.0-or-later
// The canvas, the document and the engines together, driven by events.
#include "ui/window/explorer.h"

#include <atomic>
#include <limits>
#include <memory>
#include <random>
#include <thread>
#include <utility>

#include <QElapsedTimer>
#include <QSignalSpy>
#include <QTest>
#include <QWheelEvent>

#include "core/engines/remote/loopback.h"
#include "core/julia/formulas/formula_row.h"
#include "tests/patience.h"
#include "ui/canvas/fractal_canvas.h"
#include "ui/picture/render_controller.h"
#include "ui/state/picture_request.h"

using namespace fatou;
using ui::ExplorerState;

namespace {

const char* const kDeepPoint =
    "-0.276581949455925920010892372312738139174104054409529618386189544918483861236720156520225"
    "534374709744369115820063944768789,0.479666054897327793313079723716885277958931991891790284"
    "323238956066520086154643524714676477109231303823874020348465756876";

ExplorerState smallState() {
  ExplorerState state = ExplorerState::initial();
  state.place.tmax = 300;
  state.engines.count = 2;
  return state;
}

// Around the point where the rabbit's ears meet, to a hundred and twenty digits.
ExplorerState deepState(const char* radius) {
  ExplorerState state = smallState();
  state.place.c = julia::parseComplex("-0.123+0.745i").value();
  state.place.tmax = 3'000;
  state.place.view = julia::CentreView{.centre = julia::parseComplex(kDeepPoint).value(),
                                       .radius = julia::Decimal::parse(radius).value()};
  return state;
}

// Everything the window shows a picture with, without the window.
struct Bench {
  explicit Bench(const ExplorerState& state = smallState())
      : document(state), canvas(state.coloring), explorer(document, canvas, renders) {
    canvas.resize(240, 180);
    canvas.show();
  }

  bool settled() const { return !renders.isBusy() && canvas.picture().isComplete(); }
  void wheel(QPoint at, int notches) {
    QWheelEvent event(at, canvas.mapToGlobal(at), {}, {0, 120 * notches}, Qt::NoButton,
                      Qt::NoModifier, Qt::NoScrollPhase, false);
    QCoreApplication::sendEvent(&canvas, &event);
  }
  void drag(QPoint from, QPoint to, Qt::MouseButton button = Qt::LeftButton,
            Qt::KeyboardModifiers modifiers = Qt::NoModifier) {
    QTest::mousePress(&canvas, button, modifiers, from);
    for (int step = 1; step <= 4; ++step) move(from + (to - from) * step / 4, button, modifiers);
    QTest::mouseRelease(&canvas, button, modifiers, to);
  }
  void move(QPoint at, Qt::MouseButton button, Qt::KeyboardModifiers modifiers = Qt::NoModifier) {
    QMouseEvent event(QEvent::MouseMove, at, canvas.mapToGlobal(at), Qt::NoButton, button,
                      modifiers);
    QCoreApplication::sendEvent(&canvas, &event);
  }
  // J of the picture as `fatou render` computes it for the same request.
  bool hasTheCountsOfTheCommandLine() const {
    render::RenderRequest request = canvas.picture().request();
    request.picture.quantities = {};
    const auto job = render::RenderJob::create(request).value();
    const auto tile = job->computeBlock(
        {.rect = {0, 0, request.picture.width, request.picture.height}, .sampling = {}},
        std::stop_token());
    return std::ranges::equal(canvas.picture().counts(),
                              std::span(tile.counts.data(), std::size_t(tile.counts.size())));
  }
  ui::PlaneMapping mapping() const { return ui::PlaneMapping::of(canvas.picture().raster()); }
  std::complex<double> pointAt(QPoint at) const { return mapping().pointAt(QPointF(at)); }

  ui::ExplorerDocument document;
  ui::RenderController renders;
  ui::FractalCanvas canvas;
  ui::Explorer explorer;
};

// An engine that notes which thread ends it.
class NotingTransport final : public engines::Transport {
 public:
  explicit NotingTransport(std::shared_ptr<std::atomic<std::thread::id>> endedOn)
      : m_endedOn(std::move(endedOn)) {}
  ~NotingTransport() override { m_endedOn->store(std::this_thread::get_id()); }

  void open(engines::EngineId id, Receiver& receiver) override { m_loopback.open(id, receiver); }
  void send(engines::Bytes message) noexcept override { m_loopback.send(std::move(message)); }

 private:
  const std::shared_ptr<std::atomic<std::thread::id>> m_endedOn;
  engines::LoopbackTransport m_loopback{std::make_shared<engines::LoopbackFaults>()};
};

#define VERIFY_SETTLED(bench) QTRY_VERIFY((bench).settled())

}  // namespace

class ExplorerTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void thePictureOfTheStateAppears() {
    Bench bench;
    VERIFY_SETTLED(bench);
    QCOMPARE(bench.canvas.picture().width(), 240);
    QVERIFY(bench.hasTheCountsOfTheCommandLine());
  }

  void theWholeSetIsInThePictureWhateverItsSize_data() {
    QTest::addColumn<QByteArray>("c");
    QTest::addColumn<double>("end");
    QTest::newRow("segment") << QByteArray("-2") << 2.0;
    QTest::newRow("dust") << QByteArray("-6") << 3.0;
    QTest::newRow("basilica") << QByteArray("-1") << 1.618;
  }
  void theWholeSetIsInThePictureWhateverItsSize() {
    QFETCH(QByteArray, c);
    QFETCH(double, end);
    ExplorerState state = smallState();
    state.place.c = julia::parseComplex(c.toStdString()).value();
    Bench bench(state);
    for (const QSize size : {QSize(240, 180), QSize(120, 240)}) {
      bench.canvas.resize(size);
      bench.explorer.resetView();
      VERIFY_SETTLED(bench);
      const auto first = bench.pointAt({0, size.height() - 1});
      const auto last = bench.pointAt({size.width() - 1, 0});
      QVERIFY(first.real() < -end && last.real() > end);
      QVERIFY(first.imag() < -end && last.imag() > end);
      QVERIFY(std::min(last.real(), last.imag()) < 1.2 * end);
    }
  }

  void theWheelZoomsAtTheCursorInOneStep() {
    Bench bench;
    VERIFY_SETTLED(bench);
    const ExplorerState before = bench.document.state();
    const auto point = bench.pointAt({60, 50});
    const double step = bench.mapping().stepX;
    QElapsedTimer burst;
    burst.start();
    bench.wheel({60, 50}, 1);
    bench.wheel({60, 50}, 2);
    const bool isOneBurst = burst.elapsed() < 500;  // else a busy machine made a pause between them
    VERIFY_SETTLED(bench);
    const auto mapping = bench.mapping();
    QVERIFY(std::abs(mapping.stepX * 2.0 / step - 1.0) < 1e-5);  // three notches double
    QVERIFY(std::abs(bench.pointAt({60, 50}) - point) < 2.0 * mapping.stepX);
    QCOMPARE(bench.document.history().count(), isOneBurst ? 1 : 2);
    QVERIFY(bench.hasTheCountsOfTheCommandLine());
    bench.document.history().setIndex(0);
    QVERIFY(bench.document.state() == before);
    VERIFY_SETTLED(bench);
    QVERIFY(bench.hasTheCountsOfTheCommandLine());
  }

  void aDragMovesThePictureWithTheMouse() {
    Bench bench;
    VERIFY_SETTLED(bench);
    const auto point = bench.pointAt({100, 90});
    bench.drag({100, 90}, {140, 60});
    QVERIFY(std::abs(bench.pointAt({140, 60}) - point) < 1e-12);
    VERIFY_SETTLED(bench);
    QCOMPARE(bench.document.history().count(), 1);
    QVERIFY(bench.hasTheCountsOfTheCommandLine());
  }

  void aBoxFillsTheCanvas() {
    Bench bench;
    VERIFY_SETTLED(bench);
    const auto middle = bench.pointAt({100, 75});
    const double step = bench.mapping().stepX;
    bench.drag({70, 50}, {130, 100}, Qt::LeftButton, Qt::ShiftModifier);
    const auto mapping = bench.mapping();
    QVERIFY(std::abs(step / mapping.stepX - 3.6) < 1e-4);  // 180 rows for 50
    QVERIFY(std::abs(mapping.pointAt({119.5, 89.5}) - middle) < 1.5 * step);
    VERIFY_SETTLED(bench);
    QVERIFY(bench.hasTheCountsOfTheCommandLine());
  }

  void doubleClicksZoomInAndOut() {
    Bench bench;
    VERIFY_SETTLED(bench);
    const double step = bench.mapping().stepX;
    QTest::mouseDClick(&bench.canvas, Qt::LeftButton, {}, {30, 40});
    QVERIFY(std::abs(step / bench.mapping().stepX - 2.0) < 1e-5);
    QTest::mouseDClick(&bench.canvas, Qt::RightButton, {}, {30, 40});
    QVERIFY(std::abs(step / bench.mapping().stepX - 1.0) < 1e-5);
    VERIFY_SETTLED(bench);
  }

  // A trackpad zooms by very little at a time, just above the switch to many digits.
  void manySmallZoomsAddUp() {
    Bench bench(deepState("1.9e-9"));
    VERIFY_SETTLED(bench);
    Q_EMIT bench.canvas.gestureBegun();
    const double before = bench.canvas.picture().raster().radius().log10();
    for (int k = 0; k < 400; ++k) Q_EMIT bench.canvas.zoomed({40, 30}, std::exp2(1.0 / 400.0));
    const double after = bench.canvas.picture().raster().radius().log10();
    QVERIFY(std::abs(before - after - std::log10(2.0)) < 0.01);
    VERIFY_SETTLED(bench);
    QVERIFY(bench.hasTheCountsOfTheCommandLine());
  }

  void keysPanAndZoom() {
    Bench bench;
    VERIFY_SETTLED(bench);
    const auto corner = bench.pointAt({0, 0});
    QTest::keyClick(&bench.canvas, Qt::Key_Right);
    QVERIFY(bench.pointAt({0, 0}).real() > corner.real());
    QTest::keyClick(&bench.canvas, Qt::Key_Up);
    QVERIFY(bench.pointAt({0, 0}).imag() > corner.imag());
    const double step = bench.mapping().stepX;
    QTest::keyClick(&bench.canvas, Qt::Key_Plus);
    QVERIFY(bench.mapping().stepX < step);
    VERIFY_SETTLED(bench);
    QVERIFY(bench.hasTheCountsOfTheCommandLine());
  }

  void draggingCShowsPicturesAndIsOneStep() {
    Bench bench;
    VERIFY_SETTLED(bench);
    QSignalSpy passes(&bench.renders, &ui::RenderController::passDone);
    for (int k = 0; k < 30; ++k) {
      bench.explorer.setC({julia::Decimal::fromDouble(-0.7 + 0.001 * k), {}}, false);
      QCoreApplication::processEvents();
    }
    QTRY_VERIFY(passes.count() >= 1);
    bench.explorer.setC({julia::Decimal::fromDouble(-0.5), {}}, true);
    VERIFY_SETTLED(bench);
    QCOMPARE(bench.canvas.picture().request().picture.place.c.re.toDouble(), -0.5);
    QCOMPARE(bench.document.history().count(), 1);
    QVERIFY(bench.hasTheCountsOfTheCommandLine());
  }

  void aPreviewIsShownAndForgotten() {
    Bench bench;
    VERIFY_SETTLED(bench);
    const auto c = bench.document.state().place.c;
    bench.explorer.previewC(julia::parseComplex("i").value());
    QTRY_VERIFY(bench.canvas.picture().request().picture.place.c != c);
    bench.explorer.previewC(std::nullopt);
    QTRY_VERIFY(bench.canvas.picture().request().picture.place.c == c);
    VERIFY_SETTLED(bench);
    QCOMPARE(bench.document.history().count(), 0);
  }

  void numbersOfAFormulaAreDraggedAndPreviewedLikeC() {
    ExplorerState state = smallState();
    state.place.formula = julia::parseKnownFormula("z^3+a*z+c,a=0.5").value();
    Bench bench(state);
    VERIFY_SETTLED(bench);
    const auto shown = [&bench] { return bench.canvas.picture().request().picture.place.formula; };
    const auto with = [&state](double a) {
      return state.place.formula.with("a", {.re = julia::Decimal::fromDouble(a), .im = {}});
    };
    bench.explorer.previewNumbers(with(0.25));
    QTRY_VERIFY(shown() == with(0.25));
    bench.explorer.previewNumbers(std::nullopt);
    QTRY_VERIFY(shown() == state.place.formula);
    QCOMPARE(bench.document.history().count(), 0);
    for (const double a : {0.6, 0.7, 0.8}) bench.explorer.setNumbers(with(a), a == 0.8);
    VERIFY_SETTLED(bench);
    QVERIFY(shown() == with(0.8));
    QCOMPARE(bench.document.history().count(), 1);
  }

  void everyWayOfWorkingGivesTheSameCounts_data() {
    QTest::addColumn<int>("engines");
    QTest::addColumn<render::ViewKind>("kind");
    QTest::addColumn<render::Kernel>("kernel");
    using enum render::ViewKind;
    QTest::newRow("serial plain") << 1 << Serial << render::Kernel::Plain;
    QTest::newRow("direct on 3") << 3 << Direct << render::Kernel::Fast;
    QTest::newRow("balanced on 8") << 8 << Balanced << render::Kernel::Plain;
  }
  void everyWayOfWorkingGivesTheSameCounts() {
    QFETCH(int, engines);
    QFETCH(render::ViewKind, kind);
    QFETCH(render::Kernel, kernel);
    Bench bench;
    VERIFY_SETTLED(bench);
    ExplorerState state = bench.document.state();
    state.engines = {.count = engines, .viewKind = kind, .bandRows = 5, .kernel = kernel};
    bench.document.change(state, QStringLiteral("Engines"));
    QVERIFY(bench.renders.isBusy());
    VERIFY_SETTLED(bench);
    QVERIFY(bench.hasTheCountsOfTheCommandLine());
  }

  void aPictureOfItsOwnSizeIsRenderedAsAsked() {
    ExplorerState state = smallState();
    state.size = ui::PixelSize{77, 50};
    const auto number = [](const char* text) { return julia::Decimal::parse(text).value(); };
    state.place.view =
        julia::CornerView{number("-1.3"), number("-1.3"), number("1.3"), number("1.3")};
    Bench bench(state);
    VERIFY_SETTLED(bench);
    QCOMPARE(bench.canvas.picture().width(), 77);
    QVERIFY(bench.canvas.picture().request().picture.place.view == state.place.view);
    QVERIFY(bench.hasTheCountsOfTheCommandLine());
    bench.drag({100, 90}, {160, 60});
    VERIFY_SETTLED(bench);
    QVERIFY(bench.hasTheCountsOfTheCommandLine());
  }

  void refinementCannotChangeTheCounts() {
    Bench plain;
    VERIFY_SETTLED(plain);
    ExplorerState state = smallState();
    state.samples = 4;
    Bench bench(state);
    QSignalSpy refined(&bench.renders, &ui::RenderController::refined);
    QTRY_COMPARE(refined.count(), 1);
    QVERIFY(bench.settled());
    QVERIFY(bench.canvas.picture().image() != plain.canvas.picture().image());
    QVERIFY(bench.hasTheCountsOfTheCommandLine());
    // Other colours have it refined again; without samples it shows the plain picture.
    auto coloring = bench.document.state().coloring;
    coloring.offset = 0.3;
    bench.explorer.setColoring(coloring, true);
    QTRY_COMPARE(refined.count(), 2);
    state = bench.document.state();
    state.samples = 1;
    bench.document.change(state, QStringLiteral("No antialiasing"));
    plain.explorer.setColoring(coloring, true);
    QCOMPARE(bench.canvas.picture().image(), plain.canvas.picture().image());
  }

  void cancellingIsQuickHoweverLongThePicture() {
    ExplorerState state = smallState();
    state.place.c = {};
    state.place.view = julia::CentreView{.centre = {}, .radius = julia::Decimal::fromDouble(0.5)};
    state.place.tmax = std::numeric_limits<int>::max();
    state.engines.kernel = render::Kernel::Plain;
    Bench bench(state);
    QTRY_VERIFY(bench.renders.isBusy());
    QSignalSpy finished(&bench.renders, &ui::RenderController::finished);
    bench.explorer.stop();
    QTRY_COMPARE(finished.count(), 1);
    QVERIFY(!bench.renders.isBusy());
  }

  // The wider window shows some of the inside of the unit circle, which takes for ever.
  void aPictureThatIsCompleteAgainLeavesTheOneInBetween() {
    ExplorerState state = smallState();
    state.place.c = {};
    state.place.view = julia::CentreView{.centre = julia::parseComplex("1.125,0").value(),
                                         .radius = julia::Decimal::fromDouble(0.09)};
    state.place.tmax = std::numeric_limits<int>::max();
    state.engines.kernel = render::Kernel::Plain;
    Bench bench(state);
    VERIFY_SETTLED(bench);
    bench.canvas.resize(300, 180);
    QVERIFY(bench.renders.isBusy() && !bench.canvas.picture().isComplete());
    bench.canvas.resize(240, 180);
    QVERIFY(bench.canvas.picture().isComplete());
    VERIFY_SETTLED(bench);
    QVERIFY(bench.hasTheCountsOfTheCommandLine());
  }

  void theWindowDoesNotWaitForEnginesThatAreReplaced() {
    const auto endedOn = std::make_shared<std::atomic<std::thread::id>>();
    const engines::EngineSource source([&endedOn](engines::Client& client, int count) {
      for (int i = 0; i < count; ++i)
        client.addEngine({.transport = std::make_unique<NotingTransport>(endedOn),
                          .info = engines::engineInfoHere("noting")});
    });
    ui::RenderController renders(source);
    const auto order = [](int engines) {
      ui::RenderOrder wanted;
      wanted.request.picture.width = wanted.request.picture.height = 64;
      wanted.request.picture.place = smallState().place;
      wanted.request.engines.count = engines;
      return wanted;
    };
    renders.render(order(1));
    QTRY_VERIFY(!renders.isBusy());
    renders.render(order(2));
    QTRY_VERIFY(endedOn->load() != std::thread::id());
    QVERIFY(endedOn->load() != std::this_thread::get_id());
    QTRY_VERIFY(!renders.isBusy());
    QCOMPARE(renders.client().size(), std::size_t{2});
  }

  void enginesThatHaveDiedAreReplacedForTheNextPicture() {
    Bench bench;
    VERIFY_SETTLED(bench);
    const engines::Client before = bench.renders.client();
    QCOMPARE(before.size(), std::size_t{2});
    before.cluster().stopEngine(before.ids().front());
    QSignalSpy failed(&bench.renders, &ui::RenderController::failed);
    bench.explorer.zoomBy(2.0);
    VERIFY_SETTLED(bench);
    QCOMPARE(bench.renders.client().size(), std::size_t{2});
    QCOMPARE(bench.canvas.picture().request().engines.count, 2);
    QCOMPARE(failed.count(), 0);
    QVERIFY(bench.hasTheCountsOfTheCommandLine());
  }

  void zoomingGoesOnBelowDoubles() {
    Bench bench(deepState("1e-8"));
    VERIFY_SETTLED(bench);
    QSignalSpy notices(&bench.explorer, &ui::Explorer::noticeChanged);
    const auto centre = julia::centreOf(bench.document.state().place.view);
    for (int k = 0; k < 12; ++k) {
      bench.explorer.zoomBy(1e5);
      QCoreApplication::processEvents();
    }
    VERIFY_SETTLED(bench);
    QCOMPARE(notices.count(), 0);
    const auto& picture = bench.canvas.picture();
    QVERIFY(std::abs(picture.raster().radius().log10() + 68.0) < 1e-3);
    QVERIFY(!picture.raster().isInDoubles());
    QVERIFY(julia::centreOf(bench.document.state().place.view) == centre);
    QVERIFY(bench.hasTheCountsOfTheCommandLine());
    for (int k = 0; k < 12; ++k) bench.explorer.zoomBy(1e-5);
    VERIFY_SETTLED(bench);
    QVERIFY(std::abs(picture.raster().radius().log10() + 8.0) < 1e-3);
    QVERIFY(bench.hasTheCountsOfTheCommandLine());
  }

  void deepGesturesMoveThePictureAndKeepWhatIsShared() {
    Bench bench(deepState("1e-40"));
    VERIFY_SETTLED(bench);
    const auto& picture = bench.canvas.picture();
    const auto under = [&](QPoint at) { return picture.pixelAt(at)->z0; };
    const auto point = under({100, 90});
    bench.drag({100, 90}, {140, 60});
    QVERIFY(picture.pixelAt({140, 60}));
    QVERIFY(under({140, 60}) == point);
    QVERIFY(!picture.pixelAt({10, 10}));
    VERIFY_SETTLED(bench);
    QVERIFY(bench.hasTheCountsOfTheCommandLine());
    bench.drag({140, 60}, {100, 90});
    QVERIFY(under({100, 90}) == point);
    VERIFY_SETTLED(bench);
    QVERIFY(bench.hasTheCountsOfTheCommandLine());
    bench.wheel({60, 50}, 3);
    VERIFY_SETTLED(bench);
    QVERIFY(bench.hasTheCountsOfTheCommandLine());
    bench.drag({70, 50}, {130, 100}, Qt::LeftButton, Qt::ShiftModifier);
    VERIFY_SETTLED(bench);
    QVERIFY(bench.hasTheCountsOfTheCommandLine());
    for (int k = 0; k < 4; ++k) bench.document.history().undo();
    VERIFY_SETTLED(bench);
    QVERIFY(under({100, 90}) == point);
  }

  // The critical orbit of i never escapes, and thousands of digits make every step of it dear.
  void anOrbitThatTakesLongIsShownAndCanBeStopped() {
    ExplorerState state = deepState("1e-9000");
    state.place.c = julia::parseComplex("i").value();
    std::get<julia::CentreView>(state.place.view).centre = {};
    state.place.tmax = 2'000'000'000;
    Bench bench(state);
    QSignalSpy progress(&bench.renders, &ui::RenderController::orbitProgressed);
    QTRY_VERIFY(progress.count() >= 2);
    QVERIFY(progress[1][0].toLongLong() > progress[0][0].toLongLong());
    QSignalSpy failed(&bench.renders, &ui::RenderController::failed);
    QSignalSpy finished(&bench.renders, &ui::RenderController::finished);
    bench.explorer.stop();
    QTRY_COMPARE(finished.count(), 1);
    QCOMPARE(failed.count(), 0);
  }

  void anyTangleOfGesturesEndsWithTheRightPicture_data() {
    QTest::addColumn<ExplorerState>("state");
    QTest::newRow("from the whole set") << smallState();
    QTest::newRow("about where doubles end") << deepState("1.4e-9");
    QTest::newRow("in the deep") << deepState("1e-60");
  }
  void anyTangleOfGesturesEndsWithTheRightPicture() {
    QFETCH(ExplorerState, state);
    Bench bench(state);
    std::mt19937 random(4);
    const auto upTo = [&](int n) { return static_cast<int>(random() % unsigned(n)); };
    const auto anywhere = [&] { return QPoint(upTo(240), upTo(180)); };
    for (int k = 0; k < 100; ++k) {
      switch (upTo(7)) {
        case 0:
          bench.wheel(anywhere(), 1 + upTo(3));
          break;
        case 1:
          bench.wheel(anywhere(), -1 - upTo(2));
          break;
        case 2:
          bench.drag(anywhere(), anywhere());
          break;
        case 3:
          bench.drag(anywhere(), anywhere(), Qt::LeftButton, Qt::ShiftModifier);
          break;
        case 4:
          bench.document.history().undo();
          break;
        case 5:
          bench.canvas.resize(60 + upTo(300), 40 + upTo(200));
          break;
        case 6:
          QTest::keyClick(&bench.canvas, Qt::Key_Left);
          break;
      }
      if (upTo(3) == 0) QCoreApplication::processEvents();
      if (upTo(12) == 0) {
        VERIFY_SETTLED(bench);
        QVERIFY(bench.hasTheCountsOfTheCommandLine());
      }
    }
    VERIFY_SETTLED(bench);
    QVERIFY(bench.hasTheCountsOfTheCommandLine());
  }

  void aPictureOfOneColourSaysWhy_data() {
    QTest::addColumn<QString>("c");
    QTest::addColumn<double>("radius");
    QTest::addColumn<QString>("said");
    QTest::newRow("far away") << QStringLiteral("100") << 1.2 << QStringLiteral("far outside");
    QTest::newRow("in the trap") << QStringLiteral("-0.12256+0.74486i") << 1e-3
                                 << QStringLiteral("inside the set");
    QTest::newRow("a circle's middle")
        << QStringLiteral("0") << 0.1 << QStringLiteral("inside the set");
    QTest::newRow("not proven") << QStringLiteral("0.25") << 1e-3
                                << QStringLiteral("more iterations");
    QTest::newRow("of many colours") << QStringLiteral("-0.7269+0.1889i") << 1.2 << QString();
  }
  void aPictureOfOneColourSaysWhy() {
    QFETCH(QString, c);
    QFETCH(double, radius);
    QFETCH(QString, said);
    ExplorerState state = smallState();
    state.place.c = julia::parseComplex(c.toStdString()).value();
    state.place.view =
        julia::CentreView{.centre = {}, .radius = julia::Decimal::fromDouble(radius)};
    Bench bench(state);
    QSignalSpy notices(&bench.explorer, &ui::Explorer::noticeChanged);
    VERIFY_SETTLED(bench);
    const QString notice = notices.isEmpty() ? QString() : notices.last()[0].toString();
    QCOMPARE(notice.isEmpty(), said.isEmpty());
    QVERIFY2(notice.contains(said), qPrintable(notice));
  }

  void quittingDuringARenderIsClean() {
    ExplorerState state = smallState();
    state.place.tmax = std::numeric_limits<int>::max();
    state.place.c = {};
    state.engines.kernel = render::Kernel::Plain;
    Bench bench(state);
    QTRY_VERIFY(bench.renders.isBusy());
  }
};

QTEST_MAIN(ExplorerTest)
#include "explorer_test.moc"
