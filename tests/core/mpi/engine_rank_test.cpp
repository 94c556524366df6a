// SPDX-License-Identifier: GPL-3.0-or-later
// Tests of a rank that is an engine. The test plays the hub, and MPI does what the test says.
#include "core/mpi/rank/engine_rank.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
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

#include "core/engines/remote/messages.h"
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
std::atomic<std::thread::id> g_worker;
constexpr auto kNoteWorker = [] {
  g_worker = std::this_thread::get_id();
  return 1;
};
using NoteWorker = std::remove_const_t<decltype(kNoteWorker)>;
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

Bytes noteWorker(std::uint64_t call) {
  Writer writer;
  writeCallHead(writer, call, "note the worker");
  RemoteCall<NoteWorker>::write(writer, kNoteWorker);
  return std::move(writer).take();
}

// Tells the rank something while it computes; set by the test.
std::function<void()> g_tellRank;
constexpr auto kTellAndGoOn = [] {
  g_worker = std::this_thread::get_id();
  g_tellRank();
  std::this_thread::sleep_for(std::chrono::milliseconds(6));  // longer than to wake a thread
  return 1;
};
using TellAndGoOn = std::remove_const_t<decltype(kTellAndGoOn)>;

Bytes tellAndGoOn(std::uint64_t call) {
  Writer writer;
  writeCallHead(writer, call, "tell and go on");
  RemoteCall<TellAndGoOn>::write(writer, kTellAndGoOn);
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
    // As in a process that is a rank, it is not deleted: its worker may still be computing.
    static auto& all = *new std::vector<EngineRank*>;
    EngineRank* const rank = all.emplace_back(new EngineRank(2, Descriptor(ends[1]), {}));
    m_thread = std::jthread([this, rank] {
      try {
        m_isWhole = rank->run();
      } catch (const WireError&) {
        m_hasFailed = true;
      }
      m_hasEnded = true;
    });
  }
  ~Seat() { leave(); }  // the rank notices it

  bool hasEnded() const { return m_hasEnded; }
  bool isWhole() const { return m_isWhole; }
  bool hasFailed() const { return m_hasFailed; }

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
  std::atomic<bool> m_hasFailed{false};
  std::atomic<bool> m_hasEnded{false};
  std::jthread m_thread;
};

bool hasHeardAll() {
  const std::scoped_lock lock(pretendedMpiMutex);
  return std::ranges::all_of(pretendedMpi.coming, &PretendedMpi::Coming::isFound);
}

// Whether the hub takes what the rank has sent and will send.
void setTakenAtOnce(bool taken) {
  const std::scoped_lock lock(pretendedMpiMutex);
  pretendedMpi.isTakenAtOnce = taken;
  for (auto& sent : pretendedMpi.sent) sent.isTaken = sent.isTaken || taken;
}
bool isAllFinished() {
  const std::scoped_lock lock(pretendedMpiMutex);
  return std::ranges::all_of(pretendedMpi.sent, &PretendedMpi::Sent::isFinished);
}

// Whether the rank's thread that hears what it is told now is its worker.
bool doesWorkerHear(const Seat& seat) {
  const std::size_t before = Seat::times(FrameKind::Pong);
  seat.tell(FrameKind::Ping, "number");
  if (!QTest::qWaitFor([before] { return Seat::times(FrameKind::Pong) > before; },
                       tests::kPatienceMs))
    return false;
  const std::scoped_lock lock(pretendedMpiMutex);
  return pretendedMpi.coming.back().foundBy == g_worker.load();
}

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

  void theThreadThatComputesSendsTheAnswer() {
    const Seat seat;
    seat.tell(FrameKind::Open, idBytes(0));
    for (std::size_t call = 1; call <= 20; ++call) {
      seat.tell(FrameKind::Last, noteWorker(call));
      QTRY_COMPARE(Seat::times(FrameKind::Last), call);
      const std::scoped_lock lock(pretendedMpiMutex);
      QVERIFY(pretendedMpi.sent.back().sentBy == g_worker.load());
    }
  }

  void anotherThreadListensWhileACallIsLongAndThenTheWorkerAgain() {
    const Seat seat;
    seat.tell(FrameKind::Open, idBytes(0));
    seat.tell(FrameKind::Last, noteWorker(1));
    QTRY_COMPARE(Seat::times(FrameKind::Last), 1U);
    for (std::uint64_t call = 2; call < 5; ++call) {
      seat.tell(FrameKind::Last, runUntilStopped(call));
      // The worker may hear this before the call has begun.
      QTRY_VERIFY(!doesWorkerHear(seat));
      QCOMPARE(Seat::times(FrameKind::Last), call - 1);
      seat.tell(FrameKind::Urgent, stopMessage(call));
      QTRY_COMPARE(Seat::times(FrameKind::Last), call);
      QTRY_VERIFY(doesWorkerHear(seat));  // once the other has heard that it need not
    }
  }

  // A machine that is busy may make a call long, so that it is tried until one is not.
  void aCallOfSomeMillisecondsWakesNoOtherThread() {
    const Seat seat;
    g_tellRank = [&seat] { seat.tell(FrameKind::Ping, "number"); };
    seat.tell(FrameKind::Open, idBytes(0));
    std::uint64_t call = 0;
    const auto doesWorkerHearIt = [&] {
      seat.tell(FrameKind::Last, tellAndGoOn(++call));
      const auto isAnswered = [call] {
        return Seat::times(FrameKind::Last) == call && Seat::times(FrameKind::Pong) == call;
      };
      if (!QTest::qWaitFor(isAnswered, tests::kPatienceMs)) return false;
      const std::scoped_lock lock(pretendedMpiMutex);
      return pretendedMpi.coming.back().foundBy == g_worker.load();
    };
    QTRY_VERIFY(doesWorkerHearIt());
  }

  void aCallThatComesWhileAnotherComputesIsHeardMeanwhile() {
    const Seat seat;
    seat.tell(FrameKind::Open, idBytes(0));
    seat.tell(FrameKind::Last, runUntilStopped(1));
    seat.tell(FrameKind::Last, runUntilStopped(2));
    seat.tell(FrameKind::Last, squareOf(3, 5));
    QTRY_VERIFY(hasHeardAll());
    QCOMPARE(Seat::times(FrameKind::Last), 0U);
    seat.tell(FrameKind::Urgent, stopMessage(1));
    QTRY_COMPARE(Seat::times(FrameKind::Last), 1U);
    seat.tell(FrameKind::Urgent, stopMessage(2));  // to the next long call, as to the first
    QTRY_COMPARE(lastValue().value_or(0), 25);
    QCOMPARE(Seat::times(FrameKind::Last), 3U);
  }

  void anAnswerIsSentOnWhileTheNextCallComputes() {
    const Seat seat;
    QTRY_COMPARE(Seat::times(FrameKind::Hello), 1U);
    setTakenAtOnce(false);
    seat.tell(FrameKind::Open, idBytes(0));
    seat.tell(FrameKind::Last, squareOf(1, 5));
    seat.tell(FrameKind::Last, runUntilStopped(2));
    QTRY_COMPARE(lastValue().value_or(0), 25);
    setTakenAtOnce(true);
    QTRY_VERIFY(isAllFinished());
    QCOMPARE(Seat::times(FrameKind::Last), 1U);
    seat.tell(FrameKind::Urgent, stopMessage(2));
    QTRY_COMPARE(Seat::times(FrameKind::Last), 2U);
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

  void itPartsThoughACallStillRuns() {
    const Seat seat;
    seat.tell(FrameKind::Open, idBytes(0));
    seat.tell(FrameKind::Last, runUntilStopped(1));
    QTRY_VERIFY(hasHeardAll());
    seat.tell(FrameKind::Bye, "all");
    QTRY_VERIFY(seat.hasEnded());
    QVERIFY(seat.isWhole());
    QCOMPARE(Seat::times(FrameKind::Last), 0U);
  }

  void whatIsNoIdEndsIt() {
    const Seat seat;
    seat.tell(FrameKind::Open, "");
    QTRY_VERIFY(seat.hasEnded());
    QVERIFY(!seat.isWhole());
    QVERIFY(seat.hasFailed());
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
    setTakenAtOnce(false);
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
