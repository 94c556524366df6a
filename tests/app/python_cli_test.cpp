// SPDX-License-Identifier: GPL-3.0-or-later
// Python on the command line: fatou px, fatou run, and fatou map of a function.
#include <csignal>

#include <QDir>
#include <QFile>
#include <QTest>

#include "tests/app/fatou_process.h"
#include "tests/patience.h"

using fatou::tests::FatouFolder;
using fatou::tests::Outcome;

class PythonCliTest : public QObject {
  Q_OBJECT
  FatouFolder m_folder;

  Outcome run(const QStringList& arguments) { return m_folder.run(arguments); }
  Outcome px(const char* code, const char* engines = "2") {
    return run({QStringLiteral("px"), QString::fromUtf8(code), QStringLiteral("--engines"),
                QString::fromLatin1(engines)});
  }
  Outcome map(const char* function, const char* range, const char* output,
              const QStringList& more = {}) {
    return run(QStringList{QStringLiteral("map"), QString::fromLatin1(function),
                           QString::fromLatin1(range), QStringLiteral("-o"),
                           QString::fromLatin1(output), QStringLiteral("--engines"),
                           QStringLiteral("2")} +
               more);
  }
  static QStringList sorted(const QString& text) {
    QStringList lines = text.split(u'\n', Qt::SkipEmptyParts);
    lines.sort();
    return lines;
  }

 private Q_SLOTS:
  void init() {
    m_folder.put(QStringLiteral("s.py"),
                 "import os\n"
                 "def square(n): return n * n\n"
                 "def half(n): return n / 2\n"
                 "def text(n): return 'a, b' if n else 'c'\n"
                 "def pair(n): return [n, n + 0.5]\n"
                 "def odd(n):\n"
                 "  if n % 2: raise ValueError('it is odd')\n"
                 "  return n\n"
                 "def counted(n):\n"
                 "  with open('calls', 'a') as file: file.write('%d\\n' % n)\n"
                 "  return n\n"
                 "def slow(n):\n"
                 "  import time\n"
                 "  with open('calls', 'a') as file: file.write('%d\\n' % n)\n"
                 "  time.sleep(0.02)\n"
                 "  return n\n"
                 "def deadly(n):\n"
                 "  try: os.close(os.open('died%d' % n, os.O_CREAT | os.O_EXCL))\n"
                 "  except FileExistsError: return n\n"
                 "  if n % 5: return n\n"
                 "  os._exit(1)\n");
  }
  void cleanup() { m_folder.clear(); }

  // --- px and run -------------------------------------------------------------------------

  void codeRunsOnAllEngines() {
    const Outcome done = px("print('hello'); print(1 + 1)");
    QVERIFY2(done.code == 0, qPrintable(done.err));
    QCOMPARE(sorted(done.out), (QStringList{QStringLiteral("[0] 2"), QStringLiteral("[0] hello"),
                                            QStringLiteral("[1] 2"), QStringLiteral("[1] hello")}));
    QCOMPARE(done.err, QString());
  }

  void whatIsPrintedElsewhereArrivesToo() {
    const Outcome done =
        px("import os, sys; os.system('echo child'); sys.stderr.write('word')", "1");
    QCOMPARE(done.out, QStringLiteral("[0] child\n"));
    QCOMPARE(done.err, QStringLiteral("[0] word\n"));
  }

  void failuresAreToldWithTheirTraceback() {
    const Outcome failed = px("1 / 0", "1");
    QCOMPARE(failed.code, 1);
    QVERIFY(failed.err.startsWith(
        QStringLiteral("engine 0: ZeroDivisionError: division by zero\nTraceback")));
    QVERIFY(failed.err.contains(QStringLiteral("File \"<code>\", line 1")));
    QVERIFY(failed.err.endsWith(QStringLiteral("fatou px: it failed on 1 of 1 engine\n")));
  }

  void scriptsRunAsTheMainProgram() {
    m_folder.put(
        QStringLiteral("main.py"),
        "import sys, helper\nif __name__ == '__main__': print(helper.word, sys.argv[0])\n");
    m_folder.put(QStringLiteral("helper.py"), "word = 'helped'\n");
    const Outcome done = run({QStringLiteral("run"), QStringLiteral("main.py"),
                              QStringLiteral("--engines"), QStringLiteral("1")});
    QVERIFY2(done.code == 0, qPrintable(done.err));
    QVERIFY(done.out.startsWith(QStringLiteral("[0] helped ")));
    QVERIFY(done.out.endsWith(QStringLiteral("main.py\n")));
    QDir(m_folder.path(QStringLiteral("__pycache__"))).removeRecursively();
  }

  void badUsageIsNamed() {
    const auto says = [this](const QStringList& arguments, const char* text) {
      const Outcome refused = run(arguments);
      return refused.code == 2 && refused.err.contains(QString::fromUtf8(text));
    };
    const QString word = QStringLiteral("map");
    const QString square = QStringLiteral("s.py:square");
    const QString o = QStringLiteral("-o");
    const QString csv = QStringLiteral("r.csv");
    QVERIFY(says({QStringLiteral("px")}, "the code is missing"));
    QVERIFY(says({QStringLiteral("run"), QStringLiteral("no.py")}, "there is no file 'no.py'"));
    QVERIFY(says({word, square, QStringLiteral("9..0"), o, csv}, "'9..0' is no range"));
    QVERIFY(says({word, square, QStringLiteral("0..9")}, "say once where"));
    QVERIFY(says({word, square, QStringLiteral("0..9"), o, QStringLiteral("r.txt")}, ".jsonl"));
    QVERIFY(says({word, QStringLiteral("no.py:f"), QStringLiteral("0..9"), o, csv},
                 "there is no file 'no.py'"));
    const Outcome failed = run({QStringLiteral("px"), QStringLiteral("1"),
                                QStringLiteral("--python"), QStringLiteral("/no/python")});
    QCOMPARE(failed.code, 1);
    QVERIFY(failed.err.contains(QStringLiteral("there is no '/no/python'")));
  }

  // --- map --------------------------------------------------------------------------------

  void resultsAreInTheOrderOfTheNumbers() {
    const Outcome done = map("s.py:square", "0..3", "r.csv");
    QVERIFY2(done.code == 0, qPrintable(done.err));
    QVERIFY(done.out.startsWith(QStringLiteral("4 results in ")));
    QCOMPARE(m_folder.contents(QStringLiteral("r.csv")),
             QByteArray("n,value\n0,0\n1,1\n2,4\n3,9\n"));
    QVERIFY(!QFile::exists(m_folder.path(QStringLiteral("r.csv.unfinished"))));
  }

  void formatsHoldWhatTheyCan() {
    QCOMPARE(map("s.py:text", "0..1", "r.csv").code, 0);
    QCOMPARE(m_folder.contents(QStringLiteral("r.csv")), QByteArray("n,value\n0,c\n1,\"a, b\"\n"));
    QCOMPARE(map("s.py:pair", "0..1", "r.jsonl").code, 0);
    QCOMPARE(m_folder.contents(QStringLiteral("r.jsonl")),
             QByteArray("{\"n\": 0, \"value\": [0, 0.5]}\n{\"n\": 1, \"value\": [1, 1.5]}\n"));
    QCOMPARE(map("s.py:pair", "0..2", "r.npy").code, 0);
    const QByteArray numbers = m_folder.contents(QStringLiteral("r.npy"));
    QCOMPARE(numbers.size(), 128 + 3 * 2 * 8);
    QVERIFY(numbers.contains("'descr': '<f8', 'fortran_order': False, 'shape': (3, 2), }"));
    QCOMPARE(map("s.py:square", "0..2", "w.npy").code, 0);
    QVERIFY(m_folder.contents(QStringLiteral("w.npy")).contains("'<i8'"));
    const Outcome failed = map("s.py:text", "0..1", "t.npy");
    QCOMPARE(failed.code, 1);
    QVERIFY(failed.err.contains(QStringLiteral("write a .jsonl")));
  }

  void onlyWhatIsMissingIsComputed() {
    m_folder.put(QStringLiteral("r.csv.unfinished"),
                 "fatou map 1 s.py:counted 0..5\n3 30\n1 10\n4 4");  // the last one is cut off
    QCOMPARE(map("s.py:counted", "0..5", "r.csv").code, 0);
    QCOMPARE(m_folder.contents(QStringLiteral("r.csv")),
             QByteArray("n,value\n0,0\n1,10\n2,2\n3,30\n4,4\n5,5\n"));
    QCOMPARE(sorted(QString::fromUtf8(m_folder.contents(QStringLiteral("calls")))),
             QStringLiteral("0 2 4 5").split(u' '));
    m_folder.put(QStringLiteral("q.csv.unfinished"), "fatou map 1 s.py:square 0..5\n");
    const Outcome other = map("s.py:counted", "0..5", "q.csv");
    QCOMPARE(other.code, 1);
    QVERIFY(other.err.contains(QStringLiteral("holds results of something else")));
  }

  void failedNumbersCanBeTriedAgain() {
    const Outcome failed = map("s.py:odd", "0..4", "r.csv");
    QCOMPARE(failed.code, 1);
    QVERIFY(failed.err.contains(QStringLiteral("1: engine ")) ||
            failed.err.contains(QStringLiteral("it is odd")));
    QVERIFY(failed.err.contains(QStringLiteral("2 of 5 failed: repeat the command")));
    QVERIFY(!QFile::exists(m_folder.path(QStringLiteral("r.csv"))));
    m_folder.put(QStringLiteral("s.py"), "def odd(n): return n\n");
    QCOMPARE(map("s.py:odd", "0..4", "r.csv").code, 0);
  }

  void enginesThatDieCostNoResult() {
    const Outcome done =
        map("s.py:deadly", "0..20", "r.csv", {QStringLiteral("--retries"), QStringLiteral("20")});
    QVERIFY2(done.code == 0, qPrintable(done.err));
    QVERIFY(done.err.contains(QStringLiteral("it ended with code 1")));
    QCOMPARE(m_folder.contents(QStringLiteral("r.csv")).count('\n'), 22);
  }

  // Kills it over and over until it is done: each result is there once.
  void aKilledCommandGoesOn() {
    constexpr int kNumbers = 600;
    const QString file = QStringLiteral("r.csv");
    const QString part = QStringLiteral("r.csv.unfinished");
    QByteArray expected("n,value\n");
    for (int n = 0; n < kNumbers; ++n)
      expected += QByteArray::number(n) + ',' + QByteArray::number(n) + '\n';
    for (int kills = 0; kills < 20 && !QFile::exists(m_folder.path(file)); ++kills) {
      const qsizetype before = m_folder.contents(part).size();
      QProcess process;
      m_folder.start(
          process, {QStringLiteral("map"), QStringLiteral("s.py:slow"), QStringLiteral("0..599"),
                    QStringLiteral("-o"), file, QStringLiteral("--engines"), QStringLiteral("2")});
      QTRY_VERIFY(m_folder.contents(part).size() > before + 40 ||
                  process.state() == QProcess::NotRunning);
      process.kill();
      QVERIFY(process.waitForFinished());
    }
    if (!QFile::exists(m_folder.path(file))) {
      const Outcome done = map("s.py:slow", "0..599", "r.csv");
      QVERIFY2(done.code == 0, qPrintable(done.err));
    }
    QCOMPARE(m_folder.contents(file), expected);
  }

  void anInterruptedCommandGoesOn() {
    QProcess process;
    m_folder.start(process,
                   {QStringLiteral("map"), QStringLiteral("s.py:slow"), QStringLiteral("0..999"),
                    QStringLiteral("-o"), QStringLiteral("r.csv"), QStringLiteral("--engines"),
                    QStringLiteral("2")});
    QTRY_VERIFY(m_folder.contents(QStringLiteral("r.csv.unfinished")).size() > 60);
    fatou::tests::send(process, SIGINT);
    const Outcome interrupted = fatou::tests::outcomeOf(process);
    QCOMPARE(interrupted.code, 130);
    QVERIFY(interrupted.err.contains(QStringLiteral("repeat the command to go on")));
  }
};

QTEST_GUILESS_MAIN(PythonCliTest)
#include "python_cli_test.moc"
