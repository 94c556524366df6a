// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <bit>
#include <cstdio>
#include <cstdlib>
#include <set>

#include <QTemporaryDir>
#include <QTest>
#include <png.h>

#include "core/color/shader.h"
#include "core/io/zlib_strips.h"
#include "picture_samples.h"

using namespace fatou::io;
using namespace fatou::io::samples;
using Heights = std::vector<std::int32_t>;
Q_DECLARE_METATYPE(Heights)

namespace {

using Bytes = std::vector<std::uint8_t>;

// The picture by libpng's simplified reader, top row first, or nothing.
Bytes pixelsOf(const QString& path, int width, int height) {
  png_image image{};
  image.version = PNG_IMAGE_VERSION;
  const QByteArray file = bytesOf(path);
  if (png_image_begin_read_from_memory(&image, file.data(),
                                       static_cast<std::size_t>(file.size())) == 0)
    return {};
  if (image.width != static_cast<unsigned>(width) ||
      image.height != static_cast<unsigned>(height) || image.format != PNG_FORMAT_RGB)
    return {};
  Bytes pixels(PNG_IMAGE_SIZE(image));
  if (png_image_finish_read(&image, nullptr, pixels.data(), 0, nullptr) == 0) return {};
  return pixels;
}

// The 16-bit channels by libpng's classic reader.
std::vector<std::uint16_t> widePixelsOf(const QString& path) {
  FILE* file = std::fopen(qPrintable(path), "rb");
  png_structp png = png_create_read_struct(PNG_LIBPNG_VER_STRING, nullptr, nullptr, nullptr);
  png_infop head = png_create_info_struct(png);
  png_init_io(png, file);
  png_read_png(png, head, PNG_TRANSFORM_SWAP_ENDIAN, nullptr);
  std::vector<std::uint16_t> pixels;
  const std::size_t line = 3 * png_get_image_width(png, head);
  if (png_get_bit_depth(png, head) == 16)
    for (png_uint_32 row = 0; row < png_get_image_height(png, head); ++row) {
      const auto* from = reinterpret_cast<const std::uint16_t*>(png_get_rows(png, head)[row]);
      pixels.insert(pixels.end(), from, from + line);
    }
  png_destroy_read_struct(&png, &head, nullptr);
  std::fclose(file);
  return pixels;
}

// The same by the definition: the imaginary axis upwards, so the last row of the array first.
Bytes expectedPixels(const Counts& counts, int width, std::int32_t tmax) {
  const fatou::color::Shader shader(fatou::color::Coloring::defaultColoring(), tmax);
  const auto row = static_cast<std::size_t>(width);
  Bytes pixels;
  for (std::size_t end = counts.size(); end > 0; end -= row) {
    Bytes rgb(3 * row);
    shader.shade({.counts = std::span(counts).subspan(end - row, row)}, rgb);
    pixels.insert(pixels.end(), rgb.begin(), rgb.end());
  }
  return pixels;
}

// The number of rows that are compressed as one strip.
int stripRows(int width) {
  const auto rows = static_cast<unsigned>(kFastestStrip) / static_cast<unsigned>(3 * width + 1);
  return static_cast<int>(std::bit_floor(std::clamp(rows, 1U, 256U)));
}

// Like a picture of a Julia set: runs that change from row to row, and noise between them.
Counts makeBands(int width, int height) {
  Counts counts = makeCounts(width, height, 256);
  for (std::size_t i = 0; i < counts.size(); ++i)
    if (i / 1000 % 4 != 0) counts[i] = static_cast<std::int32_t>(i / 37 % 200);
  return counts;
}

}  // namespace

class PngTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void everyPixelIsInItsPlace_data() {
    QTest::addColumn<int>("width");
    QTest::addColumn<int>("height");
    QTest::addColumn<Heights>("slabs");
    QTest::newRow("one pixel") << 1 << 1 << Heights{1};
    QTest::newRow("one row") << 17 << 1 << Heights{1};
    QTest::newRow("one column") << 1 << 17 << Heights{4};
    QTest::newRow("one slab") << 31 << 20 << Heights{20};
    QTest::newRow("a slab a row") << 31 << 20 << Heights{1};
    QTest::newRow("slabs of different heights") << 31 << 20 << Heights{3, 1, 11, 2};
    QTest::newRow("an empty slab") << 31 << 20 << Heights{3, 0, 17};
    QTest::newRow("several chunks") << 400 << 300 << Heights{64};
    QTest::newRow("rows larger than a strip") << 65'536 << 3 << Heights{2};
    QTest::newRow("the widest") << 1'000'000 << 2 << Heights{1};
    const int strip = stripRows(400);
    QTest::newRow("a row less than a strip") << 400 << strip - 1 << Heights{strip};
    QTest::newRow("one strip") << 400 << strip << Heights{strip};
    QTest::newRow("one strip in slabs") << 400 << strip << Heights{5};
    QTest::newRow("a row more than a strip") << 400 << strip + 1 << Heights{strip + 1};
    QTest::newRow("a slab that ends with a strip") << 400 << 3 * strip << Heights{strip - 1, 1};
    QTest::newRow("several batches") << 100'000 << 90 << Heights{90};
  }
  void everyPixelIsInItsPlace() {
    QFETCH(int, width);
    QFETCH(int, height);
    QFETCH(Heights, slabs);
    const Counts counts = makeCounts(width, height, 256);
    QVERIFY(writePicture(path(), makeInfo(width, height), counts, slabs).ok());
    QVERIFY(pixelsOf(path(), width, height) == expectedPixels(counts, width, 256));
  }

  void theFileIsTheSameHoweverItIsCut_data() {
    QTest::addColumn<int>("width");
    QTest::addColumn<int>("height");
    QTest::newRow("one column") << 1 << 40'000;
    QTest::newRow("some strips") << 400 << 10 * stripRows(400) + 7;
    QTest::newRow("whole strips") << 400 << 10 * stripRows(400);
    QTest::newRow("rows larger than a strip") << 30'000 << 9;
  }
  void theFileIsTheSameHoweverItIsCut() {
    QFETCH(int, width);
    QFETCH(int, height);
    const Counts counts = makeBands(width, height);
    QVERIFY(writePicture(path(), makeInfo(width, height), counts, {height}).ok());
    const QByteArray whole = bytesOf(path());
    const int strip = stripRows(width);
    for (const Heights& slabs : {Heights{1}, Heights{3, 0, 11}, Heights{strip}, Heights{strip + 1},
                                 Heights{std::max(1, strip - 1)}, Heights{height - 1, 1}}) {
      QVERIFY(writePicture(path(), makeInfo(width, height), counts, slabs).ok());
      QVERIFY(bytesOf(path()) == whole);
    }
  }

  void theFileIsTheSameOnEveryNumberOfThreads() {
    const int width = 400;
    const int height = 50 * stripRows(width) + 1;
    const Counts counts = makeBands(width, height);
    QByteArray onOne;
    for (const int threads : {1, 2, 3, 16}) {
      auto writer = PictureWriter::open(path(), makeInfo(width, height),
                                        {.threads = threads, .replace = true});
      QVERIFY(writer.ok());
      QVERIFY(writeSlabs(*writer.value(), width, counts, {1'000}).ok());
      QVERIFY(writer.value()->commit(kDigest).ok());
      if (threads == 1) onOne = bytesOf(path());
      QVERIFY(bytesOf(path()) == onOne);
    }
  }

  void noiseInEveryColourIsReadable_data() {
    QTest::addColumn<int>("width");
    QTest::newRow("narrow") << 1;
    QTest::newRow("less than a strip") << 4'000;
    QTest::newRow("more than a strip") << 30'000;
  }
  void noiseInEveryColourIsReadable() {
    QFETCH(int, width);
    const PictureInfo info = makeInfo(width, 4, 2'147'483'647);
    const Counts counts = makeCounts(width, 4, info.tmax);
    QVERIFY(writePicture(path(), info, counts).ok());
    QVERIFY(pixelsOf(path(), width, 4) == expectedPixels(counts, width, info.tmax));
  }

  void theTopRowIsTheHighest() {
    PictureInfo info = makeInfo(1, 2);
    QVERIFY(writePicture(path(), info, {0, 256}).ok());
    const auto interior = fatou::color::Coloring::defaultColoring().interior;
    const Bytes pixels = pixelsOf(path(), 1, 2);
    QCOMPARE(pixels.size(), std::size_t{6});
    QVERIFY((Bytes(pixels.begin(), pixels.begin() + 3) ==
             Bytes{interior.red, interior.green, interior.blue}));
  }

  void tmaxDecidesWhatIsInterior() {
    const PictureInfo info = makeInfo(2, 1, 1'000'000);
    const Counts counts{256, 1'000'000};
    QVERIFY(writePicture(path(), info, counts).ok());
    QVERIFY(pixelsOf(path(), 2, 1) == expectedPixels(counts, 2, info.tmax));
  }

  void sixteenBitsAreFinerThanEight() {
    PictureInfo info = makeInfo(200, 30);
    const Counts counts = makeCounts(200, 30, 256);
    QVERIFY(writePicture(path(), info, counts).ok());
    const Bytes eight = pixelsOf(path(), 200, 30);
    info.options.depth = Depth::Sixteen;
    QVERIFY(writePicture(path(), info, counts).ok());
    const auto sixteen = widePixelsOf(path());
    QCOMPARE(sixteen.size(), eight.size());
    std::set<int> remainders;
    for (std::size_t i = 0; i < eight.size(); ++i) {
      QVERIFY(std::abs(sixteen[i] / 257.0 - eight[i]) <= 0.51);
      remainders.insert(sixteen[i] % 257);
    }
    QVERIFY(remainders.size() > 100);
  }

  void parametersAreTextChunks() {
    PictureInfo info = makeInfo(2, 1);
    info.parameters = {{"c", "-0.065,0.66"}, {"note", "\xc3\xa9"}};
    QVERIFY(writePicture(path(), info, {5, 7}).ok());
    const QByteArray file = bytesOf(path());
    // Keyword, no compression (two bytes), no language, no translated keyword, text.
    QVERIFY(file.contains(QByteArray("iTXtFatou c\0\0\0\0\0-0.065,0.66", 27)));
    QVERIFY(file.contains(QByteArray("iTXtFatou note\0\0\0\0\0\xc3\xa9", 21)));
    QVERIFY(file.contains(QByteArray("tEXtSoftware\0Fatou ", 19)));
    QVERIFY(file.contains(QByteArray("iTXtFatou sha256\0\0\0\0\0", 21) +
                          QByteArray::fromStdString(kDigest)));
  }

 private:
  QString path() const { return m_folder.filePath(QStringLiteral("j.png")); }

  QTemporaryDir m_folder;
};

QTEST_GUILESS_MAIN(PngTest)
#include "png_test.moc"
