// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/formats/zlib_strips.h"

#include <algorithm>
#include <random>
#include <zlib.h>

#include <QTest>

using namespace fatou::io;

namespace {

using Bytes = std::vector<std::uint8_t>;

Bytes runsOf(std::size_t size) {
  std::mt19937 random(12345);
  Bytes bytes;
  while (bytes.size() < size) {
    const auto length = std::min<std::size_t>(random() % 40, size - bytes.size());
    bytes.insert(bytes.end(), length, static_cast<std::uint8_t>(random()));
  }
  return bytes;
}

Bytes noiseOf(std::size_t size) {
  std::mt19937 random(12345);
  Bytes bytes(size);
  for (std::uint8_t& byte : bytes) byte = static_cast<std::uint8_t>(random());
  return bytes;
}

// The stream of `bytes` in strips of this size, the last one shorter.
Bytes streamOf(std::span<const std::uint8_t> bytes, std::size_t stripSize) {
  Bytes stream;
  ZlibJoiner joiner;
  StripCompressor compressor;
  for (bool isLast = false; !isLast;) {
    const auto part = bytes.first(std::min(bytes.size(), stripSize));
    bytes = bytes.subspan(part.size());
    isLast = bytes.empty();
    joiner.join(compressor.compress(part, isLast), stream);
  }
  return stream;
}

// By zlib, which refuses a stream with a wrong head or checksum, or bytes behind its end.
bool unpacksTo(const Bytes& stream, const Bytes& bytes) {
  Bytes unpacked(bytes.size() + 1);
  uLongf size = unpacked.size();
  uLong used = stream.size();
  const int outcome = uncompress2(unpacked.data(), &size, stream.data(), &used);
  unpacked.resize(size);
  return outcome == Z_OK && used == stream.size() && unpacked == bytes;
}

}  // namespace

class ZlibStripsTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void stripsOfEverySizeMakeOneStream_data() {
    QTest::addColumn<int>("size");
    QTest::addColumn<int>("strip");
    const int fastest = static_cast<int>(kFastestStrip);
    QTest::newRow("nothing") << 0 << 10;
    QTest::newRow("one byte") << 1 << 10;
    QTest::newRow("a byte a strip") << 300 << 1;
    QTest::newRow("a byte less than a strip") << 999 << 1000;
    QTest::newRow("one strip") << 1000 << 1000;
    QTest::newRow("a byte more than a strip") << 1001 << 1000;
    QTest::newRow("strips of the fastest size") << 5 * fastest + 3 << fastest;
    QTest::newRow("strips that move the window") << 1'000'000 << 300'000;
  }
  void stripsOfEverySizeMakeOneStream() {
    QFETCH(int, size);
    QFETCH(int, strip);
    for (const Bytes& bytes :
         {runsOf(static_cast<std::size_t>(size)), noiseOf(static_cast<std::size_t>(size))})
      QVERIFY(unpacksTo(streamOf(bytes, static_cast<std::size_t>(strip)), bytes));
  }

  // The sums of the checksum are largest for these bytes.
  void theChecksumIsZlibsForEveryLength() {
    const Bytes ones(5'000, 0xff);
    const Bytes noise = noiseOf(ones.size());
    StripCompressor compressor;
    for (std::size_t size = 0; size <= ones.size(); ++size) {
      for (const Bytes* bytes : {&ones, &noise}) {
        const auto zlibs = adler32(1, bytes->data(), static_cast<uInt>(size));
        const auto strip = compressor.compress(std::span(*bytes).first(size), true);
        QCOMPARE(uLong{strip.adler}, zlibs);
      }
    }
  }

  void theSameBytesAreTheSameStripWhateverWentBefore() {
    const Bytes bytes = runsOf(kFastestStrip);
    StripCompressor fresh;
    StripCompressor used;
    used.compress(noiseOf(2 * kFastestStrip + 1), true);
    used.compress(bytes, true);
    used.compress({}, false);
    QVERIFY(used.compress(bytes, false).bytes == fresh.compress(bytes, false).bytes);
  }

  // Noise does not compress: it must fit all the same, at every size around a stored block's end.
  void noiseGrowsByNextToNothing() {
    StripCompressor compressor;
    for (const std::size_t size : {1UL, 65'534UL, 65'535UL, 65'536UL, 131'071UL, 1'000'000UL}) {
      const Bytes noise = noiseOf(size);
      for (const bool isLast : {false, true})
        QVERIFY(compressor.compress(noise, isLast).bytes.size() <= size + size / 1000 + 64);
    }
  }
};

QTEST_GUILESS_MAIN(ZlibStripsTest)
#include "zlib_strips_test.moc"
