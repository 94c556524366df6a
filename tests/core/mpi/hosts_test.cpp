// SPDX-License-Identifier: GPL-3.0-or-later
// Tests of where engines are, how they are started there, and how they meet the hub, as far as one
// machine can show it.
#include "core/mpi/hosts.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <functional>
#include <map>
#include <optional>
#include <poll.h>
#include <stdexcept>
#include <string>
#include <sys/socket.h>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>
#include <vector>

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QtTest>

#include "core/mpi/allocation.h"
#include "core/mpi/clock_offset.h"
#include "core/mpi/host_socket.h"
#include "core/mpi/launch_command.h"
#include "core/mpi/meeting.h"
#include "tests/patience.h"

namespace fatou::mpi {
namespace {

using namespace std::chrono_literals;
using Words = std::vector<std::string>;

// The hosts as text, or what is wrong with them.
QString textOf(const Result<Hosts>& hosts) {
  return QString::fromStdString(hosts ? toText(hosts.value()) : hosts.error().message);
}

// The hosts that Slurm's variables say: "HERE in HOSTS", nothing, or what is wrong.
QString slurmText(const std::map<std::string, std::string>& variables) {
  const auto variable = [&variables](const char* name) {
    const auto found = variables.find(name);
    return found == variables.end() ? nullptr : found->second.c_str();
  };
  const auto allocation = slurmAllocation(variable);
  if (!allocation) return QString::fromStdString(allocation.error().message);
  if (!allocation.value()) return {};
  return QString::fromStdString(allocation.value()->here + " in " +
                                toText(allocation.value()->hosts));
}

bool isReadable(int socket) {
  pollfd news{.fd = socket, .events = POLLIN, .revents = 0};
  return ::poll(&news, 1, tests::kPatienceMs) == 1;
}

// The rank for which the hub of a job of four takes a guest; nothing where it sends the guest away.
using Guest = std::function<void(std::uint16_t port)>;
std::optional<int> rankOf(const Guest& guest, const Secrets& secrets) {
  const Descriptor listening = listenToHosts();
  const std::jthread visit([&] { guest(portOf(listening.number())); });
  Arrivals arrivals(secrets);
  if (!isReadable(listening.number())) return -1;
  const auto come = arrivals.add(acceptFromHost(listening.number()));
  while (come && arrivals.holds(*come)) {
    if (!isReadable(*come)) return -1;
    if (const auto arrival = arrivals.read(*come, 4)) return arrival->rank;
  }
  return std::nullopt;
}

HubAddress loopback(std::uint16_t port) {
  return hubAddress({"127.0.0.1"}, port);
}

// Why an engine with these secrets cannot connect to the hub; empty where it can.
std::string complaintOf(const Secrets& secrets, int rank, std::uint16_t port) try {
  static_cast<void>(comeFromOtherHost(loopback(port), rank, secrets, "node1"));
  return {};
} catch (const std::runtime_error& error) {
  return error.what();
}

bool contains(const Words& words, const Words& part) {
  return !std::ranges::search(words, part).empty();
}

}  // namespace

class HostsTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void hostsAreWhatIsWrittenOrOneSentenceSaysWhatIsWrong_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("meant");
    const auto row = [](const char* text, const char* meant) {
      QTest::newRow(text) << QString::fromUtf8(text) << QString::fromUtf8(meant);
    };
    row("a:8,b:8", "a:8,b:8");
    row("a", "a:1");
    row("a:1024", "a:1024");
    row("a,b,a:2", "a:3,b:1");
    row("node-1.example.org:2", "node-1.example.org:2");
    row("", "a host is missing in '': write them like node1:8,node2:8");
    row("a,,b", "a host is missing in 'a,,b': write them like node1:8,node2:8");
    row("a:8,", "a host is missing in 'a:8,': write them like node1:8,node2:8");
    const char* const number = " is not a whole number from 1 to 1024";
    for (const char* count : {"0", "-1", "x", "", "1025", "1.5", "8:8", "99999999999"})
      row(("a:" + std::string(count)).c_str(),
          ('\'' + std::string(count) + "' engines on a" + number).c_str());
    const char* const name = " is no name of a host: use letters, digits, dots and hyphens";
    for (const char* wrong : {"-oProxyCommand=x", "a b", "me@a", "[::1", "ä", ".a"})
      row(wrong,
          ('\'' + std::string(wrong).substr(0, std::string(wrong).find(':')) + "'" + name).c_str());
  }
  void hostsAreWhatIsWrittenOrOneSentenceSaysWhatIsWrong() {
    QFETCH(QString, text);
    QFETCH(QString, meant);
    QCOMPARE(textOf(parseHosts(text.toStdString())), meant);
  }

  void hostfilesAreReadAsBothMpisWriteThem() {
    QCOMPARE(
        hostfile("# ours\nnode1 slots=8\n\nnode2:4 # four\r\n  node3 slots = 2 max_slots=4\nnode4"),
        QStringLiteral("node1:8,node2:4,node3:2,node4:1"));
    QCOMPARE(hostfile("a\na\nb\n"), QStringLiteral("a:2,b:1"));
  }

  void whatIsWrongInAHostfileIsSaidWithItsLine() {
    const QString begin = QStringLiteral("line 2 of '%1': ").arg(m_file);
    QCOMPARE(
        hostfile("a\nb user=me\n"),
        begin + QStringLiteral("'user=me' is not understood: write a host like 'node1 slots=8'"));
    QCOMPARE(hostfile("a\nb slots=0\n"),
             begin + QStringLiteral("'0' engines on b is not a whole number from 1 to 1024"));
    QCOMPARE(
        hostfile("a\nb:2 slots=2\n"),
        begin + QStringLiteral("'slots=2' is not understood: write a host like 'node1 slots=8'"));
    QVERIFY(hostfile(QByteArray("a\n\0b\n", 5)).startsWith(begin));
  }

  void whatIsNoHostfileIsSaid() {
    const auto said = [this](const char* why) {
      return QStringLiteral("'%1' %2: name a file with one host a line, like 'node1 slots=8'")
          .arg(m_file, QLatin1StringView(why));
    };
    QFile::remove(m_file);
    QCOMPARE(read(), said("does not exist"));
    QCOMPARE(::mkfifo(m_file.toLocal8Bit().constData(), 0600), 0);
    QCOMPARE(read(), said("is no regular file"));
    QFile::remove(m_file);
    QVERIFY(QDir().mkdir(m_file));
    QCOMPARE(read(), said("is a folder"));
    QVERIFY(QDir().rmdir(m_file));
    QCOMPARE(hostfile(QByteArray(1024 * 1024 + 1, '#')), said("has more than 1 MB"));
    for (const char* empty : {"", "\n\n", "# nobody\n"})
      QCOMPARE(hostfile(empty), said("names no host"));
    if (::geteuid() == 0) return;  // root may read every file
    QVERIFY(QFile::setPermissions(m_file, {}));
    QCOMPARE(read(), said("cannot be read (Permission denied)"));
  }

  void ranksFillOneHostAfterTheOther() {
    const Hosts hosts = parseHosts("a:2,b:1").value();
    QCOMPARE(placesOf(hosts), 3);
    QCOMPARE(hostOfRank(hosts, 1).value_or("-"), std::string("a"));
    QCOMPARE(hostOfRank(hosts, 2).value_or("-"), std::string("a"));
    QCOMPARE(hostOfRank(hosts, 3).value_or("-"), std::string("b"));
    QCOMPARE(hostOfRank(hosts, 4).value_or("-"), std::string("-"));
    QCOMPARE(hostOfRank({}, 1).value_or("-"), std::string("-"));
  }

  void slurmSaysWhereItsJobsAre() {
    const std::map<std::string, std::string> good{{"SLURM_JOB_ID", "7"},
                                                  {"SLURM_JOB_NODELIST", "n[08-10,2],gpu1"},
                                                  {"SLURM_TASKS_PER_NODE", "2(x3),1,16"},
                                                  {"SLURMD_NODENAME", "n08"}};
    const auto with = [&good](const char* name, const char* value) {
      auto variables = good;
      variables[name] = value;
      return slurmText(variables);
    };
    QCOMPARE(slurmText(good), QStringLiteral("n08 in n08:2,n09:2,n10:2,n2:1,gpu1:16"));
    QCOMPARE(slurmText({}), QString());
    QCOMPARE(with("SLURM_JOB_ID", ""), QString());
    QCOMPARE(with("SLURM_JOB_NODELIST", "n0[8-8],r[1-2]n[1-2]"),
             QStringLiteral("n08 in n08:2,r1n1:2,r1n2:2,r2n1:1,r2n2:16"));
    QCOMPARE(with("SLURMD_NODENAME", "n2"), QStringLiteral("n2 in n2:1,n08:2,n09:2,n10:2,gpu1:16"));
    const QString elsewhere = QStringLiteral(
        "this machine is none of the Slurm job's: start fatou in the job's script, or in a shell "
        "on "
        "one of its nodes");
    QCOMPARE(with("SLURMD_NODENAME", ""), elsewhere);
    QCOMPARE(with("SLURMD_NODENAME", "login"), elsewhere);
    auto byProcessors = good;
    byProcessors.erase("SLURM_TASKS_PER_NODE");
    byProcessors["SLURM_JOB_CPUS_PER_NODE"] = "4(x5)";
    QCOMPARE(slurmText(byProcessors), QStringLiteral("n08 in n08:4,n09:4,n10:4,n2:4,gpu1:4"));
    for (const char* list : {"n[1-", "n[2-1]", "n[x]", "n[1-99999999]", ","})
      QVERIFY(with("SLURM_JOB_NODELIST", list).contains(QStringLiteral("is not understood")));
    for (const char* counts : {"2", "2(x9)"})
      QVERIFY(with("SLURM_TASKS_PER_NODE", counts).contains(QStringLiteral("in a step of srun")));
    for (const char* counts : {"2(xx3),1,16", "2(x3,1,16", "2(x99999999999)"})
      QVERIFY(with("SLURM_TASKS_PER_NODE", counts).contains(QStringLiteral("is not understood")));
  }

  void theHubStaysHereAndEnginesGoToTheHosts() {
    const MpiOptions options{.implementation = Implementation::OpenMpi,
                             .program = "/opt/fatou",
                             .arguments = {"AVX2"},
                             .launcher = "/opt/mpirun",
                             .hosts = parseHosts("a:8,b:8").value()};
    const Words words = mpirunCommand(options, 12, "/dev/shm/x");
    const Words rank{"/opt/fatou", "--engine-rank", "/dev/shm/x", "AVX2"};
    QCOMPARE(words.front(), std::string("/opt/mpirun"));
    QVERIFY(contains(words, {"-n", "1", "--host", "localhost", "/bin/sh", "-c"}));
    QVERIFY(contains(words, {"AVX2", ":", "--mca", "mpi_yield_when_idle", "1"}));
    QVERIFY(contains(words, {"-n", "12", "--host", "a:8,b:8", "/bin/sh", "-c"}));
    QVERIFY(std::equal(rank.rbegin(), rank.rend(), words.rbegin()));
    QVERIFY(contains(words, {"--enable-recovery"}));
    for (const char* ofOneMachine : {"isolated", "vader,self", "lo"})
      QVERIFY(!contains(words, {ofOneMachine}));
  }

  void insideAnAllocationTheBatchSystemsNamesAreUsed() {
    MpiOptions options{.implementation = Implementation::OpenMpi,
                       .hosts = parseHosts("n1:2,n2:2").value(),
                       .here = "n1"};
    const Words words = mpirunCommand(options, 4, "/x");
    QVERIFY(contains(words, {"-n", "1", "--host", "n1:3"}));
    QVERIFY(contains(words, {"-n", "4", "--host", "n1:3,n2:2"}));
    QVERIFY(contains(words, {"--mca", "plm_slurm_args", "--no-kill --overlap"}));
    options.implementation = Implementation::Mpich;
    QVERIFY(contains(mpirunCommand(options, 4, "/x"),
                     {"-hosts", "n1:3,n2:2", "-wdir", "/", "-n", "5"}));
    options.here = "n9";
    QVERIFY(contains(mpirunCommand(options, 4, "/x"), {"-hosts", "n9:1,n1:2,n2:2"}));
  }

  void onOneMachineNoShellAndNoHostIsNamed() {
    for (const auto implementation : {Implementation::OpenMpi, Implementation::Mpich}) {
      const MpiOptions options{.implementation = implementation, .program = "/opt/fatou"};
      const Words words = mpirunCommand(options, 2, "/x");
      QVERIFY(contains(words, {"-n", "3", "/opt/fatou", "--engine-rank", "/x"}));
      for (const char* ofHosts : {"--host", "-hosts", "/bin/sh", ":"})
        QVERIFY(!contains(words, {ofHosts}));
    }
  }
  void onOneMachineAPackedBandGoesAtOnce() {
    MpiOptions options{.implementation = Implementation::OpenMpi, .program = "/opt/fatou"};
    const Words atOnce{"--mca", "btl_vader_eager_limit", "32768"};
    QVERIFY(contains(mpirunCommand(options, 2, "/x"), atOnce));
    options.implementation = Implementation::Mpich;  // has no such parameter
    QVERIFY(!contains(mpirunCommand(options, 2, "/x"), atOnce));
  }

  void theQuickestAnswerSaysBestHowFarAClockIsAhead() {
    ClockOffset clock;
    QCOMPARE(clock.ahead(), std::chrono::nanoseconds(0));
    const ClockOffset::TimePoint sent(5s);
    const auto add = [&](std::chrono::nanoseconds there, std::chrono::nanoseconds back) {
      clock.add(sent, sent + there + back, sent + there + 1h);
    };
    add(900us, 100us);
    QCOMPARE(clock.ahead(), std::chrono::nanoseconds(1h + 400us));
    for (int i = 2; i < 8; ++i) add(10ms, 90ms);
    QVERIFY(!clock.isKnown());
    add(20us, 22us);
    QVERIFY(clock.isKnown());
    QCOMPARE(clock.ahead(), std::chrono::nanoseconds(1h - 1us));
    for (int i = 0; i < 8; ++i) add(5ms, 5ms);  // clocks drift: what is old counts no more
    QCOMPARE(clock.ahead(), std::chrono::nanoseconds(1h));
  }

  void enginesOfOtherHostsMeetTheHub() {
    const Secrets secrets = newSecrets();
    std::string complaint = "nobody has tried";
    const Guest guest = [&](std::uint16_t port) { complaint = complaintOf(secrets, 3, port); };
    QCOMPARE(rankOf(guest, secrets).value_or(0), 3);
    QCOMPARE(complaint, std::string());
  }

  void whoIsNoEngineOfThisJobIsSentAway() {
    const Secrets secrets = newSecrets();
    for (const int wrongRank : {0, -1, 4}) {
      const Guest guest = [&](std::uint16_t port) {
        static_cast<void>(complaintOf(secrets, wrongRank, port));
      };
      QVERIFY(!rankOf(guest, secrets));
    }
    std::string complaint;
    const Guest stranger = [&](std::uint16_t port) {
      complaint = complaintOf(newSecrets(), 1, port);
    };
    QVERIFY(!rankOf(stranger, secrets));
    QVERIFY(complaint.starts_with(
        "no way to the hub: node1 cannot reach the machine where fatou was started (127.0.0.1, "));
    for (const std::string& garbage :
         {std::string(), std::string("GET / HTTP/1.1\r\n\r\n"), std::string(100'000, '\xff')}) {
      const Guest talker = [&](std::uint16_t port) {
        const Descriptor socket = connectToHost("127.0.0.1", port, tests::kPatience);
        static_cast<void>(::send(socket.number(), garbage.data(), garbage.size(), MSG_NOSIGNAL));
      };
      QVERIFY(!rankOf(talker, secrets));
    }
  }

  void anEngineKnowsWhenItDoesNotSpeakToItsHub() {
    const Secrets secrets = newSecrets();
    Secrets another = newSecrets();
    another.ofEngines = secrets.ofEngines;
    std::string complaint;
    const Guest guest = [&](std::uint16_t port) { complaint = complaintOf(secrets, 1, port); };
    static_cast<void>(rankOf(guest, another));
    QVERIFY(complaint.starts_with("no way to the hub: "));
  }

  void whereNobodyListensIsSaid() {
    std::uint16_t port = 0;
    {
      const Descriptor listening = listenToHosts();
      port = portOf(listening.number());
    }
    QVERIFY(complaintOf(newSecrets(), 1, port).find("Connection refused") != std::string::npos);
    const HubAddress nowhere = hubAddress({}, port);
    QCOMPARE(nowhere.addresses[0][0], '\0');
    QVERIFY_THROWS_EXCEPTION(std::runtime_error, static_cast<void>(comeFromOtherHost(
                                                     nowhere, 1, newSecrets(), "node1")));
  }

  void thereIsAnAddressForOthersAndNoneIsLost() {
    QVERIFY(!addressesHere().empty());
    const Words many(HubAddress::kMost + 1, "10.0.0.1");
    const HubAddress address = hubAddress(many, 1);
    QCOMPARE(std::string(address.addresses.back().data()), std::string("10.0.0.1"));
    QCOMPARE(std::string(hubAddress({std::string(64, '1'), "::1"}, 1).addresses[0].data()),
             std::string("::1"));
  }

 private:
  QString read() const { return textOf(readHostfile(m_file.toStdString())); }
  QString hostfile(const QByteArray& contents) const {
    QFile file(m_file);
    if (!file.open(QIODevice::WriteOnly) || file.write(contents) != contents.size())
      return QStringLiteral("it cannot be written");
    file.close();
    return read();
  }

  QTemporaryDir m_folder;
  const QString m_file = m_folder.filePath(QStringLiteral("hosts"));
};

}  // namespace fatou::mpi

QTEST_GUILESS_MAIN(fatou::mpi::HostsTest)
#include "hosts_test.moc"
