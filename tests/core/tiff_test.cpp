// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>
#include <tiffio.h>

#include <QTemporaryDir>
#include <QTest>

#include "core/color/srgb.h"
#include "core/io/tiff_format.h"
#include "painted_samples.h"

using namespace fatou::io;
using namespace fatou::io::samples;

namespace {

struct CloseTiff {
  void operator()(TIFF* tiff) const { TIFFClose(tiff); }
};

// A picture of a TIFF as libtiff reads it, three values a pixel.
template <typename Channel>
struct Page {
  std::uint32_t width = 0;
  std::uint32_t height = 0;
  std::uint32_t kind = 0;
  std::vector<Channel> pixels;
};

template <typename Channel>
Page<Channel> readPage(TIFF* tiff) {
  Page<Channel> page;
  std::uint32_t side = 0;
  std::uint16_t bits = 0;
  TIFFGetField(tiff, TIFFTAG_IMAGEWIDTH, &page.width);
  TIFFGetField(tiff, TIFFTAG_IMAGELENGTH, &page.height);
  TIFFGetField(tiff, TIFFTAG_SUBFILETYPE, &page.kind);
  TIFFGetField(tiff, TIFFTAG_TILEWIDTH, &side);
  TIFFGetField(tiff, TIFFTAG_BITSPERSAMPLE, &bits);
  if (bits != 8 * sizeof(Channel) || side == 0) return {};
  page.pixels.resize(std::size_t{3} * page.width * page.height);
  std::vector<Channel> tile(std::size_t{3} * side * side);
  for (std::uint32_t y = 0; y < page.height; y += side)
    for (std::uint32_t x = 0; x < page.width; x += side) {
      if (TIFFReadTile(tiff, tile.data(), x, y, 0, 0) < 0) return {};
      const std::size_t used = 3 * std::min(side, page.width - x);
      for (std::uint32_t row = 0; row < side && y + row < page.height; ++row)
        std::copy_n(tile.begin() + std::ptrdiff_t{3} * row * side, used,
                    page.pixels.begin() + (std::ptrdiff_t{y + row} * page.width + x) * 3);
    }
  return page;
}

template <typename Channel>
std::vector<Page<Channel>> readPages(const QString& path) {
  const std::unique_ptr<TIFF, CloseTiff> tiff(TIFFOpen(qPrintable(path), "r"));
  std::vector<Page<Channel>> pages;
  if (!tiff) return pages;
  do pages.push_back(readPage<Channel>(tiff.get()));
  while (TIFFReadDirectory(tiff.get()) == 1);
  return pages;
}

double lightOf(std::uint8_t channel) {
  return fatou::color::toLinear(channel / 255.0);
}
double lightOf(std::uint16_t channel) {
  return fatou::color::toLinear(channel / 65'535.0);
}
double lightOf(float channel) {
  return static_cast<double>(channel);
}

double channelOf(double light, std::uint8_t) {
  return 255.0 * fatou::color::fromLinear(light);
}
double channelOf(double light, std::uint16_t) {
  return 65'535.0 * fatou::color::fromLinear(light);
}
double channelOf(double light, float) {
  return light;
}

// The difference of the page from the other one at half the size, in units of a channel.
template <typename Channel>
double worstHalf(const Page<Channel>& half, const Page<Channel>& whole) {
  double worst = 0.0;
  const auto at = [&](std::uint32_t x, std::uint32_t y, std::uint32_t channel) {
    x = std::min(x, whole.width - 1);
    y = std::min(y, whole.height - 1);
    return lightOf(whole.pixels[(std::size_t{y} * whole.width + x) * 3 + channel]);
  };
  for (std::uint32_t y = 0; y < half.height; ++y)
    for (std::uint32_t x = 0; x < half.width; ++x)
      for (std::uint32_t i = 0; i < 3; ++i) {
        const double light = (at(2 * x, 2 * y, i) + at(2 * x + 1, 2 * y, i) +
                              at(2 * x, 2 * y + 1, i) + at(2 * x + 1, 2 * y + 1, i)) /
                             4.0;
        const Channel got = half.pixels[(std::size_t{y} * half.width + x) * 3 + i];
        worst = std::max(worst, std::abs(channelOf(light, got) - static_cast<double>(got)));
      }
  return worst;
}

// Opened just far enough to have a head.
QByteArray headOf(const QString& path, const PictureInfo& info) {
  auto opened = PictureFile::open(path);
  if (!opened) return {};
  const auto file = std::move(opened).value();
  const auto format = makeTiffFormat(info);
  if (!format->begin(*file)) return {};
  QByteArray head(4, '\0');
  return file->readAt(0, {head.data(), 4}) ? head : QByteArray();
}

}  // namespace

class TiffTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void everyTileIsRight_data() {
    QTest::addColumn<int>("width");
    QTest::addColumn<int>("height");
    QTest::newRow("a pixel") << 1 << 1;
    QTest::newRow("a tile less a pixel") << 255 << 255;
    QTest::newRow("a tile") << 256 << 256;
    QTest::newRow("a tile and a pixel") << 257 << 257;
    QTest::newRow("wide") << 1100 << 3;
    QTest::newRow("tall") << 3 << 1100;
    QTest::newRow("tiles") << 1000 << 700;
  }
  void everyTileIsRight() {
    QFETCH(int, width);
    QFETCH(int, height);
    for (const Compression compression : {Compression::Deflate, Compression::Zstd}) {
      checkTiles<std::uint8_t>(width, height, {.depth = Depth::Eight, .compression = compression});
      checkTiles<std::uint16_t>(width, height,
                                {.depth = Depth::Sixteen, .compression = compression});
      checkTiles<float>(width, height, {.depth = Depth::Float, .compression = compression});
    }
  }

  void averagedPixelsAreThoseOfThePainter() {
    const Painting painting = makePainting(300, 200, {}, 3);
    QVERIFY(write(path(), painting).ok());
    QVERIFY(readPages<std::uint8_t>(path()).at(0).pixels == painting.pixels<std::uint8_t>());
  }

  void slabsAndThreadsChangeNoByte() {
    const Painting painting = makePainting(700, 600, {});
    QVERIFY(write(path(), painting, 600, 1).ok());
    const QByteArray once = contentOf(path());
    for (const int slab : {1, 255, 256, 300}) {
      QVERIFY(write(path(), painting, slab, 3).ok());
      QVERIFY(contentOf(path()) == once);
    }
  }

  void whatMayPassFourGigabytesIsABigTiff() {
    QCOMPARE(headOf(path(), makePainting(1, 1, {}).info), QByteArray("II*\0", 4));
    PictureInfo info = makePainting(1, 1, {}).info;
    info.width = info.height = 31'000;  // 3.8 GB with all levels
    QCOMPARE(headOf(path(), info), QByteArray("II*\0", 4));
    info.height = 32'000;
    QCOMPARE(headOf(path(), info), QByteArray("II+\0", 4));
  }

  void vipsReadsAllLevels() {
    const Painting painting = makePainting(1000, 700, {});
    QVERIFY(write(path(), painting).ok());
    const auto field = [this](const char* name, int page) {
      return outputOf(QStringLiteral("vipsheader"),
                      {QStringLiteral("-f"), QLatin1String(name),
                       QStringLiteral("%1[page=%2]").arg(path()).arg(page)});
    };
    QCOMPARE(field("n-pages", 0), QStringLiteral("3"));
    QCOMPARE(field("width", 0), QStringLiteral("1000"));
    QCOMPARE(field("width", 1), QStringLiteral("500"));
    QCOMPARE(field("height", 2), QStringLiteral("175"));
    QVERIFY(field("image-description", 0).startsWith(QLatin1String("Fatou ")));
    double sum = 0.0;
    const auto pixels = painting.pixels<std::uint8_t>();
    for (const std::uint8_t channel : pixels) sum += channel;
    const QString mean = outputOf(QStringLiteral("vips"), {QStringLiteral("avg"), path()});
    QVERIFY2(std::abs(mean.toDouble() - sum / static_cast<double>(pixels.size())) < 1e-4,
             qPrintable(mean));
  }

  void aResolutionIsThereIfOneWasChosenAndFollowsTheLevels() {
    for (const int dpi : {0, 300}) {
      Painting painting = makePainting(600, 300, {});
      painting.info.dpi = dpi;
      QVERIFY(write(path(), painting).ok());
      const std::unique_ptr<TIFF, CloseTiff> tiff(TIFFOpen(qPrintable(path()), "r"));
      QVERIFY(tiff != nullptr);
      float across = 0.0F;
      float down = 0.0F;
      std::uint16_t unit = 0;
      QCOMPARE(TIFFGetField(tiff.get(), TIFFTAG_XRESOLUTION, &across), dpi > 0 ? 1 : 0);
      QCOMPARE(TIFFGetField(tiff.get(), TIFFTAG_YRESOLUTION, &down), dpi > 0 ? 1 : 0);
      if (dpi == 0) continue;
      QCOMPARE(TIFFGetField(tiff.get(), TIFFTAG_RESOLUTIONUNIT, &unit), 1);
      QCOMPARE(unit, RESUNIT_INCH);
      QCOMPARE(across, 300.0F);
      QCOMPARE(down, 300.0F);
      QCOMPARE(TIFFReadDirectory(tiff.get()), 1);
      QCOMPARE(TIFFGetField(tiff.get(), TIFFTAG_XRESOLUTION, &across), 1);
      QCOMPARE(across, 150.0F);
    }
  }

 private:
  QString path() const { return m_folder.filePath(QStringLiteral("picture.tif")); }

  template <typename Channel>
  void checkTiles(int width, int height, const FileOptions& options) {
    const Painting painting = makePainting(width, height, options);
    const auto written = write(path(), painting);
    QVERIFY2(written.ok(), written.ok() ? "" : written.error().message.c_str());
    const auto pages = readPages<Channel>(path());
    std::size_t levels = 1;
    for (int side = std::max(width, height); side > 256; side = (side + 1) / 2) ++levels;
    QCOMPARE(pages.size(), levels);
    QVERIFY(pages[0].pixels == painting.pixels<Channel>());
    QCOMPARE(pages[0].kind, 0U);
    for (std::size_t i = 1; i < levels; ++i) {
      QCOMPARE(pages[i].width, (pages[i - 1].width + 1) / 2);
      QCOMPARE(pages[i].height, (pages[i - 1].height + 1) / 2);
      QCOMPARE(pages[i].kind, static_cast<std::uint32_t>(FILETYPE_REDUCEDIMAGE));
      const double worst = worstHalf(pages[i], pages[i - 1]);
      QVERIFY2(worst < (options.depth == Depth::Float ? 1e-6 : 0.52),
               qPrintable(QString::number(worst)));
    }
  }

  QTemporaryDir m_folder;
};

QTEST_GUILESS_MAIN(TiffTest)
#include "tiff_test.moc"
