// SPDX-License-Identifier: GPL-3.0-or-later
// Formulas verified by big numbers, and their deep maps, on the command line.
#include <QTest>

#include "tests/app/fatou_process.h"

using fatou::tests::FatouFolder;
using fatou::tests::words;

class FormulaDepthCliTest : public QObject {
  Q_OBJECT
  FatouFolder m_folder;

 private Q_SLOTS:
  void cleanup() { m_folder.clear(); }

  void aPictureOfAnyFormulaIsVerified() {
    for (const char* formula :
         {"z^3+c", "c*sin(z),escape_im=20", "newton(z^3-1),basins=1", "conj(z)^2+c,escape=4"}) {
      const auto done = m_folder.run(
          words(QStringLiteral("render --c 0.2,0.3 --size 40x30 --tmax 90 --verify 40")) +
          QStringList{QStringLiteral("--formula"), QString::fromLatin1(formula)});
      QVERIFY2(done.code == 0, qPrintable(done.err));
      QVERIFY2(done.out.contains(QStringLiteral("Verified 40 pixels with ")), qPrintable(done.out));
    }
  }

  void aDeepPictureOfAnyFormulaIsVerified() {
    const auto done = m_folder.run(words(QStringLiteral(
        "render --formula z^3-z --c 0 --center 1.41421356237309504880168872420969807856967 "
        "--radius 1e-30 --size 40x30 --tmax 90 --verify 40")));
    QVERIFY2(done.code == 0, qPrintable(done.err));
    QVERIFY2(done.out.contains(QStringLiteral("Verified 40 pixels with ")), qPrintable(done.out));
  }

  void aMapOfAPolynomialIsDeep() {
    const auto map = [this](const char* name, const char* engines) {
      return m_folder.run(
          words(QStringLiteral("map --formula z^3+c --center 0.3388,1.2717 --radius 1e-25 "
                               "--size 24x18 --tmax 300 --quiet")) +
          QStringList{QStringLiteral("--engines"), QString::fromLatin1(engines),
                      QStringLiteral("-o"), QString::fromLatin1(name)});
    };
    const auto one = map("a.npy", "1");
    QVERIFY2(one.code == 0, qPrintable(one.err));
    QCOMPARE(map("b.npy", "2").code, 0);
    QCOMPARE(m_folder.contents(QStringLiteral("a.npy")),
             m_folder.contents(QStringLiteral("b.npy")));
  }
};

QTEST_GUILESS_MAIN(FormulaDepthCliTest)
#include "formula_depth_cli_test.moc"
