// SPDX-License-Identifier: GPL-3.0-or-later
// What users are told of engines that are lost, started again or cannot be.
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include <QtTest>

#include "core/engines/client.h"
#include "core/mpi/mpi_engines.h"
#include "tests/core/engines/test_tasks.h"
#include "tests/core/mpi/fake_job.h"
#include "tests/core/mpi/job_that.h"

namespace fatou::mpi {
namespace {

using namespace engines;

constexpr auto kSquare = [](int x) { return x * x; };

// The sentences of a notice.
class Notices {
 public:
  auto hook() {
    return [this](const std::string& sentence) {
      const std::scoped_lock lock(m_mutex);
      m_all.push_back(sentence);
    };
  }
  std::vector<std::string> all() {
    const std::scoped_lock lock(m_mutex);
    return m_all;
  }

 private:
  std::mutex m_mutex;
  std::vector<std::string> m_all;
};

}  // namespace

class NoticesTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void oneLostEngineOfSeveralIsToldOfOnce() {
    Notices notices;
    MpiOptions options = jobThat("one ends");
    options.notice = notices.hook();
    std::string told;
    {
      const Client client = mpiEngines(std::move(options), {}).start(2);
      const EngineInfo first = client.engines().front();
      told = "an engine on " + first.host + " (process " + std::to_string(first.process) +
             ") is lost: its process has ended";
      QVERIFY_THROWS_EXCEPTION(EngineError, client[0].applySync(kSquare, 3));
      QCOMPARE(notices.all(), std::vector<std::string>{told});
    }
    QCOMPARE(notices.all(), std::vector<std::string>{told});
  }

  void enginesThatEndInOrderAreNotToldOf() {
    Notices notices;
    MpiOptions options = jobThat("none");
    options.notice = notices.hook();
    {
      const EngineSource source = mpiEngines(std::move(options), {});
      for (int round = 0; round < 2; ++round) {
        const Client client = source.start(2);
        QCOMPARE(client[1].applySync(kSquare, 3), 9);
        client.cluster().stopEngine(client.ids().front());
      }
    }
    QCOMPARE(notices.all(), std::vector<std::string>());
  }

  void whatBecomesOfTheEnginesIsTold() {
    Notices notices;
    MpiOptions options = jobThat("dies");
    options.notice = notices.hook();
    const Client client = mpiEngines(std::move(options), {}).start(1);
    const auto never = client.loadBalancedView().with({.retries = 9}).applyAsync(kSquare, 7);
    QVERIFY(never.wait(kPatience));
    QTRY_VERIFY(client.ids().empty());
    const std::string again = "the engines have ended, and were started again";
    QCOMPARE(notices.all(), (std::vector<std::string>{
                                again, again,
                                "the engines have ended 3 times without an answer: they are not "
                                "started again"}));
  }

  void aHostThatIsGoneIsLeftOutWhenEnginesAreStartedAgain() {
    const QTemporaryDir folder;
    Notices notices;
    MpiOptions options =
        jobThat(std::string(kHostGoes) + folder.filePath(QStringLiteral("gone")).toStdString());
    options.hosts = parseHosts("a:2,b:2,c:1").value();
    options.notice = notices.hook();
    const EngineSource source = mpiEngines(std::move(options), {});
    const Client client = source.start(5);
    QCOMPARE(client.loadBalancedView().with({.retries = 9}).mapSync(kSquare, upTo(50)).back(),
             49 * 49);
    QTRY_COMPARE(client.size(), 3U);
    QCOMPARE(source.start(5).size(), 3U);
    QCOMPARE(notices.all(),
             (std::vector<std::string>{
                 "b is left out from now on: no engines can be started: b cannot be reached by ssh "
                 "(No route to host): see that it is up, and that it lets ssh in",
                 "the engines have ended, and 3 of 5 were started again"}));
  }

  void whereAllHostsAreGoneTheyAreNamedWithTheRemedy() {
    const QTemporaryDir folder;
    MpiOptions options =
        jobThat(std::string(kAllHostsGo) + folder.filePath(QStringLiteral("gone")).toStdString());
    options.hosts = parseHosts("a:1,b:1").value();
    const EngineSource source = mpiEngines(std::move(options), {});
    const Client client = source.start(2);
    const auto lost = client[0].applyAsync(kSquare, 3);
    QVERIFY(lost.wait(kPatience));
    QTRY_VERIFY(client.ids().empty());
    const auto error = thrownBy<EngineError>([&] { static_cast<void>(source.start(2)); });
    QVERIFY(error);
    QVERIFY2(std::string(error->what())
                 .starts_with("no engines can be started again on any of the hosts a, b: see that "
                              "they are up and let ssh in, or name others (no engines can be "
                              "started: b cannot be reached"),
             error->what());
  }

  void hostsWhereNoEngineHasBeenAreNotLeftOut() {
    const QTemporaryDir folder;
    QFile gone(folder.filePath(QStringLiteral("gone")));
    QVERIFY(gone.open(QIODevice::WriteOnly));
    MpiOptions options = jobThat(std::string(kHostGoes) + gone.fileName().toStdString());
    options.hosts = parseHosts("a:1,b:1").value();
    QVERIFY(complaintOf(std::move(options), 2)
                .starts_with("no engines can be started: b cannot be reached by ssh"));
  }

  void whoWasSentAwayFromTheHubIsTold() {
    Notices notices;
    MpiOptions options = jobThat("sends somebody away");
    options.notice = notices.hook();
    const Client client = mpiEngines(std::move(options), {}).start(1);
    QCOMPARE(notices.all(), (std::vector<std::string>{"somebody came"}));
    QCOMPARE(client[0].applySync(kSquare, 3), 9);
  }
};

}  // namespace fatou::mpi

int main(int argc, char** argv) {
  if (fatou::mpi::isFakeJob(argc, argv)) fatou::mpi::runFakeJob(argc, argv);
  const QCoreApplication application(argc, argv);
  fatou::mpi::NoticesTest test;
  return QTest::qExec(&test, argc, argv);
}
#include "notices_test.moc"
