// SPDX-License-Identifier: GPL-3.0-or-later
// Here a job's thread notices that mpirun or ranks do not do what they should.
#include <csignal>
#include <string>
#include <utility>

#include "core/mpi/mpi_job.h"
#include "core/mpi/start_up.h"

namespace fatou::mpi {
namespace {

using engines::Clock;

// Mpirun is killed so long after it was to end. If it were killed at once, it would leave files
// behind.
constexpr std::chrono::milliseconds kUntilKilled{3500};

// A rank that does not answer to a ping counts as lost.
constexpr std::chrono::seconds kPingEvery{1};
constexpr std::chrono::seconds kLongestSilence{5};

std::string silence() {
  return "has not answered for " + std::to_string(kLongestSilence.count()) + " s";
}

}  // namespace

// Ends a launch early where mpirun's words say that engines cannot come.
void MpiJob::lookForCause() {
  {
    const std::scoped_lock lock(m_mutex);
    if (seatIn(State::Absent) == m_seats.end()) return;
    m_likelyCause = likelyCause(m_mpirun.written());
  }
  if (const auto cause = certainCause(m_mpirun.written())) fail(*cause);
}

// True where mpirun is about to end: the thread has to look for it often, as no descriptor tells.
bool MpiJob::isInHurry() {
  const std::scoped_lock lock(m_mutex);
  return m_leftAt || m_mpirun.output() < 0;
}

// Gives up the hub or ranks that have been silent for too long: the socket does not end where their
// process is stopped or their host is cut off. Time in which this process was itself stopped is not
// counted. A ping overtakes the messages that wait here, and the hub holds none back, so that a
// rank that works answers in time.
void MpiJob::lookForSilence() {
  const auto now = Clock::now();
  if (!m_hub.isOpen() || now < m_nextPing) return;
  const bool wasAwake = now < m_nextPing + kPingEvery;
  m_nextPing = now + kPingEvery;
  if (!ping(0, m_hubHeard, wasAwake)) {
    press(SIGTERM);  // at once: its engines would compute beside those that replace them
    return loseHub("the hub of its job " + silence());
  }
  for (std::size_t i = 0; i < m_seats.size(); ++i) {
    const int rank = static_cast<int>(i) + 1;
    if (isThere(rank) && !ping(rank, m_seats[i]->heard, wasAwake)) giveUp(rank);
  }
}

// Sends a ping; returns false instead where the rank has been silent for too long.
bool MpiJob::ping(int rank, Clock::time_point& heard, bool isCounted) {
  const auto now = Clock::now();
  if (!isCounted || heard == Clock::time_point{}) heard = now;
  if (now - heard > kLongestSilence) return false;
  putPing(rank);
  return true;
}

bool MpiJob::isThere(int rank) {
  const std::scoped_lock lock(m_mutex);
  const State state = seat(rank).state;
  return state != State::Absent && state != State::Lost;
}

// Sends signals to an mpirun that should have ended and has not.
void MpiJob::pressMpirun() {
  Clock::duration since{};
  {
    const std::scoped_lock lock(m_mutex);
    if (!m_leftAt) return;
    since = Clock::now() - *m_leftAt;
  }
  if (since < kUntilAsked) return;
  press(since < kUntilKilled ? SIGTERM : SIGKILL);
}

void MpiJob::press(int signal) {
  if (std::exchange(m_pressedWith, signal) != signal) m_mpirun.send(signal);
}

// Gives up a rank that is silent: the job no longer waits for anything from it.
void MpiJob::giveUp(int rank) {
  forget(rank);
  put(FrameKind::Drop, rank);
  lose(rank, "it " + silence());
}

}  // namespace fatou::mpi
