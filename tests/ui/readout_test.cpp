// SPDX-License-Identifier: GPL-3.0-or-later
// What is said of a pixel, of the zoom and of a picture of one colour.
#include "ui/canvas/readout.h"

#include <QTest>

#include "ui/canvas/overlays.h"
#include "ui/canvas/plane_mapping.h"
#include "ui/style/number_text.h"
#include "ui/window/picture_hint.h"

using namespace fatou;

namespace {

julia::Scaled size(const char* text) {
  return julia::Scaled::of(julia::Decimal::parse(text).value());
}

ui::Picture pictureOf(const char* radius) {
  render::RenderRequest request{.picture = {.width = 160, .height = 121}, .engines = {}};
  request.picture.place.view = julia::CentreView{julia::parseComplex("0.25,-0.5").value(),
                                                 julia::Decimal::parse(radius).value()};
  ui::Picture picture(color::Coloring::defaultColoring());
  picture.begin(request, julia::Raster::of(request.picture.place.view, 160, 121).value());
  return picture;
}

}  // namespace

class ReadoutTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void coordinatesHaveTheDigitsThatTellPixelsApart_data() {
    QTest::addColumn<QString>("z");
    QTest::addColumn<QString>("step");
    QTest::addColumn<QString>("text");
    const auto row = [](const char* z, const char* step, const QString& text) {
      QTest::newRow(z) << QString::fromLatin1(z) << QString::fromLatin1(step) << text;
    };
    row("0.318718,-0.204164", "1e-3", QStringLiteral("0.319 \u2212 0.204i"));
    row("-1.5,0", "0.002", QStringLiteral("\u22121.500 + 0.000i"));
    row("12,1e-9", "0.5", QStringLiteral("12.0 + 0.0i"));
    row("0.00123,3e-5", "1e-5", QStringLiteral("0.00123 + 0.00003i"));
    row("1.23456789012345678901234567890123456789,-2.5e-30", "1e-35",
        QStringLiteral("1.234567\u20267890123457 \u2212 0.000000\u20260000250000i"));
  }
  void coordinatesHaveTheDigitsThatTellPixelsApart() {
    QFETCH(QString, z);
    QFETCH(QString, step);
    QFETCH(QString, text);
    QCOMPARE(ui::complexText(julia::parseComplex(z.toStdString()).value(),
                             size(step.toLatin1().constData())),
             text);
  }

  void aPixelOfABasinSaysWhichCycle() {
    const ui::Picture picture = pictureOf("1.5");
    ui::Picture::Pixel pixel{.count = 7, .cycle = 3, .engine = 1};
    const auto says = [&](const char* text) {
      return ui::readoutText(pixel, picture).endsWith(QString::fromLatin1(text));
    };
    QVERIFY(says("J = 7   cycle 3   engine 1"));
    pixel.cycle = -1;
    QVERIFY(says("J = 7   escaped   engine 1"));
    pixel.cycle = {};
    QVERIFY(says("J = 7   engine 1"));
    pixel.count = 256;
    QVERIFY(says("J = 256 = tmax   engine 1"));
  }

  void zoomIsAPowerOfTen_data() {
    QTest::addColumn<QString>("radius");
    QTest::addColumn<QString>("text");
    QTest::newRow("whole") << QStringLiteral("1.5") << QStringLiteral("× 1");
    QTest::newRow("close") << QStringLiteral("0.012") << QStringLiteral("× 125");
    QTest::newRow("far") << QStringLiteral("150") << QStringLiteral("× 0.01");
    QTest::newRow("very far") << QStringLiteral("20000")
                              << QStringLiteral("× 7.50 · 10<sup>\u22125</sup>");
    QTest::newRow("doubles") << QStringLiteral("1.2e-9")
                             << QStringLiteral("× 1.25 · 10<sup>9</sup>");
    QTest::newRow("deep") << QStringLiteral("3e-2001")
                          << QStringLiteral("× 5.00 · 10<sup>2000</sup>");
  }
  void zoomIsAPowerOfTen() {
    QFETCH(QString, radius);
    QFETCH(QString, text);
    QCOMPARE(ui::zoomText(pictureOf(radius.toLatin1().constData())), text);
  }

  void titlesRoundLongNumbers() {
    const auto shortOf = [](const char* c) {
      return ui::shortText(julia::parseComplex(c).value());
    };
    QCOMPARE(shortOf("-0.7269,0.1889"), QStringLiteral("-0.7269,0.1889"));
    QCOMPARE(shortOf("0.123456789012,-1"), QStringLiteral("0.123456789012,-1"));
    QCOMPARE(shortOf("-0.12345678901299,1e-40"), QStringLiteral("-0.123456789013…,1e-40"));
  }

  void aMultiplierThatIsZeroButForRoundingIsSuperattracting() {
    QCOMPARE(ui::multiplierText(3.641e-16), QStringLiteral("superattracting"));
    QCOMPARE(ui::multiplierText(0.2254), QStringLiteral("|λ| = 0.2254"));
    QCOMPARE(ui::multiplierText(0.9999999), QStringLiteral("|λ| = 0.9999999"));
  }

  void aPictureOfOneColourSaysWhy() {
    const auto hint = [](std::vector<std::int32_t> counts, const char* c,
                         const std::optional<julia::AttractingCycle>& cycle = {}) {
      const auto at = [](const char* text) { return julia::Decimal::parse(text).value(); };
      const julia::Place place{.c = julia::parseComplex(c).value(), .tmax = 100};
      return ui::pictureHint(
          counts, place, {.xmin = at("0"), .ymin = at("0"), .xmax = at("0.1"), .ymax = at("0.1")},
          cycle);
    };
    julia::AttractingCycle cycle{};
    cycle.trapRadius = 0.2;
    QCOMPARE(hint({}, "0"), QString());
    QCOMPARE(hint({2, 90}, "0"), QString());
    QVERIFY(hint({100, 100}, "-1").contains(QStringLiteral("more iterations may show more")));
    QVERIFY(hint({100, 100}, "-1", cycle).contains(QStringLiteral("inside the set")));
    cycle.trapRadius = 0.1;  // and the corner is outside
    QVERIFY(
        hint({100, 100}, "-1", cycle).contains(QStringLiteral("more iterations may show more")));
    QVERIFY(hint({2, 3}, "-1").startsWith(QStringLiteral("Every point leaves at once: ")));
    QVERIFY(hint({2, 3}, "-1").contains(QStringLiteral("Home shows it")));
    QVERIFY(hint({50, 50}, "-1").contains(QStringLiteral("after 50 steps: this is far")));
    QVERIFY(hint({2, 3}, "75i").contains(QStringLiteral("choose one on the map")));
  }

  void numbersOfTheGridMakeWayForWhatIsOverThem() {
    const ui::CanvasMapping mapping{
        .plane = ui::PlaneMapping::of(pictureOf("1.5").raster()), .scaleX = 3.0, .scaleY = 3.0};
    const QRectF area(0, 0, 480, 363);
    const auto painted = [&](const std::vector<QRectF>& taken) {
      QImage image(480, 363, QImage::Format_RGB32);
      image.fill(Qt::black);
      QPainter painter(&image);
      ui::paintGrid(painter, mapping, area, taken);
      return image;
    };
    QCOMPARE(painted({{1000, 1000, 50, 50}}), painted({}));
    const QImage without = painted({area});
    QVERIFY(without != painted({}));
    // Lines alone are as bright in every row between those that cross them.
    QCOMPARE(without.copy(0, 5, 480, 1), without.copy(0, 6, 480, 1));
  }

  void overlaysOfADeepPictureCountFromItsCentre() {
    const ui::Picture deep = pictureOf("2.5e-400");
    const auto mapping = ui::PlaneMapping::of(deep.raster());
    QVERIFY(mapping.isDeep);
    QCOMPARE(mapping.power, std::int64_t{-400});
    QVERIFY(std::abs(mapping.top - 2.5) < 1e-9);
    QVERIFY(std::abs(mapping.pointAt({79.5, 60.0})) < 1e-9);
    const auto shallow = ui::PlaneMapping::of(pictureOf("1.5").raster());
    QVERIFY(!shallow.isDeep);
    QVERIFY(std::abs(shallow.pointAt({79.5, 60.0}) - std::complex<double>(0.25, -0.5)) < 1e-12);
  }
};

QTEST_MAIN(ReadoutTest)
#include "readout_test.moc"
