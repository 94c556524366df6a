// SPDX-License-Identifier: GPL-3.0-or-later
// The command line on ranks of a real MPI job.
#include <array>
#include <csignal>
#include <cstddef>

#include <QtTest>

#include "fatou_process.h"
#include "tests/core/mpi/processes.h"
#include "tests/patience.h"

using namespace fatou::tests;

class MpiCliTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void theSameArrayComesFromThreadsAndRanks() {
    const QString picture =
        QStringLiteral("render --c -0.123,0.745 --radius 1.3 --size 300x200 --tmax 2000 ");
    for (const char* how : {"--view direct", "--view balanced", "--view balanced --simd SCALAR"}) {
      const QString so = picture + QLatin1StringView(how) + QStringLiteral(" --force ");
      QCOMPARE(m_folder.run(words(so + QStringLiteral("--engines 2 -o t.npy"))).code, 0);
      const auto ranks = m_folder.run(words(so + QStringLiteral("--mpi 2 --verify 100 -o m.npy")));
      QCOMPARE(ranks.err, QString());
      QCOMPARE(ranks.code, 0);
      QVERIFY(ranks.out.contains(QStringLiteral("all agree")));
      QCOMPARE(m_folder.contents(QStringLiteral("m.npy")),
               m_folder.contents(QStringLiteral("t.npy")));
    }
  }

  void enginesListsEachInItsOwnProcess() {
    const auto done = m_folder.run(words(QStringLiteral("engines --mpi 3")));
    QCOMPARE(done.err, QString());
    QCOMPARE(done.code, 0);
    const auto lines = done.out.trimmed().split(u'\n');
    QCOMPARE(lines.size(), 4);
    QSet<QString> processes;
    for (qsizetype i = 1; i < lines.size(); ++i) processes += words(lines[i]).value(2);
    QCOMPARE(processes.size(), 3);
  }

  void whatWentOverTheWireIsRecordedShownAndPlayedAgain() {
    const QString picture =
        QStringLiteral("--c -0.123,0.745 --radius 1.3 --size 300x200 --tmax 2000 --mpi 2 ");
    const auto rendered = m_folder.run(
        words(QStringLiteral("render ") + picture + QStringLiteral("--timing run.json --quiet")));
    QCOMPARE(rendered.code, 0);
    QVERIFY(m_folder.contents(QStringLiteral("run.json")).contains("\"bytes_received\""));
    QVERIFY(m_folder.contents(QStringLiteral("run.json")).contains("\"first_tile\""));
    const auto played = m_folder.run(words(QStringLiteral("whatif run.json --engines 2,64")));
    QCOMPARE(played.code, 0);
    QVERIFY2(played.out.contains(QStringLiteral("Over a network: ")), qPrintable(played.out));
    const auto compared =
        m_folder.run(words(QStringLiteral("compare ") + picture + QStringLiteral("--repeats 1")));
    QCOMPARE(compared.code, 0);
    QVERIFY2(compared.out.contains(QStringLiteral("over the wire")), qPrintable(compared.out));
  }

  void everyRankHasAPython() {
    const QStringList onRanks = words(QStringLiteral("--mpi 2"));
    const auto asked = m_folder.run(
        QStringList{QStringLiteral("px"),
                    QStringLiteral("import os; os.system('echo p'); print(os.getpid())")} +
        onRanks);
    QVERIFY2(asked.code == 0, qPrintable(asked.err));
    QSet<QString> lines;
    for (const QString& line : asked.out.split(u'\n', Qt::SkipEmptyParts)) lines += line.mid(4);
    QCOMPARE(lines.size(), 3);  // two processes, and what they started
    for (const char* place : {"[0] p\n", "[1] p\n"})
      QVERIFY2(asked.out.contains(QLatin1StringView(place)), qPrintable(asked.out));

    m_folder.put(QStringLiteral("s.py"),
                 "def square(n):\n"
                 "  print('at', n)\n"
                 "  return n * n\n"
                 "if __name__ == '__main__': print('main')\n");
    const auto ran = m_folder.run(words(QStringLiteral("run s.py --mpi 2")));
    QVERIFY2(ran.code == 0, qPrintable(ran.err));
    QCOMPARE(ran.out.count(QStringLiteral("] main\n")), 2);
    const auto mapped =
        m_folder.run(words(QStringLiteral("map s.py:square 0..3 -o r.csv --mpi 2")));
    QVERIFY2(mapped.code == 0, qPrintable(mapped.err));
    QCOMPARE(m_folder.contents(QStringLiteral("r.csv")),
             QByteArray("n,value\n0,0\n1,1\n2,4\n3,9\n"));
    QCOMPARE(mapped.out.count(QStringLiteral("] at ")), 4);
  }

  void whatFailsInARanksPythonIsToldWithWhatItPrinted() {
    const auto failed = m_folder.run({QStringLiteral("px"), QStringLiteral("print('said')\n1 / 0"),
                                      QStringLiteral("--mpi"), QStringLiteral("1")});
    QCOMPARE(failed.code, 1);
    QCOMPARE(failed.out, QStringLiteral("[0] said\n"));
    QVERIFY2(failed.err.startsWith(QStringLiteral("engine 0: ZeroDivisionError")),
             qPrintable(failed.err));
    QVERIFY(failed.err.endsWith(QStringLiteral("fatou px: it failed on 1 of 1 engine\n")));
    const auto missing = m_folder.run(words(QStringLiteral("px 1 --mpi 1 --python /no/python")));
    QCOMPARE(missing.code, 1);
    QVERIFY2(missing.err.contains(QStringLiteral("there is no '/no/python'")),
             qPrintable(missing.err));
  }

  void whatDoesNotGoTogetherIsSaid_data() {
    QTest::addColumn<QString>("arguments");
    QTest::addColumn<QString>("named");
    const auto row = [](const char* arguments, const char* named) {
      QTest::newRow(arguments) << QString::fromLatin1(arguments) << QString::fromLatin1(named);
    };
    row("render --c 0 --mpi 2 --view serial",
        "--view serial computes without engines: leave out --mpi");
    row("render --c 0 --mpi 2 --engines 2", "--engines and --mpi exclude each other");
    row("px 1 --mpi 2 --engines 2", "--engines and --mpi exclude each other");
    row("px 1 --mpi 0", "--mpi '0' is not a whole number from 1 to 1024");
    row("compare --c 0 --mpi 2 --engines 1,4", "--engines '4' is not a whole number from 1 to 2");
  }
  void whatDoesNotGoTogetherIsSaid() {
    QFETCH(QString, arguments);
    QFETCH(QString, named);
    const auto done = m_folder.run(words(arguments));
    QCOMPARE(done.code, 2);
    QVERIFY2(done.err.contains(named), qPrintable(done.err));
    QCOMPARE(done.err.count(u'\n'), 1);
  }

  void enginesThatWereStartedAgainAreSpokenOf() {
    QProcess client;
    m_folder.start(client, words(QStringLiteral("render --c -0.123,0.745 --size 8192x8192 "
                                                "--tmax 1000000 --kernel plain --mpi 2 "
                                                "-o again.npy")));
    QTRY_VERIFY(m_folder.isBegun(QStringLiteral("again.npy")));
    for (const auto mpirun : childrenOf(client.processId())) send(SIGKILL, mpirun);
    QByteArray said;
    // Single engines may be lost, and told of, before the hub is.
    QTRY_VERIFY((said += client.readAllStandardError())
                    .contains("the engines have ended, and were started again\n"));
    send(client, SIGINT);
    const auto done = outcomeOf(client);
    QCOMPARE(done.code, 130);
    QVERIFY(done.err.startsWith(QStringLiteral("fatou render: interrupted")));
  }

  // Open MPI lets the others go on. MPICH ends the job, and another is started.
  void anEngineThatIsLostIsSpokenOf() {
    QProcess client;
    m_folder.start(client, words(QStringLiteral("render --c -0.123,0.745 --size 8192x8192 "
                                                "--tmax 1000000 --kernel plain --mpi 2 "
                                                "-o lost.npy")));
    QTRY_VERIFY(m_folder.isBegun(QStringLiteral("lost.npy")));
    const auto mpirun = childrenOf(client.processId());
    QVERIFY(!mpirun.empty());
    const auto ranks = ranksOf(mpirun.front());
    QVERIFY(!ranks.empty());
    send(SIGKILL, ranks.back());  // the first is the hub
    const QByteArray lost = " (process " + QByteArray::number(qlonglong{ranks.back()}) +
                            ") is lost: its process has ended\n";
    QByteArray said;
    QTRY_VERIFY((said += client.readAllStandardError()).contains(lost) ||
                said.contains("the engines have ended, and were started again\n"));
    QVERIFY(said.count(lost) <= 1);
    send(client, SIGINT);
    QCOMPARE(outcomeOf(client).code, 130);
  }

  void twoAtOnceDoNotDisturbEachOther() {
    std::array<QProcess, 2> clients;
    for (std::size_t i = 0; i < clients.size(); ++i)
      m_folder.start(clients[i], words(QStringLiteral("render --c -0.123,0.745 --size 200x200 "
                                                      "--mpi 2 -o both%1.npy")
                                           .arg(i)));
    for (QProcess& client : clients) {
      const auto done = outcomeOf(client);
      QCOMPARE(done.err, QString());
      QCOMPARE(done.code, 0);
    }
    QCOMPARE(m_folder.contents(QStringLiteral("both0.npy")),
             m_folder.contents(QStringLiteral("both1.npy")));
  }

  void noHomeAndNoTemporaryFolderAreNeeded() {
    QProcess client;
    auto environment = QProcessEnvironment::systemEnvironment();
    environment.remove(QStringLiteral("HOME"));
    environment.insert(QStringLiteral("TMPDIR"), QStringLiteral("/there/is/no/such/folder"));
    client.setProcessEnvironment(environment);
    m_folder.start(client, words(QStringLiteral("engines --mpi 1")));
    const auto done = outcomeOf(client);
    QCOMPARE(done.err, QString());
    QCOMPARE(done.code, 0);
  }

  void ctrlCEndsALaunch_data() {
    QTest::addColumn<QString>("command");
    QTest::addColumn<QString>("arguments");
    QTest::newRow("render") << QStringLiteral("render") << QStringLiteral("--c 0 -o never.npy");
    QTest::newRow("engines") << QStringLiteral("engines") << QString();
  }
  void ctrlCEndsALaunch() {
    QFETCH(QString, command);
    QFETCH(QString, arguments);
    m_folder.clear();
    for (const char* name : {"mpirun", "mpirun.openmpi", "mpirun.mpich"}) {
      m_folder.put(QLatin1StringView(name), "#!/bin/sh\nexec sleep 600\n");
      QFile::setPermissions(m_folder.path(QLatin1StringView(name)),
                            QFile::ReadOwner | QFile::ExeOwner);
    }
    QProcess client;
    auto environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("PATH"),
                       m_folder.path() + u':' + environment.value(QStringLiteral("PATH")));
    client.setProcessEnvironment(environment);
    m_folder.start(client, words(command + QStringLiteral(" --mpi 2 ") + arguments));
    std::vector<std::int64_t> mpirun;
    QTRY_VERIFY(!(mpirun = childrenOf(client.processId())).empty());
    send(client, SIGINT);
    const auto done = outcomeOf(client);
    QCOMPARE(done.code, 130);
    QCOMPARE(
        done.err,
        QStringLiteral("fatou %1: interrupted while engines were being started\n").arg(command));
    QVERIFY(!isRunning(mpirun.front()));
    QVERIFY(!m_folder.files().contains(QStringLiteral("never.npy")));
  }

  void noRankOutlivesAClientThatIsKilled() {
    QProcess client;
    m_folder.start(client, words(QStringLiteral("render --c -0.123,0.745 --size 8192x8192 "
                                                "--tmax 1000000 --kernel plain --mpi 2")));
    std::vector<std::int64_t> mpirun;
    QTRY_VERIFY(!(mpirun = childrenOf(client.processId())).empty());
    std::vector<std::int64_t> ranks;
    QTRY_COMPARE((ranks = ranksOf(mpirun.front())).size(), 3U);
    QTest::qWait(200);  // whatever they are at: beginning, or computing
    send(SIGKILL, client.processId());
    QVERIFY(client.waitForFinished(kPatienceMs));
    for (const auto rank : ranks) QTRY_VERIFY(!isRunning(rank));
    QTRY_VERIFY(!isRunning(mpirun.front()));
  }

  void theWindowsEnginesAreRanksOfTheSameProgramAndEndWithIt() {
    QProcess window;
    auto environment = QProcessEnvironment::systemEnvironment();
    for (const char* name : {"XDG_CONFIG_HOME", "XDG_DATA_HOME"})
      environment.insert(QLatin1String(name), m_folder.path());
    window.setProcessEnvironment(environment);
    window.start(qEnvironmentVariable("FATOU_EXPLORER"), words(QStringLiteral("--mpi 2")));
    QVERIFY(window.waitForStarted());
    std::vector<std::int64_t> mpirun;
    QTRY_VERIFY(!(mpirun = childrenOf(window.processId())).empty());
    std::vector<std::int64_t> ranks;
    QTRY_COMPARE((ranks = ranksOf(mpirun.front())).size(), 3U);
    send(window, SIGTERM);  // during the launch, or after it
    QVERIFY(window.waitForFinished(kPatienceMs));
    QCOMPARE(window.exitCode(), 0);
    // Qt's platform for tests says this of every window.
    auto said = window.readAllStandardError();
    said.replace("This plugin does not support propagateSizeHints()\n", "");
    QCOMPARE(QString::fromUtf8(said), QString());
    for (const auto rank : ranks) QTRY_VERIFY(!isRunning(rank));
    QTRY_VERIFY(!isRunning(mpirun.front()));
  }

 private:
  FatouFolder m_folder;
};

QTEST_GUILESS_MAIN(MpiCliTest)
#include "mpi_cli_test.moc"
