// SPDX-License-Identifier: GPL-3.0-or-later
// `fatou animate` with formulas whose numbers move.
#include <QDir>
#include <QTest>

#include "tests/app/fatou_process.h"

using fatou::tests::FatouFolder;
using fatou::tests::words;

namespace {

// Three frames; `to` is what the end says besides its view.
QByteArray script(const QByteArray& to) {
  return R"({"fatou": "animation", "version": 1, "framesPerSecond": 3, "size": "32x18",
    "start": {"c": "0.1,0.2", "center": "0,0", "radius": "1.5", "tmax": 90},
    "segments": [{"seconds": 1, "to": {"radius": "1")" +
         to + "}}]}";
}

}  // namespace

class AnimateFormulaTest : public QObject {
  Q_OBJECT
  FatouFolder m_folder;

  fatou::tests::Outcome animate(const QString& options) {
    return m_folder.run(words(QStringLiteral("animate a.json --quiet ") + options));
  }
  QString told(const QString& file) { return m_folder.run({QStringLiteral("info"), file}).out; }

 private Q_SLOTS:
  void cleanup() { m_folder.clear(); }

  void theFormulaOfAScriptIsGivenWithItsNumbers() {
    m_folder.put(QStringLiteral("a.json"), script(R"(, "parameters": {"a": "0.5i"})"));
    const auto done =
        animate(QStringLiteral("--formula z^3+a*z+c --param a=0.3 --escape 9 -o f-%d.png"));
    QCOMPARE(done.err, QString());
    QCOMPARE(done.code, 0);
    QVERIFY(told(QStringLiteral("f-0.png")).contains(QLatin1String("z^3+a*z+c,a=0.3,escape=9")));
    QVERIFY(told(QStringLiteral("f-2.png")).contains(QLatin1String("z^3+a*z+c,a=0.5i,escape=9")));
  }

  void basinsAreToldApartInEveryFrame() {
    m_folder.put(QStringLiteral("a.json"), script(R"(, "parameters": {"a": "2"})"));
    const auto done =
        animate(QStringLiteral("--formula newton(z^3-a) --param a=1 --basins -o f-%d.png"));
    QCOMPARE(done.err, QString());
    QCOMPARE(done.code, 0);
    for (const char* frame : {"f-0.png", "f-1.png", "f-2.png"})
      QVERIFY(told(QString::fromLatin1(frame)).contains(QLatin1String("basins=1")));
  }

  void whatIsWrongIsABadUsage() {
    m_folder.put(QStringLiteral("a.json"), script(R"(, "formula": "z^4+c")"));
    const auto refused = [this](const QString& options, const QString& part) {
      const auto done = animate(options + QStringLiteral(" -o f-%d.png"));
      QCOMPARE(done.code, 2);
      QVERIFY2(done.err.contains(part), qPrintable(done.err));
      QCOMPARE(done.err.count(u'\n'), 1);
    };
    refused({}, QStringLiteral("from z^2+c to z^4+c, between which there is nothing"));
    refused(QStringLiteral("--formula z^3+"), QStringLiteral("--formula"));
    refused(QStringLiteral("--formula z^3+b"), QStringLiteral("--formula"));
    QCOMPARE(m_folder.files(), QStringList{QStringLiteral("a.json")});
  }

  void aParameterThatIsNotUsedIsNamed() {
    m_folder.put(QStringLiteral("a.json"), script({}));
    const auto done = animate(QStringLiteral("--param b=1 -o f-%d.png"));
    QCOMPARE(done.code, 0);
    QVERIFY2(done.err.contains(QLatin1String("--param b is not used")), qPrintable(done.err));
  }
};

QTEST_GUILESS_MAIN(AnimateFormulaTest)
#include "animate_formula_test.moc"
