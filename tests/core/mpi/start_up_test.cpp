// SPDX-License-Identifier: GPL-3.0-or-later
// Tests of the reasons why engines do not come, as found in what mpirun, ssh and the ranks write.
#include "core/mpi/start_up.h"

#include <chrono>
#include <string>

#include <QtTest>

namespace fatou::mpi {

using namespace std::chrono_literals;

class StartUpTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  // What mpirun, ssh and shells write, as Open MPI 4.1, MPICH 4.0, OpenSSH 9.2 and dash have it.
  void whatKeepsEnginesAwayIsSaidAtOnce_data() {
    QTest::addColumn<QString>("output");
    QTest::addColumn<QString>("sentence");
    const auto row = [](const char* name, const char* output, const char* sentence) {
      QTest::newRow(name) << QString::fromUtf8(output) << QString::fromUtf8(sentence);
    };
    row("host unknown", "ssh: Could not resolve hostname nosuch: Name or service not known\r\n",
        "there is no host nosuch as far as this machine knows: see how it is spelt");
    row("ssh refused", "ssh: connect to host node1 port 22: Connection refused\r\n",
        "node1 cannot be reached by ssh (Connection refused): see that it is up, and that it lets "
        "ssh in");
    row("host down", "ssh: connect to host node1 port 22: No route to host\r\n",
        "node1 cannot be reached by ssh (No route to host): see that it is up, and that it lets "
        "ssh in");
    row("ssh without a key", "me@node1: Permission denied (publickey,password).\r\n",
        "node1 lets nobody in by ssh without a password: leave a key there with ssh-copy-id node1");
    row("ssh for the first time",
        "No ED25519 host key is known for node1 and you have requested strict checking.\r\n"
        "Host key verification failed.\r\n",
        "ssh has never been to node1: log in there once by hand, with ssh node1");
    row("ssh for the first time, unnamed", "Host key verification failed.\r\n",
        "ssh has never been to one of the hosts: log in there once by hand, with ssh HOST");
    const char* const noOrted =
        "one of the hosts has no orted: install the same MPI there as here, where a shell finds it "
        "that nobody has logged in to";
    row("no Open MPI there, bash", "bash: line 1: orted: command not found\n", noOrted);
    row("no Open MPI there, dash", "sh: 1: orted: not found\n", noOrted);
    row("no Open MPI there, by its path",
        "bash: line 1: /opt/openmpi/bin/orted: No such file or directory\n", noOrted);
    row("no MPICH there", "bash: line 1: /usr/bin/hydra_pmi_proxy: No such file or directory\n",
        "one of the hosts has no hydra_pmi_proxy: install the same MPI there as here, where a "
        "shell finds it that nobody has logged in to");
    row("binary not there", "there is no program /home/me/fatou on node1\n",
        "node1 has no program /home/me/fatou: install the same there as here, at the same path");
    row("binary not there, MPICH by itself",
        "[proxy:0:1@node1] HYDU_create_process (lib/utils/launch.c:73): execvp error on file "
        "/home/me/fatou (No such file or directory)\n",
        "node1 cannot start /home/me/fatou (No such file or directory): install the same there as "
        "here, at the same path");
    row("no ssh here, MPICH",
        "[mpiexec@vm] HYDU_create_process (lib/utils/launch.c:73): execvp error on file "
        "/usr/bin/ssh (No such file or directory)\n",
        "there is no /usr/bin/ssh here by which hosts are reached: install openssh-client");
    row("library not there",
        "/home/me/fatou: error while loading shared libraries: libmpi.so.40: cannot open shared "
        "object file: No such file or directory\n",
        "a program on one of the hosts lacks libmpi.so.40: install there what is installed here, "
        "and load the same modules");
    row("another MPI", "the hub of a job of 1: nobody is at /dev/shm/fatou-mpi-x/hub\n",
        "every rank is alone in its job: the mpirun that was found belongs to another MPI than the "
        "one this program was built with");
    row("not on the first machine",
        "the hub of a job of 11: nobody is at /dev/shm/x/hub: No such\n",
        "the hub began on another machine than this one: in a batch system's job start fatou on "
        "its first machine, as the job's script does");
    row("no network to the hub",
        "rank 3: no way to the hub: node1 cannot reach the machine where fatou was started "
        "(10.0.0.1, port 4000: Connection timed out): see that a network connects them\n",
        "node1 cannot reach the machine where fatou was started (10.0.0.1, port 4000: Connection "
        "timed out): see that a network connects them");
    row("no network to mpirun, MPICH",
        "[proxy:0:1@node1] HYDU_sock_connect (lib/utils/sock.c:145): unable to connect from "
        "\"node1\" to \"vm\" (Connection timed out)\n",
        "node1 cannot reach vm on the network: see that one connects them, and that no firewall "
        "stands between");
    row("no network to mpirun, MPICH's next line",
        "[proxy:0:1@node1] main (pm/pmiserv/pmip.c:183): unable to connect to server vm at port "
        "37291 (check for firewalls!)\n",
        "node1 cannot reach vm on the network: see that one connects them, and that no firewall "
        "stands between");
    row("this machine unknown there, MPICH",
        "[proxy:0:1@node1] HYDU_sock_connect (lib/utils/sock.c:113): unable to get host address "
        "for vm (2)\n",
        "node1 does not know the name vm: give it to DNS, or to /etc/hosts there");
    row("another Open MPI",
        "Open MPI detected a mismatch in versions between two processes.  This\n",
        "the hosts have different versions of Open MPI: install the same everywhere");
    const char* const otherMpirun =
        "the mpirun that was found belongs to another MPI than the one this program was built with";
    row("MPICH's mpirun for Open MPI",
        "[mpiexec@vm] match_arg (lib/utils/args.c:166): unrecognized argument oversubscribe\n",
        otherMpirun);
    row("Open MPI's mpirun for MPICH", "mpirun: Error: unknown option \"-hosts\"\n", otherMpirun);
    row("not in the allocation", "Missing requested host: node9\n",
        "node9 is not in the allocation of the batch system: name only hosts that are, or none");
  }
  void whatKeepsEnginesAwayIsSaidAtOnce() {
    QFETCH(QString, output);
    QFETCH(QString, sentence);
    const std::string written =
        "Warning: Permanently added 'node1' to the list of known hosts.\n" + output.toStdString();
    QCOMPARE(QString::fromStdString(certainCause(written).value_or("")), sentence);
    QCOMPARE(QString::fromStdString(startUpComplaint(written)), sentence);
    // A line that is not complete may go on otherwise.
    const std::string firstLine = written.substr(0, written.find('\n') + 1);
    QVERIFY(!certainCause(firstLine + output.section(u'\n', 0, 0).toStdString()));
  }

  void whatMpirunSaysAtItsEndIsExplained_data() {
    QTest::addColumn<QString>("output");
    QTest::addColumn<QString>("begin");
    const auto row = [](const char* name, const char* output, const char* begin) {
      const QString line = QString(74, u'-') + u'\n';
      QTest::newRow(name) << line + QString::fromUtf8(output) + u'\n' + line
                          << QString::fromUtf8(begin);
    };
    row("as root",
        "mpirun has detected an attempt to run as root.\n\nRunning as root is *strongly*",
        "mpirun does not run as root: use another account, or set OMPI_ALLOW_RUN_AS_ROOT=1");
    row("more ranks than slots",
        "There are not enough slots available in the system to satisfy the 64\nslots that were "
        "requested by the application:",
        "the hosts have fewer places than engines were asked for: ask for fewer");
    row("not in the allocation",
        "Some of the requested hosts are not included in the current allocation for the",
        "some of the hosts are not in the allocation of the batch system");
    row("binary not there",
        "mpirun was unable to find the specified executable file, and therefore\ndid not launch "
        "the job.",
        "one of the hosts has not this very program");
    row("no ssh here",
        "The value of the MCA parameter \"plm_rsh_agent\" was set to a path\nthat could not be "
        "found:",
        "there is no ssh here by which hosts are reached: install openssh-client");
    row("no daemon", "ORTE was unable to reliably start one or more daemons.",
        "mpirun could begin nothing on one of the hosts: see for each that 'ssh HOST orted");
    row("no way back",
        "An ORTE daemon has unexpectedly failed after launch and before\ncommunicating back to "
        "mpirun.",
        "mpirun could begin nothing on one of the hosts");
    row("no network between hosts",
        "WARNING: Open MPI failed to TCP connect to a peer MPI process.  This\nshould not happen.",
        "the hosts do not reach each other on the network");
    row("inside of another", "Open MPI does not support recursive calls of mpirun",
        "fatou was itself started by an mpirun");
    row("anything else", "srun: error: Unable to create step for job 7: Memory required",
        "mpirun ended: srun: error: Unable to create step for job 7: Memory required");
    row("nothing", "", "mpirun ended without a word");
  }
  void whatMpirunSaysAtItsEndIsExplained() {
    QFETCH(QString, output);
    QFETCH(QString, begin);
    QVERIFY(!certainCause(output.toStdString()));
    const auto sentence = QString::fromStdString(startUpComplaint(output.toStdString()));
    QVERIFY2(sentence.startsWith(begin), qPrintable(sentence));
  }

  void enginesThatComeLateAreNamedWithTheirHosts() {
    LateEngines late{.engines = 16,
                     .missing = {7, 9, 10, 11, 12},
                     .patience = 60s,
                     .hosts = parseHosts("a:8,b:8").value()};
    QCOMPARE(lateComplaint(late, {}),
             std::string("of 16 engines, numbers 7 and 9-12 (a, b) did not come within 60 s: see "
                         "that their hosts can be reached, and have this very program where it is "
                         "here"));
    QCOMPARE(lateComplaint(late, "the network is slow"),
             std::string("of 16 engines, numbers 7 and 9-12 (a, b) did not come within 60 s: the "
                         "network is slow"));
    late.hosts.clear();
    late.missing = {15, 16};
    QVERIFY(lateComplaint(late, {}).starts_with(
        "of 16 engines, numbers 15 and 16 did not come within 60 s: see that this machine"));
    late.missing = {1, 2, 4, 6, 7, 8};
    QVERIFY(lateComplaint(late, {}).starts_with("of 16 engines, numbers 1, 2, 4 and 6-8 did not"));
    late.missing = {16};
    QVERIFY(lateComplaint(late, {}).starts_with("of 16 engines, number 16 did not come"));
    late = {.engines = 1, .missing = {1}, .patience = 20s, .hosts = parseHosts("a:8").value()};
    QVERIFY(lateComplaint(late, {}).starts_with("the engine (a) did not come within 20 s: "));
  }
};

}  // namespace fatou::mpi

QTEST_GUILESS_MAIN(fatou::mpi::StartUpTest)
#include "start_up_test.moc"
