// SPDX-License-Identifier: GPL-3.0-or-later
// Tests of frames, as bytes and on sockets, and of what ranks say of themselves.
#include "core/mpi/frame.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <random>
#include <string>
#include <sys/socket.h>
#include <tuple>
#include <utility>
#include <vector>

#include <QtTest>

#include "core/mpi/introduction.h"
#include "core/mpi/socket.h"

namespace fatou::mpi {
namespace {

using engines::WireError;

// The next bytes that wait to be written, so many at most.
std::string nextOf(FrameWriter& writer, std::size_t most) {
  std::array<iovec, 4> parts{};
  if (writer.next(parts) == 0) return {};
  const auto& first = parts.front();
  std::string bytes(static_cast<const char*>(first.iov_base), std::min(most, first.iov_len));
  writer.written(bytes.size());
  return bytes;
}

// All bytes that can be written, taken in runs of at most so many.
std::string written(FrameWriter& writer, std::size_t atOnce) {
  std::string all;
  while (writer.hasNext()) {
    const std::string more = nextOf(writer, atOnce);
    if (more.empty()) return "nothing, though something waits";
    all += more;
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

std::vector<FrameKind> kindsOf(const std::vector<Said>& frames) {
  std::vector<FrameKind> kinds;
  for (const Said& frame : frames) kinds.push_back(std::get<FrameKind>(frame));
  return kinds;
}

std::vector<int> ranksOf(const std::vector<Said>& frames) {
  std::vector<int> ranks;
  for (const Said& frame : frames) ranks.push_back(std::get<int>(frame));
  return ranks;
}

// The frames that can be written now.
std::vector<Said> framesOf(FrameWriter& writer) {
  return framesIn(written(writer, kMostPayload), kMostPayload);
}

struct Ends {
  Descriptor here;
  Descriptor there;
};
Ends connectedSockets() {
  std::array<int, 2> ends{-1, -1};
  if (::socketpair(AF_UNIX, SOCK_STREAM, 0, ends.data()) != 0) return {};
  return {.here = Descriptor(ends[0]), .there = Descriptor(ends[1])};
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

  void ranksTakeTurns() {
    FrameWriter writer;
    writer.putMessage(1, std::string(3 * kMostPayload, 'x'));
    writer.putMessage(2, "short");
    QCOMPARE(ranksOf(framesOf(writer)), (std::vector{1, 2, 1, 1}));
  }

  void whatIsPutFirstOvertakesMessagesButNothingThatHasBegun() {
    using enum FrameKind;
    FrameWriter writer;
    writer.putMessage(1, std::string(3 * kMostPayload, 'x'));
    const std::string begun = nextOf(writer, 1);
    writer.putFirst(Urgent, 1, "stop");
    writer.putFirst(Ping, 1);
    QCOMPARE(begun.size(), 1U);
    const auto frames = framesIn(begun + written(writer, kMostPayload), kMostPayload);
    QVERIFY(kindsOf(frames) == (std::vector{Part, Urgent, Ping, Part, Last}));
  }

  void moreThanAWindowOfMessagesWaitsUntilSomeHasBeenTaken() {
    FrameWriter writer(2 * kMostPayload);
    writer.putMessage(1, std::string(5 * kMostPayload, 'x'));
    writer.putMessage(2, "other");
    QCOMPARE(ranksOf(framesOf(writer)), (std::vector{1, 2, 1}));
    QVERIFY(!writer.hasNext());
    QVERIFY(!writer.isEmpty());
    QCOMPARE(writer.size(), 3 * (kMostPayload + sizeof(FrameHead)));
    writer.putFirst(FrameKind::Ping, 1);
    writer.putMessage(2, "another");
    QCOMPARE(ranksOf(framesOf(writer)), (std::vector{1, 2}));
    writer.taken(1, kMostPayload - 1);
    QCOMPARE(framesOf(writer).size(), 1U);
    writer.taken(1, 1);
    QVERIFY(!writer.hasNext());
    writer.taken(1, 100 * kMostPayload);  // which nobody can have taken
    QCOMPARE(framesOf(writer).size(), 2U);
    QCOMPARE(writer.size(), 0U);
  }

  void whatIsUnderWayToAllRanksHasABound() {
    for (const int ranks : {1, 2, 100, 200, 1024, 5000}) {
      const std::size_t window = windowFor(ranks);
      QVERIFY(window >= kMostPayload);
      QVERIFY(window <= 8 * kMostPayload);
      QVERIFY(takenAtOnceFor(ranks) < window);
      if (ranks <= 1024) QVERIFY(window * static_cast<std::size_t>(ranks) <= 1024 * kMostPayload);
    }
  }

  void whatIsForgottenIsNotWrittenButWhatHasBegunIs() {
    using enum FrameKind;
    FrameWriter writer(kMostPayload);
    writer.putMessage(1, std::string(4 * kMostPayload, 'x'));
    const std::string begun = nextOf(writer, 20);
    writer.putMessage(2, "other");
    writer.forget(1);
    writer.forget(0);
    writer.putFirst(Close, 1);
    const auto frames = framesIn(begun + written(writer, kMostPayload), kMostPayload);
    QVERIFY(kindsOf(frames) == (std::vector{Part, Last, Close}));
    QCOMPARE(ranksOf(frames), (std::vector{1, 2, 1}));
    QCOMPARE(writer.size(), 0U);
  }

  void whatASocketDoesNotTakeAtOnceIsWrittenLater() {
    Ends sockets = connectedSockets();
    const std::string message(20 * kMostPayload + 1, 'x');
    FrameWriter writer;
    writer.putMessage(1, message);
    FrameReader reader(2);
    std::string come;
    const auto sink = [&come](Frame frame) { come += frame.payload; };
    int rounds = 0;
    for (; !writer.isEmpty(); ++rounds) {
      QVERIFY(writeSome(writer, sockets.here.number()));
      QVERIFY(readSome(reader, sockets.there.number(), sink));
    }
    QVERIFY(rounds > 1);
    QVERIFY(come == message);
    sockets.there.close();
    writer.putFrame(FrameKind::Bye, 0);
    QVERIFY(!writeSome(writer, sockets.here.number()));
    QVERIFY(!readSome(reader, sockets.here.number(), sink));
  }

  void whoWritesWithoutEndIsNotReadWithoutEnd() {
    const Ends sockets = connectedSockets();
    constexpr int kFrames = 400;
    FrameWriter writer;
    for (int i = 0; i < kFrames; ++i)
      writer.putFrame(FrameKind::Part, 1, std::string(32 * 1024, 'x'));
    QVERIFY(writeSome(writer, sockets.here.number()));
    int come = 0;
    FrameReader reader(2);
    const auto sink = [&](const Frame&) {
      ++come;
      writeSome(writer, sockets.here.number());
    };
    QVERIFY(readSome(reader, sockets.there.number(), sink));
    QVERIFY(come > 0);
    QVERIFY(come < kFrames);
  }

  void whatIsNoFrameIsRefusedByItsHead() {
    const FrameHead good{.size = 0, .kind = 1, .rank = 2};
    constexpr auto kUnknown = static_cast<std::uint32_t>(kLastKind) + 1;
    QCOMPARE(framesIn(headOf(good), 64).size(), 1U);
    for (const FrameHead& bad :
         {FrameHead{.size = 0xFFFFFFFF, .kind = 1, .rank = 0},
          FrameHead{.size = kMostPayload + 1, .kind = 1, .rank = 0},
          FrameHead{.size = 0, .kind = 0, .rank = 0},
          FrameHead{.size = 0, .kind = kUnknown, .rank = 0},
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
