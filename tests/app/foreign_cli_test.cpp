// SPDX-License-Identifier: GPL-3.0-or-later
// Tests `fatou render FILE` and `fatou info FILE` with places and files of other programs.
#include <QTest>

#include "fatou_process.h"

using namespace fatou::tests;

namespace {

constexpr char kEntries[] =
    "Rabbit { type=julia center-mag=0/0/0.5 params=-0.1226/0.7449 maxiter=90 decomp=256\n"
    "  inside=0 colors=000zzz<252>z00 }\n"
    "Cube { type=julzpower params=0.3/0.5/3 maxiter=70 }\n"
    "Sea { type=formula formulafile=my.frm formulaname=Sea }\n";

constexpr char kGradients[] =
    "Dawn {\ngradient:\n  index=0 color=255 index=200 color=0\n}\n"
    "Dusk {\ngradient:\n  index=0 color=65280 index=200 color=0\n}\n";

}  // namespace

class ForeignCliTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void init() {
    m_folder.clear();
    m_folder.put(QStringLiteral("mine.par"), kEntries);
    m_folder.put(QStringLiteral("two.ugr"), kGradients);
  }

  void anEntryIsRenderedAsItsNumbersAre() {
    const auto foreign = fatou(
        "render mine.par#Cube --size 40x30 --view serial -o a.npy --quiet --radius 1.5 --center 0");
    QCOMPARE(foreign.err, QString());
    QCOMPARE(foreign.code, 0);
    const auto own = fatou(
        "render --formula z^3+c --c 0.3+0.5i --tmax 70 --size 40x30 --view serial -o b.npy "
        "--quiet");
    QCOMPARE(own.code, 0);
    QVERIFY(m_folder.contents(QStringLiteral("a.npy")).right(4'800) ==
            m_folder.contents(QStringLiteral("b.npy")).right(4'800));
  }

  void whatIsNotTakenOverIsSaidAndOptionsChangeTheRest() {
    const auto done = fatou("render mine.par#rabbit --size 20x20 --tmax 40 -o a.png");
    QCOMPARE(done.code, 0);
    QVERIFY2(done.err.contains(QStringLiteral("Not taken over: decomp=256.")),
             qPrintable(done.err));
    const QString info = fatou("info a.png").out.simplified();
    for (const char* part : {" c -0.1226,0.7449 ", " tmax 40 ", " radius 2"})
      QVERIFY2(info.contains(QLatin1StringView(part)), qPrintable(info));
    QVERIFY2(info.contains(QStringLiteral("linear")), qPrintable(info));  // the entry's colours
  }

  void anotherFormulaKeepsTheParameterOfTheFile() {
    const auto done = fatou("render mine.par#Cube --formula z*z+c --param a=1 --size 9x9 -o a.png");
    QCOMPARE(done.code, 0);
    QVERIFY2(done.err.contains(QStringLiteral("--param a is not used")), qPrintable(done.err));
    const QString info = fatou("info a.png").out.simplified();
    QVERIFY2(info.contains(QStringLiteral(" c 0.3,0.5 ")), qPrintable(info));
    QVERIFY2(!info.contains(QStringLiteral("z^3")), qPrintable(info));
    const auto same = fatou("render mine.par#Cube --param a=1 --size 9x9 -o b.png");
    QCOMPARE(same.code, 0);
    QVERIFY2(same.err.contains(QStringLiteral("--param a is not used")), qPrintable(same.err));
    QVERIFY(fatou("info b.png").out.contains(QStringLiteral("z^3+c")));
  }

  void aPlaceAndAPictureAreRenderedAgain() {
    QCOMPARE(fatou("render --c i --radius 1.25 --tmax 33 --size 20x10 -o a.png --quiet").code, 0);
    QCOMPARE(fatou("render a.png --size 20x10 -o b.png --quiet").code, 0);
    const QString info = fatou("info b.png").out.simplified();
    for (const char* part : {" tmax 33 ", " radius 1.25"})
      QVERIFY2(info.contains(QLatin1StringView(part)), qPrintable(info));
  }

  void aFileWithoutOneClearPlaceIsRefused_data() {
    QTest::addColumn<QString>("line");
    QTest::addColumn<QString>("part");
    QTest::addColumn<int>("code");
    const auto row = [](const char* line, const char* part, int code) {
      QTest::newRow(line) << QString::fromLatin1(line) << QString::fromLatin1(part) << code;
    };
    row("render mine.par -o a.png", "it has 2 entries, Rabbit, Cube; name one of them", 2);
    row("render mine.par#Sea -o a.png", "its formula Sea of my.frm cannot be read", 2);
    row("render mine.par#Cube --param a=1 --param a=2 -o a.png", "'a' has two values", 2);
    row("render mine.par#Moon -o a.png", "it has no entry \"Moon\"; use one of Rabbit", 2);
    row("render two.ugr#Dawn -o a.png", "it has colours and no place; give it as --gradient", 2);
    row("render none.par -o a.png", "there is no such file", 2);
    row("render --c 0 --gradient two.ugr -o a.png", "it has 2 entries, Dawn, Dusk", 2);
    row("render --c 0 --gradient none.ugr#a -o a.png", "is neither a file nor one of", 2);
    row("info mine.par#Moon", "it has no entry", 1);
  }
  void aFileWithoutOneClearPlaceIsRefused() {
    QFETCH(QString, line);
    QFETCH(QString, part);
    QFETCH(int, code);
    const auto done = m_folder.run(words(line));
    QCOMPARE(done.code, code);
    QVERIFY2(done.err.contains(part), qPrintable(done.err));
    QVERIFY(!m_folder.files().contains(QStringLiteral("a.png")));
  }

  void aGradientIsNamedInItsFile() {
    QCOMPARE(fatou("render --c i --size 9x9 --gradient two.ugr#Dusk -o a.png --quiet").code, 0);
    QVERIFY(fatou("info a.png").out.contains(QStringLiteral("Dusk")));
  }

  void infoListsEntriesAndSaysAllAboutOne() {
    const QString list = fatou("info mine.par").out.simplified();
    for (const char* part : {"mine.par: 3 entries", "Rabbit z^2+c", "Cube z^3+c",
                             "Sea type=formula, Sea (cannot be opened)"})
      QVERIFY2(list.contains(QLatin1StringView(part)), qPrintable(list));
    const QString one = fatou("info mine.par#Rabbit").out.simplified();
    for (const char* part : {"name Rabbit", "formula z^2+c", "c -0.1226,0.7449", "radius 2",
                             "tmax 90", "Not taken over: decomp=256."})
      QVERIFY2(one.contains(QLatin1StringView(part)), qPrintable(one));
    QVERIFY(fatou("info two.ugr").out.simplified().contains(QStringLiteral("Dusk gradient")));
    QVERIFY(fatou("info two.ugr#Dusk").out.simplified().contains(QStringLiteral("name Dusk")));
  }

 private:
  Outcome fatou(const char* line) { return m_folder.run(words(QString::fromLatin1(line))); }

  FatouFolder m_folder;
};

QTEST_GUILESS_MAIN(ForeignCliTest)
#include "foreign_cli_test.moc"
