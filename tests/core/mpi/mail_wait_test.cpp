// SPDX-License-Identifier: GPL-3.0-or-later
// Tests of ranks that wait for messages while others compute. MPI does what the test says, and so
// does the system's sched_yield().
#include <array>
#include <atomic>
#include <chrono>
#include <mpi.h>
#include <mutex>
#include <sched.h>
#include <string>
#include <sys/socket.h>
#include <thread>

#include <QtTest>

#include "core/mpi/rank/mail.h"

namespace {

std::atomic<int> g_yields{0};
std::atomic<bool> g_isCrowded{false};  // others compute, and have a time slice each

}  // namespace

// In place of the system's.
extern "C" int sched_yield() noexcept {
  ++g_yields;
  if (g_isCrowded) std::this_thread::sleep_for(std::chrono::milliseconds(4));
  return 0;
}

namespace fatou::mpi {
namespace {

// Rank 0 of two, and the other's end of their socket.
class Ranks {
 public:
  Ranks() {
    pretendedMpi = {};
    g_yields = 0;
    g_isCrowded = false;
    std::array<int, 2> ends{-1, -1};
    QCOMPARE(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()), 0);
    m_other = Descriptor(ends[0]);
    m_mail.connect(1, Descriptor(ends[1]));
  }

  Mail& mail() { return m_mail; }
  // Has rank 0 hear of a message that MPI does not have yet.
  void announce() {
    QCOMPARE(::send(m_other.number(), "", 1, MSG_NOSIGNAL), ssize_t{1});
    m_mail.wait();
  }

 private:
  Mail m_mail{2};
  Descriptor m_other{};
};

constexpr int kTimes = 40;  // fewer than the looks between which a rank may yield
// A rank tries from time to time, also on a host that stops it for seconds between two looks.
constexpr int kFew = 20;

}  // namespace

class MailWaitTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void whereOthersKeepTheCoreItIsNotGivenAwayAgainAndAgain() {
    Ranks ranks;
    ranks.announce();
    g_isCrowded = true;
    for (int i = 0; i < kTimes; ++i) ranks.mail().wait();
    const int yields = g_yields;
    QVERIFY2(yields > 0 && yields < kFew, qPrintable(QString::number(yields)));
    pretendedMpi.coming.push_back(
        {.rank = 1, .tag = static_cast<int>(FrameKind::Last), .bytes = "a"});
    ranks.mail().wait();
    const auto frame = ranks.mail().receive();
    QVERIFY(frame);
    QCOMPARE(frame->payload, std::string("a"));
  }

  void aThreadThatHoldsTheLockYieldsUntilOthersKeepTheCore() {
    Ranks ranks;
    std::mutex mutex;
    std::unique_lock lock(mutex);
    QVERIFY(ranks.mail().yield(lock));
    QCOMPARE(g_yields.load(), 1);
    g_isCrowded = true;
    int more = 0;
    while (more < kTimes && ranks.mail().yield(lock)) ++more;
    QVERIFY2(more < kFew, qPrintable(QString::number(more)));
    QVERIFY(lock.owns_lock());
  }

  void theCoreIsNotGivenAwayWhereThereIsNews() {
    Ranks ranks;
    ranks.mail().sendMessage(1, std::string(takenAtOnceFor(2), 'x'));
    ranks.mail().wait();  // MPI says that it is taken, which the client has to hear
    QCOMPARE(g_yields.load(), 0);
    QVERIFY(ranks.mail().nextTaken());
  }
};

}  // namespace fatou::mpi

QTEST_GUILESS_MAIN(fatou::mpi::MailWaitTest)
#include "mail_wait_test.moc"
