// SPDX-License-Identifier: GPL-3.0-or-later
// The command line as scripts see it: the arrays it makes, and what it says of files.
#include <csignal>

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QProcess>
#include <QSet>
#include <QTest>

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

  void enginesListsEachOnItsOwnThread() {
    const auto done = fatou(words(QStringLiteral("engines --engines 3")));
    QCOMPARE(done.code, 0);
    const auto lines = done.out.trimmed().split(u'\n');
    QCOMPARE(lines.size(), 4);
    QSet<QString> threads;
    for (qsizetype i = 1; i < lines.size(); ++i) threads += words(lines[i]).value(4);
    QCOMPARE(threads.size(), 3);
  }
};

QTEST_GUILESS_MAIN(CliTest)
#include "cli_test.moc"
