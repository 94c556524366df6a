// SPDX-License-Identifier: GPL-3.0-or-later
// Engines that come late, do not come, die and are started again, under a window that never waits.
#include "ui/engines/engine_controller.h"

#include <algorithm>
#include <limits>
#include <memory>
#include <optional>
#include <utility>

#include <QAbstractButton>
#include <QApplication>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>

#include "gated_engines.h"
#include "tests/patience.h"
#include "tests/ui/driven_canvas.h"
#include "ui/canvas/fractal_canvas.h"
#include "ui/engines/engine_list_model.h"
#include "ui/engines/engine_state_panel.h"
#include "ui/lab/engine_lanes.h"
#include "ui/lab/run_strip.h"
#include "ui/picture/render_controller.h"
#include "ui/widgets/segmented_buttons.h"
#include "ui/window/explorer.h"
#include "window_program.h"

using namespace fatou;
using namespace fatou::ui;
using namespace std::chrono_literals;

namespace {

// A state whose picture no engine ever completes.
ExplorerState endlessState() {
  ExplorerState state = smallState();
  state.place.c = {};
  state.place.tmax = std::numeric_limits<int>::max();
  state.engines.kernel = render::Kernel::Plain;
  return state;
}

// The objects that show a picture, without the window; the engines are elsewhere.
struct Bench {
  explicit Bench(const ExplorerState& state = smallState(), bool isOpen = true)
      : document(state), canvas(state.coloring), explorer(document, canvas, *renders) {
    if (isOpen) gated->open();
    engines().choose(1);
    canvas.resize(240, 180);
    canvas.show();
  }

  EngineController& engines() const { return renders->engineController(); }
  const EngineState& state() const { return engines().state(); }
  bool settled() const { return !renders->isBusy() && canvas.picture().isComplete(); }
  bool areElsewhere() const {
    return !state().isStandIn && state().starting == 0 && !state().engines.empty();
  }
  QString kind() const {
    const auto all = renders->client().engines();
    return all.empty() ? QString() : QString::fromStdString(all.front().kind);
  }
  void setEngines(int count) {
    ExplorerState changed = document.state();
    changed.engines.count = count;
    changed.place.tmax += 1;  // another picture
    document.change(changed, QStringLiteral("Engines"));
  }
  bool hasTheCountsOfTheCommandLine() const { return tests::hasCountsOfTheCommandLine(canvas); }

  std::shared_ptr<GatedEngines> gated = std::make_shared<GatedEngines>();
  ExplorerDocument document;
  std::unique_ptr<RenderController> renders =
      std::make_unique<RenderController>(GatedEngines::places(gated));
  FractalCanvas canvas;
  Explorer explorer;
};

#define VERIFY_ELSEWHERE(bench) \
  QTRY_VERIFY((bench).settled() && (bench).areElsewhere() && (bench).kind() == kElsewhere)

const QString kElsewhere = QStringLiteral("loopback");
const QString kHere = QStringLiteral("pool thread");

engines::EngineInfo engineAt(int id, const char* host = "here") {
  return {.id = id, .kind = "MPI rank", .host = host, .process = 100 + id};
}

render::BandRecord bandOf(int engine, int row) {
  const engines::Clock::time_point start{1h};
  render::BandRecord band{.rows = {row, row + 1}, .iterations = 1'000, .samples = 10};
  band.task = {.engine = engine};
  band.task.submitted = start;
  band.task.started = start + row * 1ms;
  band.task.completed = band.task.started + 1ms;
  band.task.received = band.task.completed;
  return band;
}

}  // namespace

class EngineControllerTest : public QObject, private TestFolders {
  Q_OBJECT
 private Q_SLOTS:
  void aPictureIsThereWhileEnginesElsewhereAreStillToCome() {
    Bench bench(smallState(), false);
    QTRY_VERIFY(bench.settled());
    QCOMPARE(bench.kind(), kHere);
    QVERIFY(bench.state().isStandIn);
    QCOMPARE(stateText(bench.state()), QStringLiteral("Starting 2 engines…"));
    QVERIFY(stateNote(bench.state()).startsWith(QStringLiteral("The engines below")));
    QVERIFY(bench.hasTheCountsOfTheCommandLine());
    bench.gated->open();
    VERIFY_ELSEWHERE(bench);
    QCOMPARE(stateText(bench.state()), QStringLiteral("2 engines"));
    QVERIFY(stateNote(bench.state()).isEmpty());
    QVERIFY(!bench.gated->wereStartedOn(std::this_thread::get_id()));
  }

  void aPictureOnItsWayIsGoneOnWithOnEnginesThatCome() {
    Bench bench(endlessState(), false);
    QTRY_VERIFY(bench.kind() == kHere && bench.renders->isBusy());
    QSignalSpy begun(bench.renders.get(), &RenderController::begun);
    bench.gated->open();
    QTRY_COMPARE(begun.count(), 1);
    QCOMPARE(bench.kind(), kElsewhere);
    QVERIFY(bench.renders->isBusy());
    bench.explorer.stop();
    QTRY_VERIFY(!bench.renders->isBusy());
  }

  void aPictureThatWasStoppedStaysSoWhenEnginesCome() {
    Bench bench(endlessState(), false);
    QTRY_VERIFY(bench.kind() == kHere && bench.renders->isBusy());
    bench.explorer.stop();
    QTRY_VERIFY(!bench.renders->isBusy());
    QSignalSpy begun(bench.renders.get(), &RenderController::begun);
    bench.gated->open();
    QTRY_COMPARE(bench.kind(), kElsewhere);
    QVERIFY(begun.isEmpty() && !bench.renders->isBusy());
  }

  void enginesThatCannotBeStartedAreSaidAndStoodInFor() {
    Bench bench(smallState(), false);
    QSignalSpy failed(&bench.engines(), &EngineController::failed);
    bench.gated->refuse("no engines can be started: there is no mpirun");
    bench.gated->open();
    QTRY_COMPARE(failed.count(), 1);
    QCOMPARE(failed.first().first().toString(),
             QStringLiteral("No engines can be started: there is no mpirun."));
    QTRY_VERIFY(bench.settled());
    QCOMPARE(bench.kind(), kHere);
    QCOMPARE(stateText(bench.state()), QStringLiteral("Could not be started"));
    QVERIFY(stateNote(bench.state()).contains(QStringLiteral("no mpirun. The engines below")));
    bench.explorer.zoomBy(2.0);  // is no reason to try again
    QTRY_VERIFY(bench.settled());
    QCOMPARE(bench.gated->asked(), std::vector<int>{2});
    bench.gated->refuse({});
    bench.engines().restart();
    VERIFY_ELSEWHERE(bench);
    QCOMPARE(failed.count(), 1);
    QCOMPARE(bench.gated->sources(), 2);
  }

  void theBandsOfALostEngineGoElsewhere() {
    Bench bench;
    VERIFY_ELSEWHERE(bench);
    QSignalSpy lost(&bench.engines(), &EngineController::lost);
    bench.gated->engine(1).die();
    bench.explorer.zoomBy(2.0);
    QTRY_VERIFY(bench.settled());
    QVERIFY(bench.hasTheCountsOfTheCommandLine());
    QTRY_COMPARE(stateText(bench.state()), QStringLiteral("1 engine, 1 lost"));
    QCOMPARE(lost.count(), 1);
    QVERIFY(bench.state().engines[1].isLost && !bench.state().engines[0].isLost);
    QVERIFY(bench.state().engines[0].iterationsPerSecond > 0.0);
  }

  void restartStartsOthersInPlaceOfAll() {
    Bench bench;
    VERIFY_ELSEWHERE(bench);
    bench.gated->engine(0).die();
    QTRY_COMPARE(stateText(bench.state()), QStringLiteral("1 engine, 1 lost"));
    bench.gated->close();
    bench.engines().restart();
    QCOMPARE(stateText(bench.state()), QStringLiteral("Starting 2 engines…"));
    bench.explorer.zoomBy(2.0);
    QTRY_VERIFY(bench.settled());  // on the one that is left
    QCOMPARE(bench.renders->client().size(), std::size_t{1});
    bench.gated->open();
    QTRY_COMPARE(stateText(bench.state()), QStringLiteral("2 engines"));
    QCOMPARE(bench.gated->sources(), 2);
    bench.gated->engine(1).die();  // of the old ones, which nobody has any more
    bench.explorer.zoomBy(2.0);
    QTRY_VERIFY(bench.settled());
    QCOMPARE(stateText(bench.state()), QStringLiteral("2 engines"));
  }

  void whereAllAreLostThreadsGoOn() {
    Bench bench(endlessState());
    QTRY_VERIFY(bench.areElsewhere() && bench.kind() == kElsewhere && bench.renders->isBusy());
    QSignalSpy failed(&bench.engines(), &EngineController::failed);
    for (const std::size_t n : {0U, 1U}) bench.gated->engine(n).die();
    QTRY_COMPARE(bench.kind(), kHere);
    QTRY_VERIFY(bench.renders->isBusy());
    QCOMPARE(failed.count(), 1);
    QCOMPARE(stateText(bench.state()), QStringLiteral("All were lost"));
    QVERIFY(stateNote(bench.state()).endsWith(QStringLiteral("compute instead.")));
    bench.explorer.stop();
    QTRY_VERIFY(!bench.renders->isBusy());
  }

  void enginesThatTheirSourceReplacesAreSaidToHaveBeenRestarted() {
    Bench bench;
    VERIFY_ELSEWHERE(bench);
    QSignalSpy restarted(&bench.engines(), &EngineController::restarted);
    engines::Client client = bench.renders->client();
    for (int i = 0; i < 2; ++i) client.addEngine(bench.gated->make());
    for (const std::size_t n : {0U, 1U}) bench.gated->engine(n).die();
    QTRY_VERIFY(!restarted.isEmpty());
    QTRY_COMPARE(stateText(bench.state()), QStringLiteral("2 engines"));
    QCOMPARE(bench.state().engines.front().info.id, 2);
    bench.explorer.zoomBy(2.0);
    QTRY_VERIFY(bench.settled());
    QVERIFY(bench.hasTheCountsOfTheCommandLine());
  }

  void moreEnginesAreAddedToThoseElsewhere() {
    Bench bench;
    VERIFY_ELSEWHERE(bench);
    const auto before = bench.renders->client().ids();
    bench.setEngines(3);
    QTRY_COMPARE(bench.renders->client().size(), std::size_t{3});
    VERIFY_ELSEWHERE(bench);
    QVERIFY(std::ranges::includes(bench.renders->client().ids(), before));
    bench.setEngines(1);
    VERIFY_ELSEWHERE(bench);
    bench.setEngines(3);
    VERIFY_ELSEWHERE(bench);
    QVERIFY(bench.gated->asked() == (std::vector<int>{2, 1}));
  }

  void whereEnginesAreIsChangedDuringARender() {
    Bench bench(endlessState());
    QTRY_VERIFY(bench.areElsewhere() && bench.kind() == kElsewhere && bench.renders->isBusy());
    bench.engines().choose(0);
    QTRY_COMPARE(bench.kind(), kHere);
    QCOMPARE(stateText(bench.state()), QStringLiteral("2 engines"));
    QVERIFY(bench.renders->isBusy());
    bench.engines().choose(1);
    QTRY_VERIFY(bench.areElsewhere() && bench.kind() == kElsewhere);
    QVERIFY(bench.renders->isBusy());
    ExplorerState small = smallState();
    bench.document.change(small, QStringLiteral("Small"));
    VERIFY_ELSEWHERE(bench);
    QVERIFY(bench.hasTheCountsOfTheCommandLine());
  }

  void aChoiceThatIsTakenBackIsNotWaitedFor() {
    Bench bench(smallState(), false);
    QTRY_VERIFY(bench.settled() && bench.gated->asked().size() == 1);
    bench.engines().choose(0);
    QCOMPARE(bench.state().starting, 0);
    QTRY_VERIFY(bench.gated->wasStopped());
    bench.explorer.zoomBy(2.0);
    QTRY_VERIFY(bench.settled());
    QCOMPARE(bench.kind(), kHere);
    QVERIFY(!bench.state().isStandIn && bench.state().complaint.isEmpty());
  }

  void whoChoosesThePlaceAgainAtOnceKeepsTheEngines() {
    Bench bench;
    VERIFY_ELSEWHERE(bench);
    bench.engines().choose(0);
    bench.engines().choose(1);
    for (int i = 0; i < 3; ++i) {
      bench.explorer.zoomBy(2.0);
      VERIFY_ELSEWHERE(bench);
    }
    QCOMPARE(bench.gated->asked(), std::vector<int>{2});
  }

  void quittingDuringALaunchEndsIt() {
    const auto gated = std::make_shared<GatedEngines>();
    auto renders = std::make_unique<RenderController>(GatedEngines::places(gated));
    renders->engineController().choose(1);
    renders->engineController().want(2);
    QTRY_COMPARE(gated->asked().size(), std::size_t{1});
    renders.reset();
    QVERIFY(gated->wasStopped());
  }

  void othersGetEnginesFromWhereThoseAtWorkCome() {
    Bench bench(smallState(), false);
    QTRY_VERIFY(bench.settled());
    const engines::EngineSource source = bench.engines().source();
    QCOMPARE(QString::fromStdString(source.start(1).engines().front().kind), kHere);
    bench.gated->open();
    VERIFY_ELSEWHERE(bench);
    QCOMPARE(QString::fromStdString(source.start(1).engines().front().kind), kElsewhere);
  }

  // --- what is listed ----------------------------------------------------------------------------

  void theRosterTellsLostEnginesFromReplacedOnes() {
    using Change = EngineRoster::Change;
    EngineRoster roster;
    roster.reset({engineAt(0), engineAt(1), engineAt(2)});
    QVERIFY(roster.update({engineAt(0), engineAt(1), engineAt(2)}) == Change());
    QVERIFY(roster.update({engineAt(0), engineAt(1)}) == Change{.lost = 1});
    QVERIFY(roster.update({engineAt(0), engineAt(1)}) == Change());
    // The engines that replace others have come first.
    QVERIFY(roster.update({engineAt(0), engineAt(1), engineAt(3), engineAt(4)}) ==
            Change{.replaced = 2});
    QCOMPARE(roster.lost(), 0);  // the one that was lost has been replaced
    QVERIFY(roster.update({engineAt(1), engineAt(3), engineAt(4)}) == Change());
    QCOMPARE(roster.alive(), 3);
    QVERIFY(roster.update({}) == Change{.lost = 3});
  }

  void anEnginesSpeedIsThatOfItsLastRun() {
    EngineRoster roster;
    roster.reset({engineAt(0), engineAt(1)});
    QVERIFY(!roster.addRun({}));
    render::RunRecord run;
    run.bands = {bandOf(1, 0), bandOf(1, 1), bandOf(7, 2)};
    QVERIFY(roster.addRun(run));
    QCOMPARE(roster.entries()[0].iterationsPerSecond, 0.0);
    QCOMPARE(qRound(roster.entries()[1].iterationsPerSecond), 1'000'000);
    roster.reset({engineAt(1), engineAt(2)});
    QVERIFY(roster.entries()[0].iterationsPerSecond > 0.0);
  }

  void lanesAreNamedByHostWhereThereAreSeveral() {
    RunLanes lanes(2, engines::Clock::time_point(1h));
    QCOMPARE(laneName(lanes, 1), QStringLiteral("engine 1"));
    lanes.setEngines({{.info = engineAt(0, "a.cluster")}, {.info = engineAt(1, "a.cluster")}});
    QCOMPARE(laneName(lanes, 1), QStringLiteral("engine 1"));
    RunLanes others(2, engines::Clock::time_point(1h));
    others.setEngines({{.info = engineAt(0, "a.cluster")}, {.info = engineAt(1, "b.cluster")}});
    QCOMPARE(laneName(others, 1), QStringLiteral("b · 1"));
  }

  void enginesThatCameInPlaceOfOthersLeaveNoEmptyLanes() {
    RunLanes lanes(2, engines::Clock::time_point(1h));
    lanes.add(bandOf(4, 0));
    lanes.trim(2);
    QCOMPARE(lanes.lanes().size(), std::size_t{2});
    lanes.add(bandOf(5, 1));
    lanes.trim(2);
    QCOMPARE(lanes.lanes().front().engine, 4);
    QCOMPARE(lanes.lanes().back().engine, 5);
    lanes.add(bandOf(6, 2));  // when one of the two had died
    lanes.trim(2);
    QCOMPARE(lanes.lanes().size(), std::size_t{3});
  }

  void aLaneOfALostEngineStaysGrey() {
    RunLanes lanes(2, engines::Clock::time_point(1h));
    lanes.setEngines({{.info = engineAt(0)}, {.info = engineAt(1), .isLost = true}});
    QVERIFY(!lanes.lanes()[0].isLost && lanes.lanes()[1].isLost);
    lanes.setEngines({{.info = engineAt(0)}, {.info = engineAt(1)}});  // another with this number
    QVERIFY(lanes.lanes()[1].isLost);
  }

  void thePanelListsEnginesAndOffersWhatThereIsToDo() {
    EngineStatePanel panel(GatedEngines::places(std::make_shared<GatedEngines>()));
    panel.setState({.place = 1,
                    .engines = {{.info = engineAt(0, "n1"), .iterationsPerSecond = 2e9},
                                {.info = engineAt(1, "n2"), .isLost = true}}});
    panel.show();
    auto* list = panel.findChild<QTableView*>();
    const auto cell = [list](int row, int column) {
      return list->model()->index(row, column).data().toString();
    };
    QCOMPARE(list->model()->rowCount(), 2);
    QCOMPARE(cell(0, EngineListModel::Host), QStringLiteral("n1"));
    QCOMPARE(cell(0, EngineListModel::Process), QStringLiteral("100"));
    QVERIFY(cell(0, EngineListModel::Speed).contains(u'2'));
    QCOMPARE(cell(1, EngineListModel::Speed), QStringLiteral("lost"));
    QVERIFY(!list->accessibleName().isEmpty());
    QSignalSpy restart(&panel, &EngineStatePanel::restartRequested);
    panel.findChild<QPushButton*>()->click();
    QCOMPARE(restart.count(), 1);
    QSignalSpy chosen(&panel, &EngineStatePanel::placeChosen);
    auto* where = panel.findChild<SegmentedButtons*>();
    QCOMPARE(where->current(), 1);
    where->findChildren<QAbstractButton*>().front()->click();
    QCOMPARE(chosen.count(), 1);
    QCOMPARE(chosen.first().first().toInt(), 0);
  }

  void theTabKeyGoesFromWhereToRestartToTheList() {
    EngineStatePanel panel(GatedEngines::places(std::make_shared<GatedEngines>()));
    panel.setState({.engines = {{.info = engineAt(0)}}});
    panel.show();
    panel.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&panel, tests::kPatienceMs));
    panel.findChild<SegmentedButtons*>()->findChildren<QAbstractButton*>().front()->setFocus();
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
    QVERIFY(panel.findChild<QPushButton*>()->hasFocus());
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
    QVERIFY(panel.findChild<QTableView*>()->hasFocus());
  }

  void onePlaceIsNoChoice() {
    EngineStatePanel panel(threadsOf({}));
    panel.show();
    QVERIFY(!panel.findChild<SegmentedButtons*>()->isVisible());
    QVERIFY(panel.findChild<QPushButton*>()->isVisible());
  }

  // --- in the window -----------------------------------------------------------------------------

  void theWindowSaysWhyThereAreNoneAndRestartsThem() {
    const auto gated = std::make_shared<GatedEngines>();
    gated->refuse("no engines can be started: there is no mpirun");
    gated->open();
    Program program(newFolder(), GatedEngines::places(gated));
    VERIFY_SETTLED(program);
    auto& where = *program.the<EngineStatePanel>().findChild<SegmentedButtons*>();
    where.findChildren<QAbstractButton*>().back()->click();
    QCOMPARE(program.settings.value(settings::kEnginePlace), QStringLiteral("processes"));
    const auto& messages = program.the<MessageBar>();
    QTRY_VERIFY(messages.texts().join(QString()).contains(QStringLiteral("no mpirun")));
    gated->refuse({});
    QPushButton* restart = messages.findChild<QPushButton*>();
    QCOMPARE(restart->text(), QStringLiteral("Restart Engines"));
    restart->click();
    const auto& engines = program.renders.engineController();
    QTRY_COMPARE(stateText(engines.state()), QStringLiteral("2 engines"));
    QVERIFY(messages.texts().isEmpty());
  }

  void aLostEngineIsGreyInTheWindowsStrip() {
    const auto gated = std::make_shared<GatedEngines>();
    gated->nameHosts({"n1", "n2"});
    gated->open();
    Program program(newFolder(), GatedEngines::places(gated));
    const auto& engines = program.renders.engineController();
    program.renders.engineController().choose(1);
    QTRY_VERIFY(!engines.state().engines.empty() &&
                engines.state().engines.front().info.host == "n1");
    QCOMPARE(stateText(engines.state()), QStringLiteral("2 engines"));
    program.actions().zoomIn->trigger();
    VERIFY_SETTLED(program);
    const RunLanes& run = program.the<RunStrip>().findChild<EngineLanes*>()->run();
    QCOMPARE(run.lanes().size(), std::size_t{2});
    QCOMPARE(laneName(run, 1), QStringLiteral("n2 · 1"));
    gated->engine(1).die();
    QTRY_VERIFY(run.lanes()[1].isLost);
    QVERIFY(!run.lanes()[0].isLost);
    program.actions().zoomIn->trigger();
    VERIFY_SETTLED(program);
    QVERIFY(program.hasTheCountsOfTheCommandLine());
    QCOMPARE(stateText(engines.state()), QStringLiteral("1 engine, 1 lost"));
    program.actions().restartEngines->trigger();
    QTRY_COMPARE(stateText(engines.state()), QStringLiteral("2 engines"));
  }
};

QTEST_MAIN(EngineControllerTest)
#include "engine_controller_test.moc"
