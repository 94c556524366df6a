// SPDX-License-Identifier: GPL-3.0-or-later
// Python engines that are stopped, that die, and that answer what is no answer.
#include <atomic>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <memory>
#include <poll.h>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <QTemporaryDir>
#include <QTest>

#include "core/engines/client.h"
#include "core/engines/remote/messages.h"
#include "core/engines/remote/sendable_task.h"
#include "core/engines/tasks/errors.h"
#include "core/python/interpreter_search.h"
#include "core/python/python_calls.h"
#include "core/python/python_transport.h"
#include "python_clients.h"
#include "tests/patience.h"

namespace fatou::python {
namespace {

using engines::Client;
using engines::EngineError;
using engines::EngineId;
using tests::kPatience;
using tests::PythonClients;

PyValue answer(const engines::EngineView& engine) {
  return engine.applySync(Pull{"40 + 2"});
}

bool isThere(std::int64_t process) {
  return ::kill(static_cast<pid_t>(process), 0) == 0 || errno != ESRCH;
}

// Waits until a task on the first engine has said that it runs.
void waitForOutput(const PythonClients& clients, const char* text) {
  QTRY_VERIFY(clients.output().find(text) != std::string::npos);
}

// What a transport hands over.
class Heard final : public engines::Transport::Receiver {
 public:
  void received(engines::Bytes message) override { answers.push_back(std::move(message)); }
  void lost(std::string why) override {
    end = std::move(why);
    isLost = true;
  }

  std::vector<engines::Bytes> answers;
  std::string end;
  std::atomic<bool> isLost{false};
};

engines::Bytes callNumber(std::uint64_t number, const PythonFunction& function) {
  engines::Writer writer;
  writer.stayHere();
  engines::writeCallHead(writer, number, "apply");
  engines::RemoteCall<PythonFunction>::write(writer, function);
  return std::move(writer).take();
}

}  // namespace

class PythonDeathsTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  // --- stopped ----------------------------------------------------------------------------

  void aStopIsAKeyboardInterrupt_data() {
    QTest::addColumn<QString>("code");
    QTest::newRow("a loop") << "while True: pass";
    QTest::newRow("a sleep") << "import time; time.sleep(1000)";
    QTest::newRow("a lock") << "import threading; l = threading.Lock(); l.acquire(); l.acquire()";
    QTest::newRow("printing") << "while True: print('x' * 1000)";
  }
  void aStopIsAKeyboardInterrupt() {
    QFETCH(QString, code);
    PythonClients clients;
    const Client client = clients.start(1);
    client[0].applySync(Execute{"kept = 1"});
    const auto result =
        client[0].applyAsync(Execute{"print('running', flush=True)\n" + code.toStdString()});
    waitForOutput(clients, "running");
    result.cancel();
    QVERIFY(result.wait(kPatience));
    QVERIFY_THROWS_EXCEPTION(engines::TaskAborted, result.get());
    QVERIFY(client[0].applySync(Pull{"kept"}) == PyValue(1));
    QCOMPARE(client.ids(), std::vector<EngineId>{0});
  }

  void whatDoesNotHeedAStopIsKilledAndReplaced() {
    PythonClients clients;
    const Client client = clients.start(1);
    const auto result =
        client[0].applyAsync(Execute{"import signal\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\n"
                                     "print('running', flush=True)\nwhile True: pass"});
    waitForOutput(clients, "running");
    result.cancel();
    QVERIFY(result.wait(kPatience));
    QVERIFY_THROWS_EXCEPTION(EngineError, result.get());
    QTRY_COMPARE(client.ids(), std::vector<EngineId>{1});
    QVERIFY(answer(client[1]) == PyValue(42));
    QTRY_COMPARE(clients.notices().size(), std::size_t{1});  // a moment after the other is there
    QVERIFY(
        clients.notices()[0].starts_with("engine 0 was lost: it did not heed a stop within 50 ms"));
  }

  void aLateStopHurtsNoOtherTask() {
    PythonClients clients;
    const Client client = clients.start(1);
    client[0].applySync(Execute{"def w(n):\n  for i in range(n): pass"});
    for (int i = 0; i < 300; ++i) {
      const auto first = client[0].applyAsync(PythonFunction::named("w"), PyValue(i * 20));
      const auto second = client[0].applyAsync(Pull{"40 + 2"});
      first.cancel();
      QVERIFY(second.get(kPatience) == PyValue(42));
    }
    QCOMPARE(client.ids(), std::vector<EngineId>{0});
  }

  // --- dead -------------------------------------------------------------------------------

  void deathsAreLostEnginesThatAreReplaced_data() {
    QTest::addColumn<QString>("code");
    QTest::addColumn<QString>("why");
    QTest::newRow("exit") << "import os; os._exit(3)"
                          << "it ended with code 3";
    QTest::newRow("signal") << "import os; os.kill(os.getpid(), 11)"
                            << "it was ended by signal 11";
    QTest::newRow("abort") << "import os; os.abort()"
                           << "it was ended by signal 6";
    QTest::newRow("group") << "import os; os.killpg(0, 15)"
                           << "it was ended by signal 15";
    QTest::newRow("closed") << "import os, time; os.close(3); time.sleep(1000)"
                            << "it closed its channel";
    QTest::newRow("garbage") << "import os, time; os.write(3, b'garbage' * 10); time.sleep(1000)"
                             << "it sent what is no answer";
  }
  void deathsAreLostEnginesThatAreReplaced() {
    QFETCH(QString, code);
    QFETCH(QString, why);
    PythonClients clients;
    const Client client = clients.start(2);
    client.directView().applySync(Execute{"a = 1"});
    const auto result = client[0].applyAsync(Execute{code.toStdString()});
    QVERIFY(result.wait(kPatience));
    try {
      result.get();
      QFAIL("the engine lives");
    } catch (const EngineError& error) {
      QVERIFY2(QString::fromUtf8(error.what()).contains(why), error.what());
    }
    QTRY_COMPARE(client.ids(), (std::vector<EngineId>{1, 2}));
    QVERIFY(client[1].applySync(Pull{"a"}) == PyValue(1));
    QVERIFY(answer(client[2]) == PyValue(42));
  }

  // The second call is with the engine, and ends it, before the first one's answer is handed over.
  void answersFromBeforeTheEndCount() {
    Heard heard;
    auto python = std::make_unique<Interpreter>(findInterpreter(tests::testPython()).value(),
                                                engineText().value(), OutputSink());
    ChildProcess& process = python->process();
    const auto waitForTheEnd = [&process, &heard] {
      pollfd ended{process.ended(), POLLIN, 0};
      ::poll(&ended, 1, tests::kPatienceMs);
      for (int i = 0; i < 30 && !heard.isLost; ++i)  // the thread that watches has seen it, too
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    };
    PythonTransport transport(std::move(python),
                              std::make_shared<std::atomic<EngineId>>(engines::kNoEngine),
                              {.answered = waitForTheEnd, .lost = nullptr});
    transport.open(0, heard);
    transport.send(callNumber(1, PythonFunction::named("os.getpid")));
    transport.send(
        callNumber(2, PythonFunction::ofSource("die", "import os\ndef die(): os._exit(3)\n")));
    QVERIFY(transport.pump());
    QCOMPARE(heard.answers.size(), std::size_t{1});
    QVERIFY(!heard.isLost);
    QVERIFY(!transport.pump());
    QVERIFY(heard.isLost);
    QCOMPARE(heard.end, std::string("it ended with code 3"));
  }

  void anIdleEngineThatDiesIsMissed() {
    PythonClients clients;
    const Client client = clients.start(1);
    QVERIFY(answer(client[0]) == PyValue(42));
    ::kill(static_cast<pid_t>(client.engines()[0].process), SIGKILL);
    QTRY_COMPARE(client.ids(), std::vector<EngineId>{1});
    QVERIFY(answer(client[1]) == PyValue(42));
  }

  void enginesThatNeverAnswerAreNotStartedForEver() {
    PythonClients clients;
    const Client client = clients.start(1);
    QTRY_VERIFY_WITH_TIMEOUT(
        [&] {
          for (const auto& engine : client.engines())
            ::kill(static_cast<pid_t>(engine.process), SIGKILL);
          return client.ids().empty();
        }(),
        tests::kPatienceMs);
    QVERIFY(clients.notices().back().ends_with("are not started again"));
  }

  void aTaskWhoseEngineDiesIsTriedOnAnother() {
    const QTemporaryDir folder;
    const std::string file = folder.filePath(QStringLiteral("tried")).toStdString();
    PythonClients clients;
    const Client client = clients.start(2);
    const auto once = PythonFunction::ofSource(
        "once",
        "import os\ndef once(file):\n  try: os.close(os.open(file, os.O_CREAT | os.O_EXCL))\n"
        "  except FileExistsError: return 'second'\n  os._exit(1)\n");
    const auto view = client.loadBalancedView().with({.retries = 1});
    QVERIFY(view.applySync(once, PyValue(file)) == PyValue("second"));
  }

  // --- processes --------------------------------------------------------------------------

  void aForkedChildDoesNotAnswer() {
    PythonClients clients;
    const Client client = clients.start(1);
    client[0].applySync(Execute{"import os\nchild = os.fork()"});
    QVERIFY(answer(client[0]) == PyValue(42));
    QVERIFY(client[0].applySync(Pull{"child > 0"}) == PyValue(true));
  }

  void nothingIsLeftRunning() {
    std::int64_t process = 0;
    std::int64_t child = 0;
    {
      PythonClients clients;
      const Client client = clients.start(1);
      process = client.engines()[0].process;
      client[0].applySync(Execute{"import subprocess\nc = subprocess.Popen(['sleep', '1000'])"});
      child = *client[0].applySync(Pull{"c.pid"}).as<std::int64_t>();
      static_cast<void>(client[0].applyAsync(Execute{"while True: pass"}));
    }
    QTRY_VERIFY(!isThere(process));
    // A grandchild that has ended may wait for the system's first process to take note of it.
    QTRY_VERIFY(!isThere(child) || !QFile::exists(QStringLiteral("/proc/%1/exe").arg(child)));
  }
};

}  // namespace fatou::python

QTEST_GUILESS_MAIN(fatou::python::PythonDeathsTest)
#include "python_deaths_test.moc"
