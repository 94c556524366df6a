// SPDX-License-Identifier: GPL-3.0-or-later
// Pictures from the command line: colours, files that are there, exports that are gone on with.
#include <csignal>
#include <random>

#include <QElapsedTimer>
#include <QFile>
#include <QProcess>
#include <QTest>

#include "fatou_process.h"

using fatou::tests::Outcome;
using fatou::tests::words;

class ExportCliTest : public QObject {
  Q_OBJECT

 private:
  fatou::tests::FatouFolder m_folder;

  Outcome fatou(const QString& arguments) { return m_folder.run(words(arguments)); }
  QStringList files() const { return m_folder.files(); }
  QByteArray contents(const char* name) const {
    return m_folder.contents(QString::fromLatin1(name));
  }
  void put(const char* name, const QByteArray& bytes) {
    m_folder.put(QString::fromLatin1(name), bytes);
  }

 private Q_SLOTS:
  void cleanup() { m_folder.clear(); }

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
    const QString command = QStringLiteral(
        "render --c -0.7269,0.1889 --radius 1.3 --tmax 60 --bands --size 3000x6000 -o ");
    QElapsedTimer clock;
    clock.start();
    QCOMPARE(fatou(command + QStringLiteral("whole.png --quiet")).code, 0);
    const auto whole = clock.elapsed();
    std::mt19937 random(20261125);
    int partsLeft = 0;
    for (int kill = 0; kill < 4; ++kill) {
      QProcess process;
      m_folder.start(process, words(command + QStringLiteral("a.png")));
      process.waitForFinished(static_cast<int>(random() % static_cast<unsigned>(whole)));
      ::kill(static_cast<pid_t>(process.processId()), SIGKILL);
      process.waitForFinished();
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
    const QString command = QStringLiteral(
        "render --c -0.7269,0.1889 --radius 1.3 --tmax 60 --bands --size 3000x6000 --keep -o "
        "a.png");
    QProcess process;
    m_folder.start(process, words(command));
    QTRY_VERIFY(QFile::exists(m_folder.path(QStringLiteral("a.png.part.journal"))));
    ::kill(static_cast<pid_t>(process.processId()), SIGINT);
    QVERIFY(process.waitForFinished(20'000));
    QCOMPARE(process.exitCode(), 130);
    QVERIFY(files().contains(QStringLiteral("a.png.part")));
    QCOMPARE(fatou(command).code, 0);
    QCOMPARE(files(), QStringList{QStringLiteral("a.png")});
  }
};

QTEST_GUILESS_MAIN(ExportCliTest)
#include "export_cli_test.moc"
