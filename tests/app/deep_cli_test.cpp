// SPDX-License-Identifier: GPL-3.0-or-later
// Deep places and big numbers from the command line.
#include <QTest>

#include "core/exports/picture_spec.h"
#include "core/io/formats/file_info.h"
#include "fatou_process.h"

using fatou::tests::Outcome;
using fatou::tests::words;

class DeepCliTest : public QObject {
  Q_OBJECT

 private:
  fatou::tests::FatouFolder m_folder;

  Outcome fatou(const QStringList& arguments) { return m_folder.run(arguments); }

 private Q_SLOTS:
  void cleanup() { m_folder.clear(); }

  void aPlaceOfAThousandDigitsIsRenderedAndComesBack_data() {
    QTest::addColumn<QString>("file");
    QTest::addColumn<QString>("options");
    const auto row = [](const char* file, const char* options = "") {
      QTest::addRow("%s %s", file, options)
          << QString::fromLatin1(file) << QString::fromLatin1(options);
    };
    row("a.npy");
    row("a.png", "--depth 8");
    row("a.png", "--depth 16");
    row("a.tif", "--depth 8");
    row("a.tif", "--depth float");
    row("a.exr", "--depth half");
    row("a.exr", "--depth float");
    row("a.jpg");
    row("a.webp");
    row("a.webp", "--quality 100");
  }
  void aPlaceOfAThousandDigitsIsRenderedAndComesBack() {
    QFETCH(QString, file);
    QFETCH(QString, options);
    // 1,020 digits after the point that are not all the same.
    const auto digits = [](int seed) {
      QString text;
      for (int k = 0; text.size() < 1'020; ++k) text += QString::number((seed + k * k) % 9'973);
      return QStringLiteral("0.") + text.left(1'019) + u'7';
    };
    const QString c = QStringLiteral("-") + digits(726) + u',' + digits(188);
    const QString centre = digits(3) + QStringLiteral(",-") + digits(25);
    const QString place =
        QStringLiteral("--c=%1 --center=%2 --radius 1e-1000 --tmax 2000 --size 9x7").arg(c, centre);
    QCOMPARE(
        fatou(words(QStringLiteral("render --quiet -o %1 %2 %3").arg(file, options, place))).code,
        0);
    const auto done = fatou({QStringLiteral("info"), file});
    QCOMPARE(done.code, 0);
    for (const QString& part : {c, centre, QStringLiteral("1e-1000"), QStringLiteral("9x7")})
      QVERIFY2(done.out.contains(part), qPrintable(part.left(20)));
    const auto info = fatou::io::readFileInfo(m_folder.path(file));
    QVERIFY(info.ok());
    const auto spec = fatou::exports::specOf(info.value().provenance.parameters);
    QVERIFY(spec.ok());
    const auto& request = spec.value().request;
    QCOMPARE(QString::fromStdString(request.picture.place.c.text()), c);
    const auto& view = std::get<fatou::julia::CentreView>(request.picture.place.view);
    QCOMPARE(QString::fromStdString(view.centre.text()), centre);
    QCOMPARE(QString::fromStdString(view.radius.text()), QStringLiteral("1e-1000"));
    QCOMPARE(request.picture.place.tmax, 2000);
    QVERIFY(fatou::render::numberTypeOf(request.picture) == fatou::julia::NumberType::Perturbation);
  }

  void aPictureIsVerified_data() {
    QTest::addColumn<QString>("place");
    QTest::addColumn<QString>("bits");
    QTest::addRow("in doubles") << QStringLiteral("--c -0.123,0.745 --radius 1.3 --tmax 2000000000")
                                << QStringLiteral("192");
    QTest::addRow("deep") << QStringLiteral("--c 0,1 --center 0,1 --radius 1e-60 --tmax 5000")
                          << QStringLiteral("396");
  }
  void aPictureIsVerified() {
    QFETCH(QString, place);
    QFETCH(QString, bits);
    const auto render = QStringLiteral("render --size 60x40 --verify 70 -o J.npy ") + place;
    const auto done = fatou(words(render));
    QCOMPARE(done.code, 0);
    QVERIFY2(
        done.out.contains(QStringLiteral("Verified 70 pixels with %1 bits: all agree\n").arg(bits)),
        qPrintable(done.out));
    QCOMPARE(fatou(words(render + QStringLiteral(" --quiet --force"))).out, QString());
  }
};

QTEST_GUILESS_MAIN(DeepCliTest)
#include "deep_cli_test.moc"
