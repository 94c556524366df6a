// SPDX-License-Identifier: GPL-3.0-or-later
// fatou formula, and formulas on the command line.
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include "tests/app/fatou_process.h"

using fatou::tests::FatouFolder;
using fatou::tests::words;

class FormulaCliTest : public QObject {
  Q_OBJECT
  FatouFolder m_folder;

 private Q_SLOTS:
  void cleanup() { m_folder.clear(); }

  void whatIsKnownOfAFormulaIsATable() {
    const auto said =
        m_folder.run({QStringLiteral("formula"), QStringLiteral("c + z*z*z - a z*0")});
    QCOMPARE(said.code, 2);
    const auto known = m_folder.run({QStringLiteral("formula"), QStringLiteral("z^3 + a*z + c"),
                                     QStringLiteral("--param"), QStringLiteral("a=0.50-0.2i")});
    QCOMPARE(known.err, QString());
    QVERIFY2(known.out.startsWith(QStringLiteral("formula      z^3+a*z+c\n"
                                                 "degree       3\n"
                                                 "holomorphic  yes\n"
                                                 "derivative   3*z^2+a\n"
                                                 "escape       |z| > 2\n"
                                                 "symmetry     none seen\n"
                                                 "critical     ")),
             qPrintable(known.out));
    QVERIFY(known.out.contains(QStringLiteral("0.0801212,0.416036")));
    QVERIFY(
        known.out.endsWith(QStringLiteral("attracting   none found\n"
                                          "operations   7\n"
                                          "constants    2\n"
                                          "rendered     yes\n"
                                          "a            0.50,-0.2\n")));
    const auto square = m_folder.run({QStringLiteral("formula"), QStringLiteral("C + Z\u00b2")});
    QVERIFY2(square.out.startsWith(QStringLiteral("formula      z^2+c\n")), qPrintable(square.out));
    QVERIFY(square.out.contains(QStringLiteral("rendered     yes\n")));
    const auto tricorn = m_folder.run({QStringLiteral("formula"), QStringLiteral("conj(z)^2+c")});
    QVERIFY(tricorn.out.contains(QStringLiteral("holomorphic  no\n")));
    QVERIFY(!tricorn.out.contains(QStringLiteral("derivative")));
    QVERIFY(!tricorn.out.contains(QStringLiteral("degree")));
  }

  void scriptsGetTheSame() {
    const auto said = m_folder.run({QStringLiteral("formula"), QStringLiteral("z^3+a*z"),
                                    QStringLiteral("--param"), QStringLiteral("a=1.25"),
                                    QStringLiteral("--json"), QStringLiteral("f.json")});
    QCOMPARE(said.code, 0);
    const QJsonObject known =
        QJsonDocument::fromJson(m_folder.contents(QStringLiteral("f.json"))).object();
    QCOMPARE(known.value(QStringLiteral("formula")).toString(), QStringLiteral("z^3+a*z"));
    QCOMPARE(known.value(QStringLiteral("degree")).toInt(), 3);
    QVERIFY(known.value(QStringLiteral("holomorphic")).toBool());
    QCOMPARE(
        known.value(QStringLiteral("parameters")).toObject().value(QStringLiteral("a")).toString(),
        QStringLiteral("1.25,0"));
  }

  void cyclesAndCriticalPointsAreSaid() {
    const auto said = m_folder.run({QStringLiteral("formula"), QStringLiteral("z^2+c"),
                                    QStringLiteral("--c=-1,0"), QStringLiteral("--json"),
                                    QStringLiteral("f.json"), QStringLiteral("--force")});
    QVERIFY2(said.code == 0, qPrintable(said.err));
    QVERIFY2(said.out.contains(QStringLiteral("attracting   0,0, period 2, multiplier 0,0, disc ")),
             qPrintable(said.out));
    QVERIFY(said.out.contains(QStringLiteral("turns by 1/2; mirrored in the real axis\n")));
    const QJsonObject known =
        QJsonDocument::fromJson(m_folder.contents(QStringLiteral("f.json"))).object();
    QCOMPARE(known.value(QStringLiteral("escape")).toDouble(), 2.0);
    QCOMPARE(known.value(QStringLiteral("critical")).toArray().size(), 1);
    const QJsonObject cycle = known.value(QStringLiteral("attracting")).toArray().at(0).toObject();
    QCOMPARE(cycle.value(QStringLiteral("points")).toArray().size(), 2);
    const QJsonArray radii = cycle.value(QStringLiteral("radii")).toArray();
    QVERIFY(radii.size() == 2 && radii.at(0) == cycle.value(QStringLiteral("radius")));
    QVERIFY(radii.at(0).toDouble() > 0.45);
  }

  void basinsThatCanBeToldApartAreCounted() {
    const auto said = m_folder.run(words(QStringLiteral("formula newton(z^3-2z+2)")));
    QCOMPARE(said.code, 0);
    QVERIFY2(said.out.contains(QStringLiteral("basins       4 can be told apart\n")),
             qPrintable(said.out));
    const auto square = m_folder.run(words(QStringLiteral("formula z^2+c --c=-1")));
    QVERIFY(!square.out.contains(QStringLiteral("basins")));
  }

  void aParameterThatIsNotUsedIsNamed() {
    const auto said = m_folder.run(words(QStringLiteral("formula z^2+c --param a=1")));
    QCOMPARE(said.code, 0);
    QVERIFY(said.err.contains(QStringLiteral("--param a is not used: the formula has no a in it")));
  }

  void manyParametersThatAreNotUsedAreOneLine() {
    QStringList line = words(QStringLiteral("formula z^2+c"));
    for (int i = 0; i < 30; ++i)
      line << QStringLiteral("--param") << QStringLiteral("a%1=1").arg(i);
    const auto said = m_folder.run(line);
    QCOMPARE(said.code, 0);
    QCOMPARE(said.err.count(u'\n'), 1);
    QVERIFY2(said.err.contains(QStringLiteral("--param a0, a1, a2, a3 and 26 more are not used")),
             qPrintable(said.err));
    const auto two = m_folder.run(words(QStringLiteral("formula z^2+c --param a=1 --param b=2")));
    QVERIFY2(two.err.contains(QStringLiteral("--param a and b are not used: the formula has none")),
             qPrintable(two.err));
  }

  void orbitsMayEscapeByAPartOfZ() {
    const auto render = [this](const char* escape, const char* name) {
      return m_folder.run(
          words(
              QStringLiteral("render --c 0.9 --formula c*sin(z) --radius 8 --size 32x32 --quiet")) +
          QStringList{QStringLiteral("--escape"), QString::fromLatin1(escape), QStringLiteral("-o"),
                      QString::fromLatin1(name)});
    };
    const auto counts = [this](const char* name) {
      return m_folder.contents(QString::fromLatin1(name)).sliced(128, 32 * 32 * 4);
    };
    QCOMPARE(render("|im z|>3", "i.npy").code, 0);
    QCOMPARE(render("|re z|>3", "r.npy").code, 0);
    QCOMPARE(render("3", "z.npy").code, 0);
    QVERIFY(counts("i.npy") != counts("z.npy") && counts("r.npy") != counts("z.npy"));
    QVERIFY(counts("i.npy") != counts("r.npy"));
    const auto info = m_folder.run(words(QStringLiteral("info i.npy")));
    QVERIFY2(info.out.contains(QStringLiteral("c*sin(z),escape_im=3")), qPrintable(info.out));
    const auto wrong = render("|arg z|>3", "w.npy");
    QCOMPARE(wrong.code, 2);
    QVERIFY2(wrong.err.contains(QStringLiteral("--escape: escape '|arg z|>3' compares nothing")),
             qPrintable(wrong.err));
  }

  void anAutomaticEscapeIsTheProvenOne() {
    const auto render = [this](const QString& more) {
      return m_folder.run(words(QStringLiteral("render --size 9x9 --quiet --force ") + more));
    };
    const QString cubic = QStringLiteral("--c 0.3 --formula z^3-z+c ");
    QCOMPARE(render(cubic + QStringLiteral("--escape 40 -o a.png")).code, 0);
    QCOMPARE(render(cubic + QStringLiteral("--escape auto -o b.png")).code, 0);
    QCOMPARE(render(QStringLiteral("a.png --escape auto -o c.png")).code, 0);
    const auto told = [this](const char* name) {
      return m_folder.run({QStringLiteral("info"), QString::fromLatin1(name)}).out;
    };
    QVERIFY(told("a.png").contains(QStringLiteral("escape=40")));
    QVERIFY(!told("b.png").contains(QStringLiteral("escape=")));
    QVERIFY(!told("c.png").contains(QStringLiteral("escape=")));
    QCOMPARE(render(QStringLiteral("--c i --escape auto -o d.png")).code, 0);
    const auto none = render(QStringLiteral("--c 1 --formula c*sin(z) --escape auto -o e.png"));
    QCOMPARE(none.code, 2);
    QVERIFY2(none.err.contains(QStringLiteral("say one, like --escape 50")), qPrintable(none.err));
  }

  void theRemedyIsAnOption() {
    const auto said = [this](const char* line) {
      const auto done = m_folder.run(words(QString::fromLatin1(line)));
      return done.code == 2 ? done.err : QStringLiteral("code %1").arg(done.code);
    };
    const QString newton = said("render --formula newton(z^3-1) --size 9x9");
    QVERIFY2(newton.contains(
                 QStringLiteral("like --escape 50, or tell its basins apart, with --basins")),
             qPrintable(newton));
    QVERIFY(
        !said("render --c 1 --formula sin(z)+c --size 9x9").contains(QStringLiteral("--basins")));
    const QString field =
        said("render --c 1 --formula c*sin(z) --escape 50 --field smooth -o a.npy");
    QVERIFY2(field.contains(QStringLiteral("has no smooth counts")), qPrintable(field));
    QVERIFY(said("render --c 1 --formula c*sin(z) --escape 50 --field distance -o a.npy")
                .contains(QStringLiteral("has no distances")));
    QVERIFY(m_folder.files().isEmpty());
  }

  void theSquareIsTheSameHoweverItIsWritten() {
    for (const char* text : {"z^2+c", "z*z+c", "c+z*z", "z\u00b2+c", "sqr(z)+c", "d(z^3)/3+c"}) {
      const auto made = m_folder.run(
          {QStringLiteral("render"), QStringLiteral("--c"), QStringLiteral("-0.8,0.156"),
           QStringLiteral("--formula"), QString::fromUtf8(text), QStringLiteral("--size"),
           QStringLiteral("64x64"), QStringLiteral("--quiet"), QStringLiteral("--force"),
           QStringLiteral("-o"), QStringLiteral("J.npy")});
      QVERIFY2(made.code == 0, qPrintable(made.err));
      const QByteArray bytes = m_folder.contents(QStringLiteral("J.npy")).sliced(128, 64 * 64 * 4);
      if (m_first.isEmpty()) m_first = bytes;
      QCOMPARE(bytes, m_first);
    }
  }

  void aFormulaIsAPictureInEveryFormat() {
    for (const char* formula : {"z^3-z+c", "newton(z^3-1)", "c*sin(z)"})
      for (const char* name : {"a.png", "a.npy", "a.exr", "a.tif"}) {
        const auto made = m_folder.run(
            {QStringLiteral("render"), QStringLiteral("--c"), QStringLiteral("0.3,0.2"),
             QStringLiteral("--formula"), QString::fromLatin1(formula), QStringLiteral("--escape"),
             QStringLiteral("50"), QStringLiteral("--size"), QStringLiteral("48x40"),
             QStringLiteral("--quiet"), QStringLiteral("--force"), QStringLiteral("-o"),
             QString::fromLatin1(name)});
        QVERIFY2(made.code == 0, qPrintable(made.err));
      }
  }

  // The radius is in the picture, with the formula.
  void aPictureKeepsItsRadius() {
    const auto made = m_folder.run(words(QStringLiteral(
        "render --c 0.9 --formula c*sin(z) --escape 50 --size 32x32 --quiet -o a.png -o a.npy")));
    QVERIFY2(made.code == 0, qPrintable(made.err));
    const auto again =
        m_folder.run(words(QStringLiteral("render a.png --size 32x32 --quiet -o b.npy")));
    QVERIFY2(again.code == 0, qPrintable(again.err));
    const auto counts = [this](const char* name) {
      return m_folder.contents(QString::fromLatin1(name)).sliced(128, 32 * 32 * 4);
    };
    QCOMPARE(counts("b.npy"), counts("a.npy"));
  }

  // Newton's method has nothing to escape to; its picture is which root an orbit comes to.
  void basinsAreInEveryFormat() {
    const auto made = m_folder.run(words(QStringLiteral(
        "render --formula newton(z^3-1) --basins --size 48x40 --tmax 90 --quiet -o a.npy -o a.png "
        "-o a.exr -o a.tif")));
    QVERIFY2(made.code == 0, qPrintable(made.err));
    const auto info = m_folder.run(words(QStringLiteral("info a.npy")));
    QVERIFY2(info.out.contains(QStringLiteral("NumPy array of J and cycles, 48 x 40")),
             qPrintable(info.out));
    for (const char* name : {"a.npy", "a.png", "a.exr", "a.tif"}) {
      const auto said = m_folder.run({QStringLiteral("info"), QString::fromLatin1(name)});
      QVERIFY2(said.out.contains(QStringLiteral("z-(z^3-1)/(3*z^2),basins=1")),
               qPrintable(said.out));
    }
    const auto again =
        m_folder.run(words(QStringLiteral("render a.png --size 48x40 --quiet -o b.npy")));
    QVERIFY2(again.code == 0, qPrintable(again.err));
    const auto numbers = [this](const char* name) {
      return m_folder.contents(QString::fromLatin1(name)).sliced(128, 2 * 48 * 40 * 4);
    };
    QCOMPARE(numbers("b.npy"), numbers("a.npy"));
  }

  void basinsAreTheSameOnAllEngines() {
    const auto said = m_folder.run(words(QStringLiteral(
        "compare --formula newton(z^3-2z+2) --basins --size 64x64 --engines 1,2 --repeats 1")));
    QVERIFY2(said.code == 0, qPrintable(said.err));
    QVERIFY(said.out.contains(QStringLiteral("Every J is bit-identical")));
  }

  void whereThereAreNoBasinsIsSaid() {
    const auto refused = [this](const QString& arguments, const QString& sentence) {
      const auto said =
          m_folder.run(words(QStringLiteral("render --basins --size 8x8 --quiet ") + arguments));
      QCOMPARE(said.code, 2);
      QVERIFY2(said.err.contains(sentence), qPrintable(said.err));
    };
    refused(QStringLiteral("--c=-1"), QStringLiteral("z^2+c has one basin at most"));
    refused(QStringLiteral("--formula z*z+c --c=-1"),
            QStringLiteral("z^2+c has one basin at most"));
    refused(QStringLiteral("--formula c*sin(z) --escape 50 --c=2"),
            QStringLiteral("has no attracting cycle that is proven"));
  }

  void theCatalogueIsListed() {
    const auto said = m_folder.run(words(QStringLiteral("formula --catalogue --json all.json")));
    QCOMPARE(said.err, QString());
    QCOMPARE(said.code, 0);
    const QJsonArray all = QJsonDocument::fromJson(m_folder.contents(QStringLiteral("all.json")))
                               .object()
                               .value(QStringLiteral("formulas"))
                               .toArray();
    QVERIFY(all.size() >= 36);
    QCOMPARE(said.out.count(QLatin1Char('\n')), 2 * all.size());
    for (const auto& each : all) {
      const QJsonObject formula = each.toObject();
      QVERIFY(said.out.contains(formula.value(QStringLiteral("name")).toString()));
      QVERIFY(said.out.contains(formula.value(QStringLiteral("formula")).toString()));
    }
    const auto both = m_folder.run(words(QStringLiteral("formula z^2+c --catalogue")));
    QCOMPARE(both.code, 2);
    QVERIFY(both.err.contains(QStringLiteral("--catalogue lists all formulas: leave out")));
  }

  void aRadiusThatIsNotUsedIsNamed() {
    const auto said = m_folder.run(words(QStringLiteral("formula z^2+c --escape 9")));
    QCOMPARE(said.code, 0);
    QVERIFY(said.err.contains(QStringLiteral("--escape is not used: z^2+c has its own")));
  }

  void basinsMayBeGivenByTheirName() {
    const auto said = m_folder.run(words(
        QStringLiteral("render --formula z^2-1 --param basins=1 --size 8x8 --quiet -o a.png")));
    QVERIFY2(said.code == 0, qPrintable(said.err));
    QCOMPARE(said.err, QString());
  }

 private:
  QByteArray m_first;
};

QTEST_GUILESS_MAIN(FormulaCliTest)
#include "formula_cli_test.moc"
