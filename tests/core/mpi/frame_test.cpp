// SPDX-License-Identifier: GPL-3.0-or-later
// Frames as bytes, and what ranks say of themselves.
#include "core/mpi/frame.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <random>
#include <span>
#include <string>
#include <tuple>
#include <vector>

#include <QtTest>

#include "core/mpi/introduction.h"

namespace fatou::mpi {
namespace {

using engines::WireError;

// All that waits to be written, taken in runs of at most so many bytes.
std::string written(FrameWriter& writer, std::size_t atOnce) {
  std::string all;
  while (!writer.isEmpty()) {
    std::array<iovec, 4> parts{};
    const std::size_t count = writer.next(parts);
    const auto& first = parts.front();
    if (count == 0) return "nothing, though something waits";
    const std::size_t taken = std::min(atOnce, first.iov_len);
    all.append(static_cast<const char*>(first.iov_base), taken);
    writer.written(taken);
  }
  return all;
}

// All that may be written now, though more may wait.
std::string writtenNow(FrameWriter& writer) {
  std::string all;
  while (writer.hasNext()) {
    std::array<iovec, 4> parts{};
    static_cast<void>(writer.next(parts));
    all.append(static_cast<const char*>(parts.front().iov_base), parts.front().iov_len);
    writer.written(parts.front().iov_len);
  }
  return all;
}

using Said = std::tuple<FrameKind, int, std::string>;

// The frames in these bytes, given in runs of so many.
std::vector<Said> framesIn(const std::string& bytes, std::size_t atOnce) {
  std::vector<Said> frames;
  FrameReader reader(3);
  for (std::size_t begin = 0; begin < bytes.size(); begin += atOnce)
    reader.read(std::string_view(bytes).substr(begin, atOnce), [&frames](Frame frame) {
      frames.emplace_back(frame.kind, frame.rank, std::move(frame.payload));
    });
  return frames;
}

std::string headOf(FrameHead head) {
  std::string bytes(sizeof head, '\0');
  std::memcpy(bytes.data(), &head, sizeof head);
  return bytes;
}

}  // namespace

class FrameTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void framesComeAsTheyWentWhereverTheirBytesAreCut() {
    const std::vector<Said> frames{{FrameKind::Hello, 0, "who"},
                                   {FrameKind::Close, 2, ""},
                                   {FrameKind::Last, 1, std::string(1000, 'x')}};
    for (const std::size_t cut : {1U, 5U, 12U, 13U, 100'000U}) {
      FrameWriter writer;
      for (const auto& [kind, rank, payload] : frames) writer.putFrame(kind, rank, payload);
      QCOMPARE(writer.size(), 3 * sizeof(FrameHead) + 1003);
      QVERIFY(framesIn(written(writer, cut), cut) == frames);
      QCOMPARE(writer.size(), 0U);
      QVERIFY(writer.isEmpty());
    }
  }

  void ranksTakeTurnsAndEachGetsItsOwnInOrder() {
    FrameWriter writer;
    writer.putMessage(1, std::string(4 * kMostPayload, 'x'));
    writer.putFrame(FrameKind::Open, 2, "a");
    writer.putFrame(FrameKind::Last, 2, "b");
    std::vector<Said> frames = framesIn(written(writer, 1 << 20), 1 << 20);
    QCOMPARE(frames.size(), 6U);
    std::vector<std::string> second;
    for (const auto& [kind, rank, payload] : std::span(frames).first(4))
      if (rank == 2) second.push_back(payload);
    QCOMPARE(second, (std::vector<std::string>{"a", "b"}));
    std::erase_if(frames, [](const Said& said) { return std::get<1>(said) == 2; });
    QVERIFY(std::get<0>(frames.back()) == FrameKind::Last);
  }

  void whatIsPutLaterOvertakesWhatIsLongForAnother() {
    FrameWriter writer;
    writer.putMessage(1, std::string(100 * kMostPayload, 'x'));
    std::array<iovec, 4> parts{};
    static_cast<void>(writer.next(parts));
    writer.written(1);  // of the first piece, which has to go whole
    writer.putFrame(FrameKind::Last, 2, "stop");
    std::string begun(1, '\0');  // the size of the first piece, whose lowest byte is 0
    const auto frames = framesIn(begun + written(writer, 1 << 20), 1 << 20);
    const auto stop =
        std::ranges::find(frames, 2, [](const Said& said) { return std::get<1>(said); });
    QVERIFY(stop - frames.begin() <= 3);
  }

  void aRankThatTakesInNothingIsSentALimitedPart() {
    constexpr std::size_t kLimit = 4 * kMostPayload;
    FrameWriter writer(kLimit);
    writer.putMessage(1, std::string(20 * kMostPayload, 'x'));
    const auto goesNow = [&writer] {
      std::vector<Said> frames = framesIn(writtenNow(writer), 1 << 20);
      std::erase_if(frames, [](const Said& said) { return std::get<1>(said) != 1; });
      return frames;
    };
    const auto numberOfLastPing = [](const std::vector<Said>& frames) {
      std::uint64_t number = 0;
      for (const auto& [kind, rank, payload] : frames)
        if (kind == FrameKind::Ping) number = numberIn(payload);
      return number;
    };
    const auto first = goesNow();
    QVERIFY(!writer.hasNext());
    QVERIFY(!writer.isEmpty());
    QVERIFY(!writer.hasNextFor(1));
    QVERIFY(std::ranges::count(first, FrameKind::Part,
                               [](const Said& said) { return std::get<0>(said); }) <= 5);
    writer.putFrame(FrameKind::Last, 2, "another's");
    QVERIFY(writer.hasNext());
    QCOMPARE(goesNow().size(), 0U);
    // What it cannot have counts for nothing.
    writer.arrived(1, 0);
    QVERIFY(!writer.hasNext());
    writer.arrived(1, numberOfLastPing(first));
    QVERIFY(writer.hasNextFor(1));
    const auto second = goesNow();
    QVERIFY(!second.empty());
    QVERIFY(numberOfLastPing(second) > numberOfLastPing(first));
    writer.arrived(1, ~std::uint64_t{0});
    QVERIFY(!goesNow().empty());
    QVERIFY(!writer.hasNext());
    // Once its rank is given up nothing of it is left, and what is said then goes at once.
    writer.forget(1);
    QVERIFY(writer.isEmpty());
    QCOMPARE(writer.size(), 0U);
    writer.putFrame(FrameKind::Drop, 1);
    QCOMPARE(goesNow().size(), 1U);
  }

  void aFrameThatIsBegunGoesWholeThoughItsRankIsGivenUp() {
    FrameWriter writer;
    writer.putMessage(1, std::string(3 * kMostPayload, 'x'));
    std::array<iovec, 2> parts{};
    static_cast<void>(writer.next(parts));
    const std::string first(static_cast<const char*>(parts[0].iov_base), 5);
    writer.written(5);
    writer.forget(1);
    writer.putFrame(FrameKind::Close, 1);
    const auto frames = framesIn(first + written(writer, 1 << 20), 1 << 20);
    QCOMPARE(frames.size(), 2U);
    QVERIFY(std::get<0>(frames.back()) == FrameKind::Close);
  }

  void aNumberThatIsNotThereIsRefused() {
    QCOMPARE(numberIn(toBytes(std::uint64_t{77}) + "and more"), std::uint64_t{77});
    QVERIFY_THROWS_EXCEPTION(WireError, numberIn("short"));
  }

  void aMessageIsCutIntoPiecesOfWhichTheLastIsTheEnd() {
    for (const std::size_t size : {std::size_t{0}, std::size_t{1}, kMostPayload - 1, kMostPayload,
                                   kMostPayload + 1, 3 * kMostPayload}) {
      std::string message(size, '\0');
      for (std::size_t i = 0; i < size; ++i) message[i] = static_cast<char>(i % 251);
      FrameWriter writer;
      writer.putMessage(2, message);
      const auto frames = framesIn(written(writer, 1 << 20), 1 << 20);
      QCOMPARE(frames.size(), std::max<std::size_t>(1, (size + kMostPayload - 1) / kMostPayload));
      std::string whole;
      for (const auto& [kind, rank, piece] : frames) {
        QCOMPARE(kind == FrameKind::Last, &piece == &std::get<2>(frames.back()));
        QVERIFY(piece.size() <= kMostPayload);
        whole += piece;
      }
      QVERIFY(whole == message);
    }
  }

  void whatIsNoFrameIsRefusedByItsHead() {
    const FrameHead good{.size = 0, .kind = 1, .rank = 2};
    QCOMPARE(framesIn(headOf(good), 64).size(), 1U);
    for (const FrameHead& bad :
         {FrameHead{.size = 0xFFFFFFFF, .kind = 1, .rank = 0},
          FrameHead{.size = kMostPayload + 1, .kind = 1, .rank = 0},
          FrameHead{.size = 0, .kind = 0, .rank = 0}, FrameHead{.size = 0, .kind = 12, .rank = 0},
          FrameHead{.size = 0, .kind = 1, .rank = -1}, FrameHead{.size = 0, .kind = 1, .rank = 3}})
      QVERIFY_THROWS_EXCEPTION(WireError, framesIn(headOf(bad), 64));
  }

  void randomBytesAreRefusedOrWaitForMore() {
    std::mt19937 random(7);
    for (int round = 0; round < 2000; ++round) {
      std::string bytes(200, '\0');
      for (char& byte : bytes) byte = static_cast<char>(random() % 4 == 0 ? random() % 13 : 0);
      try {
        static_cast<void>(framesIn(bytes, 1 + random() % 50));
      } catch (const WireError&) {
        continue;
      }
    }
  }

  void aRankOfAnotherProgramIsToldApart() {
    const Introduction here = introductionHere(3, "AVX2");
    QVERIFY(readIntroduction(toBytes(here)) == here);
    QVERIFY(!complaintAbout(here, here));
    QVERIFY(haveOneClock(here, here));
    Introduction there = here;
    there.functions ^= 1;
    there.host = "far";
    QCOMPARE(*complaintAbout(there, here),
             std::string("the program on far is another version than this one: install the same "
                         "everywhere"));
    there = here;
    there.ranks = 1;
    QVERIFY(complaintAbout(there, here)->starts_with("every rank is alone in its job"));
    auto bytes = toBytes(here);
    bytes.pop_back();
    QVERIFY_THROWS_EXCEPTION(WireError, readIntroduction(bytes));
  }
};

}  // namespace fatou::mpi

QTEST_GUILESS_MAIN(fatou::mpi::FrameTest)
#include "frame_test.moc"
