// SPDX-License-Identifier: GPL-3.0-or-later
// What the command line says: one sentence a mistake, and its help.
#include <QTest>

#include "fatou_process.h"

using fatou::tests::Outcome;
using fatou::tests::words;

class CliWordsTest : public QObject {
  Q_OBJECT

 private:
  fatou::tests::FatouFolder m_folder;
  Outcome fatou(const QStringList& arguments) { return m_folder.run(arguments); }
  QStringList filesLeft() const { return m_folder.files(); }

 private Q_SLOTS:
  void cleanup() { m_folder.clear(); }

  void badInputGetsOneSentenceAndExitCodeTwo_data() {
    QTest::addColumn<QString>("arguments");
    QTest::addColumn<QString>("named");
    const auto row = [](const char* arguments, const char* named) {
      QTest::newRow(arguments) << QString::fromUtf8(arguments) << QString::fromUtf8(named);
    };
    row("", "Usage");
    row("paint", "paint");
    row("render", "--c is missing");
    row("render --c abc", "'abc' is not a complex number");
    row("render --c 0 --formula sin(z)",
        "--formula: formula sin(z) has no known radius of escape: say one, like --escape 50\n");
    row("render --c 0 --formula newton(z^3-2*z+2)",
        "has no known radius of escape: say one, like --escape 50, or tell its basins apart, with "
        "--basins");
    row("render --c 0 --formula sin(z) --escape 0", "--formula: escape '0' is no radius: use a");
    row("render --c 0 --formula sin(z) --escape |imz|>1e999",
        "--formula: escape '1e999' is no radius: use a");
    row("render --c 0 --escape 9", "--escape is a number in a formula: add --formula with it");
    row("render --c 0 --formula z^2+foo(z)",
        "--formula: formula 'z^2+foo(z)', character 5 ('foo'): there is no function foo: use ");
    row("render --c 0 --formula z^97+c",
        "--formula: formula z^97+c has no known radius of escape: say one");
    row("render --c 0 --formula z^3+c --kernel fast", "--kernel: z^3+c has no fast kernel: use");
    row("render --c 0 --formula sin(z) --escape 50 --radius 1e-30 -o J.npy",
        "sin(z),escape=50 is computed in doubles alone");
    row("bench --formula sin(z)", "--formula: formula sin(z) has no known radius of escape");
    row("render --c 0 --param a=1", "--param is a number in a formula: add --formula with it");
    row("render --c 0 --formula z^2+c --param sin=1", "--param: parameter 'sin' has a meaning");
    row("render --c 0 --formula z^2+c --param a", "--param: parameter 'a' has no value");
    row("formula", "which formula? Write fatou formula");
    row("formula z^2+", "formula 'z^2+', at its end: the formula ends too early");
    row("formula z^2+a", "there is no number a: use z and c, or give it a value, like a=0.5");
    row("formula z+c", "formula 'z+c' is a polynomial of degree 1");
    row("formula z^2+c/b --param b=0", "in the formula is not finite");
    row("compare --c 0 --formula z", "--formula: formula 'z' is a polynomial of degree 1");
    row("bench --formula z^97+c", "z^97+c has no known radius of escape");
    row("render --c 0 --formula z^2+c --formula z^2+c", "--formula is given more than once");
    row("render --c 1,2,3", "'1,2,3'");
    row("render --c nan,0", "'nan,0'");
    row("render --c 1e400,0", "1e400");
    row("render --c 0 --region 1,0,1,2", "xmin 1 must be less than xmax 1");
    row("render --c 0 --region 0,2,1,-2", "ymin 2 must be less than ymax -2");
    row("render --c 0 --region 0,0,inf,1", "'inf'");
    row("render --c 0 --region 0,0,nan,1", "'nan'");
    row("render --c 0 --region 0,0,1", "'0,0,1' is not four numbers");
    row("render --c 0 --radius 0", "radius 0 is not positive");
    row("render --c 0 --radius -1", "radius -1 is not positive");
    row("render --c 0 --radius x", "'x' is not a number");
    row("render --c 0 --radius 1 --region 0,0,1,1", "exclude each other");
    row("render --c 0 --size 0x10", "--size '0' is not a whole number from 1 to 65536");
    row("render --c 0 --size 12x", "--size ''");
    row("render --c 0 --size 12", "--size '12' is not WIDTHxHEIGHT");
    row("render --c 0 --size 65537x1", "65537");
    row("render --c 0 --tmax 0", "--tmax '0' is not a whole number from 1 to 2147483647");
    row("render --c 0 --tmax -5", "-5");
    row("render --c 0 --tmax 2147483648", "2147483648");
    row("render --c 0 --engines 0", "--engines '0' is not a whole number from 1 to 1024");
    row("render --c 0 --engines 100000", "100000");
    row("render --c 0 --view sideways", "--view 'sideways' is unknown: use direct or balanced");
    row("render --c 0 --kernel slow", "--kernel 'slow' is unknown: use plain or fast");
    row("render --c 0 --band 0", "--band '0'");
    row("render --c 0 --simd MMX", "--simd 'MMX'");
    row("render --c 0 --verify 0", "--verify '0' is not a whole number from 1 to");
    row("render --c 0 --verify some", "--verify 'some'");
    row("render --c 0 --dpi 0", "--dpi '0' is not a whole number from 1 to 65535");
    row("render --c 0,5i", "'0,5i' can be one number with a decimal comma or a pair");
    row("render --c 0 --radius 0,5", "--radius: '0,5' has a comma: write a point");
    row("render --c 0 --density 2,5", "--density '2,5'");
    row("render --c 0 --paint red", "paint");
    row("compare --c 0 extra", "unexpected argument 'extra'");
    row("render J.json extra", "unexpected argument 'extra'");
    row("render --c 0 --c 1", "--c is given more than once, as '0' and '1'");
    row("render --c 0 --tmax=5 --tmax 5", "--tmax is given more than once");
    row("render --c 0 -o picture.bmp", ".png");
    row("render --c 0 -o picture", ".png");
    row("render --c 0 -o nowhere/J.npy", "no folder");
    row("render --c 0 -o J.npy --timing nowhere/t.json", "no folder");
    row("compare --c 0 --csv nowhere/t.csv", "no folder");
    row("bench --jobs seed --json nowhere/b.json", "no folder");
    row("compare --c 0 --engines 1,,2", "--engines ''");
    row("compare --c 0 --repeats 0", "--repeats '0'");
    row("compare --c 0 --report nowhere/r.html", "no folder");
    row("info", "which file");
    row("whatif", "which run");
    row("whatif nowhere.json",
        "Cannot read \"nowhere.json\": there is no such file; check the name.");
    row("engines --engines many", "--engines 'many'");
    row("render --c 0 --mpi 0", "--mpi '0' is not a whole number from 1 to 1024");
    row("engines --mpi 5000", "--mpi '5000' is not a whole number from 1 to 1024");
    row("compare --c 0 --mpi many", "--mpi 'many'");
  }
  void badInputGetsOneSentenceAndExitCodeTwo() {
    QFETCH(QString, arguments);
    QFETCH(QString, named);
    const auto done = fatou(words(arguments));
    QCOMPARE(done.code, 2);
    QCOMPARE(done.out, QString());
    QVERIFY2(done.err.contains(named), qPrintable(done.err));
    if (!arguments.isEmpty()) QCOMPARE(done.err.count(u'\n'), 1);
    QCOMPARE(filesLeft(), QStringList());
  }

  void anEmptyCommandIsNamedAsAnyOtherThatIsNone() {
    for (const QStringList& arguments : {QStringList{QString()}, {QString(), QString()}}) {
      const auto done = fatou(arguments);
      QCOMPARE(done.code, 2);
      QCOMPARE(done.err, QStringLiteral("fatou: there is no command '': see fatou --help\n"));
    }
  }

  void helpIsNoError_data() {
    QTest::addColumn<QString>("arguments");
    for (const char* arguments :
         {"--help", "--version", "render --help", "compare -h", "whatif --help"})
      QTest::newRow(arguments) << QString::fromLatin1(arguments);
  }
  void helpIsNoError() {
    QFETCH(QString, arguments);
    const auto done = fatou(words(arguments));
    QCOMPARE(done.code, 0);
    QVERIFY(!done.out.isEmpty());
    QCOMPARE(done.err, QString());
  }
};

QTEST_GUILESS_MAIN(CliWordsTest)
#include "cli_words_test.moc"
