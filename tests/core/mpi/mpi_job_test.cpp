// SPDX-License-Identifier: GPL-3.0-or-later
// Tests of the client's side of a job. The other side is a process that needs no MPI.
#include <atomic>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <future>
#include <sched.h>
#include <stop_token>
#include <string>
#include <sys/resource.h>
#include <sys/wait.h>
#include <system_error>
#include <thread>
#include <unistd.h>
#include <utility>
#include <vector>

#include <QtTest>

#include "core/engines/client.h"
#include "core/mpi/frame.h"
#include "core/mpi/mpi_engines.h"
#include "tests/core/engines/test_tasks.h"
#include "tests/core/mpi/fake_job.h"
#include "tests/core/mpi/job_that.h"

namespace {

std::atomic<int> g_questions{0};  // of this process after its children

}  // namespace

// In place of the system's.
extern "C" pid_t waitpid(pid_t process, int* status, int options) {
  ++g_questions;
  return ::wait4(process, status, options, nullptr);
}

namespace fatou::mpi {
namespace {

using namespace engines;

constexpr auto kSquare = [](int x) { return x * x; };
constexpr auto kRunUntilStopped = [](Engine& engine) {
  while (!engine.stopRequested()) std::this_thread::yield();
  return 1;
};
constexpr auto kLength = [](const std::string& text) { return text.size(); };

// The sentence about the first engine, which is on this machine.
std::string firstLost(const std::string& why) {
  return "engine 0 on " + engineInfoHere({}).host + " was lost: " + why;
}

// Why the only engine was lost, when it was asked for something and no other was to be started.
std::string lossBy(const std::string& fault, const std::string& text) {
  std::stop_source noMore;
  MpiOptions options = jobThat(fault);
  options.stop = noMore.get_token();
  const Client client = mpiEngines(std::move(options), {}).start(1);
  noMore.request_stop();
  const auto error =
      thrownBy<EngineError>([&] { static_cast<void>(client[0].applySync(kLength, text)); });
  return error ? error->what() : "";
}

class OpenInChildren {
 public:
  OpenInChildren() { ::dup2(STDERR_FILENO, kStrayDescriptor); }
  ~OpenInChildren() { ::close(kStrayDescriptor); }
};

// Sets PATH to two folders: one with a folder of the first name, one with a program of the second.
class Path {
 public:
  Path(const char* folder, const char* program) {
    const QDir parent(m_folder.path());
    parent.mkpath(QStringLiteral("a/") + QLatin1StringView(folder));
    parent.mkpath(QStringLiteral("b"));
    QFile file(parent.filePath(QStringLiteral("b/") + QLatin1StringView(program)));
    if (file.open(QIODevice::WriteOnly)) file.setPermissions(QFile::ReadOwner | QFile::ExeOwner);
    qputenv("PATH", QFile::encodeName(parent.filePath(QStringLiteral("a:")) +
                                      parent.filePath(QStringLiteral("b"))));
  }
  ~Path() { qputenv("PATH", m_before); }

 private:
  QByteArray m_before = qgetenv("PATH");
  QTemporaryDir m_folder;
};

}  // namespace

class MpiJobTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void aJobDoesWhatItIsAsked() {
    const EngineSource source = mpiEngines(jobThat("none"), {});
    {
      const Client client = source.start(3);
      QCOMPARE(client.loadBalancedView().mapSync(kSquare, upTo(50)).back(), 49 * 49);
      const std::string large(3 * kMostPayload + 1, 'x');
      QCOMPARE(client.directView().applySync(kLength, large),
               (std::vector<std::size_t>(3, large.size())));
    }
    const Client client = source.start(3);  // on the same seats
    QCOMPARE(client.directView().applySync(kLength, std::string("four")),
             (std::vector<std::size_t>(3, 4)));
  }

  // The messages are larger than all that may be under way to a rank.
  void muchArrivesWhereItIsTakenIn() {
    const Client client = mpiEngines(jobThat("none"), {}).start(1);
    const std::string large(100 * kMostPayload, 'x');
    for (int i = 0; i < 2; ++i) QCOMPARE(client[0].applySync(kLength, large), large.size());
  }

  // Several threads ask at once, with messages that do not fit into the socket.
  void whatIsAskedAtOnceIsAllAnswered() {
    const Client client = mpiEngines(jobThat("none"), {}).start(3);
    std::atomic<int> wrong{0};
    {
      std::vector<std::jthread> threads;
      for (int i = 0; i < 3; ++i)
        threads.emplace_back([&client, &wrong] {
          const std::string large(2 * kMostPayload, 'x');
          for (int round = 0; round < 10; ++round) {
            if (client.loadBalancedView().mapSync(kSquare, upTo(20)).back() != 19 * 19) ++wrong;
            if (client[round % 3].applySync(kLength, large) != large.size()) ++wrong;
            const auto stopped = client.loadBalancedView().applyAsync(kRunUntilStopped);
            stopped.cancel();
            if (!stopped.wait(kPatience)) ++wrong;
          }
        });
    }
    QCOMPARE(wrong.load(), 0);
  }

  // It is asked once a second, as that takes a good part of what a message takes. A job that was
  // left before may still be ending, and ask often.
  void theSystemIsNotAskedAfterMpirunWithEachMessage() {
    const Client client = mpiEngines(jobThat("none"), {}).start(1);
    const int before = g_questions;
    QVERIFY(before > 0);
    for (int i = 0; i < 1'000; ++i) QCOMPARE(client[0].applySync(kSquare, 3), 9);
    const int asked = g_questions - before;
    QVERIFY2(asked < 500, qPrintable(QString::number(asked)));
  }

  void whyThereIsNoneIsSaid_data() {
    QTest::addColumn<QString>("fault");
    QTest::addColumn<QString>("sentence");
    QTest::addColumn<qint64>("patience");
    const auto row = [](const char* fault, const char* sentence,
                        std::chrono::seconds patience = kPatience) {
      QTest::newRow(fault) << QString::fromLatin1(fault)
                           << QStringLiteral("no engines can be started: ") +
                                  QString::fromLatin1(sentence)
                           << qint64{patience.count()};
    };
    constexpr std::chrono::seconds kShort(1);
    row("alone", "every rank is alone in its job");
    row("another version", "the program on ");
    row("comes twice", "an engine came twice");
    row("answers unasked", "an engine answered that nobody had asked");
    row("says why", "mpirun ended: the moon is full");
    row("says nothing", "of 2 engines, numbers 1 and 2 did not come within 1 s", kShort);
    row("says too much", "of 2 engines, numbers 1 and 2 did not come within 1 s", kShort);
  }
  void whyThereIsNoneIsSaid() {
    QFETCH(QString, fault);
    QFETCH(QString, sentence);
    QFETCH(qint64, patience);
    MpiOptions options = jobThat(fault.toStdString());
    options.patience = std::chrono::seconds(patience);
    const QString said = QString::fromStdString(complaintOf(std::move(options), 2));
    QVERIFY2(said.startsWith(sentence), qPrintable(said));
  }

  // Where a busy machine does not bring the other engine in time, it is given more.
  void onlyTheEngineThatIsLateIsNamed() {
    QString said;
    for (std::chrono::seconds patience(1); patience < kPatience; patience *= 2) {
      MpiOptions options = jobThat("one is late");
      options.patience = patience;
      said = QString::fromStdString(complaintOf(std::move(options), 2));
      if (said.startsWith(QStringLiteral("no engines can be started: of 2 engines, number 2 did "
                                         "not come within %1 s")
                              .arg(patience.count())))
        return;
    }
    QFAIL(qPrintable(said));
  }

  void aProgramThatIsNotThereIsNotStarted() {
    MpiOptions options = jobThat("none");
    options.program = "/there/is/no/such/program";
    QVERIFY(complaintOf(std::move(options))
                .starts_with("no engines can be started: the program that they would run, "
                             "/there/is/no/such/program, is not there"));
  }

  void aLaunchCanBeStopped() {
    std::stop_source stop;
    MpiOptions options = jobThat("says nothing");
    options.stop = stop.get_token();
    const EngineSource source = mpiEngines(std::move(options), {});
    const std::jthread stopper([&stop] { stop.request_stop(); });
    for (int i = 0; i < 2; ++i)  // one that may have begun, and one that must not
      QVERIFY(thrownBy<LaunchStopped>([&] { static_cast<void>(source.start(1)); }));
  }

  void whatNobodyUnderstandsEndsTheJob() {
    QCOMPARE(lossBy("sends garbage", "x"),
             firstLost("the hub of its job sent what nobody understands"));
  }

  // The loss is noticed even while much more waits than a socket takes.
  void aHubThatIsStoppedIsLost() {
    QCOMPARE(lossBy("stops", std::string(100 * kMostPayload, 'x')),
             firstLost("the hub of its job has not answered for 5 s"));
  }

  void aDeafEngineHoldsUpNoOtherAndIsLost() {
    const Client client = mpiEngines(jobThat("one is deaf"), {}).start(2);
    const auto lost = client[0].applyAsync(kLength, std::string(200 * kMostPayload, 'x'));
    const std::string large(20 * kMostPayload, 'x');
    QCOMPARE(client[1].applySync(kLength, large), large.size());
    const auto error = thrownBy<EngineError>([&] { static_cast<void>(lost.get()); });
    QVERIFY(error);
    QCOMPARE(std::string(error->what()), firstLost("it has not answered for 5 s"));
    QCOMPARE(client[1].applySync(kSquare, 3), 9);
  }

  // Before it is used or after, whichever comes first.
  void anEngineThatEndsEarlyKeepsNoOtherAway() {
    for (int round = 0; round < 5; ++round) {
      const Client client = mpiEngines(jobThat("the last ends early"), {}).start(9);
      QVERIFY(client.size() >= 8U);
      QCOMPARE(client.loadBalancedView().with({.retries = 9}).mapSync(kSquare, upTo(50)).back(),
               49 * 49);
    }
  }

  void noDescriptorOfOursIsOpenInAJob() {
    const OpenInChildren stray;
    QCOMPARE(complaintOf(jobThat("says what is open")),
             std::string("no engines can be started: mpirun ended: closed"));
  }

  // An export in the background may be the first to ask for engines that others use later.
  void aJobThatAThreadInTheBackgroundAsksForIsNotInTheBackground() {
    const EngineSource source = mpiEngines(jobThat("none"), {});
    auto classOfJob = std::async(std::launch::async, [&source] {
      const sched_param none{};
      ::sched_setscheduler(0, SCHED_IDLE, &none);
      const Client client = source.start(1);
      return ::sched_getscheduler(static_cast<pid_t>(client.engines().front().process));
    });
    QCOMPARE(classOfJob.get(), ::sched_getscheduler(0));
  }

  // A program begins like this when the one that starts it ignores SIGCHLD.
  void aJobEndsThoughTheEndOfChildrenIsIgnored() {
    const auto before = std::signal(SIGCHLD, SIG_IGN);
    {
      const Client client = mpiEngines(jobThat("none"), {}).start(1);
      QCOMPARE(client[0].applySync(kSquare, 3), 9);
    }
    std::signal(SIGCHLD, before);
  }

  void theMpirunThatBelongsToTheRanksIsTakenWhereItIsThere() {
    const MpiOptions options{.implementation = Implementation::Mpich};
    {
      const Path path("mpirun", "mpirun.mpich");
      QCOMPARE(mpirunCommand(options, 1, "folder").front(), std::string("mpirun.mpich"));
    }
    const Path path("mpirun.mpich", "mpirun");
    QCOMPARE(mpirunCommand(options, 1, "folder").front(), std::string("mpirun"));
  }
};

}  // namespace fatou::mpi

int main(int argc, char** argv) {
  if (fatou::mpi::isFakeJob(argc, argv)) fatou::mpi::runFakeJob(argc, argv);
  const QCoreApplication application(argc, argv);
  fatou::mpi::MpiJobTest test;
  return QTest::qExec(&test, argc, argv);
}
#include "mpi_job_test.moc"
