// SPDX-License-Identifier: GPL-3.0-or-later
// Smooth counts and distances on the way to another process.
#include "core/render/packed_quantities.h"

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <random>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <QTest>

#include "core/engines/remote/loopback.h"
#include "core/engines/wire/wire.h"
#include "core/render/frame.h"
#include "core/render/renderer.h"

using namespace fatou;

namespace {

using Numbers = std::vector<float>;

constexpr float kNan = std::numeric_limits<float>::quiet_NaN();
constexpr float kInfinity = std::numeric_limits<float>::infinity();
constexpr float kSmallest = std::numeric_limits<float>::denorm_min();

// Numbers that are not equal to themselves, and zeros of either sign, count by their bits.
bool areSame(std::span<const float> a, std::span<const float> b) {
  return std::ranges::equal(
      a, b, {}, [](float x) { return std::bit_cast<std::uint32_t>(x); },
      [](float x) { return std::bit_cast<std::uint32_t>(x); });
}

// As a picture of them looks: slopes, a constant inside, and noise.
Numbers picture(std::size_t columns, std::size_t rows, std::mt19937& random) {
  Numbers numbers;
  for (std::size_t row = 0; row < rows; ++row)
    for (std::size_t column = 0; column < columns; ++column) {
      const auto x = static_cast<float>(column);
      const auto y = static_cast<float>(row);
      if (column < columns / 3)
        numbers.push_back(9.0F + 0.01F * x + 0.003F * y + 0.0001F * x * y);
      else if (column < columns - columns / 8)
        numbers.push_back(2'000.0F);
      else
        numbers.push_back(std::bit_cast<float>(static_cast<std::uint32_t>(random())));
    }
  return numbers;
}

// Expects that the bytes give these numbers, and nothing else; changes nothing behind them.
bool comesBack(const std::string& bytes, const Numbers& numbers, std::size_t columns) {
  Numbers room(numbers.size() + 1, 7.0F);
  const std::span<float> again = std::span(room).first(numbers.size());
  return render::unpackQuantities(bytes, again, columns) && areSame(again, numbers) &&
         areSame(std::span(room).last(1), Numbers{7.0F});
}

template <typename Put>
engines::Bytes packedBytes(const Put& put) {
  engines::Writer writer;
  writer.pack();
  put(writer);
  return std::move(writer).take();
}

// A tile of one pixel up to its smooth counts, whose packed ones then follow.
void claim(engines::Writer& writer, std::int32_t rows, std::int32_t columns,
           const std::string& bytes) {
  engines::writeTo(writer, PixelRect{});
  engines::writeTo(writer, render::Sampling{});
  engines::writeTo(writer, false);
  engines::writeTo(writer, render::CountArray(render::CountArray::Zero(1, 1)));
  engines::writeTo(writer, true);
  engines::writeTo(writer, rows);
  engines::writeTo(writer, columns);
  engines::writeTo(writer, bytes);
}

render::RenderRequest smoothRequest() {
  render::RenderRequest r{.picture = {.width = 255, .height = 200, .quantities = {.smooth = true}},
                          .engines = {.count = 1, .viewKind = render::ViewKind::Balanced}};
  r.picture.place.c = julia::parseComplex("-0.123+0.745i").value();
  r.picture.place.view = julia::CentreView{.centre = julia::parseComplex("0.01,0.02").value(),
                                           .radius = julia::Decimal::parse("1.3").value()};
  return r;
}

}  // namespace

class PackedQuantitiesTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void numbersComeBackToTheBit() {
    std::mt19937 random(41);
    for (std::size_t columns = 1; columns < 60; ++columns)
      for (std::size_t rows = 1; rows < 6; ++rows) {
        const Numbers numbers = picture(columns, rows, random);
        const std::string bytes = render::packedQuantities(numbers, columns);
        if (bytes.empty()) continue;  // no shorter
        QVERIFY(bytes.size() < 4 * numbers.size());
        QVERIFY(comesBack(bytes, numbers, columns));
      }
  }
  void aSmoothPictureIsAThirdAsLongOrLess() {
    std::mt19937 random(42);
    const std::size_t columns = 65;
    Numbers numbers = picture(columns, 24, random);
    for (std::size_t i = 0; i < numbers.size(); ++i)
      if (i % columns >= 57) numbers[i] = 2'000.0F;  // no noise
    const std::string bytes = render::packedQuantities(numbers, columns);
    QVERIFY2(!bytes.empty() && 3 * bytes.size() < 4 * numbers.size(),
             qPrintable(QString::number(bytes.size())));
    QVERIFY(comesBack(bytes, numbers, columns));
  }
  void anyNumbersComeBackToTheBit() {
    const Numbers odd{0.0F,      -0.0F,
                      kNan,      -kNan,
                      kInfinity, -kInfinity,
                      kSmallest, -kSmallest,
                      3.5F,      std::bit_cast<float>(0x7F800001U)};  // a signalling NaN
    std::mt19937 random(43);
    for (int trial = 0; trial < 2'000; ++trial) {
      const std::size_t columns = 1 + random() % 40;
      Numbers numbers;
      for (std::size_t stretches = 1 + random() % 12; stretches > 0; --stretches)
        numbers.insert(numbers.end(), 1 + random() % 60, odd[random() % odd.size()]);
      const std::string bytes = render::packedQuantities(numbers, columns);
      if (!bytes.empty()) QVERIFY(comesBack(bytes, numbers, columns));
    }
    for (const float each : odd) {
      const Numbers same(100, each);
      const std::string bytes = render::packedQuantities(same, 10);
      QVERIFY(!bytes.empty() && comesBack(bytes, same, 10));
    }
  }
  void packedNumbersHaveTheBytesTheirHeaderSays() {
    // Two rows: 3 is 3 from 0, 5 is 2 from 3, 7 goes on as these; 9 would, and 4 is 5 less; 6 and 8
    // go on from it as 5 and 7 do. So the folded differences are 6, 4, 0, 9, 0, 0, of four bits.
    Numbers numbers;
    for (const std::uint32_t bits : {3U, 5U, 7U, 4U, 6U, 8U})
      numbers.push_back(std::bit_cast<float>(bits));
    const std::string bytes{'\x04', '\x46', '\x90', '\x00', '\x00'};
    QCOMPARE(render::packedQuantities(numbers, 3), bytes);
    QVERIFY(comesBack(bytes, numbers, 3));
    // Zeros are one byte for each eight up to 224 of them.
    for (const auto& [size, length] : {std::pair(8U, 1U), std::pair(9U, 1U), std::pair(1'792U, 1U),
                                       std::pair(1'793U, 2U), std::pair(1'801U, 2U)}) {
      const Numbers zeros(size, 0.0F);
      const std::string few = render::packedQuantities(zeros, 7);
      QCOMPARE(few.size(), std::size_t{length});
      QVERIFY(comesBack(few, zeros, 7));
    }
    QCOMPARE(render::packedQuantities(Numbers(1'792, 0.0F), 7), std::string("\xFF"));
  }
  void whatIsNoShorterIsNotPacked() {
    QCOMPARE(render::packedQuantities({}, 1), std::string());
    QVERIFY(render::unpackQuantities({}, {}, 1));
    std::mt19937 random(44);
    Numbers noise;
    for (int i = 0; i < 1'000; ++i)
      noise.push_back(std::bit_cast<float>(static_cast<std::uint32_t>(random())));
    QCOMPARE(render::packedQuantities(noise, 40), std::string());
    QCOMPARE(render::packedQuantities(Numbers{1.0F}, 1), std::string());
  }
  void damagedNumbersAreRefusedOrOthers() {
    std::mt19937 random(45);
    const Numbers numbers = picture(50, 20, random);
    const std::string bytes = render::packedQuantities(numbers, 50);
    QVERIFY(!bytes.empty());
    Numbers room(numbers.size() + 1, 7.0F);
    const std::span<float> all = std::span(room).first(numbers.size());
    for (std::size_t size = 0; size < bytes.size(); ++size)
      QVERIFY(!render::unpackQuantities(std::string_view(bytes).substr(0, size), all, 50));
    QVERIFY(!render::unpackQuantities(bytes + '\0', all, 50));
    for (int round = 0; round < 5'000; ++round) {
      std::string damaged = bytes;
      for (int k = 0; k < 3; ++k)
        damaged[random() % damaged.size()] = static_cast<char>(random() % 256);
      static_cast<void>(render::unpackQuantities(damaged, all, 50));
      QVERIFY(areSame(std::span(room).last(1), Numbers{7.0F}));
    }
    QVERIFY(!render::unpackQuantities("\xFF", all.first(1'000), 50));  // 1,792 numbers
    QVERIFY(!render::unpackQuantities("\x20", all.first(8), 50));      // of 32 bytes, none is there
  }
  void aFewBytesClaimNoMemoryForSmoothCounts() {
    constexpr auto kMost = std::numeric_limits<std::int32_t>::max();
    for (const auto& size :
         {std::pair(kMost, kMost), std::pair(1, kMost), std::pair(kMost, 1), std::pair(0, 5),
          std::pair(5, 0), std::pair(-1, -1), std::pair(2, 8)}) {
      const auto bytes = packedBytes(
          [&](auto& writer) { claim(writer, size.first, size.second, std::string(1, '\0')); });
      engines::Reader reader{std::string_view(bytes)};
      QVERIFY_THROWS_EXCEPTION(engines::WireError, engines::readFrom<render::Tile>(reader));
    }
    // What its counts have used up of what a message may hold is not there for the others.
    render::Tile tile;
    tile.counts = render::CountArray::Zero(4'096, 2'560);
    tile.smooth = render::QuantityArray::Zero(4'096, 2'560);
    const auto bytes = packedBytes([&](auto& writer) { engines::writeTo(writer, tile); });
    QVERIFY(bytes.size() > 4U * 4'096 * 2'560 && bytes.size() < 5U * 4'096 * 2'560);
    engines::Reader reader{std::string_view(bytes)};
    const auto again = engines::readFrom<render::Tile>(reader);
    QVERIFY((again.counts == tile.counts).all() && (again.smooth == tile.smooth).all());
  }
  void distancesArePackedToo() {
    std::mt19937 random(46);
    const Numbers numbers = picture(60, 30, random);
    render::Tile tile;
    tile.counts = render::CountArray::Zero(30, 60);
    tile.distance = Eigen::Map<const render::QuantityArray>(numbers.data(), 30, 60);
    const auto bytes = packedBytes([&](auto& writer) { engines::writeTo(writer, tile); });
    QVERIFY(3 * bytes.size() < 2 * 4 * numbers.size());
    engines::Reader reader{std::string_view(bytes)};
    const auto again = engines::readFrom<render::Tile>(reader);
    reader.requireEnd();
    QCOMPARE(again.smooth.size(), Eigen::Index{0});
    QVERIFY(again.distance.rows() == 30 && again.distance.cols() == 60);
    QVERIFY(areSame({again.distance.data(), numbers.size()}, numbers));
  }
  void enginesInOtherProcessesSendSmoothCountsPackedAndTheyAreTheSame() {
    const auto r = smoothRequest();
    const auto job = render::RenderJob::create(r).value();
    const auto rendered = [&](bool otherProcess, std::uint64_t& bytes) {
      engines::RemoteEngine engine = engines::loopbackEngine();
      if (otherProcess) ++engine.info.process;
      engines::Client client;
      client.addEngine(std::move(engine));
      render::Frame frame;
      frame.reset(r.picture.width, {0, r.picture.height}, r.picture.quantities);
      const auto run = render::Renderer{client}.render(job, frame.rows(),
                                                       [&](const auto& tile, const auto& band) {
                                                         frame.add(tile);
                                                         bytes += band.task.travel.bytesReceived;
                                                       });
      if (!run || !frame.complete()) qFatal("not complete");
      return frame;
    };
    std::uint64_t plain = 0;
    std::uint64_t packed = 0;
    const render::Frame here = rendered(false, plain);
    const render::Frame there = rendered(true, packed);
    QVERIFY(plain > 8U * 255 * 200);
    QVERIFY2(2 * packed < plain, qPrintable(QString::number(packed)));
    QVERIFY(std::ranges::equal(here.counts(), there.counts()));
    QVERIFY(areSame(here.smooth(), there.smooth()));
  }
};

QTEST_GUILESS_MAIN(PackedQuantitiesTest)
#include "packed_quantities_test.moc"
