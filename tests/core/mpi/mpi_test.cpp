// SPDX-License-Identifier: GPL-3.0-or-later
// Tests of engines that are ranks of a real MPI job.
#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <thread>
#include <unistd.h>
#include <utility>
#include <vector>

#include <QtTest>

#include "core/engines/client.h"
#include "core/mpi/frame.h"
#include "core/mpi/mpi_engines.h"
#include "core/mpi/rank.h"
#include "core/render/frame.h"
#include "core/render/renderer.h"
#include "tests/core/engines/test_tasks.h"
#include "tests/core/mpi/processes.h"

namespace fatou::mpi {
namespace {

using namespace engines;
using namespace tests;

// MPICH ends all ranks of a job as soon as one of them has died.
const bool kOthersGoOn = builtWith() == Implementation::OpenMpi;

constexpr auto kProcess = [] { return std::int64_t{::getpid()}; };
constexpr auto kSquare = [](int x) { return x * x; };
constexpr auto kHalf = [](int x) { return x != 3 ? x / 2 : throw std::runtime_error("three"); };
constexpr auto kReversed = [](std::vector<double> numbers) {
  std::ranges::reverse(numbers);
  return numbers;
};
constexpr auto kRunUntilStopped = [](Engine& engine) {
  while (!engine.stopRequested()) std::this_thread::yield();
  return 1;
};
constexpr auto kHang = [] {
  for (;;) std::this_thread::sleep_for(std::chrono::milliseconds(1));
};
constexpr auto kDieAtSeven = [](int x) {
  if (x == 7) ::kill(::getpid(), SIGKILL);
  return x * x;
};
// The first engine that comes to 7 dies of it, whichever it is.
constexpr auto kDieOnceAtSeven = [](int x, const std::string& folder) {
  if (x == 7 && std::filesystem::create_directory(folder)) ::kill(::getpid(), SIGKILL);
  return x * x;
};
constexpr auto kHasName = [](Engine& engine) { return engine.has("name"); };

EngineSource ranks(int engines) {
  return mpiEngines(
      {.implementation = builtWith(), .engines = engines, .patience = tests::kPatience},
      "a SIMD target");
}

enum class Victim { AllEngines, Hub, Mpirun };

// Kills the victim among the processes of these engines' job.
void kill(Victim victim, const std::vector<std::int64_t>& engines) {
  const auto mpirun = parentOf(engines.front());
  if (victim == Victim::Mpirun) return send(SIGKILL, mpirun);
  for (const auto rank : childrenOf(mpirun)) {
    const bool isEngine = std::ranges::find(engines, rank) != engines.end();
    if (isEngine == (victim == Victim::AllEngines)) send(SIGKILL, rank);
  }
}

std::vector<std::int64_t> processesOf(const Client& client) {
  return client.directView().applySync(kProcess);
}

Ints squares(int count) {
  Ints all = upTo(count);
  for (int& x : all) x *= x;
  return all;
}

render::RenderRequest rabbit(render::ViewKind view) {
  const auto radius = julia::Decimal::parse("1.3").value();
  return {.picture = {.place = {.c = julia::parseComplex("-0.123,0.745").value(),
                                .view = julia::CentreView{.radius = radius},
                                .tmax = 2000},
                      .width = 300,
                      .height = 200},
          .engines = {.count = 2, .viewKind = view, .bandRows = 1}};
}

// The counts, by whichever engines; `whenBegun` is called once, with the first tile.
template <typename WhenBegun>
std::vector<std::int32_t> countsOf(const render::RenderRequest& request, const Client& client,
                                   const WhenBegun& whenBegun) {
  render::Frame frame;
  frame.reset(request.picture.width, {0, request.picture.height});
  const auto job = render::RenderJob::create(request).value();
  bool isBegun = false;
  const auto sink = [&](const render::Tile& tile, const render::BandRecord&) {
    if (!std::exchange(isBegun, true)) whenBegun();
    frame.add(tile);
  };
  const auto run = render::Renderer(client).render(job, {0, request.picture.height}, sink, {});
  if (!run || !run.value().complete) return {};
  return {frame.counts().begin(), frame.counts().end()};
}
constexpr auto kOnlyCompute = [] {};

std::string complaintOf(MpiOptions options) {
  const auto error = thrownBy<EngineError>(
      [&] { static_cast<void>(mpiEngines(std::move(options), {}).start(1)); });
  return error ? error->what() : "";
}

}  // namespace

class MpiTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void ranksAreProcessesOfTheirOwn() {
    const Client client = ranks(2).start(2);
    const auto processes = processesOf(client);
    QCOMPARE(processes.size(), 2U);
    QVERIFY(processes[0] != processes[1]);
    const auto here = engineInfoHere({});
    for (std::size_t i = 0; i < 2; ++i) {
      QVERIFY(processes[i] != here.process);
      QCOMPARE(client.engines()[i].process, processes[i]);
      QCOMPARE(client.engines()[i].host, here.host);
    }
  }

  void ranksDoWhatEnginesDo() {
    const Client client = ranks(2).start(2);
    QCOMPARE(client.directView().mapSync(kSquare, upTo(101)), squares(101));
    QCOMPARE(client.loadBalancedView().with({.chunkSize = 3}).mapSync(kSquare, upTo(200)),
             squares(200));
    client.directView().scatter("part", upTo(5));
    client[1]["a"] = std::string("text");
    QCOMPARE(client.directView().gatherSync<Ints>("part"), upTo(5));
    QCOMPARE(client[1]["a"].as<std::string>(), std::string("text"));
    const auto error =
        thrownBy<RemoteError>([&] { static_cast<void>(client[1].applySync(kHalf, 3)); });
    QVERIFY(error);
    QCOMPARE(error->message(), std::string("three"));
    QCOMPARE(error->engine(), 1);
    const auto stopped = client[0].applyAsync(kRunUntilStopped);
    QTRY_COMPARE(stopped.records()[0].status, TaskStatus::Running);
    stopped.cancel();
    QVERIFY(stopped.wait(kPatience));
  }

  void whatIsLargerThanAPieceArrivesWhole() {
    const Client client = ranks(1).start(1);
    for (const std::size_t bytes :
         {kMostPayload - 8, kMostPayload, kMostPayload + 8, 20 * kMostPayload}) {
      std::vector<double> numbers(bytes / 8);
      for (std::size_t i = 0; i < numbers.size(); ++i) numbers[i] = static_cast<double>(i);
      auto reversed = client[0].applySync(kReversed, numbers);
      std::ranges::reverse(reversed);
      QVERIFY(reversed == numbers);
    }
  }

  void aSeatIsLetAgainWithoutWhatWasLeftThere() {
    const EngineSource source = ranks(2);
    std::vector<std::int64_t> before;
    {
      const Client client = source.start(2);
      client.directView()["name"] = 5;
      QCOMPARE(client.directView().applySync(kHasName), (std::vector<bool>{true, true}));
      before = processesOf(client);
    }
    const Client client = source.start(2);
    QCOMPARE(client.directView().applySync(kHasName), (std::vector<bool>{false, false}));
    auto now = processesOf(client);
    std::ranges::sort(now);
    std::ranges::sort(before);
    QCOMPARE(now, before);
    const Client more = source.start(1);
    QVERIFY(std::ranges::find(before, processesOf(more)[0]) == before.end());
  }

  void anEngineThatIsKilledIsLostAndTheOthersGoOn() {
    const Client client = ranks(2).start(2);
    const auto processes = processesOf(client);
    const auto hangs = client[0].applyAsync(kHang);
    QTRY_COMPARE(hangs.records()[0].status, TaskStatus::Running);
    send(SIGKILL, processes[0]);
    QVERIFY(hangs.wait(kPatience));
    QVERIFY_THROWS_EXCEPTION(EngineError, hangs.get());
    QTRY_COMPARE(client.ids(), kOthersGoOn ? (Ints{1}) : (Ints{2, 3}));
    QCOMPARE(client.loadBalancedView().mapSync(kSquare, upTo(30)), squares(30));
    if (kOthersGoOn) QCOMPARE(processesOf(client), (std::vector{processes[1]}));
  }

  void whatAnEngineDiedOfIsTriedElsewhere() {
    const QTemporaryDir parent;
    const std::vector<std::string> folders(40,
                                           parent.filePath(QStringLiteral("died")).toStdString());
    const Client client = ranks(2).start(2);
    // Where an engine takes the others along, one of them may have been given 7 by then.
    const int retries = kOthersGoOn ? 1 : 2;
    const auto map = client.loadBalancedView()
                         .with({.chunkSize = 1, .retries = retries})
                         .mapAsync(kDieOnceAtSeven, upTo(40), folders);
    QVERIFY(map.wait(kPatience));
    QCOMPARE(map.get(), squares(40));
  }

  void aJobThatDiesIsReplacedBeforeItsEnginesAreLost() {
    using enum render::ViewKind;
    const auto alone = countsOf(rabbit(Serial), Client(), kOnlyCompute);
    const EngineSource source = ranks(2);
    for (const Victim victim : {Victim::AllEngines, Victim::Hub, Victim::Mpirun}) {
      const Client client = source.start(2);
      const auto processes = processesOf(client);
      const auto killThem = [&] { kill(victim, processes); };
      QVERIFY(countsOf(rabbit(Balanced), client, killThem) == alone);
      QTRY_COMPARE(client.ids(), (Ints{2, 3}));
      QVERIFY(processesOf(client) != processes);
      for (const auto process : processes) QTRY_VERIFY(!isRunning(process));
    }
  }

  void jobsThatDieWithoutAnAnswerAreNotReplacedForEver() {
    const EngineSource source = ranks(1);
    const Client client = source.start(1);
    const auto dead = client.loadBalancedView().with({.retries = 100}).applyAsync(kDieAtSeven, 7);
    QVERIFY(dead.wait(kPatience));
    QVERIFY_THROWS_EXCEPTION(EngineError, static_cast<void>(dead.get()));
    QTRY_VERIFY(client.ids().empty());
  }

  void aPictureIsTheSameOnRanks() {
    using enum render::ViewKind;
    const Client client = ranks(2).start(2);
    const auto alone = countsOf(rabbit(Serial), Client(), kOnlyCompute);
    QCOMPARE(alone.size(), 60'000U);
    QVERIFY(countsOf(rabbit(Direct), client, kOnlyCompute) == alone);
    QVERIFY(countsOf(rabbit(Balanced), client, kOnlyCompute) == alone);
  }

  void aPictureIsFinishedByTheEnginesThatAreLeft() {
    using enum render::ViewKind;
    const auto alone = countsOf(rabbit(Serial), Client(), kOnlyCompute);
    for (const auto view : {Direct, Balanced}) {
      const Client client = ranks(2).start(2);
      const auto victim = client.engines()[1].process;
      QVERIFY(countsOf(rabbit(view), client, [victim] { send(SIGKILL, victim); }) == alone);
      QTRY_COMPARE(client.ids(), kOthersGoOn ? (Ints{0}) : (Ints{2, 3}));
    }
  }

  void whatOneEngineDoesNotTakeHoldsUpNoOther() {
    const Client client = ranks(2).start(2);
    const auto runs = client[1].applyAsync(kRunUntilStopped);
    QTRY_COMPARE(runs.records()[0].status, TaskStatus::Running);
    send(SIGSTOP, client.engines()[0].process);
    const auto stuck = client[0].applyAsync(kReversed, std::vector<double>(8'000'000));
    runs.cancel();
    QVERIFY(runs.wait(kPatience));
    QCOMPARE(client[1].applySync(kSquare, 5), 25);
    QVERIFY(stuck.wait(kPatience));
    QVERIFY_THROWS_EXCEPTION(EngineError, static_cast<void>(stuck.get()));
    QTRY_COMPARE(client.ids(), (Ints{1}));
    QCOMPARE(client[1].applySync(kSquare, 6), 36);
  }

  // The socket of the engine does not end, and the engine does not answer any more.
  void anEngineThatIsStoppedIsLostAndEndsWithItsJob() {
    using enum render::ViewKind;
    const auto alone = countsOf(rabbit(Serial), Client(), kOnlyCompute);
    std::int64_t victim = 0;
    {
      const Client client = ranks(2).start(2);
      victim = client.engines()[0].process;
      QVERIFY(countsOf(rabbit(Balanced), client, [victim] { send(SIGSTOP, victim); }) == alone);
      QTRY_COMPARE(client.ids(), (Ints{1}));  // also where it had no band left
    }
    QTRY_VERIFY(!isRunning(victim));
  }

  void noProcessIsLeft() {
    std::vector<std::int64_t> processes;
    {
      const Client client = ranks(2).start(2);
      processes = processesOf(client);
      // A task that never ends must not keep its process, or the others, from ending.
      static_cast<void>(client[0].applyAsync(kHang));
      for (const auto process : processes) QVERIFY(isRunning(process));
    }
    for (const auto process : processes) QTRY_VERIFY(!isRunning(process));
  }

  void whyNoneCanBeStartedIsSaidInOneSentence() {
    const MpiOptions good{.implementation = builtWith()};
    MpiOptions options = good;
    options.launcher = "there-is-no-such-command";
    QCOMPARE(complaintOf(options),
             std::string("no engines can be started: there is no there-is-no-such-command here; "
                         "install ") +
                 (kOthersGoOn ? "openmpi-bin" : "mpich"));
    options = good;
    options.program = "/bin/false";
    QVERIFY(complaintOf(options).starts_with("no engines can be started: mpirun ended"));
    options.program = "/there/is/no/such/program";  // Open MPI does not report it
    QVERIFY(
        complaintOf(options).ends_with("/there/is/no/such/program, is not there: start one that "
                                       "is installed"));
  }

  void aProgramMayStandInAFolderWithASpaceInItsName() {
    const QTemporaryDir parent;
    const auto folder = std::filesystem::path(parent.path().toStdString()) / "a folder";
    std::filesystem::create_directory(folder);
    std::filesystem::create_symlink(std::filesystem::read_symlink("/proc/self/exe"),
                                    folder / "the ranks");
    const Client client =
        mpiEngines({.implementation = builtWith(), .program = (folder / "the ranks").string()},
                   "a SIMD target")
            .start(1);
    QCOMPARE(client[0].applySync(kSquare, 3), 9);
  }
};

}  // namespace fatou::mpi

int main(int argc, char** argv) {
  if (fatou::mpi::isRank(argc, argv)) return fatou::mpi::runRank(argc, argv, "a SIMD target");
  const QCoreApplication application(argc, argv);
  fatou::mpi::MpiTest test;
  return QTest::qExec(&test, argc, argv);
}
#include "mpi_test.moc"
