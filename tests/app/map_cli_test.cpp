// SPDX-License-Identifier: GPL-3.0-or-later
// fatou map: planes of parameters on the command line.
#include <cstdint>
#include <cstring>

#include <QRegularExpression>
#include <QTest>
#include <QtEndian>

#include "tests/app/fatou_process.h"

using fatou::tests::FatouFolder;
using fatou::tests::words;

class MapCliTest : public QObject {
  Q_OBJECT
  FatouFolder m_folder;

  fatou::tests::Outcome map(const char* arguments) {
    return m_folder.run(words(QStringLiteral("map ") + QString::fromLatin1(arguments)));
  }
  // The counts of an array of 32 x 24. A trailer comes behind them.
  QByteArray counts(const char* name) const {
    const QByteArray file = m_folder.contents(QString::fromLatin1(name));
    const auto head = qFromLittleEndian<quint16>(file.constData() + 8);
    return file.mid(10 + head, 32 * 24 * 4);
  }
  // The count of a pixel, row 0 the first one in the file.
  std::int32_t count(const char* name, int row, int column) const {
    std::int32_t value = 0;
    std::memcpy(&value, counts(name).constData() + 4 * (32 * row + column), sizeof value);
    return value;
  }

 private Q_SLOTS:
  void cleanup() { m_folder.clear(); }

  void withoutAFormulaItIsTheMandelbrotSet() {
    const auto made = map("--size 32x24 --tmax 90 -o m.npy -o m.png");
    QVERIFY2(made.code == 0, qPrintable(made.err));
    QVERIFY(made.out.startsWith(QStringLiteral("32 x 24 pixels, tmax 90, sum of J ")));
    // Around -0.7: the body and what is far outside.
    QCOMPARE(count("m.npy", 12, 20), 90);
    QVERIFY(count("m.npy", 0, 0) < 9);
    const auto program = map("--size 32x24 --tmax 90 --start 0 --quiet -o p.npy");
    QCOMPARE(program.out, QString());
    QCOMPARE(counts("p.npy"), counts("m.npy"));
  }

  void anyFormulaHasOneOnAnyEngines() {
    const QString magnet = QStringLiteral(
        "map --formula ((z^2+c-1)/(2z+c-2))^2 --escape 1000 --center 1.3,0 --radius 2 "
        "--size 32x24 --tmax 80 --quiet ");
    for (const char* more : {"--engines 1 -o a.npy", "--engines 3 -o b.npy",
                             "--critical all -o c.npy", "--critical 3 -o d.npy"}) {
      const auto made = m_folder.run(words(magnet + QString::fromLatin1(more)));
      QVERIFY2(made.code == 0, qPrintable(made.err));
    }
    QCOMPARE(counts("b.npy"), counts("a.npy"));
    QVERIFY(counts("c.npy") != counts("a.npy"));
    QVERIFY(counts("d.npy") != counts("a.npy"));
  }

  void anotherParameterHasOneToo() {
    const auto made =
        map("--formula z^3-3*a^2*z+c --param a=1 --plane a --c 0.2,0.1 --size 32x24 -o a.npy");
    QVERIFY2(made.code == 0, qPrintable(made.err));
    const auto only = map("--formula z^3+l/z^3 --param l=1 --escape 50 --size 32x24 -o l.npy");
    QVERIFY2(only.code == 0, qPrintable(only.err));
    QVERIFY(counts("l.npy") != counts("a.npy"));
  }

  void noSecondPlaneIsPromised() {
    const auto help = map("--help");
    QCOMPARE(help.code, 0);
    QVERIFY(help.out.contains(QStringLiteral("--basins")));
    QVERIFY(!help.out.contains(QStringLiteral("second plane")));
    QVERIFY(!help.out.contains(QStringLiteral("'cycle'")));
  }

  void aFileSaysThatItIsAMap() {
    const auto made = map("--formula z^3-z+c --size 32x24 --tmax 50 --quiet -o m.png");
    QVERIFY2(made.code == 0, qPrintable(made.err));
    const auto info = m_folder.run(words(QStringLiteral("info m.png")));
    QVERIFY2(info.out.contains(QRegularExpression(QStringLiteral("map\\s+c\n"))),
             qPrintable(info.out));
    QVERIFY(info.out.contains(QRegularExpression(QStringLiteral("critical\\s+1\n"))));
    const auto render = m_folder.run(words(QStringLiteral("render m.png -o r.png")));
    QVERIFY(render.code == 1 || render.code == 2);
    QVERIFY2(render.err.contains(QStringLiteral("it is a map of c")), qPrintable(render.err));
    const auto again = map("--formula z^3-z+c --size 32x24 --tmax 50 --quiet -o m.png");
    QCOMPARE(again.code, 2);
    QVERIFY(again.err.contains(QStringLiteral("--force")));
  }

  void whatIsWrongIsSaidInASentence_data() {
    QTest::addColumn<QString>("arguments");
    QTest::addColumn<QString>("said");
    const auto row = [](const char* arguments, const char* said) {
      QTest::newRow(arguments) << QString::fromLatin1(arguments) << QString::fromLatin1(said);
    };
    row("--plane b", "there is no map of 'b', which is not in z^2+c: use c");
    row("--formula z^3-3*a^2*z+c --param a=1 --plane z --c 1",
        "there is no map of z, which is the variable of the formula: use c or a");
    row("--formula newton(z^3-1)", "has no parameter to be mapped");
    row("--critical 0", "--critical '0' is unknown: use all or a number from 1 on");
    row("--formula z^3-z+c --critical 3", "no critical point 3: the formula has 2");
    row("--start 0 --critical 1", "exclude each other");
    row("--start 1e999", "--start '1e999' is not finite: use numbers below 1e308");
    row("--formula z^2+a*z+c --param a=1 --plane a --c 1e999", "--c '1e999' is not finite");
    row("--c 1", "--c is the number that the map is of");
    row("--formula z^2+a*z+c --param a=1 --plane a", "--c is missing");
    row("--formula newton(z^3-1) --escape 50", "has no parameter to be mapped");
    row("--formula (c-1)*z^2+z", "--escape 50");
    row("--formula c*sin(z) --escape 50 --radius 1e-40", "too deep");
    row("--formula z^2+c^200 --escape 4 --radius 1e-40", "too deep");
    row("--formula z^2+c/a --param a=1 --escape 4 --plane a --c 0.5,0 --radius 1e-40", "too deep");
    row("--field distance -o a.npy", "a map has no distances");
    row("--size 65536x65536", "is too large");
    row("--radius -1", "radius");
  }
  void whatIsWrongIsSaidInASentence() {
    QFETCH(QString, arguments);
    QFETCH(QString, said);
    const auto refused = map(arguments.toLatin1().constData());
    QVERIFY2(refused.code == 2, qPrintable(refused.err));
    QVERIFY2(refused.err.contains(said), qPrintable(refused.err));
    QVERIFY(m_folder.files().isEmpty());
  }
};

QTEST_GUILESS_MAIN(MapCliTest)
#include "map_cli_test.moc"
