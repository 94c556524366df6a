// SPDX-License-Identifier: GPL-3.0-or-later
// The command line as scripts see it: exit codes, files, one sentence a mistake.
#include <csignal>

#include <QCryptographicHash>
#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>
#include <QXmlStreamReader>

#include "core/julia/numbers/complex_text.h"
#include "core/kernels/simd_targets.h"
#include "fatou_process.h"
#include "tests/patience.h"

namespace {

// c = -0.065+0.66i on [-1.3, 1.3] squared at 1024 x 1024, tmax 256, as numpy computes it.
const QString kKnownHash =
    QStringLiteral("bf66df051f1ffc72acdbc307b4edd89a94ac63c9a0c97dfe1a4ec173a991cd1c");

}  // namespace

using fatou::tests::Outcome;
using fatou::tests::words;

class CliTest : public QObject {
  Q_OBJECT

 private:
  fatou::tests::FatouFolder m_folder;

  Outcome fatou(const QStringList& arguments) { return m_folder.run(arguments); }
  QStringList filesLeft() const { return m_folder.files(); }
  QByteArray contents(const QString& name) const { return m_folder.contents(name); }

 private Q_SLOTS:
  void cleanup() { m_folder.clear(); }

  void everyViewEngineCountBandKernelAndTargetGivesTheKnownArray_data() {
    QTest::addColumn<QString>("options");
    const auto row = [](const QString& options) { QTest::newRow(qPrintable(options)) << options; };
    for (const char* view : {"serial", "direct", "balanced"})
      for (const char* engines : {"1", "2", "3", "7"})
        row(QStringLiteral("--view %1 --engines %2")
                .arg(QLatin1StringView(view), QLatin1StringView(engines)));
    for (const char* view : {"serial", "direct", "balanced"})
      for (const char* band : {"1", "5", "64", "1024"})
        row(QStringLiteral("--view %1 --engines 3 --band %2")
                .arg(QLatin1StringView(view), QLatin1StringView(band)));
    for (const char* kernel : {"plain", "fast"})
      for (const auto& target : fatou::kernels::simdTargetNames())
        row(QStringLiteral("--kernel %1 --simd %2")
                .arg(QLatin1StringView(kernel), QString::fromStdString(target)));
  }
  void everyViewEngineCountBandKernelAndTargetGivesTheKnownArray() {
    QFETCH(QString, options);
    const auto done =
        fatou(words(QStringLiteral("render --c -0.065,0.66 --quiet -o J.npy --tmax 256 "
                                   "--region -1.3,-1.3,1.3,1.3 --size 1024x1024 ") +
                    options));
    QCOMPARE(done.err, QString());
    QCOMPARE(done.out, QString());
    QCOMPARE(done.code, 0);
    const QByteArray file = contents(QStringLiteral("J.npy"));
    const QByteArray array = file.sliced(128, qsizetype{1024} * 1024 * 4);
    const auto hash = QCryptographicHash::hash(array, QCryptographicHash::Sha256).toHex();
    QCOMPARE(QString::fromLatin1(hash), kKnownHash);
  }

  void numpyComputesTheSameArray() {
    // The program at the origin of Fatou: escaped points are masked and stay where they are.
    const char* program =
        "import numpy as np\n"
        "def julia(c, region, n, m, tmax):\n"
        "    x = np.linspace(region[0], region[2], n); y = np.linspace(region[1], region[3], m)\n"
        "    X, Y = np.meshgrid(x, y); J = np.zeros(X.shape, np.int32)\n"
        "    live = np.ones(X.shape, bool)\n"
        "    with np.errstate(all='ignore'):\n"
        "        for t in range(tmax):\n"
        "            x2 = X * X; y2 = Y * Y; live &= x2 + y2 <= 4; J[live] += 1\n"
        "            X, Y = (x2 - y2) + c.real, (X * Y + X * Y) + c.imag\n"
        "    return J\n"
        "for name, c, region, n, m, tmax in [\n"
        "    ('a', -0.8 + 0.156j, (-1.6, -0.9, 1.6, 0.9), 321, 180, 300),\n"
        "    ('b', -4.0 + 0j, (-3, -0.01, 3, 0.01), 200, 3, 40),\n"
        "    ('c', 0.1 - 2.5j, (-2, -2, 2.1, 2.2), 64, 65, 50)]:\n"
        "    assert (np.load(name + '.npy') == julia(c, region, n, m, tmax)).all(), name\n";
    for (const char* job :
         {"--c -0.8+0.156i --region -1.6,-0.9,1.6,0.9 --size 321x180 --tmax 300 -o a.npy",
          "--c -4 --region -3,-0.01,3,0.01 --size 200x3 --tmax 40 -o b.npy",
          "--c 0.1-2.5i --region -2,-2,2.1,2.2 --size 64x65 --tmax 50 -o c.npy"})
      QCOMPARE(fatou(words(QStringLiteral("render --quiet ") + QString::fromLatin1(job))).code, 0);
    QProcess numpy;
    numpy.setWorkingDirectory(m_folder.path());
    numpy.start(QStringLiteral("/usr/bin/python3"),
                {QStringLiteral("-c"), QString::fromLatin1(program)});
    QVERIFY(numpy.waitForFinished(fatou::tests::kPatienceMs));
    QCOMPARE(QString::fromUtf8(numpy.readAllStandardError()), QString());
    QCOMPARE(numpy.exitCode(), 0);
  }

  void centreAndRadiusAreTheSameGridAsTheirRegion() {
    QCOMPARE(fatou(words(QStringLiteral("render --c 0.3i --region -1.25,-0.5,0.75,1.5 "
                                        "--size 65x65 --quiet -o region.npy")))
                 .code,
             0);
    QCOMPARE(fatou(words(QStringLiteral("render --c 0.3i --center -0.25,0.5 --radius 1 "
                                        "--size 65x65 --quiet -o centre.npy")))
                 .code,
             0);
    const auto array = [this](const char* name) {
      return contents(QString::fromLatin1(name)).sliced(128, 65 * 65 * 4);
    };
    QCOMPARE(array("centre.npy"), array("region.npy"));
    QCOMPARE(array("centre.npy").size(), qsizetype{65 * 65 * 4});
  }

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
        "--formula: formula sin(z) has no known radius of escape: say one");
    row("render --c 0 --formula sin(z) --escape 0", "--formula: escape '0,0' is no radius: use a");
    row("render --c 0 --escape 9", "--escape is a number in a formula: add --formula with it");
    row("render --c 0 --formula z^2+foo(z)",
        "--formula: formula 'z^2+foo(z)', character 5 ('foo'): there is no function foo: use ");
    row("render --c 0 --formula z^97+c", "--formula: formula z^97+c is not known: use z^2+c");
    row("render --c 0 --formula z^3+c --kernel fast", "--kernel: z^3+c has no fast kernel: use");
    row("render --c 0 --formula z^3+c --verify 9", "--verify: z^3+c has no exact counts");
    row("render --c 0 --formula sin(z) --escape 50 --radius 1e-30 -o J.npy",
        "sin(z),escape=50 is computed in doubles alone");
    row("bench --formula z^3+c", "--formula: z^3+c has no fast kernel");
    row("render --c 0 --param a=1", "--param is a number in a formula: add --formula with it");
    row("render --c 0 --formula z^2+c --param sin=1", "--param: parameter 'sin' has a meaning");
    row("render --c 0 --formula z^2+c --param a", "--param: parameter 'a' has no value");
    row("formula", "which formula? Write fatou formula");
    row("formula z^2+", "formula 'z^2+', at its end: the formula ends too early");
    row("formula z^2+a", "there is no number a: use z and c, or give it a value, like a=0.5");
    row("formula z+c", "formula 'z+c' is a polynomial of degree 1");
    row("formula z^2+c/b --param b=0", "in the formula is not finite");
    row("compare --c 0 --formula z", "--formula: formula 'z' is a polynomial of degree 1");
    row("bench --formula z^97+c", "z^97+c is not known");
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

  void numbersAreTakenAsPeopleWriteThem() {
    const auto render = [&](const QStringList& options) {
      const auto done = fatou(QStringList{QStringLiteral("render"), QStringLiteral("--quiet"),
                                          QStringLiteral("--force"), QStringLiteral("-o"),
                                          QStringLiteral("f.npy")} +
                              options);
      return done.code == 0 ? contents(QStringLiteral("f.npy")).sliced(128, 4 * 32 * 16)
                            : QByteArray();
    };
    const auto option = [](const char* name, const char* value) {
      return QStringList{QString::fromLatin1(name), QString::fromUtf8(value)};
    };
    const QStringList size = option("--size", "32x16");
    const QStringList region = option("--region", "-1.5,-1,1.5,1");
    const QStringList c = option("--c", "-0.8,0.156");
    const QByteArray wanted = render(c + region + size + option("--tmax", "2000"));
    QCOMPARE(wanted.size(), 4 * 32 * 16);
    QCOMPARE(render(option("--c",
                           "c = (\xe2\x88\x92"
                           "0.8 + 0.156*I)") +
                    region + option("--size", "32 \xc3\x97 16") + option("--tmax", "2,000")),
             wanted);
    QCOMPARE(render(option("--c", "0.156j-0.8") + option("--region", "-1.5 -1 1.5 1") +
                    option("--size", "32*16") + option("--tmax", "2 000")),
             wanted);
    QCOMPARE(render(option("--c", "-0.8 0.156") + option("--region", "-1.5-1i, 1.5+1i") + size +
                    option("--tmax", "2e3")),
             wanted);
    for (const char* tmax : {"2,5", "2.000", "2,00"})
      QVERIFY2(render(c + region + size + option("--tmax", tmax)).isEmpty(), tmax);
  }

  void whatInfoPrintsIsTakenBack() {
    for (const char* c : {"-0.8,0.156", "-1,0", "0,1", "1e-5,-2"}) {
      QCOMPARE(fatou({QStringLiteral("render"), QStringLiteral("--c"), QLatin1String(c),
                      QStringLiteral("--size"), QStringLiteral("8x8"), QStringLiteral("--quiet"),
                      QStringLiteral("--dpi"), QStringLiteral("300"), QStringLiteral("-o"),
                      QStringLiteral("i.png"), QStringLiteral("--force")})
                   .code,
               0);
      const auto info = fatou(words(QStringLiteral("info i.png")));
      QVERIFY(info.out.simplified().contains(QStringLiteral(" dpi 300 ")));
      const QString line = info.out.split(u'\n').filter(QStringLiteral("  c ")).value(0);
      QVERIFY2(fatou::julia::parseClearComplex(line.toStdString()).value() ==
                   fatou::julia::parseComplex(c).value(),
               qPrintable(line));
    }
  }

  void aFolderOfThatNameIsLeftAlone() {
    QVERIFY(QDir(m_folder.path()).mkdir(QStringLiteral("album.png")));
    const auto done = fatou(words(QStringLiteral("render --c 0 -o album.png")));
    QCOMPARE(done.code, 2);
    QVERIFY2(done.err.contains(QStringLiteral("it is a folder")), qPrintable(done.err));
    QVERIFY(QDir(m_folder.path()).rmdir(QStringLiteral("album.png")));
  }

  void aFailedRenderLeavesAnExistingFileAsItWas() {
    QFile old(m_folder.path(QStringLiteral("J.npy")));
    QVERIFY(old.open(QIODevice::WriteOnly));
    old.write("precious");
    old.close();
    const auto done = fatou(words(QStringLiteral("render --c 0 -o J.npy -o nowhere/J.png")));
    QCOMPARE(done.code, 2);
    QCOMPARE(contents(QStringLiteral("J.npy")), QByteArray("precious"));
    QCOMPARE(filesLeft(), QStringList{QStringLiteral("J.npy")});
  }

  void infoOnAFileThatIsNoneOfOursFailsWithOneSentence() {
    QFile foreign(m_folder.path(QStringLiteral("letter.txt")));
    QVERIFY(foreign.open(QIODevice::WriteOnly));
    foreign.write("Dear Pierre,\n");
    foreign.close();
    QCOMPARE(fatou(words(QStringLiteral("render --c i --size 40x30 --quiet -o J.png"))).code, 0);
    QFile cut(m_folder.path(QStringLiteral("cut.png")));
    QVERIFY(cut.open(QIODevice::WriteOnly));
    cut.write(contents(QStringLiteral("J.png")).left(200));
    cut.close();
    for (const char* name : {"letter.txt", "cut.png", "missing.npy", "."}) {
      const auto done = fatou({QStringLiteral("info"), QString::fromLatin1(name)});
      QCOMPARE(done.code, 1);
      QCOMPARE(done.out, QString());
      QCOMPARE(done.err.count(u'\n'), 1);
    }
  }

  void infoSaysWhatAFileWasMadeFrom() {
    const QString c = QStringLiteral("-0.72689012345678901234567890123456789,1.889e-1");
    QCOMPARE(fatou({QStringLiteral("render"), QStringLiteral("--c"), c, QStringLiteral("--size"),
                    QStringLiteral("30x20"), QStringLiteral("--quiet"), QStringLiteral("-o"),
                    QStringLiteral("J.npy"), QStringLiteral("-o"), QStringLiteral("J.png")})
                 .code,
             0);
    for (const char* name : {"J.npy", "J.png"}) {
      const auto done = fatou({QStringLiteral("info"), QString::fromLatin1(name)});
      QCOMPARE(done.code, 0);
      for (const QString& part : {c, QStringLiteral("30x20"), QStringLiteral("tmax")})
        QVERIFY2(done.out.contains(part), qPrintable(done.out));
    }
  }

  void infoNamesAFormulaThatIsNotTheUsualOne() {
    for (const char* formula : {"z^2+c", "z^3+c"}) {
      const QString name = QString::fromLatin1(formula);
      QCOMPARE(fatou(words(QStringLiteral("render --c 0.1 --size 9x9 --quiet -o J.npy --force "
                                          "--formula %1")
                               .arg(name)))
                   .code,
               0);
      const auto done = fatou(words(QStringLiteral("info J.npy")));
      QCOMPARE(done.out.contains(name), name != QLatin1String("z^2+c"));
    }
  }

  void anInterruptEndsItInOrder_data() {
    QTest::addColumn<QString>("view");
    for (const char* view : {"serial", "direct", "balanced"})
      QTest::newRow(view) << QString::fromLatin1(view);
  }
  void anInterruptEndsItInOrder() {
    QFETCH(QString, view);
    QProcess process;
    // Every pixel of the disc stays bounded, so this would take weeks.
    m_folder.start(process,
                   words(QStringLiteral("render --c 0 --radius 0.5 --size 4096x4096 "
                                        "--kernel plain --tmax 2147483647 -o J.npy -o J.png "
                                        "--view ") +
                         view));
    QTRY_VERIFY(m_folder.isBegun(QStringLiteral("J.npy")));
    fatou::tests::send(process, SIGINT);
    QVERIFY(process.waitForFinished(fatou::tests::kPatienceMs));
    QCOMPARE(process.exitStatus(), QProcess::NormalExit);
    QCOMPARE(process.exitCode(), 130);
    QCOMPARE(filesLeft(), QStringList());
  }

  void itSaysWhenTheFirstTileWasThere() {
    for (const char* view : {"serial", "balanced"}) {
      QElapsedTimer timer;
      timer.start();
      const auto done =
          fatou(words(QStringLiteral("render --c i --size 50x40 --timing first.json --force "
                                     "--view ") +
                      QString::fromLatin1(view)));
      const double taken = static_cast<double>(timer.nsecsElapsed()) / 1e9;
      QCOMPARE(done.code, 0);
      QVERIFY2(done.out.contains(QStringLiteral("first tile ")), qPrintable(done.out));
      const auto json = QJsonDocument::fromJson(contents(QStringLiteral("first.json"))).object();
      const double first = json[QLatin1StringView("first_tile")].toDouble(-1.0);
      // It counts from the program's start, not from the run's, and in steps of 10 ms.
      const auto band = json[QLatin1StringView("runs")][0][QLatin1StringView("bands")][0];
      QVERIFY(first > band[QLatin1StringView("received")].toDouble());
      QVERIFY2(first <= taken + 0.02, qPrintable(QString::number(first)));
    }
  }

  void timingRecordsEveryBand() {
    QCOMPARE(fatou(words(QStringLiteral(
                       "render --c i --center 0,0.1 --radius 1.5 --size 50x40 --engines 2 "
                       "--band 7 --quiet --timing run.json")))
                 .code,
             0);
    const auto json = QJsonDocument::fromJson(contents(QStringLiteral("run.json"))).object();
    const auto bands = json[QLatin1StringView("runs")][0][QLatin1StringView("bands")].toArray();
    QCOMPARE(bands.size(), 6);
    int rows = 0;
    double sum = 0;
    for (const auto& band : bands) {
      rows += band[QLatin1StringView("rows")].toInt();
      sum += band[QLatin1StringView("iterations")].toDouble();
      const auto stamp = [&band](const char* name) {
        return band[QLatin1StringView(name)].toDouble(-1);
      };
      QVERIFY(0 <= stamp("submitted") && stamp("submitted") <= stamp("started"));
      QVERIFY(stamp("started") <= stamp("completed") && stamp("completed") <= stamp("received"));
    }
    QCOMPARE(rows, 40);
    QCOMPARE(sum, json[QLatin1StringView("summary")][QLatin1StringView("iterations")].toDouble());
  }

  void compareSaysWhetherEveryArrayAgrees() {
    const auto done =
        fatou(words(QStringLiteral("compare --c -0.065,0.66 --size 64x64 --repeats 2 "
                                   "--engines 1,3 --csv t.csv --json t.json")));
    QCOMPARE(done.code, 0);
    QVERIFY2(done.out.contains(QStringLiteral("bit-identical")), qPrintable(done.out));
    QVERIFY2(done.out.contains(QStringLiteral("64 × 64, fast kernel, tmax ")),
             qPrintable(done.out));
    const auto lines = contents(QStringLiteral("t.csv")).trimmed().split('\n');
    QCOMPARE(lines.size(), 6);  // the header, serial, and two views on 1 and on 3 engines
    for (const QByteArray& line : lines) QCOMPARE(line.count(','), lines.first().count(','));
    const auto json = QJsonDocument::fromJson(contents(QStringLiteral("t.json"))).object();
    const auto all = json[QLatin1StringView("configurations")].toArray();
    QCOMPARE(all.size(), 5);
    for (const auto& one : all) {
      QVERIFY(one[QLatin1StringView("identical")].toBool());
      QCOMPARE(one[QLatin1StringView("repeats")].toArray().size(), 2);
    }
  }

  void aComparisonsReportIsOnePageThatExplainsItself() {
    const auto done =
        fatou(words(QStringLiteral("compare --c -0.065,0.66 --size 64x64 --repeats 2 "
                                   "--engines 1,2 --report r.html")));
    QCOMPARE(done.code, 0);
    QVERIFY2(done.out.contains(QStringLiteral("oversubscription")), qPrintable(done.out));
    QXmlStreamReader page(contents(QStringLiteral("r.html")));
    int charts = 0;
    while (!page.atEnd())
      if (page.readNext() == QXmlStreamReader::StartElement && page.name() == QLatin1String("svg"))
        ++charts;
    QVERIFY2(!page.hasError(), qPrintable(page.errorString()));
    QVERIFY(charts > 5);
  }

  void whatIfPredictsARecordedRunAnew() {
    QCOMPARE(fatou(words(QStringLiteral("render --c i --size 50x40 --engines 2 --band 7 --quiet "
                                        "--kernel plain --timing run.json")))
                 .code,
             0);
    const auto done = fatou(words(QStringLiteral(
        "whatif run.json --engines 1,3 --band 4 --view serial,direct,guided --slow 0=2.5 "
        "--json p.json")));
    QCOMPARE(done.err, QString());
    QCOMPARE(done.code, 0);
    QCOMPARE(done.out.count(QStringLiteral("recorded")), 1);
    QCOMPARE(done.out.count(QStringLiteral("predicted")), 5);
    const auto json = QJsonDocument::fromJson(contents(QStringLiteral("p.json"))).object();
    const auto all = json[QLatin1StringView("predictions")].toArray();
    QCOMPARE(all.size(), 5);
    for (const auto& run : all) QVERIFY(run[QLatin1StringView("wall_time")].toDouble() > 0);
    QVERIFY(!done.out.contains(QStringLiteral("As recorded")));
    const auto same =
        fatou(words(QStringLiteral("whatif run.json --engines 2 --band 7 --view balanced")));
    QCOMPARE(same.out.count(QStringLiteral("As recorded: predicted for a quiet machine: ")), 1);
  }

  void whatIfPlaysEnginesOnOtherHosts() {
    QCOMPARE(fatou(words(QStringLiteral("render --c i --size 50x40 --engines 2 --band 1 --quiet "
                                        "--kernel plain --timing run.json")))
                 .code,
             0);
    const auto wallTimes = [&](const char* options) {
      const auto done = fatou(words(QStringLiteral("whatif run.json --engines 2,1024 --band 1 "
                                                   "--view balanced --json p.json --force ") +
                                    QString::fromLatin1(options)));
      std::vector<double> times;
      const auto json = QJsonDocument::fromJson(contents(QStringLiteral("p.json"))).object();
      for (const auto& run : json[QLatin1StringView("predictions")].toArray())
        times.push_back(run[QLatin1StringView("wall_time")].toDouble());
      return times;
    };
    const auto near = wallTimes("--latency 0");
    const auto far = wallTimes("--latency 100000");
    QCOMPARE(near.size(), std::size_t{2});
    // Every band takes the way there and back once at least: a band has a row, and 1,024 engines
    // have at most one each.
    QVERIFY(far[0] > far[1] && far[1] >= 0.2 && far[1] < near[1] + 0.3);
    const auto slow = wallTimes("--latency 0 --host-engines 512 --slow-host 0=1000");
    QVERIFY(slow[0] > near[0] && slow[1] > near[1]);
    const auto done = fatou(words(QStringLiteral("whatif run.json --hub 10 --latency 20")));
    QVERIFY2(done.out.contains(QStringLiteral(
                 "Over a network: 20.0 µs to an engine, any bandwidth a link, 10 Gbit/s through "
                 "the hub; a row's answer takes 200 B.")),
             qPrintable(done.out));
  }

  void whatIfRefusesWhatItCannotPlay_data() {
    QTest::addColumn<QString>("options");
    QTest::addColumn<QString>("named");
    const auto row = [](const char* options, const char* named) {
      QTest::newRow(options) << QString::fromUtf8(options) << QString::fromUtf8(named);
    };
    row("--view lazy", "--view 'lazy' is unknown: use serial, direct, balanced or guided");
    row("--slow 1", "--slow '1' is not ENGINE=FACTOR");
    row("--slow 1=0", "--slow '1=0'");
    row("--slow 1=nan", "--slow '1=nan'");
    row("--slow -1=2", "--slow '-1=2'");
    row("--slow 99999999=2", "--slow '99999999=2'");
    row("--latency soon", "--latency 'soon' is no time in microseconds: write a number from 0 to");
    row("--latency -1", "--latency '-1'");
    row("--latency nan", "--latency 'nan'");
    row("--bandwidth 0", "--bandwidth '0' is no bandwidth in Gbit/s: write a number from 0.001 to");
    row("--hub 10001", "--hub '10001' is no bandwidth in Gbit/s");
    row("--hub-time 2000000", "--hub-time '2000000' is no time in microseconds");
    row("--hub 1 --row-bytes 0", "--row-bytes '0' is no number of bytes");
    row("--hub 1 --hub 2", "--hub is given more than once");
    row("--slow-host 0=2", "--slow-host needs --host-engines");
    row("--host-engines 0", "--host-engines '0'");
    row("--host-engines 16", "--host-engines is for --slow-host: say which host is slow");
    row("--row-bytes 4096", "--row-bytes is for engines behind a network");
    row("--host-engines 16 --slow-host 64=2", "--slow-host '64=2' is not HOST=FACTOR");
    row("--host-engines 16 --slow-host two=2", "--slow-host 'two=2'");
    row("--engines 1025", "--engines '1025'");
    row("--engines 0", "--engines '0'");
    row("--band 0", "--band '0'");
    row("--cores 0", "--cores '0'");
    row("--json nowhere/p.json", "no folder");
  }
  void whatIfRefusesWhatItCannotPlay() {
    QFETCH(QString, options);
    QFETCH(QString, named);
    QCOMPARE(fatou(words(QStringLiteral("render --c i --size 9x9 --quiet --timing run.json"))).code,
             0);
    const auto done = fatou(words(QStringLiteral("whatif run.json ") + options));
    QCOMPARE(done.code, 2);
    QVERIFY2(done.err.contains(named), qPrintable(done.err));
    QCOMPARE(done.err.count(u'\n'), 1);
  }

  void benchTimesBothKernelsAndSaysThatTheyAgree() {
    const auto done = fatou(words(QStringLiteral("bench --jobs seed --repeats 1 --json b.json")));
    QCOMPARE(done.code, 0);
    QVERIFY2(done.out.contains(QStringLiteral("bit-identical")), qPrintable(done.out));
    const auto json = QJsonDocument::fromJson(contents(QStringLiteral("b.json"))).object();
    const auto job = json[QLatin1StringView("jobs")][0];
    QVERIFY(job[QLatin1StringView("same_counts")].toBool());
    for (const char* kernel : {"plain", "fast", "fast_on_all"})
      QCOMPARE(job[QLatin1StringView(kernel)][QLatin1StringView("iterations")].toDouble(),
               19'133'988.0);
    QCOMPARE(fatou(words(QStringLiteral("bench --jobs breakfast"))).code, 2);
  }

  void enginesListsEachOnItsOwnThread() {
    const auto done = fatou(words(QStringLiteral("engines --engines 3")));
    QCOMPARE(done.code, 0);
    const auto lines = done.out.trimmed().split(u'\n');
    QCOMPARE(lines.size(), 4);
    QSet<QString> threads;
    for (qsizetype i = 1; i < lines.size(); ++i) threads += words(lines[i]).value(4);
    QCOMPARE(threads.size(), 3);
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

QTEST_GUILESS_MAIN(CliTest)
#include "cli_test.moc"
