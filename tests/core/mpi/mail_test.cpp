// SPDX-License-Identifier: GPL-3.0-or-later
// Tests of messages and bells between ranks. MPI does what the test says.
#include "core/mpi/rank/mail.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <mpi.h>
#include <mutex>
#include <optional>
#include <poll.h>
#include <string>
#include <sys/socket.h>
#include <thread>
#include <tuple>
#include <utility>
#include <vector>

#include <QtTest>

namespace fatou::mpi {
namespace {

using Said = std::tuple<FrameKind, int, std::string>;

// Rank 0 of three, and the ends of the sockets that the others have.
class Ranks {
 public:
  Ranks() { pretendedMpi = {}; }

  Mail& mail() { return m_mail; }
  int other(int rank) const { return m_others[static_cast<std::size_t>(rank)].number(); }

  void connect(int rank) {
    std::array<int, 2> ends{-1, -1};
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0) return;
    constexpr int kRoom = 4096;  // bytes, with what the system keeps for each
    ::setsockopt(ends[1], SOL_SOCKET, SO_SNDBUF, &kRoom, sizeof kRoom);
    m_others[static_cast<std::size_t>(rank)] = Descriptor(ends[0]);
    m_mail.connect(rank, Descriptor(ends[1]));
  }
  void die(int rank) { m_others[static_cast<std::size_t>(rank)].close(); }

  // Sends a message to rank 0. Where it is held back, only its head arrives.
  void send(int rank, const std::string& bytes, bool isHeldBack = false) {
    pretendedMpi.coming.push_back({.rank = rank,
                                   .tag = static_cast<int>(FrameKind::Last),
                                   .bytes = bytes,
                                   .isHeldBack = isHeldBack});
  }
  void ring(int rank, std::size_t strokes = 1) {
    const std::string bytes(strokes, '\0');
    QCOMPARE(::send(other(rank), bytes.data(), bytes.size(), MSG_NOSIGNAL),
             static_cast<ssize_t>(strokes));
  }

  // All frames that have come so far.
  std::vector<Said> heard() {
    std::vector<Said> all;
    m_mail.wait();
    while (auto frame = m_mail.receive())
      all.emplace_back(frame->kind, frame->rank, std::move(frame->payload));
    return all;
  }

  std::optional<int> nextLost() {
    std::optional<int> lost;
    for (int looks = 0; looks < 10 && !lost; ++looks) {
      m_mail.wait();
      lost = m_mail.nextLost();
    }
    return lost;
  }

 private:
  Mail m_mail{3};
  std::array<Descriptor, 3> m_others{};
};

std::vector<std::string> textsOf(const std::vector<Said>& frames) {
  std::vector<std::string> texts;
  for (const auto& [kind, rank, text] : frames) texts.push_back(text);
  return texts;
}

using Texts = std::vector<std::string>;

}  // namespace

class MailTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void framesComeInTheirOrderThoughTheirBellsCameFirst() {
    Ranks ranks;
    ranks.connect(1);
    ranks.ring(1, 3);
    QCOMPARE(ranks.heard().size(), 0U);
    ranks.send(1, "a");
    QCOMPARE(textsOf(ranks.heard()), (Texts{"a"}));
    ranks.send(1, "b", true);
    ranks.send(1, "c");
    QCOMPARE(ranks.heard().size(), 0U);
    pretendedMpi.coming[1].isHeldBack = false;
    QCOMPARE(textsOf(ranks.heard()), (Texts{"b", "c"}));
  }

  // Nothing could be sent back to such a rank yet.
  void whoIsNotConnectedIsNotHeard() {
    Ranks ranks;
    ranks.connect(1);
    ranks.send(2, "too early");
    ranks.send(1, "in time");
    ranks.ring(1);
    QCOMPARE(textsOf(ranks.heard()), (Texts{"in time"}));
    ranks.connect(2);
    ranks.ring(2);
    QCOMPARE(textsOf(ranks.heard()), (Texts{"too early"}));
  }

  void aRankThatStopsHalfWayHoldsUpNoOther() {
    Ranks ranks;
    ranks.connect(1);
    ranks.connect(2);
    Texts sent;
    for (int i = 0; i < 100; ++i) {
      sent.push_back(std::to_string(i));
      ranks.send(1, sent.back(), true);
    }
    ranks.ring(1, sent.size());
    QCOMPARE(ranks.heard().size(), 0U);
    ranks.send(2, "other");
    ranks.ring(2);
    QCOMPARE(textsOf(ranks.heard()), (Texts{"other"}));
    for (auto& each : pretendedMpi.coming) each.isHeldBack = false;
    QCOMPARE(textsOf(ranks.heard()), sent);
  }

  void ranksTakeTurns() {
    Ranks ranks;
    for (const int rank : {1, 2}) {
      ranks.connect(rank);
      for (int i = 0; i < 20; ++i) ranks.send(rank, std::to_string(rank));
      ranks.ring(rank, 20);
    }
    const Texts texts = textsOf(ranks.heard());
    QCOMPARE(texts.size(), 40U);
    for (std::size_t i = 1; i < texts.size(); ++i) QVERIFY(texts[i] != texts[i - 1]);
  }

  void whatHasBeenTakenOfMessagesIsSaidOnceItIsMuch() {
    Ranks ranks;
    ranks.connect(1);
    pretendedMpi.isTakenAtOnce = false;
    constexpr std::size_t kMuch = takenAtOnceFor(3);
    const std::string message(3 * kMuch, 'x');
    ranks.mail().sendMessage(1, message);
    ranks.mail().sendFrame(1, FrameKind::Ping, std::string(1000, 'x'));
    ranks.mail().wait();
    QVERIFY(!ranks.mail().isAllSent());
    QVERIFY(!ranks.mail().nextTaken());
    for (auto& each : pretendedMpi.sent) each.isTaken = true;
    ranks.mail().wait();
    QCOMPARE(pretendedMpi.idleLooks, 0);  // wait() does not sleep, as there is news
    QVERIFY(ranks.mail().isAllSent());
    const auto taken = ranks.mail().nextTaken();
    QVERIFY(taken);
    QCOMPARE(taken->rank, 1);
    QCOMPARE(taken->bytes, message.size());
    QVERIFY(!ranks.mail().nextTaken());
    pretendedMpi.isTakenAtOnce = true;
    ranks.mail().sendMessage(1, std::string(kMuch - 1, 'x'));
    QVERIFY(ranks.mail().isAllSent());
    QVERIFY(!ranks.mail().nextTaken());
  }

  void aRankWhoseSocketEndsIsLostAndWhatIsUnderWayIsLeftBehind() {
    Ranks ranks;
    ranks.connect(1);
    pretendedMpi.isTakenAtOnce = false;
    ranks.mail().sendFrame(1, FrameKind::Open, "never taken");
    ranks.send(1, "never whole", true);
    ranks.ring(1);
    QCOMPARE(ranks.heard().size(), 0U);
    ranks.die(1);
    QCOMPARE(ranks.nextLost().value_or(0), 1);
    QVERIFY(!ranks.mail().nextLost());
    QVERIFY(!ranks.mail().isConnected(1));
    QVERIFY(ranks.mail().isAllSent());
    QVERIFY(!ranks.mail().receive());
    *pretendedMpi.coming[0].into = 'x';  // as MPI still may
    ranks.mail().sendFrame(1, FrameKind::Close);
    QCOMPARE(pretendedMpi.sent.size(), 1U);
    ranks.connect(1);
    QVERIFY(!ranks.mail().isConnected(1));
  }

  void whatARankSaidBeforeItDiedIsHeard() {
    Ranks ranks;
    ranks.connect(1);
    ranks.send(1, "the last");
    ranks.ring(1);
    ranks.die(1);
    QCOMPARE(textsOf(ranks.heard()), (Texts{"the last"}));
    QCOMPARE(ranks.nextLost().value_or(0), 1);
  }

  void aRankThatMpiCannotReachIsLost() {
    Ranks ranks;
    ranks.connect(1);
    ranks.connect(2);
    pretendedMpi.unreachable = 1;
    ranks.send(2, "other");
    ranks.ring(1);
    ranks.ring(2);
    QCOMPARE(textsOf(ranks.heard()), (Texts{"other"}));
    QCOMPARE(ranks.mail().nextLost().value_or(0), 1);
  }

  void whileOneThreadWaitsAnotherMaySendAndCallIt() {
    Ranks ranks;
    ranks.connect(1);
    const Descriptor wakeUp = makeWakeUp();
    std::mutex mutex;
    bool isOver = false;
    std::jthread waiting([&] {
      std::unique_lock lock(mutex);
      while (!isOver) ranks.mail().wait(lock, wakeUp.number());
    });
    for (int i = 0; i < 20; ++i) {
      const std::scoped_lock lock(mutex);
      ranks.mail().sendFrame(1, FrameKind::Ping, "from this thread");
      wake(wakeUp.number());
    }
    {
      const std::scoped_lock lock(mutex);
      isOver = true;
      wake(wakeUp.number());
    }
    waiting.join();
    QCOMPARE(pretendedMpi.sent.size(), 20U);
    ranks.mail().wait();  // MPI may not have been asked after the last ones
    QVERIFY(std::ranges::all_of(pretendedMpi.sent, &PretendedMpi::Sent::isFinished));
  }

  void whoIsCalledWaitsNoLonger() {
    Ranks ranks;
    const Descriptor wakeUp = makeWakeUp();
    std::mutex mutex;
    std::unique_lock lock(mutex);
    wake(wakeUp.number());
    ranks.mail().wait(lock, wakeUp.number());
    QVERIFY(lock.owns_lock());
    pollfd again{.fd = wakeUp.number(), .events = POLLIN, .revents = 0};
    QCOMPARE(::poll(&again, 1, 0), 0);  // it has been drained
  }

  void bellsForWhichThereIsNoRoomAreRungLater() {
    constexpr int kFrames = 5000;
    Ranks ranks;
    ranks.connect(1);
    for (int i = 0; i < kFrames; ++i) ranks.mail().sendFrame(1, FrameKind::Ping);
    ranks.mail().wait();
    QVERIFY(!ranks.mail().isAllSent());
    std::array<char, 1000> strokes{};
    ssize_t heard = 0;
    while (!ranks.mail().isAllSent()) {
      const ssize_t more = ::recv(ranks.other(1), strokes.data(), strokes.size(), MSG_DONTWAIT);
      QVERIFY(more > 0);
      heard += more;
      ranks.mail().wait();
    }
    for (ssize_t more = 1; more > 0; heard += std::max<ssize_t>(more, 0))
      more = ::recv(ranks.other(1), strokes.data(), strokes.size(), MSG_DONTWAIT);
    QCOMPARE(heard, ssize_t{kFrames});
  }
};

}  // namespace fatou::mpi

QTEST_GUILESS_MAIN(fatou::mpi::MailTest)
#include "mail_test.moc"
