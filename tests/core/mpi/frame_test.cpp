// SPDX-License-Identifier: GPL-3.0-or-later
// Frames as bytes, and what ranks say of themselves.
#include "core/mpi/frame.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <random>
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
    }
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
