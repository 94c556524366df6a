// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <sys/syscall.h>
#include <tuple>
#include <unistd.h>
#include <utility>
#include <vector>

#include <QCoreApplication>
#include <QtTest>

#include "core/engines/client.h"
#include "core/engines/engine_source.h"
#include "sendable_closures.h"

// The conformance cases are what every kind of engine has to do. A test class of them asks for no
// kind: main() says which there are, so that another program runs the same classes on kinds of its
// own.
namespace fatou::engines {

// The distance of tasks from the caller.
enum class Distance {
  SharedMemory,
  SameProcess,  // but they get nothing but bytes
  OtherProcess
};

struct TestedKind {
  std::string name{};        // of its rows
  std::string engineKind{};  // what its engines say: EngineInfo::kind
  EngineSource source{};
  Distance distance = Distance::SharedMemory;
};

// main()'s.
inline std::vector<TestedKind> g_testedKinds;

// For initTestCase_data(): every test of the class runs once on each kind.
inline void addEngineKinds() {
  QTest::addColumn<int>("kind");
  for (std::size_t i = 0; i < g_testedKinds.size(); ++i)
    QTest::newRow(g_testedKinds[i].name.c_str()) << static_cast<int>(i);
}

// The kind of engine of the present row.
inline const TestedKind& testedKind() {
  QFETCH_GLOBAL(int, kind);
  return g_testedKinds.at(static_cast<std::size_t>(kind));
}
inline bool isElsewhere() {
  return testedKind().distance != Distance::SharedMemory;
}
inline bool isInOtherProcess() {
  return testedKind().distance == Distance::OtherProcess;
}

// Engines of the present kind, for a client of their own or beside those it has.
inline Client startEngines(int count) {
  return testedKind().source.start(count);
}
inline void addEngines(const Client& client, int count) {
  testedKind().source.addTo(client, count);
}

// For a test of what only engines in the caller's process have: tasks that ask the caller's client,
// values that are shared rather than copied.
#define FATOU_SKIP_ELSEWHERE() \
  if (isElsewhere()) QSKIP("only where tasks and caller share memory")

// As FATOU_SKIP_ELSEWHERE, for a test to which a copy of what the process holds is enough.
#define FATOU_SKIP_IN_OTHER_PROCESSES(what) \
  if (isInOtherProcess()) QSKIP("only where engines are threads of this process: " what)

// Where a task runs: no two engines have it in common, wherever they are on this machine.
struct ThreadId {
  std::int64_t process = 0;
  std::int64_t thread = 0;
  static constexpr auto kFields = std::tuple(&ThreadId::process, &ThreadId::thread);
  friend auto operator<=>(const ThreadId&, const ThreadId&) = default;
};
inline ThreadId threadHere() {
  return {::getpid(), ::syscall(SYS_gettid)};
}

using RunTest = int (*)(int argc, char** argv);
inline std::map<std::string, RunTest>& conformanceTests() {
  static std::map<std::string, RunTest> tests;
  return tests;
}

// Makes a class one of those that main() runs.
template <typename Test>
class ConformanceTest {
 public:
  explicit ConformanceTest(const char* name) { conformanceTests().emplace(name, &run); }

 private:
  static int run(int argc, char** argv) {
    Test test;
    return QTest::qExec(&test, argc, argv);
  }
};

// What main() does: runs all classes on these kinds, or the one that the first argument names; what
// follows is QtTest's. Returns how many tests have failed.
inline int runConformanceTests(int argc, char** argv, std::vector<TestedKind> kinds) {
  const QCoreApplication application(argc, argv);
  g_testedKinds = std::move(kinds);
  std::vector<char*> arguments(argv, argv + argc);
  const auto chosen = argc > 1 ? conformanceTests().find(argv[1]) : conformanceTests().end();
  const bool isOne = chosen != conformanceTests().end();
  if (isOne) arguments.erase(arguments.begin() + 1);
  arguments.push_back(nullptr);
  const int count = static_cast<int>(arguments.size()) - 1;
  int failed = 0;
  for (const auto& [name, run] : conformanceTests())
    if (!isOne || name == chosen->first) failed += run(count, arguments.data());
  g_testedKinds.clear();  // and with them the engines, before main() returns
  return failed;
}

}  // namespace fatou::engines
