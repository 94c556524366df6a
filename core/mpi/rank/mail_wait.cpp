// SPDX-License-Identifier: GPL-3.0-or-later
// Here a rank waits for messages and bells.
#include <array>
#include <chrono>
#include <cstdint>
#include <ctime>
#include <poll.h>
#include <sched.h>
#include <sys/epoll.h>

#include "core/mpi/rank/mail.h"

namespace fatou::mpi {
namespace {

using Clock = std::chrono::steady_clock;

constexpr int kNoTag = 0;  // which no message has

// A pause that is no sleep: others may have the core for a moment.
constexpr std::chrono::nanoseconds kYield{1};
// A yield that takes so long has given the core to somebody who computes. Each such yield takes a
// time slice, which was 4 to 12 ms with two on a core, where a sleep of 50 us took 70 us. There are
// none for some time then, as they would be long, too.
constexpr std::chrono::microseconds kLongYield{300};
constexpr std::chrono::seconds kCrowded{1};

// While a message is on its way MPI has to be asked again and again: at first at once, so that
// short ones are quick, then less often, so that those who compute have the cores.
constexpr int kEagerLooks = 50;
constexpr int kFrequentLooks = 500;
constexpr std::chrono::microseconds kFrequentPause{50};
constexpr std::chrono::milliseconds kPause{1};

// While nothing is on its way, MPI is still asked this often, as it may have work of its own.
constexpr std::chrono::milliseconds kLongPause{250};

constexpr int kNoDescriptor = -1;

// Returns how long others had the core.
std::chrono::nanoseconds yieldCore() {
  const auto begun = Clock::now();
  ::sched_yield();
  return Clock::now() - begun;
}

}  // namespace

void Mail::watch(int descriptor, bool forWriting) {
  epoll_event event{};
  event.events = EPOLLIN;
  if (forWriting) event.events |= EPOLLOUT;
  event.data.u64 = static_cast<std::uint64_t>(descriptor);
  if (::epoll_ctl(m_poll.number(), EPOLL_CTL_MOD, descriptor, &event) != 0)
    ::epoll_ctl(m_poll.number(), EPOLL_CTL_ADD, descriptor, &event);
}

void Mail::forget(int descriptor) {
  ::epoll_ctl(m_poll.number(), EPOLL_CTL_DEL, descriptor, nullptr);
}

bool Mail::isBusy() const {
  return !m_talking.empty() || m_unrung > 0 || !m_outgoing.empty();
}

bool Mail::mayYield() const {
  return Clock::now() >= m_crowdedUntil;
}

void Mail::noteYield(std::chrono::nanoseconds taken) {
  if (taken >= kLongYield) m_crowdedUntil = Clock::now() + kCrowded;
}

bool Mail::yield(std::unique_lock<std::mutex>& lock) {
  if (!mayYield()) return false;
  lock.unlock();
  const auto taken = yieldCore();
  lock.lock();
  noteYield(taken);
  return true;
}

// How long may be slept now: not at all where there is news, and kYield where MPI is to be asked
// again at once.
std::chrono::nanoseconds Mail::nextPause() {
  if (!m_taken.empty() || !m_lost.empty()) return std::chrono::nanoseconds{0};
  if (!isBusy()) return kLongPause;
  if (++m_misses < kEagerLooks && mayYield()) return kYield;
  return m_misses < kFrequentLooks ? std::chrono::nanoseconds{kFrequentPause} : kPause;
}

// Sleeps until a bell rings, at most for so long, or yields, and returns how long a yield took.
// Uses nothing that another thread changes.
std::chrono::nanoseconds Mail::sleep(std::chrono::nanoseconds pause, int wakeUp) const {
  constexpr std::chrono::nanoseconds kNoTime{0};
  if (pause == kYield) return yieldCore();
  if (pause == kNoTime) return kNoTime;
  const timespec time{.tv_sec = 0, .tv_nsec = static_cast<long>(pause.count())};
  std::array<pollfd, 2> any{pollfd{.fd = m_poll.number(), .events = POLLIN, .revents = 0},
                            pollfd{.fd = wakeUp, .events = POLLIN, .revents = 0}};
  ::ppoll(any.data(), any.size(), &time, nullptr);
  if (any[1].revents != 0) drain(wakeUp);
  return kNoTime;
}

// Hears the bells that ring, or do so within this time; false where nothing has happened.
bool Mail::look(std::chrono::milliseconds patience) {
  m_ready.clear();
  std::array<epoll_event, 64> events{};
  const int count = ::epoll_wait(m_poll.number(), events.data(), events.size(),
                                 static_cast<int>(patience.count()));
  for (int i = 0; i < count; ++i) {
    const std::uint64_t what = events[static_cast<std::size_t>(i)].data.u64;
    if (what >= kBell)
      hear(static_cast<int>(what - kBell));
    else
      m_ready.push_back(static_cast<int>(what));
  }
  if (count > 0) m_misses = 0;
  return count != 0;
}

void Mail::giveMpiTime() {
  int none = 0;
  MPI_Iprobe(MPI_ANY_SOURCE, kNoTag, MPI_COMM_WORLD, &none, MPI_STATUS_IGNORE);
}

std::span<const int> Mail::wait() {
  finishSending();
  const auto pause = nextPause();
  const bool isIdle = pause == kLongPause;
  if (!isIdle) noteYield(sleep(pause, kNoDescriptor));
  if (!look(isIdle ? kLongPause : std::chrono::milliseconds{0}) && isIdle) giveMpiTime();
  return m_ready;
}

void Mail::wait(std::unique_lock<std::mutex>& lock, int wakeUp) {
  finishSending();
  const auto pause = nextPause();
  lock.unlock();
  const auto yielded = sleep(pause, wakeUp);
  lock.lock();
  noteYield(yielded);
  if (!look(std::chrono::milliseconds{0}) && pause == kLongPause) giveMpiTime();
}

}  // namespace fatou::mpi
