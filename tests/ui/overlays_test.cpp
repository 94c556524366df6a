// SPDX-License-Identifier: GPL-3.0-or-later
// Orbits over a picture, however far they go.
#include "ui/canvas/overlays.h"

#include <complex>
#include <limits>
#include <vector>

#include <QImage>
#include <QPainter>
#include <QTest>

using namespace fatou;

namespace {

constexpr int kSide = 100;  // pixels; one is one unit of the plane

QImage drawn(const std::vector<std::complex<double>>& orbit) {
  QImage image(kSide, kSide, QImage::Format_RGB32);
  image.fill(Qt::black);
  QPainter painter(&image);
  ui::paintOrbit(painter, {}, orbit);
  return image;
}

int paintedPixels(const QImage& image) {
  int painted = 0;
  for (int y = 0; y < kSide; ++y)
    for (int x = 0; x < kSide; ++x)
      if (qGray(image.pixel(x, y)) > 40) ++painted;
  return painted;
}

}  // namespace

class OverlaysTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void anOrbitThatGoesFarAwayIsALineInSight_data() {
    QTest::addColumn<double>("far");
    for (const double far : {1e3, 1e5, 1e7, 1e9, 1e12, 1e17, 1e150})
      QTest::addRow("%g", far) << far;
  }
  void anOrbitThatGoesFarAwayIsALineInSight() {
    QFETCH(double, far);
    const int painted = paintedPixels(drawn({{10, -50}, {far, -50 - 0.3 * far}, {20, -20}}));
    QVERIFY2(painted > 80, qPrintable(QString::number(painted)));
    QVERIFY2(painted < 800, qPrintable(QString::number(painted)));
  }

  void nothingIsPaintedOfWhatIsFarAway() {
    QCOMPARE(paintedPixels(drawn({{1e9, 1e9}, {1e12, 2e12}, {1e9, 3e9}})), 0);
  }

  void aLongOrbitIsNoBand() {
    std::vector<std::complex<double>> orbit;
    for (int i = 0; i < 2'000; ++i) orbit.emplace_back(i % 2 == 0 ? 10 : 90, -5 - 0.045 * i);
    const int painted = paintedPixels(drawn(orbit));
    QVERIFY2(painted < kSide * kSide / 4, qPrintable(QString::number(painted)));
  }

  void anOrbitEndsAtAPole() {
    constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
    constexpr double kInfinite = std::numeric_limits<double>::infinity();
    const QImage whole = drawn({{10, -50}, {60, -30}});
    QCOMPARE(drawn({{10, -50}, {60, -30}, {kNone, kNone}, {90, -90}}), whole);
    QCOMPARE(drawn({{10, -50}, {60, -30}, {kInfinite, 0}}), whole);
    QCOMPARE(paintedPixels(drawn({{kInfinite, 0}, {90, -90}})), 0);
  }
};

QTEST_MAIN(OverlaysTest)
#include "overlays_test.moc"
