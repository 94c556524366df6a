// SPDX-License-Identifier: GPL-3.0-or-later
// Engines on other hosts, and each reason why they do not come. The hosts are namespaces of this
// machine, and a script takes the place of ssh. This program is a rank of its own jobs, too.
#include <chrono>
#include <csignal>
#include <cstdint>
#include <string>
#include <unistd.h>
#include <utility>

#include <QProcessEnvironment>
#include <QStandardPaths>
#include <QtTest>

#include "core/engines/client.h"
#include "core/mpi/mpi_engines.h"
#include "core/mpi/rank.h"
#include "fatou_process.h"
#include "tests/core/engines/test_tasks.h"
#include "tests/core/mpi/processes.h"
#include "tests/patience.h"

using namespace fatou;
using namespace fatou::tests;

namespace {

constexpr auto kSquare = [](int x) { return x * x; };
constexpr char kNoNodes[] = "only root may make namespaces that stand for hosts";
const bool kIsOpenMpi = mpi::builtWith() == mpi::Implementation::OpenMpi;

mpi::MpiOptions optionsFor(const std::string& hosts) {
  auto places = mpi::parseHosts(hosts).value();
  const int engines = mpi::placesOf(places);
  return {.implementation = mpi::builtWith(),
          .engines = engines,
          .patience = kPatience,
          .hosts = std::move(places)};
}

// The reason why engines do not come; empty where they do.
QString complaintOf(const mpi::MpiOptions& options) {
  const auto error = engines::thrownBy<engines::EngineError>(
      [&] { static_cast<void>(mpi::mpiEngines(options, {}).start(options.engines)); });
  return QString::fromUtf8(error ? error->what() : "");
}

// Sets what the two MPIs need to go to such hosts, and to stay on this machine.
void setUpMpi(const QString& ssh) {
  const auto set = [](const char* name, const QString& value) {
    qputenv(name, value.toLocal8Bit());
  };
  set("OMPI_MCA_plm", QStringLiteral("rsh"));
  set("OMPI_MCA_plm_rsh_agent", ssh);
  set("OMPI_MCA_pml", QStringLiteral("ob1"));
  set("OMPI_MCA_btl", QStringLiteral("tcp,vader,self"));
  set("OMPI_MCA_btl_tcp_if_include", QStringLiteral("lo"));
  set("OMPI_MCA_oob_tcp_if_include", QStringLiteral("lo"));
  set("HYDRA_LAUNCHER", QStringLiteral("ssh"));
  set("HYDRA_LAUNCHER_EXEC", ssh);
  set("UCX_TLS", QStringLiteral("tcp,self"));
  set("UCX_NET_DEVICES", QStringLiteral("lo"));
}

}  // namespace

class MpiHostsTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() {
    for (const char* ofABatchSystem : {"SLURM_JOB_ID", "SLURM_JOB_NODELIST", "SLURMD_NODENAME"})
      qunsetenv(ofABatchSystem);
    setUpMpi(QStringLiteral(NODE_SSH));
    qputenv("NODE_PROGRAM", QCoreApplication::applicationFilePath().toLocal8Bit());
    qputenv("NODE_OTHER", qgetenv("FATOU"));
    m_canMakeNodes =
        QProcess::execute(
            QStringLiteral("unshare"),
            words(QStringLiteral("--uts --mount --propagation private --net true"))) == 0;
  }

  void whatIsWrongWithTheHostsIsSaid_data() {
    QTest::addColumn<QString>("arguments");
    QTest::addColumn<QString>("named");
    const auto row = [](const char* arguments, const char* named) {
      QTest::newRow(arguments) << QString::fromLatin1(arguments) << QString::fromLatin1(named);
    };
    row("engines --mpi 2 --hosts a:8,b:0",
        "--hosts: '0' engines on b is not a whole number from 1 to 1024");
    row("engines --mpi 2 --hosts a:8,-x",
        "--hosts: '-x' is no name of a host: use letters, digits, dots and hyphens");
    row("engines --mpi 2 --hosts a,,b", "--hosts: a host is missing in 'a,,b'");
    row("engines --mpi 9 --hosts a:4,b:4",
        "--mpi 9 asks for more engines than the hosts have places (8): ask for fewer, or name "
        "more");
    row("engines --hosts a:2", "--hosts says where the engines of --mpi are: add --mpi N");
    row("render --c 0 --hostfile h", "--hostfile says where the engines of --mpi are: add --mpi N");
    row("px 1 --hosts a:2", "--hosts says where the engines of --mpi are: add --mpi N");
    row("run wrong --hostfile h", "--hostfile says where the engines of --mpi are: add --mpi N");
    row("map s.py:f 0..9 -o r.csv --mpi 2 --hosts a:1",
        "--mpi 2 asks for more engines than the hosts have places (1): ask for fewer, or name "
        "more");
    row("engines --mpi 2 --hosts a:2 --hostfile h",
        "--hosts and --hostfile exclude each other: use one");
    row("engines --mpi 2 --hostfile missing",
        "--hostfile: 'missing' does not exist: name a file with one host a line");
    row("engines --mpi 2 --hostfile .",
        "--hostfile: '.' is a folder: name a file with one host a line");
    row("engines --mpi 2 --hostfile empty", "--hostfile: 'empty' names no host: name a file");
    row("engines --mpi 2 --hostfile wrong", "--hostfile: line 2 of 'wrong': 'x' is not understood");
  }
  void whatIsWrongWithTheHostsIsSaid() {
    QFETCH(QString, arguments);
    QFETCH(QString, named);
    m_folder.put(QStringLiteral("empty"), "# nobody\n");
    m_folder.put(QStringLiteral("wrong"), "a\nb x\n");
    m_folder.put(QStringLiteral("s.py"), "def f(n): return n\n");
    const auto done = m_folder.run(words(arguments));
    QVERIFY2(done.err.contains(named), qPrintable(done.err));
    QCOMPARE(done.code, 2);
    QCOMPARE(done.err.count(u'\n'), 1);
  }

  void aSlurmJobGivesNoMorePlacesThanItHasTasks() {
    auto environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("SLURM_JOB_ID"), QStringLiteral("7"));
    environment.insert(QStringLiteral("SLURM_JOB_NODELIST"), QStringLiteral("n[1-2]"));
    environment.insert(QStringLiteral("SLURM_TASKS_PER_NODE"), QStringLiteral("2(x2)"));
    auto done = runIn(environment, QStringLiteral("engines --mpi 4"));
    QVERIFY2(done.err.contains(QStringLiteral("this machine is none of the Slurm job's")),
             qPrintable(done.err));
    QCOMPARE(done.code, 2);
    environment.insert(QStringLiteral("SLURMD_NODENAME"), QStringLiteral("n1"));
    done = runIn(environment, QStringLiteral("engines --mpi 5"));
    QVERIFY2(done.err.contains(QStringLiteral("the Slurm job has tasks (4): ask for fewer, or give "
                                              "the job more with --ntasks")),
             qPrintable(done.err));
    QCOMPARE(done.code, 2);
  }

  void withoutMpirunTheCommandSaysWhatToInstall() {
    auto environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("PATH"), m_folder.path());
    for (const char* where : {"engines --mpi 2", "engines --mpi 2 --hosts nodea:2"}) {
      const auto done = runIn(environment, QString::fromLatin1(where));
      QCOMPARE(done.err,
               QStringLiteral("fatou engines: no engines can be started: there is no mpirun here; "
                              "install %1\n")
                   .arg(QLatin1StringView(kIsOpenMpi ? "openmpi-bin" : "mpich")));
      QCOMPARE(done.code, 1);
    }
  }

  void whereMpirunRefusesRootTheCommandSaysHowToAllowIt() {
    if (!kIsOpenMpi || ::geteuid() != 0) QSKIP("only Open MPI refuses, and only root");
    auto environment = QProcessEnvironment::systemEnvironment();
    environment.remove(QStringLiteral("OMPI_ALLOW_RUN_AS_ROOT"));
    environment.remove(QStringLiteral("OMPI_ALLOW_RUN_AS_ROOT_CONFIRM"));
    const auto done = runIn(environment, QStringLiteral("engines --mpi 2"));
    QVERIFY2(done.err.contains(QStringLiteral("mpirun does not run as root: use another account")),
             qPrintable(done.err));
    QCOMPARE(done.code, 1);
  }

  void ranksOfAnotherMpiAreAlone() {
    mpi::MpiOptions options{.implementation = mpi::builtWith(), .engines = 2};
    options.launcher = OTHER_MPIRUN;
    const QString complaint = complaintOf(options);
    QVERIFY2(complaint.contains(QStringLiteral("every rank is alone in its job")),
             qPrintable(complaint));
  }

  void whyEnginesDoNotComeIsSaidInOneSentence_data() {
    QTest::addColumn<QString>("hosts");
    QTest::addColumn<QString>("named");
    const auto row = [](const char* name, const char* hosts, const char* named) {
      QTest::newRow(name) << QString::fromLatin1(hosts) << QString::fromLatin1(named);
    };
    row("host unknown", "nodea:1,unknown:1", "there is no host unknown as far as");
    row("ssh refused", "nodea:1,refused:1",
        "refused cannot be reached by ssh (Connection refused)");
    row("no key", "nodea:1,locked:1", "locked lets nobody in by ssh without a password");
    row("no program", "nodea:1,bare:1", "bare has no program ");
    row("another version", "nodea:1,old:1",
        "the program on old is another version than this one: install the same everywhere");
  }
  void whyEnginesDoNotComeIsSaidInOneSentence() {
    if (!m_canMakeNodes) QSKIP(kNoNodes);
    QFETCH(QString, hosts);
    QFETCH(QString, named);
    const QString complaint = complaintOf(optionsFor(hosts.toStdString()));
    QVERIFY2(complaint.contains(named), qPrintable(complaint));
    QVERIFY(!complaint.contains(u'\n'));
  }

  void enginesThatComeLateAreNamed() {
    if (!m_canMakeNodes) QSKIP(kNoNodes);
    auto options = optionsFor("nodea:1,slow:2");
    options.patience = std::chrono::seconds(3);
    const QString complaint = complaintOf(options);
    // No rank can leave MPI_Init() before all are in it.
    QVERIFY2(complaint.contains(QStringLiteral("of 3 engines, numbers 1-3 (nodea, slow) did not "
                                               "come within 3 s: ")),
             qPrintable(complaint));
  }

  void whereNoNetworkIsBetweenHostsThatIsSaid() {
    if (!m_canMakeNodes) QSKIP(kNoNodes);
    auto options = optionsFor("nodea:1,cut:1");
    options.patience = std::chrono::seconds(15);
    const QString complaint = complaintOf(options);
    QVERIFY2(complaint.contains(QStringLiteral("reach")) ||
                 complaint.contains(QStringLiteral("does not know the name")),
             qPrintable(complaint));
  }

  void enginesAreOnTheirHosts() {
    if (!m_canMakeNodes) QSKIP(kNoNodes);
    m_folder.put(QStringLiteral("hosts"), "nodea slots=2\nnodeb slots=1\n");
    for (const char* where : {"--hosts nodea:2,nodeb:1", "--hostfile hosts"}) {
      const auto done = run(QStringLiteral("engines --mpi 3 ") + QLatin1StringView(where));
      QCOMPARE(done.err, QString());
      QCOMPARE(done.code, 0);
      QStringList hosts;
      for (const QString& line : done.out.trimmed().split(u'\n').mid(1))
        hosts += words(line).value(1);
      QCOMPARE(hosts, words(QStringLiteral("nodea nodea nodeb")));
    }
  }

  void aPictureOfTwoHostsIsThatOfThreads() {
    if (!m_canMakeNodes) QSKIP(kNoNodes);
    const QString picture =
        QStringLiteral("render --c -0.123,0.745 --radius 1.3 --size 300x200 --tmax 2000 --force ");
    QCOMPARE(run(picture + QStringLiteral("--engines 2 -o t.npy")).code, 0);
    for (const char* view : {"direct", "balanced"}) {
      const auto done = run(picture + QStringLiteral("--view ") + QLatin1StringView(view) +
                            QStringLiteral(" --mpi 2 --hosts nodea:1,nodeb:1 -o m.npy"));
      QCOMPARE(done.err, QString());
      QCOMPARE(done.code, 0);
      QCOMPARE(countsIn(QStringLiteral("m.npy")), countsIn(QStringLiteral("t.npy")));
    }
  }

  // All engines have to be started again then, as mpirun ends.
  void aHostThatHasGoneIsLeftOutOfTheNextJob() {
    if (!m_canMakeNodes) QSKIP(kNoNodes);
    qputenv("NODE_GONE", m_folder.path(QStringLiteral("gone")).toLocal8Bit());
    const engines::Client client = mpi::mpiEngines(optionsFor("nodea:1,goes:1"), {}).start(2);
    m_folder.put(QStringLiteral("gone"), "gone");
    for (const auto mpirun : childrenOf(::getpid())) send(SIGTERM, mpirun);
    const auto view = client.loadBalancedView().with({.retries = 9});
    QCOMPARE(view.mapSync(kSquare, engines::upTo(50)).back(), 49 * 49);
    QTRY_COMPARE(client.size(), 1U);
    QCOMPARE(client.engines().front().host, std::string("nodea"));
    QCOMPARE(view.mapSync(kSquare, engines::upTo(50)).back(), 49 * 49);
  }

  // The job is put in with no word of hosts, and its script calls fatou alone.
  void aSlurmJobNeedsNothingElse() {
    if (!m_canMakeNodes) QSKIP(kNoNodes);
    for (const char* program : {"slurmctld", "slurmd", "munged", "sbatch"})
      if (QStandardPaths::findExecutable(QLatin1StringView(program)).isEmpty())
        QSKIP("Slurm is not installed here");
    const QString picture =
        QStringLiteral(" render --c -0.123,0.745 --radius 1.3 --size 300x200 --tmax 2000 --force ");
    QCOMPARE(run(picture + QStringLiteral("--engines 2 -o t.npy")).code, 0);
    auto environment = QProcessEnvironment::systemEnvironment();
    environment.remove(QStringLiteral("OMPI_MCA_plm"));
    environment.remove(QStringLiteral("OMPI_MCA_plm_rsh_agent"));
    environment.remove(QStringLiteral("HYDRA_LAUNCHER"));
    environment.remove(QStringLiteral("HYDRA_LAUNCHER_EXEC"));
    QProcess job;
    job.setProcessEnvironment(environment);
    job.setWorkingDirectory(m_folder.path());
    job.start(QStringLiteral(SLURM_NODES),
              {QStringLiteral("sbatch"), QStringLiteral("--wait"), QStringLiteral("--nodes=4"),
               QStringLiteral("--ntasks-per-node=2"), QStringLiteral("--output=job.log"),
               QStringLiteral("--wrap"),
               qEnvironmentVariable("FATOU") + picture + QStringLiteral("--mpi 8 -o m.npy && ") +
                   qEnvironmentVariable("FATOU") + QStringLiteral(" engines --mpi 8")});
    const auto done = outcomeOf(job);
    const QString log = QString::fromUtf8(m_folder.contents(QStringLiteral("job.log")));
    QVERIFY2(done.code == 0, qPrintable(done.err + log));
    for (const char* node : {" n1 ", " n2 ", " n3 ", " n4 "})
      QCOMPARE(log.count(QLatin1StringView(node)), 2);
    QCOMPARE(countsIn(QStringLiteral("m.npy")), countsIn(QStringLiteral("t.npy")));
  }

 private:
  // J of 300 x 200 pixels. Behind it the file says what made it, which may differ.
  QByteArray countsIn(const QString& name) const {
    constexpr qsizetype kHead = 128;
    return m_folder.contents(name).mid(kHead, 300 * 200 * qsizetype{sizeof(std::int32_t)});
  }
  // The command line, whose program is the ranks' then.
  Outcome run(const QString& arguments) {
    auto environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("NODE_PROGRAM"), qEnvironmentVariable("FATOU"));
    return runIn(environment, arguments);
  }
  Outcome runIn(const QProcessEnvironment& environment, const QString& arguments) {
    QProcess process;
    process.setProcessEnvironment(environment);
    m_folder.start(process, words(arguments));
    return outcomeOf(process);
  }

  FatouFolder m_folder;
  bool m_canMakeNodes = false;
};

int main(int argc, char** argv) {
  if (mpi::isRank(argc, argv)) return mpi::runRank(argc, argv, "a SIMD target");
  const QCoreApplication application(argc, argv);
  MpiHostsTest test;
  return QTest::qExec(&test, argc, argv);
}
#include "mpi_hosts_test.moc"
