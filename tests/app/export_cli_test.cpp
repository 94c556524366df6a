// SPDX-License-Identifier: GPL-3.0-or-later
// Pictures from the command line: colours, files that are there, exports that are gone on with.
#include <csignal>
#include <random>

#include <QElapsedTimer>
#include <QFile>
#include <QProcess>
#include <QTest>

#include "fatou_process.h"
#include "tests/patience.h"

using fatou::tests::Outcome;
using fatou::tests::words;

namespace {

// Long enough to be interrupted: half a second on two fast cores, a few slabs.
const QString kLongRender = QStringLiteral(
    "render --c -0.7269,0.1889 --radius 1.3 --tmax 60 --bands --size 3000x30000 --engines 1 ");

}  // namespace

class ExportCliTest : public QObject {
  Q_OBJECT

 private:
  fatou::tests::FatouFolder m_folder;

  Outcome fatou(const QString& arguments) { return m_folder.run(words(arguments)); }
  // Sends a signal to the command, which writes a.png, once some of it is there; as often as a busy
  // machine lets the command end before. Gives its exit code, -1 where it was killed.
  int codeOf(const QString& command, int signal) {
    for (int attempt = 0; attempt < 20; ++attempt) {
      QProcess process;
      m_folder.start(process, words(command));
      const auto isTime = [&] {
        return contents("a.png.part.journal").count('\n') >= 2 ||
               process.state() == QProcess::NotRunning;
      };
      if (!QTest::qWaitFor(isTime, fatou::tests::kPatienceMs)) qFatal("it does not begin");
      fatou::tests::send(process, signal);
      const int code = fatou::tests::outcomeOf(process).code;
      if (code != 0) return code;
      QFile::remove(m_folder.path(QStringLiteral("a.png")));
    }
    return 0;
  }
  QStringList files() const { return m_folder.files(); }
  QByteArray contents(const char* name) const {
    return m_folder.contents(QString::fromLatin1(name));
  }
  void put(const char* name, const QByteArray& bytes) {
    m_folder.put(QString::fromLatin1(name), bytes);
  }

 private Q_SLOTS:
  void cleanup() { m_folder.clear(); }

  void theHelpSaysWhichFormatsAnOptionIsFor() {
    const QString help = fatou(QStringLiteral("render --help")).out.simplified();
    for (const char* text : {"--compression <deflate|zstd> Of .tif. Default: deflate.",
                             "--field <count|smooth|distance> What a .npy holds. Default: count.",
                             "--quality <N> Of .jpg and .webp, 1 to 100. Default: 92."})
      QVERIFY2(help.contains(QLatin1String(text)), qPrintable(help));
  }

  void aFileThatIsThereIsReplacedByForceAlone() {
    put("a.png", "mine");
    const QString command = QStringLiteral("render --c i --size 20x10 --quiet -o a.png");
    const Outcome refused = fatou(command);
    QCOMPARE(refused.code, 2);
    QCOMPARE(refused.err.count(u'\n'), 1);
    QVERIFY2(refused.err.contains(QLatin1String("\"a.png\": it exists")), qPrintable(refused.err));
    QCOMPARE(contents("a.png"), QByteArray("mine"));
    QCOMPARE(fatou(command + QStringLiteral(" --force")).code, 0);
    QVERIFY(contents("a.png").startsWith("\x89PNG"));
    QCOMPARE(files(), QStringList{QStringLiteral("a.png")});
  }

  void everyOutputIsReplacedByForceAlone_data() {
    QTest::addColumn<QString>("command");
    QTest::addColumn<QString>("file");
    const auto row = [](const char* command, const char* file) {
      QTest::newRow(command) << QString::fromLatin1(command) << QString::fromLatin1(file);
    };
    row("render --c i --size 9x9 --quiet --timing t.json", "t.json");
    row("render --c i --size 9x9 --quiet -o t.npy", "t.npy");
    row("compare --c i --size 9x9 --engines 1 --repeats 1 --quiet --csv t.csv", "t.csv");
    row("compare --c i --size 9x9 --engines 1 --repeats 1 --quiet --json t.json", "t.json");
    row("compare --c i --size 9x9 --engines 1 --repeats 1 --quiet --report t.html", "t.html");
    row("whatif run.json --engines 1 --json t.json", "t.json");
    row("bench --jobs seed --repeats 1 --engines 1 --quiet --json t.json", "t.json");
  }
  void everyOutputIsReplacedByForceAlone() {
    QFETCH(QString, command);
    QFETCH(QString, file);
    QCOMPARE(fatou(QStringLiteral("render --c i --size 9x9 --quiet --timing run.json")).code, 0);
    const QByteArray name = file.toLatin1();
    put(name.constData(), "thesis");
    put((name + ".part").constData(), "notes");
    const Outcome refused = fatou(command);
    QCOMPARE(refused.code, 2);
    QCOMPARE(refused.err.count(u'\n'), 1);
    QVERIFY2(refused.err.contains(QLatin1String("it exists; choose another name, or --force to ")),
             qPrintable(refused.err));
    QCOMPARE(contents(name.constData()), QByteArray("thesis"));
    QCOMPARE(contents((name + ".part").constData()), QByteArray("notes"));
    if (file.endsWith(QLatin1String(".npy"))) return;  // --force is for what is left, too
    QCOMPARE(fatou(command + QStringLiteral(" --force")).code, 0);
    QVERIFY(contents(name.constData()) != "thesis");
    QCOMPARE(contents((name + ".part").constData()), QByteArray("notes"));
  }

  void aFileThatIsNamedTwiceIsBadUsage_data() {
    QTest::addColumn<QString>("command");
    for (const char* command :
         {"render --c i --size 9x9 -o a.png -o ./a.png",
          "render --c i --size 9x9 -o a.png -o b.png -o a.png",
          "render --c i --size 9x9 -o a.png --timing a.png",
          "compare --c i --size 9x9 --engines 1 --repeats 1 --csv a --json a"})
      QTest::newRow(command) << QString::fromLatin1(command);
  }
  void aFileThatIsNamedTwiceIsBadUsage() {
    QFETCH(QString, command);
    const Outcome done = fatou(command);
    QCOMPARE(done.code, 2);
    QCOMPARE(done.err.count(u'\n'), 1);
    QVERIFY2(done.err.contains(QLatin1String("give each output a")), qPrintable(done.err));
    QCOMPARE(files(), QStringList());
  }

  // Goes through a shell, as QProcess cannot pass such a name on.
  void aNameThatIsNotUtf8IsRefused() {
    QProcess shell;
    shell.setWorkingDirectory(m_folder.path());
    shell.start(QStringLiteral("sh"),
                {QStringLiteral("-c"), QStringLiteral("\"$FATOU\" render --c i --size 9x9 --quiet "
                                                      "-o \"$(printf 'caf\\351.png')\"")});
    const Outcome done = fatou::tests::outcomeOf(shell);
    QCOMPARE(done.code, 2);
    QVERIFY2(done.err.contains(QLatin1String("'caf\\xe9.png' is not UTF-8: write it so")),
             qPrintable(done.err));
    QCOMPARE(files(), QStringList());
  }

  void whatAnotherRunLeftStaysWhereTheCommandFails() {
    const QString command = kLongRender + QStringLiteral("-o a.png");
    QCOMPARE(codeOf(command, SIGKILL), -1);
    const QByteArray part = contents("a.png.part");
    put("b.png.part", "somebody's");
    QCOMPARE(fatou(command + QStringLiteral(" -o b.png")).code, 2);
    QVERIFY(contents("a.png.part") == part);
    QVERIFY(!contents("a.png.part.journal").isEmpty());
    QCOMPARE(contents("b.png.part"), QByteArray("somebody's"));
    QCOMPARE(fatou(command + QStringLiteral(" --quiet")).code, 0);
    QVERIFY(!files().contains(QStringLiteral("a.png.part")));
  }

  void aPictureCarriesItsColours() {
    const QString base = QStringLiteral("render --c -0.8,0.156 --size 60x40 --tmax 90 --quiet ");
    QCOMPARE(fatou(base + QStringLiteral("-o a.png --gradient viridis --mapping equalized "
                                         "--density 3 --offset 0.25 --bands --supersample 2"))
                 .code,
             0);
    QCOMPARE(fatou(base + QStringLiteral("-o b.png --colors-from a.png --supersample 2")).code, 0);
    QVERIFY(contents("a.png") == contents("b.png"));
    QCOMPARE(fatou(base + QStringLiteral("-o c.png")).code, 0);
    QVERIFY(contents("a.png") != contents("c.png"));
  }

  void aGradientMayBeAFile() {
    put("mine.gpl", "GIMP Palette\nName: Mine\n0 0 0\n255 255 255\n");
    QCOMPARE(
        fatou(QStringLiteral("render --c i --size 9x9 --quiet -o a.png --gradient mine.gpl")).code,
        0);
    QVERIFY(fatou(QStringLiteral("info a.png")).out.contains(QLatin1String("\"name\":\"Mine\"")));
  }

  void badOptionsGetOneSentence_data() {
    QTest::addColumn<QString>("options");
    QTest::addColumn<QString>("named");
    const auto row = [](const char* options, const char* named) {
      QTest::newRow(options) << QString::fromUtf8(options) << QString::fromUtf8(named);
    };
    row("--gradient nonesuch", "--gradient 'nonesuch' is neither a file nor one of Fatou");
    row("--mapping log", "--mapping 'log' is unknown: use linear, logarithm");
    row("--density 0", "--density '0' is not a number from 0.03125 to 32");
    row("--density nan", "--density 'nan'");
    row("--offset 2", "--offset '2'");
    row("--supersample 9", "--supersample '9' is not a whole number from 1 to 8");
    row("--depth 12", "--depth '12' is unknown: use 8, 16, half, float");
    row("--depth half", "has no depth of half; use 8 or 16");
    row("--field j", "--field 'j'");
    row("--quality 0", "--quality '0'");
    row("--colors-from nofile.png", "nofile.png");
    row("-o b.npy --supersample 2", "single points");
  }
  void badOptionsGetOneSentence() {
    QFETCH(QString, options);
    QFETCH(QString, named);
    const Outcome done = fatou(QStringLiteral("render --c i --size 20x10 -o a.png ") + options);
    QCOMPARE(done.code, 2);
    QCOMPARE(done.err.count(u'\n'), 1);
    QVERIFY2(done.err.contains(named), qPrintable(done.err));
    QCOMPARE(files(), QStringList());
  }

  void whatIsKilledIsGoneOnWithToTheSameBytes() {
    const QString command = kLongRender + QStringLiteral("-o ");
    QElapsedTimer clock;
    clock.start();
    QCOMPARE(fatou(command + QStringLiteral("whole.png --quiet")).code, 0);
    const auto whole = clock.elapsed();
    std::mt19937 random(20261125);
    int partsLeft = 0;
    // Repeats until at least one kill has come in the midst of the work, however busy the machine
    // is.
    for (int kill = 0; kill < 4 || (partsLeft == 0 && kill < 100); ++kill) {
      QProcess process;
      m_folder.start(process, words(command + QStringLiteral("a.png")));
      process.waitForFinished(static_cast<int>(random() % static_cast<unsigned>(whole + 1)));
      fatou::tests::send(process, SIGKILL);
      process.waitForFinished(fatou::tests::kPatienceMs);
      partsLeft += files().contains(QStringLiteral("a.png.part")) ? 1 : 0;
      if (!files().contains(QStringLiteral("a.png")))
        QCOMPARE(fatou(command + QStringLiteral("a.png --quiet")).code, 0);
      QVERIFY(contents("a.png") == contents("whole.png"));
      QVERIFY(QFile::remove(m_folder.path(QStringLiteral("a.png"))));
      QCOMPARE(files(), QStringList{QStringLiteral("whole.png")});
    }
    QVERIFY(partsLeft > 0);
  }

  void anInterruptKeepsThePartWhereAsked() {
    const QString command = kLongRender + QStringLiteral("--keep -o a.png");
    QCOMPARE(codeOf(command, SIGINT), 130);
    QVERIFY(files().contains(QStringLiteral("a.png.part")));
    QCOMPARE(fatou(command).code, 0);
    QCOMPARE(files(), QStringList{QStringLiteral("a.png")});
  }
};

QTEST_GUILESS_MAIN(ExportCliTest)
#include "export_cli_test.moc"
