// SPDX-License-Identifier: GPL-3.0-or-later
// Tests of a rank that is an engine. The test plays the hub, and MPI does what the test says.
#include "core/mpi/rank/engine_rank.h"

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <mpi.h>
#include <mutex>
#include <optional>
#include <string>
#include <sys/socket.h>
#include <thread>
#include <type_traits>
#include <utility>
#include <vector>

#include <QtTest>

#include "core/engines/inner/messages.h"
#include "core/engines/remote/sendable_task.h"
#include "core/mpi/introduction.h"
#include "tests/patience.h"

namespace fatou::mpi {
namespace {

using namespace engines;

constexpr auto kSquare = [](int x) { return x * x; };
constexpr auto kRunUntilStopped = [](Engine& engine) {
  while (!engine.stopRequested()) std::this_thread::yield();
  return 1;
};
using Square = std::remove_const_t<decltype(kSquare)>;
using RunUntilStopped = std::remove_const_t<decltype(kRunUntilStopped)>;

Bytes squareOf(std::uint64_t call, int x) {
  Writer writer;
  writeCallHead(writer, call, "square");
  RemoteCall<Square, int>::write(writer, kSquare, x);
  return std::move(writer).take();
}

Bytes runUntilStopped(std::uint64_t call) {
  Writer writer;
  writeCallHead(writer, call, "run until stopped");
  RemoteCall<RunUntilStopped>::write(writer, kRunUntilStopped);
  return std::move(writer).take();
}

Bytes idBytes(EngineId id) {
  Writer writer;
  writeTo(writer, id);
  return std::move(writer).take();
}

// A rank that runs, and its hub, which the test plays.
class Seat {
 public:
  Seat() {
    std::array<int, 2> ends{-1, -1};
    QCOMPARE(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()), 0);
    m_hub = Descriptor(ends[0]);
    // As in a process that is a rank, it is not deleted: its thread may still be computing.
    static auto& all = *new std::vector<EngineRank*>;
    EngineRank* const rank = all.emplace_back(new EngineRank(2, Descriptor(ends[1]), {}));
    m_thread = std::jthread([this, rank] {
      m_isWhole = rank->run();
      m_hasEnded = true;
    });
  }
  ~Seat() { leave(); }  // the rank notices it

  bool hasEnded() const { return m_hasEnded; }
  bool isWhole() const { return m_isWhole; }

  void leave() { m_hub.close(); }
  void tell(FrameKind kind, const Bytes& bytes = {}) const {
    {
      const std::scoped_lock lock(pretendedMpiMutex);
      pretendedMpi.coming.push_back({.rank = 0, .tag = static_cast<int>(kind), .bytes = bytes});
    }
    ::send(m_hub.number(), "", 1, MSG_NOSIGNAL);
  }
  // All frames of this kind that it has sent so far.
  static std::vector<std::string> said(FrameKind kind) {
    const std::scoped_lock lock(pretendedMpiMutex);
    std::vector<std::string> texts;
    for (const auto& sent : pretendedMpi.sent)
      if (sent.tag == static_cast<int>(kind)) texts.push_back(sent.bytes);
    return texts;
  }
  static std::size_t times(FrameKind kind) { return said(kind).size(); }

 private:
  Descriptor m_hub;
  std::atomic<bool> m_isWhole{false};
  std::atomic<bool> m_hasEnded{false};
  std::jthread m_thread;
};

// The number that the last answer holds, if it is a call's value.
std::optional<int> lastValue() {
  const auto answers = Seat::said(FrameKind::Last);
  const auto answer = answers.empty() ? std::nullopt : readAnswer(answers.back());
  if (!answer || answer->failure) return std::nullopt;
  Reader value = answer->value();
  return readFrom<int>(value);
}

}  // namespace

class EngineRankTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init() { pretendedMpi = {}; }

  void itIntroducesItselfFirst() {
    const Seat seat;
    QTRY_COMPARE(Seat::times(FrameKind::Hello), 1U);
    QVERIFY(readIntroduction(Seat::said(FrameKind::Hello)[0]) == Introduction{});
  }

  void aCallThatComesInPiecesIsAnswered() {
    const Seat seat;
    const Bytes call = squareOf(1, 6);
    seat.tell(FrameKind::Open, idBytes(3));
    seat.tell(FrameKind::Part, call.substr(0, 5));
    seat.tell(FrameKind::Part, call.substr(5, 5));
    seat.tell(FrameKind::Last, call.substr(10));
    QTRY_COMPARE(lastValue().value_or(0), 36);
    seat.tell(FrameKind::Close);
    QTRY_COMPARE(Seat::times(FrameKind::Closed), 1U);
  }

  void itAnswersToPingsAndHeedsStopsWhileItComputesAndAMessageIsOnItsWay() {
    const Seat seat;
    seat.tell(FrameKind::Open, idBytes(0));
    seat.tell(FrameKind::Last, runUntilStopped(1));
    const Bytes next = squareOf(2, 7);
    seat.tell(FrameKind::Part, next.substr(0, 9));
    seat.tell(FrameKind::Ping, "number");
    QTRY_COMPARE(Seat::times(FrameKind::Pong), 1U);
    QVERIFY(Seat::said(FrameKind::Pong)[0].starts_with("number"));
    QCOMPARE(Seat::times(FrameKind::Last), 0U);
    seat.tell(FrameKind::Urgent, stopMessage(1));
    QTRY_COMPARE(Seat::times(FrameKind::Last), 1U);
    seat.tell(FrameKind::Last, next.substr(9));
    QTRY_COMPARE(lastValue().value_or(0), 49);
    seat.tell(FrameKind::Close);
    QTRY_COMPARE(Seat::times(FrameKind::Closed), 1U);
  }

  void aStopMayComeBeforeItsCall() {
    const Seat seat;
    seat.tell(FrameKind::Open, idBytes(0));
    seat.tell(FrameKind::Urgent, stopMessage(1));
    seat.tell(FrameKind::Last, runUntilStopped(1));
    QTRY_COMPARE(Seat::times(FrameKind::Last), 1U);
    seat.tell(FrameKind::Close);
    QTRY_COMPARE(Seat::times(FrameKind::Closed), 1U);
  }

  void aSeatIsLetAgainOnceItsCallHasEndedWithoutWhatWasUnderWay() {
    const Seat seat;
    seat.tell(FrameKind::Open, idBytes(0));
    seat.tell(FrameKind::Last, runUntilStopped(1));
    seat.tell(FrameKind::Part, "half of a message");
    seat.tell(FrameKind::Close);
    QTRY_COMPARE(Seat::times(FrameKind::Closed), 1U);
    seat.tell(FrameKind::Open, idBytes(5));
    seat.tell(FrameKind::Last, squareOf(1, 8));
    QTRY_COMPARE(lastValue().value_or(0), 64);
    seat.tell(FrameKind::Close);
    QTRY_COMPARE(Seat::times(FrameKind::Closed), 2U);
    seat.tell(FrameKind::Close);  // of a client that has opened nothing
    QTRY_COMPARE(Seat::times(FrameKind::Closed), 3U);
  }

  void itPartsInOrderWhereAllAreThere() {
    const Seat seat;
    seat.tell(FrameKind::Bye, "all");
    QTRY_VERIFY(seat.hasEnded());
    QVERIFY(seat.isWhole());
    QCOMPARE(Seat::times(FrameKind::Bye), 1U);
  }

  void itPartsWithoutOrderElse() {
    const Seat seat;
    seat.tell(FrameKind::Bye, "not all");
    QTRY_VERIFY(seat.hasEnded());
    QVERIFY(!seat.isWhole());
  }

  void itDoesNotWaitForEverForAHubThatTakesNothing() {
    const Seat seat;
    QTRY_COMPARE(Seat::times(FrameKind::Hello), 1U);
    {
      const std::scoped_lock lock(pretendedMpiMutex);
      pretendedMpi.isTakenAtOnce = false;
    }
    seat.tell(FrameKind::Bye, "all");
    QTRY_VERIFY(seat.hasEnded());
    QVERIFY(!seat.isWhole());
  }

  void itEndsWithTheHub() {
    Seat seat;
    seat.leave();
    QTRY_VERIFY(seat.hasEnded());
    QVERIFY(!seat.isWhole());
  }
};

}  // namespace fatou::mpi

QTEST_GUILESS_MAIN(fatou::mpi::EngineRankTest)
#include "engine_rank_test.moc"
