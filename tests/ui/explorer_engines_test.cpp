// SPDX-License-Identifier: GPL-3.0-or-later
// The engines behind the canvas: the same counts in every way, stopped, lost and replaced.
#include <atomic>
#include <limits>
#include <memory>
#include <thread>
#include <utility>

#include <QSignalSpy>
#include <QTest>

#include "core/engines/remote/loopback.h"
#include "tests/patience.h"
#include "tests/ui/explorer_bench.h"
#include "ui/canvas/fractal_canvas.h"
#include "ui/picture/render_controller.h"
#include "ui/window/explorer.h"

using namespace fatou;
using ui::ExplorerState;
using namespace fatou::tests;

namespace {

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

}  // namespace

class ExplorerEnginesTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
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

  void quittingDuringARenderIsClean() {
    ExplorerState state = smallState();
    state.place.tmax = std::numeric_limits<int>::max();
    state.place.c = {};
    state.engines.kernel = render::Kernel::Plain;
    Bench bench(state);
    QTRY_VERIFY(bench.renders.isBusy());
  }
};

QTEST_MAIN(ExplorerEnginesTest)
#include "explorer_engines_test.moc"
