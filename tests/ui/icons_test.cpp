// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/style/icons.h"

#include <algorithm>
#include <cstdlib>

#include <QApplication>
#include <QImage>
#include <QPixmap>
#include <QTest>

#include "ui/style/palettes.h"

using namespace fatou::ui;

namespace {

constexpr int kSide = 20;

QImage drawn(const QIcon& icon, int side, QIcon::Mode mode = QIcon::Normal,
             QIcon::State state = QIcon::Off) {
  return icon.pixmap(QSize(side, side), 1.0, mode, state)
      .toImage()
      .convertToFormat(QImage::Format_ARGB32);
}

// How many pixels are opaque enough to be seen.
int inked(const QImage& image) {
  int count = 0;
  for (int y = 0; y < image.height(); ++y)
    for (int x = 0; x < image.width(); ++x) count += qAlpha(image.pixel(x, y)) > 64 ? 1 : 0;
  return count;
}

QColor mostOpaque(const QImage& image) {
  QColor best(0, 0, 0, 0);
  for (int y = 0; y < image.height(); ++y)
    for (int x = 0; x < image.width(); ++x)
      if (image.pixelColor(x, y).alpha() > best.alpha()) best = image.pixelColor(x, y);
  return best;
}

bool isNear(const QColor& a, const QColor& b) {
  const int far = std::max({std::abs(a.red() - b.red()), std::abs(a.green() - b.green()),
                            std::abs(a.blue() - b.blue())});
  return far <= 6;  // the rounding of premultiplied alpha
}

void addNames() {
  QTest::addColumn<QString>("name");
  for (const QString& name : iconNames()) QTest::newRow(qPrintable(name)) << name;
}

}  // namespace

class IconsTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void thereAreIcons() { QVERIFY(iconNames().size() >= 40); }

  void everyIconHasInkAtBothSizes_data() { addNames(); }
  void everyIconHasInkAtBothSizes() {
    QFETCH(QString, name);
    for (const int side : {16, kSide}) {
      const int ink = inked(drawn(icon(name), side));
      QVERIFY2(ink >= 10, qPrintable(QString::number(ink)));
      QVERIFY2(ink < side * side * 3 / 4, qPrintable(QString::number(ink)));
    }
  }

  void everyIconFollowsThePalette_data() { addNames(); }
  void everyIconFollowsThePalette() {
    QFETCH(QString, name);
    const QIcon kept = icon(name);
    for (const QPalette& palette : {darkPalette(), lightPalette()}) {
      QApplication::setPalette(palette);
      const auto color = [&kept](QIcon::Mode mode, QIcon::State state) {
        return mostOpaque(drawn(kept, 64, mode, state));
      };
      QVERIFY(isNear(color(QIcon::Normal, QIcon::Off), palette.color(QPalette::WindowText)));
      QVERIFY(isNear(color(QIcon::Normal, QIcon::On), palette.color(QPalette::Link)));
      QVERIFY(isNear(color(QIcon::Disabled, QIcon::Off),
                     palette.color(QPalette::Disabled, QPalette::WindowText)));
    }
  }

  void anIconOnTheAccentHasTheAccentsTextColor() {
    QApplication::setPalette(lightPalette());
    QCOMPARE(mostOpaque(drawn(icon(u"stop", QPalette::HighlightedText), 64)), QColor(Qt::white));
  }

  void atTwiceThePixelRatioThereAreTwiceThePixels() {
    const QPixmap picture = icon(u"home").pixmap(QSize(kSide, kSide), 2.0);
    QCOMPARE(picture.size(), QSize(2 * kSide, 2 * kSide));
    QCOMPARE(picture.devicePixelRatio(), 2.0);
    QVERIFY(inked(picture.toImage()) > 2 * inked(drawn(icon(u"home"), kSide)));
  }

  void theProgramsMarkIsThereFromSixteenPixelsUp() {
    for (const int side : {16, 32, 256}) {
      const QImage mark = drawn(programIcon(), side);
      QCOMPARE(mark.size(), QSize(side, side));
      QVERIFY(inked(mark) > side * side / 2);
      QCOMPARE(qAlpha(mark.pixel(0, 0)), 0);
    }
  }
};

QTEST_MAIN(IconsTest)
#include "icons_test.moc"
