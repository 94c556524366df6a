// SPDX-License-Identifier: GPL-3.0-or-later
// Runs the conformance cases on ranks of a real MPI job, and adds some that only engines that are
// processes can meet.
#include <cstdint>
#include <functional>
#include <memory>
#include <set>
#include <stdexcept>
#include <string>
#include <unistd.h>
#include <utility>
#include <vector>

#include <QtTest>

#include "core/mpi/mpi_engines.h"
#include "core/mpi/rank.h"
#include "tests/core/engines/conformance.h"
#include "tests/core/engines/test_tasks.h"

namespace fatou::mpi::ranks_test {
namespace {

using namespace engines;

constexpr char kSimdTarget[] = "a SIMD target";
// The most engines that any case asks for at once, so that one job is enough for all cases. Engines
// that nobody uses cost nothing.
constexpr int kEngines = 6;

constexpr auto kOne = [] { return 1; };
constexpr auto kProcess = [] { return std::int64_t{::getpid()}; };
constexpr auto kThrow = []() -> int { throw std::domain_error("no value"); };

EngineSource ranks(int count) {
  return mpiEngines({.implementation = builtWith(),
                     .engines = count,
                     .arguments = {sharedMemory().path()},
                     .patience = kPatience},
                    kSimdTarget);
}

std::vector<std::int64_t> processesOf(const Client& client) {
  return client.directView().applySync(kProcess);
}

}  // namespace

class RanksTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase_data() { addEngineKinds(); }

  void case47_aFailureNamesTheHostOfItsEngine() {
    const Client client = startEngines(2);
    const std::string host = engineInfoHere({}).host;
    const auto error =
        thrownBy<RemoteError>([&] { static_cast<void>(client[1].applySync(kThrow)); });
    QVERIFY(error);
    QCOMPARE(error->host(), host);
    QVERIFY2(std::string(error->what()).find("engine 1 on " + host) != std::string::npos,
             error->what());
    const auto all = thrownBy<CompositeError>([&] { client.directView().applySync(kThrow); });
    QVERIFY(all);
    for (const FailurePtr& entry : all->entries()) QCOMPARE(entry->host, host);
  }

  // A client that goes leaves its seats to the next. Another source starts a job of its own.
  void case70_enginesOfAnotherJobAreOtherProcesses() {
    std::vector<std::int64_t> processes;
    {
      const EngineSource source = ranks(2);
      processes = processesOf(source.start(2));
    }
    const auto others = processesOf(ranks(2).start(2));
    processes.insert(processes.end(), others.begin(), others.end());
    processes.push_back(::getpid());
    QCOMPARE(std::set<std::int64_t>(processes.begin(), processes.end()).size(), 5U);
  }

  void case98_ranksThatCannotBeStartedAreRefusedAndThoseThereAreGoOn() {
    const Client client = startEngines(1);
    const EngineSource broken =
        mpiEngines({.implementation = builtWith(), .program = "/bin/false"}, kSimdTarget);
    const auto error = thrownBy<EngineError>([&] { broken.addTo(client, 2); });
    QVERIFY(error);
    QVERIFY2(std::string(error->what()).starts_with("no engines can be started"), error->what());
    QCOMPARE(client.ids(), (Ints{0}));
    QCOMPARE(client[0].applySync(kOne), 1);
  }

  void whatCannotTravelIsRefusedInOneSentence() {
    const Client client = startEngines(1);
    const std::function<int()> function = kOne;
    const auto ofFunction =
        thrownBy<RemoteError>([&] { static_cast<void>(client[0].applySync(function)); });
    QVERIFY(ofFunction);
    QVERIFY(ofFunction->message().starts_with("this function cannot be sent"));
    const auto ofValue = thrownBy<RemoteError>([&] {
      static_cast<void>(client[0].push({{"a", std::make_shared<int>(1)}}).get());
    });
    QVERIFY(ofValue);
    QVERIFY2(ofValue->message().find("cannot be sent to an engine elsewhere") != std::string::npos,
             ofValue->what());
    QCOMPARE(client[0].applySync(kOne), 1);
  }

  void enginesSayWhatTheyComputeWith() {
    const Client client = startEngines(1);
    QCOMPARE(client.engines()[0].simdTarget, std::string(kSimdTarget));
  }
};

}  // namespace fatou::mpi::ranks_test

static const fatou::engines::ConformanceTest<fatou::mpi::ranks_test::RanksTest> kTest("RanksTest");

int main(int argc, char** argv) {
  using namespace fatou;
  using namespace fatou::mpi::ranks_test;
  if (mpi::isRank(argc, argv)) {
    if (argc > 3) engines::sharedMemory().join(argv[3]);
    return mpi::runRank(argc, argv, kSimdTarget);
  }
  std::vector<engines::TestedKind> kinds;
  kinds.push_back({.name = "ranks",
                   .engineKind = "MPI rank",
                   .source = ranks(kEngines),
                   .distance = engines::Distance::OtherProcess});
  return engines::runConformanceTests(argc, argv, std::move(kinds));
}
#include "ranks_test.moc"
