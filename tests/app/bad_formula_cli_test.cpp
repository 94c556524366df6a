// SPDX-License-Identifier: GPL-3.0-or-later
// Formulas that are none on the command line: one sentence, exit code 2, and no file.
#include <utility>

#include <QImage>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include "tests/app/fatou_process.h"
#include "tests/bad_formulas.h"

using fatou::tests::BadFormula;
using fatou::tests::FatouFolder;
using fatou::tests::Outcome;
using fatou::tests::words;

namespace {

QString textOf(const BadFormula& bad) {
  return QString::fromStdString(bad.text);
}

QByteArray placeOf(const QString& formula) {
  const QJsonObject place{{QStringLiteral("fatou"), QStringLiteral("place")},
                          {QStringLiteral("version"), 2},
                          {QStringLiteral("name"), QStringLiteral("Bad")},
                          {QStringLiteral("formula"), formula},
                          {QStringLiteral("c"), QStringLiteral("0.3,0.2")},
                          {QStringLiteral("center"), QStringLiteral("0,0")},
                          {QStringLiteral("radius"), QStringLiteral("1.5")},
                          {QStringLiteral("tmax"), 50}};
  return QJsonDocument(place).toJson();
}

// A film of three frames.
QByteArray scriptOf(const char* formula) {
  return QByteArray(R"({"fatou": "animation", "version": 1, "size": "32x18",
    "framesPerSecond": 24, "start": {"formula": ")") +
         formula + R"(", "c": "-0.4,0.3", "center": "0,0", "radius": "1.5", "tmax": 50},
    "segments": [{"seconds": 0.125, "to": {"radius": "1"}}]})";
}

}  // namespace

class BadFormulaCliTest : public QObject {
  Q_OBJECT
  FatouFolder m_folder;

  Outcome render(const QString& formula, const QString& more = {}) {
    return m_folder.run(
        QStringList{QStringLiteral("render"), QStringLiteral("--formula"), formula,
                    QStringLiteral("--c"), QStringLiteral("0.3,0.2"), QStringLiteral("--size"),
                    QStringLiteral("24x16"), QStringLiteral("--tmax"), QStringLiteral("50"),
                    QStringLiteral("--quiet"), QStringLiteral("-o"), QStringLiteral("J.npy")} +
        words(more));
  }
  void verifySentence(const Outcome& said, int code, const char* part) {
    QVERIFY2(said.code == code, qPrintable(said.err));
    QVERIFY2(said.err.contains(QLatin1String(part)), qPrintable(said.err));
    QCOMPARE(said.err.count(u'\n'), 1);
    QVERIFY2(said.err.size() < 500, qPrintable(said.err));
    QCOMPARE(said.out, QString());
  }

 private Q_SLOTS:
  void cleanup() { m_folder.clear(); }

  void nothingIsRendered() {
    for (const BadFormula& bad : fatou::tests::badFormulas()) {
      verifySentence(render(textOf(bad)), 2, bad.part);
      QVERIFY2(m_folder.files().isEmpty(), bad.name);
    }
  }

  void aPlaceFileWithOneIsNotRendered() {
    for (const BadFormula& bad : fatou::tests::badFormulas()) {
      m_folder.put(QStringLiteral("bad.json"), placeOf(textOf(bad)));
      const auto said = m_folder.run(words(QStringLiteral("render bad.json --quiet -o J.npy")));
      verifySentence(said, 2, bad.part);
      QVERIFY2(said.err.contains(QLatin1String("bad.json")), qPrintable(said.err));
      QCOMPARE(m_folder.files(), QStringList{QStringLiteral("bad.json")});
      m_folder.clear();
    }
  }

  void optionsMendAPlaceFile() {
    const auto rendered = [this](const char* formula, const char* options) {
      m_folder.put(QStringLiteral("p.json"), placeOf(QString::fromLatin1(formula)));
      return m_folder.run(
          words(QStringLiteral("render p.json --size 9x9 --quiet --force -o J.npy ") +
                QString::fromLatin1(options)));
    };
    for (const char* options : {"--basins", "--escape 100", "--formula z^2+c"}) {
      const auto done = rendered("newton(z^3-1)", options);
      QVERIFY2(done.code == 0, qPrintable(done.err));
    }
    QCOMPARE(rendered("z^^2", "--formula z^2+c").code, 0);
    verifySentence(rendered("newton(z^3-1)", "--escape auto"), 2, "--escape: formula z-(z^3-1)");
    verifySentence(rendered("z^^2", "--basins"), 2, "nothing stands between ^ and ^");
  }

  void optionsMendAPlaceInAText() {
    const auto rendered = [this](const char* formula, const char* options) {
      m_folder.put(QStringLiteral("p.txt"), QByteArray("fatou:formula=") + formula +
                                                ";c=0.3,0.2;center=0,0;radius=1.5;tmax=50\n");
      return m_folder.run(
          words(QStringLiteral("render p.txt --size 9x9 --quiet --force -o J.npy ") +
                QString::fromLatin1(options)));
    };
    for (const char* options : {"--basins", "--escape 100", "--formula z^2+c"}) {
      const auto done = rendered("newton(z^3-1)", options);
      QVERIFY2(done.code == 0, qPrintable(done.err));
    }
    QCOMPARE(rendered("z^^2", "--formula z^2+c").code, 0);
    verifySentence(rendered("newton(z^3-1)", ""), 2, "has no known radius of escape");
    verifySentence(rendered("z^^2", "--basins"), 2, "nothing stands between ^ and ^");
  }

  // The file is as an earlier version, which knew another escape radius, would have written it.
  void optionsMendAPicture() {
    QImage picture(9, 9, QImage::Format_RGB32);
    picture.fill(Qt::black);
    picture.setText(QStringLiteral("Software"), QStringLiteral("Fatou 1.0"));
    const std::pair<const char*, const char*> texts[] = {{"formula", "newton(z^3-1)"},
                                                         {"c", "0.3,0.2"},
                                                         {"center", "0,0"},
                                                         {"radius", "1.5"},
                                                         {"tmax", "50"}};
    for (const auto& [name, value] : texts)
      picture.setText(QStringLiteral("Fatou ") + QLatin1String(name), QLatin1String(value));
    QVERIFY(picture.save(m_folder.path(QStringLiteral("p.png"))));
    const auto rendered = [this](const char* options) {
      return m_folder.run(
          words(QStringLiteral("render p.png --size 9x9 --quiet --force -o J.npy ") +
                QString::fromLatin1(options)));
    };
    for (const char* options : {"--basins", "--escape 100", "--formula z^2+c"}) {
      const auto done = rendered(options);
      QVERIFY2(done.code == 0, qPrintable(done.err));
    }
    verifySentence(rendered(""), 2, "has no known radius of escape");
  }

  void optionsMendAScript() {
    const auto film = [this](const char* formula, const char* options) {
      m_folder.put(QStringLiteral("s.json"), scriptOf(formula));
      return m_folder.run(words(QStringLiteral("animate s.json -o f-%d.png --quiet --force ") +
                                QString::fromLatin1(options)));
    };
    for (const char* options : {"--basins", "--escape 100", "--formula z^2+c"}) {
      const auto done = film("newton(z^3-1)", options);
      QVERIFY2(done.code == 0, qPrintable(done.err));
      m_folder.clear();
    }
    QCOMPARE(film("z^^2", "--formula z^2+c").code, 0);
    m_folder.clear();
    m_folder.put(QStringLiteral("s.json"), R"({"fatou": "animation", "version": 1,
      "size": "32x18", "framesPerSecond": 24,
      "start": "fatou:formula=newton(z^3-1);c=0,0;center=0,0;radius=1.5;tmax=50",
      "segments": [{"seconds": 0.125, "to": {"radius": "1"}}]})");
    const auto mended = m_folder.run(
        words(QStringLiteral("animate s.json -o f-%d.png --quiet --force --escape 100")));
    QVERIFY2(mended.code == 0, qPrintable(mended.err));
    m_folder.clear();
    verifySentence(film("newton(z^3-1)", ""), 2, "has no known radius of escape");
  }

  void otherCommandsRefuseTheSame() {
    for (const char* command : {"compare --c 0.3,0.2 --size 16x16", "bench --jobs seed"})
      verifySentence(m_folder.run(words(QString::fromLatin1(command)) +
                                  QStringList{QStringLiteral("--formula"), QStringLiteral("z^^2")}),
                     2, "nothing stands between ^ and ^");
    verifySentence(m_folder.run(words(QStringLiteral("formula z^^2"))), 2,
                   "nothing stands between ^ and ^");
    verifySentence(m_folder.run(words(QStringLiteral("formula"))), 2, "which formula?");
  }

  void aNumberInTheTextThatIsNotUsedIsNamed() {
    const auto unused = render(QStringLiteral("z^2+c,a=3"));
    QCOMPARE(unused.code, 0);
    QCOMPARE(unused.err, QStringLiteral("a is not used: the formula has no a in it\n"));
    const auto known = m_folder.run(words(QStringLiteral("formula z^2+c,a=3,b=1")));
    QVERIFY2(known.err.contains(QStringLiteral("a and b are not used: the formula has none")),
             qPrintable(known.err));
    QCOMPARE(render(QStringLiteral("z^2+a*z+c,a=0.5,escape=9"), QStringLiteral("--force")).err,
             QString());
  }

  void aParameterNeedsAValue() {
    const QString formula = QStringLiteral("z^2+a*z");
    verifySentence(render(formula), 2, "there is no number a");
    verifySentence(render(formula, QStringLiteral("--param a")), 2, "has no value");
    verifySentence(render(formula, QStringLiteral("--param a=")), 2, "'a' has no value");
    verifySentence(render(formula, QStringLiteral("--param a=1 --param a=2")), 2, "has two values");
    verifySentence(render(formula, QStringLiteral("--param z=1")), 2, "has a meaning of its own");
    QVERIFY(m_folder.files().isEmpty());
    const auto unused = render(formula, QStringLiteral("--param a=0.5 --param b=1"));
    QCOMPARE(unused.code, 0);
    QVERIFY(unused.err.contains(QStringLiteral("--param b is not used: the formula has no b")));
  }

  void aFormulaMayBeginWithASign() {
    for (const char* line :
         {"formula -z^3+c --c 0.3", "formula --c 0.3 -z^3+c", "formula --c 0.3 -- -z^3+c"}) {
      const auto known = m_folder.run(words(QString::fromLatin1(line)));
      QVERIFY2(known.code == 0, qPrintable(known.err));
      QVERIFY(known.out.startsWith(QStringLiteral("formula      c-z^3\n")));
    }
  }

  void whatCrashedOthersIsRendered() {
    for (const char* text : fatou::tests::kCrashedOthers) {
      const auto said = render(QString::fromLatin1(text));
      QVERIFY2(said.code == 0, qPrintable(said.err));
      m_folder.clear();
    }
    m_folder.put(QStringLiteral("s.json"), scriptOf(fatou::tests::kCrashedOthers[0]));
    const auto film = m_folder.run(words(QStringLiteral("animate s.json -o f-%d.png --quiet")));
    QVERIFY2(film.code == 0, qPrintable(film.err));
    QVERIFY(m_folder.files().size() >= 3);
    m_folder.clear();
    const auto nested =
        render(QString::fromStdString(fatou::tests::nestedSquares() + ",escape=16"));
    QVERIFY2(nested.code == 0, qPrintable(nested.err));
  }
};

QTEST_GUILESS_MAIN(BadFormulaCliTest)
#include "bad_formula_cli_test.moc"
