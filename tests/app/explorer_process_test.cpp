// SPDX-License-Identifier: GPL-3.0-or-later
// The window's program among others: signals, bad options, no display.
#include <csignal>

#include <QFile>
#include <QProcess>
#include <QProcessEnvironment>
#include <QTest>

#include "fatou_process.h"
#include "tests/patience.h"

using fatou::tests::isOneSentence;
using fatou::tests::Outcome;

namespace {

// The window's program without a display, and with a home of its own.
QProcessEnvironment bareEnvironment(const QString& home) {
  QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
  for (const char* name : {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"})
    environment.remove(QLatin1String(name));
  for (const char* name : {"HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME"})
    environment.insert(QLatin1String(name), home);
  return environment;
}

}  // namespace

class ExplorerProcessTest : public QObject {
  Q_OBJECT

 private:
  fatou::tests::FatouFolder m_folder;

  Outcome explorer(const QStringList& arguments) {
    QProcess process;
    process.setProcessEnvironment(bareEnvironment(m_folder.path()));
    process.start(qEnvironmentVariable("FATOU_EXPLORER"), arguments);
    return fatou::tests::outcomeOf(process);
  }

 private Q_SLOTS:
  void cleanup() { m_folder.clear(); }

  void theWindowsProgramNeedsNoDisplayForText() {
    for (const char* argument : {"--version", "--help", "-h", "-v"}) {
      const auto done = explorer({QString::fromLatin1(argument)});
      QCOMPARE(done.code, 0);
      QVERIFY(!done.out.isEmpty());
      QCOMPARE(done.err, QString());
    }
  }

  void theWindowSaysThatThereIsNoDisplay() {
    const auto done = explorer({});
    QCOMPARE(done.code, 1);
    QVERIFY2(isOneSentence(done.err), qPrintable(done.err));
    QVERIFY2(done.err.contains(QLatin1String("no display")), qPrintable(done.err));
  }

  void theWindowRefusesWhatCannotBe_data() {
    QTest::addColumn<QString>("arguments");
    QTest::addColumn<QString>("named");
    const auto row = [](const char* arguments, const char* named) {
      QTest::newRow(arguments) << QString::fromLatin1(arguments) << QString::fromLatin1(named);
    };
    row("--mpi 0", "--mpi '0' is not a whole number from 1 to 1024");
    row("--mpi 5000", "--mpi '5000' is not a whole number");
    row("--mpi many", "--mpi 'many' is not a whole number");
    row("--mpi 2 --engines 2", "--engines and --mpi exclude each other");
    row("--formula z^2+foo(z)",
        "--formula: formula 'z^2+foo(z)', character 5 ('foo'): there is no");
    row("--formula z^2-2,basins=1 --c 0", "--formula: formula 'z^2-2' has no attracting cycle");
    row("--hosts a:2", "add --mpi N");
    row("--hostfile hosts.txt", "add --mpi N");
  }
  void theWindowRefusesWhatCannotBe() {
    QFETCH(QString, arguments);
    QFETCH(QString, named);
    QProcess process;
    auto environment = bareEnvironment(m_folder.path());
    environment.insert(QStringLiteral("QT_QPA_PLATFORM"), QStringLiteral("offscreen"));
    process.setProcessEnvironment(environment);
    process.start(qEnvironmentVariable("FATOU_EXPLORER"), fatou::tests::words(arguments));
    const auto done = fatou::tests::outcomeOf(process);
    QCOMPARE(done.code, 2);
    QVERIFY2(isOneSentence(done.err), qPrintable(done.err));
    QVERIFY2(done.err.contains(named), qPrintable(done.err));
  }

  void aSignalEndsTheWindowInOrder_data() {
    QTest::addColumn<int>("signal");
    for (const int signal : {SIGINT, SIGTERM, SIGHUP}) QTest::addRow("%d", signal) << signal;
  }
  void aSignalEndsTheWindowInOrder() {
    QFETCH(int, signal);
    // This file is written before the first picture, and signals are caught long before.
    const QString session = m_folder.path(QStringLiteral("fatou/explorer/session.json"));
    QFile::remove(session);
    QProcess process;
    auto environment = bareEnvironment(m_folder.path());
    environment.insert(QStringLiteral("QT_QPA_PLATFORM"), QStringLiteral("offscreen"));
    process.setProcessEnvironment(environment);
    process.start(qEnvironmentVariable("FATOU_EXPLORER"), QStringList());
    QVERIFY(process.waitForStarted());
    QTRY_VERIFY(QFile::exists(session));
    fatou::tests::send(process, signal);
    QVERIFY(process.waitForFinished(fatou::tests::kPatienceMs));
    QCOMPARE(process.exitStatus(), QProcess::NormalExit);
    QCOMPARE(process.exitCode(), 0);
    QVERIFY(QFile::exists(m_folder.path(QStringLiteral("fatou/explorer.conf"))));
  }
};

QTEST_GUILESS_MAIN(ExplorerProcessTest)
#include "explorer_process_test.moc"
