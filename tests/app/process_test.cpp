// SPDX-License-Identifier: GPL-3.0-or-later
// The programs among others: signals, broken outputs, pipes for files, limits, no display.
#include <csignal>
#include <sys/stat.h>

#include <QElapsedTimer>
#include <QFile>
#include <QProcess>
#include <QProcessEnvironment>
#include <QTest>

#include "fatou_process.h"
#include "tests/core/forged_files.h"
#include "tests/patience.h"

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool kHasSanitizer = true;  // it needs more address space than any limit allows
#else
constexpr bool kHasSanitizer = false;
#endif

using fatou::tests::Outcome;
using fatou::tests::words;

namespace {

// Every pixel of the disc stays bounded, so this would take weeks.
constexpr char kEndless[] =
    "render --c 0 --radius 0.5 --size 4096x4096 --kernel plain --tmax 2147483647 --quiet -o J.png";

// Processor time a process has used, in ticks of 10 ms.
long processorTicks(qint64 process) {
  QFile file(QStringLiteral("/proc/%1/stat").arg(process));
  if (!file.open(QIODevice::ReadOnly)) return 0;
  return file.readAll().split(' ').value(13).toLong();
}

bool isOneSentence(const QString& text) {
  return text.count(u'\n') == 1 && text.endsWith(u'\n') && text.size() < 400;
}

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

class ProcessTest : public QObject {
  Q_OBJECT

 private:
  fatou::tests::FatouFolder m_folder;

  // Runs a line of the shell; "$FATOU" in it is the program.
  Outcome shell(const QString& line) {
    QProcess process;
    process.setWorkingDirectory(m_folder.path());
    process.start(QStringLiteral("/bin/bash"), {QStringLiteral("-c"), line});
    return fatou::tests::outcomeOf(process);
  }
  void startShell(QProcess& process, const QString& line) {
    process.setWorkingDirectory(m_folder.path());
    process.start(QStringLiteral("/bin/bash"), {QStringLiteral("-c"), line});
    QVERIFY(process.waitForStarted());
  }
  Outcome explorer(const QStringList& arguments) {
    QProcess process;
    process.setProcessEnvironment(bareEnvironment(m_folder.path()));
    process.start(qEnvironmentVariable("FATOU_EXPLORER"), arguments);
    return fatou::tests::outcomeOf(process);
  }

 private Q_SLOTS:
  void cleanup() { m_folder.clear(); }

  void whatCannotBePrintedIsAFailure_data() {
    QTest::addColumn<QString>("command");
    QTest::addColumn<QString>("output");
    for (const char* output : {"> /dev/full", ">&-"})
      for (const char* command :
           {"--version", "--help", "render --help", "info J.png", "engines --engines 1",
            "render --c i --size 9x9", "whatif run.json --engines 1",
            "compare --c i --size 9x9 --repeats 1 --engines 1"})
        QTest::addRow("%s %s", command, output)
            << QString::fromLatin1(command) << QString::fromLatin1(output);
  }
  void whatCannotBePrintedIsAFailure() {
    QFETCH(QString, command);
    QFETCH(QString, output);
    QCOMPARE(shell(QStringLiteral(
                       "\"$FATOU\" render --c i --size 9x9 --quiet -o J.png --timing run.json"))
                 .code,
             0);
    const auto done = shell(QStringLiteral("\"$FATOU\" %1 %2").arg(command, output));
    QCOMPARE(done.code, 1);
    QVERIFY2(isOneSentence(done.err), qPrintable(done.err));
    QVERIFY2(done.err.contains(QLatin1String("standard output")), qPrintable(done.err));
  }

  void aFileIsNotWrittenOnTheNumberOfAClosedStream() {
    const auto done = shell(QStringLiteral("\"$FATOU\" render --c i --size 9x9 -o J.npy >&- 2>&-"));
    QCOMPARE(done.code, 1);
    QVERIFY(m_folder.contents(QStringLiteral("J.npy")).startsWith("\x93NUMPY"));
    QVERIFY(!m_folder.contents(QStringLiteral("J.npy")).contains("pixels"));
  }

  void aPipeThatNobodyReadsIsNoFailure() {
    const auto done =
        shell(QStringLiteral("{ sleep 0.3; \"$FATOU\" --help; echo $? >&2; } | true"));
    QCOMPARE(done.err, QStringLiteral("0\n"));
  }

  void thePipeInAFilesPlaceIsRefused_data() {
    QTest::addColumn<QString>("command");
    for (const char* command :
         {"info pipe", "whatif pipe", "animate pipe", "render --c i --size 9x9 --gradient pipe",
          "render --c i --size 9x9 --colors-from pipe", "info /dev/zero", "whatif /dev/zero",
          "render --c i --gradient /dev/zero", "info <(echo x)",
          "render --c i --size 9x9 --gradient <(echo x)"})
      QTest::newRow(command) << QString::fromLatin1(command);
  }
  void thePipeInAFilesPlaceIsRefused() {
    QFETCH(QString, command);
    QVERIFY(::mkfifo(QFile::encodeName(m_folder.path(QStringLiteral("pipe"))).constData(), 0600) ==
            0);
    const auto done = shell(QStringLiteral("timeout 100 \"$FATOU\" ") + command);
    QFile::remove(m_folder.path(QStringLiteral("pipe")));
    QVERIFY2(done.code == 1 || done.code == 2, qPrintable(QString::number(done.code)));
    QVERIFY2(isOneSentence(done.err), qPrintable(done.err));
    QVERIFY2(done.err.contains(QLatin1String("not a regular file")), qPrintable(done.err));
  }

  void aSecondInterruptEndsItAtOnce() {
    // Signals in such a row that the second comes before the first one's work is done.
    QProcess process;
    m_folder.start(process, words(QString::fromLatin1(kEndless)));
    QTRY_VERIFY(m_folder.isBegun(QStringLiteral("J.png")));
    for (int i = 0; i < 100 && process.state() == QProcess::Running; ++i) {
      fatou::tests::send(process, SIGINT);
      fatou::tests::send(process, SIGTERM);
    }
    QVERIFY(process.waitForFinished(fatou::tests::kPatienceMs));
    QCOMPARE(process.exitStatus(), QProcess::NormalExit);
    QCOMPARE(process.exitCode(), 130);
  }

  void otherSignalsDoNotMakeItDeaf() {
    QProcess process;
    m_folder.start(process, words(QString::fromLatin1(kEndless)));
    QTRY_VERIFY(m_folder.isBegun(QStringLiteral("J.png")));
    for (const int signal : {SIGUSR1, SIGUSR2, SIGTSTP, SIGCONT, SIGPIPE, SIGWINCH, SIGURG})
      fatou::tests::send(process, signal);
    fatou::tests::send(process, SIGINT);
    QVERIFY(process.waitForFinished(fatou::tests::kPatienceMs));
    QCOMPARE(process.exitStatus(), QProcess::NormalExit);
    QCOMPARE(process.exitCode(), 130);
    QCOMPARE(m_folder.files(), QStringList());
  }

  void ignoredSignalsStayIgnored() {
    QProcess process;
    startShell(process, QStringLiteral("trap '' HUP TERM; exec \"$FATOU\" ") +
                            QString::fromLatin1(kEndless));
    QTRY_VERIFY(m_folder.isBegun(QStringLiteral("J.png")));
    for (const int signal : {SIGHUP, SIGTERM, SIGHUP}) fatou::tests::send(process, signal);
    const long before = processorTicks(process.processId());
    QTRY_VERIFY(processorTicks(process.processId()) > before + 5);
    fatou::tests::send(process, SIGINT);
    QVERIFY(process.waitForFinished(fatou::tests::kPatienceMs));
    QCOMPARE(process.exitCode(), 130);
    QCOMPARE(m_folder.files(), QStringList());
  }

  void withoutAThreadItSaysSo_data() {
    QTest::addColumn<QString>("command");
    for (const char* command :
         {"engines --engines 300", "render --c i --size 64x64 --engines 300 -o J.png",
          "compare --c i --size 64x64 --engines 300 --repeats 1"})
      QTest::newRow(command) << QString::fromLatin1(command);
  }
  void withoutAThreadItSaysSo() {
    if (kHasSanitizer) QSKIP("sanitizers need all the address space");
    QFETCH(QString, command);
    const auto done = shell(QStringLiteral("ulimit -v 400000; timeout 100 \"$FATOU\" ") + command);
    QCOMPARE(done.code, 1);
    QVERIFY2(isOneSentence(done.err), qPrintable(done.err));
    QVERIFY2(done.err.contains(QLatin1String("engines")), qPrintable(done.err));
    QCOMPARE(m_folder.files(), QStringList());
  }

  void withoutMemoryItSaysSo() {
    if (kHasSanitizer) QSKIP("sanitizers need all the address space");
    const auto done = shell(QStringLiteral(
        "ulimit -v 200000; timeout 100 \"$FATOU\" render --c i --size 30000x30000 --engines 1 "
        "--supersample 8 --tmax 1 -o J.exr"));
    QCOMPARE(done.code, 1);
    QVERIFY2(isOneSentence(done.err), qPrintable(done.err));
    QVERIFY2(done.err.contains(QLatin1String("memory")), qPrintable(done.err));
    QCOMPARE(m_folder.files(), QStringList());
  }

  void nothingOfAFileActsOnTheTerminal() {
    using namespace fatou::io::samples;
    const QByteArray evil =
        "evil\x1b]0;title\x07\xc2\x9b"
        "31m\xe2\x80\xae"
        "c";
    m_folder.put(QStringLiteral("evil.png"),
                 pngWith(chunk("tEXt", QByteArray("Software\0Fatou 1.0", 18)) +
                         chunk("iTXt", QByteArray("Fatou c\0\0\0\0\0", 12) + evil)));
    const auto isHarmless = [](const QString& text) {
      for (const QChar c : text)
        if ((c.category() == QChar::Other_Control && c != u'\n') || c == QChar(0x202e))
          return false;
      return !text.isEmpty();
    };
    const auto info = m_folder.run({QStringLiteral("info"), QStringLiteral("evil.png")});
    QCOMPARE(info.code, 0);
    QVERIFY2(isHarmless(info.out) && info.out.contains(QLatin1String("evil")),
             qPrintable(info.out));
    for (const char* command : {"info", "whatif", "animate", "render --c", "render --gradient"}) {
      const auto failed =
          m_folder.run(words(QString::fromLatin1(command)) << QString::fromUtf8(evil) + u'\n');
      QVERIFY(failed.code == 1 || failed.code == 2);
      QVERIFY2(isHarmless(failed.err) && isOneSentence(failed.err), qPrintable(failed.err));
    }
  }

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

QTEST_GUILESS_MAIN(ProcessTest)
#include "process_test.moc"
