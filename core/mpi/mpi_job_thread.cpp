// SPDX-License-Identifier: GPL-3.0-or-later
// What the thread of a job does: talks to its hub, and watches mpirun.
#include <array>
#include <csignal>
#include <new>
#include <poll.h>
#include <string_view>
#include <utility>

#include "core/engines/remote/wire.h"
#include "core/mpi/mpi_job.h"
#include "core/mpi/start_up.h"

namespace fatou::mpi {
namespace {

using engines::Clock;
using engines::WireError;

// When it is killed, counted from when it should end. Killed at once it would leave files behind.
constexpr std::chrono::milliseconds kUntilKilled{3500};

// How often the job's thread looks whether mpirun has ended, where nothing else would tell it.
constexpr int kGlanceMs = 20;
constexpr int kLongGlanceMs = 1000;

// A rank that does not answer to a ping counts as lost.
constexpr std::chrono::seconds kPingEvery{1};
constexpr std::chrono::seconds kLongestSilence{5};

std::string silence() {
  return "has not answered for " + std::to_string(kLongestSilence.count()) + " s";
}

}  // namespace

void MpiJob::run() {
  while (!m_mpirun.hasEnded()) {
    waitForNews();
    lookForSilence();
    pressMpirun();
  }
  if (m_mpirun.output() >= 0) m_mpirun.readOutput();
  if (m_hub.isOpen()) readHub();
  fail(startUpComplaint(m_mpirun.written()));
  loseHub("mpirun has ended");
}

void MpiJob::waitForNews() {
  short wanted = POLLIN;
  {
    const std::scoped_lock lock(m_sendMutex);
    if (!m_writer.isEmpty()) wanted |= POLLOUT;
  }
  const bool isHubThere = m_hub.isOpen();
  const int socket = isHubThere ? m_hub.number() : m_listening.number();
  std::array<pollfd, 3> news{pollfd{.fd = m_wakeUp.number(), .events = POLLIN, .revents = 0},
                             pollfd{.fd = m_mpirun.output(), .events = POLLIN, .revents = 0},
                             pollfd{.fd = socket, .events = wanted, .revents = 0}};
  ::poll(news.data(), news.size(), isInHurry() ? kGlanceMs : kLongGlanceMs);
  if (news[0].revents != 0) drain(m_wakeUp.number());
  if (news[1].revents != 0) {
    m_mpirun.readOutput();
    lookForCause();
  }
  if (m_outOfMemory) return loseHub("there was no memory to send it what it should do");
  if (news[2].revents == 0) return;
  if (!isHubThere) return acceptHub();
  if ((news[2].revents & POLLOUT) != 0) writeHub();
  if ((news[2].revents & ~POLLOUT) != 0) readHub();
}

// Engines that cannot come need not be waited for.
void MpiJob::lookForCause() {
  {
    const std::scoped_lock lock(m_mutex);
    if (seatIn(State::Absent) == m_seats.end()) return;
    m_likelyCause = likelyCause(m_mpirun.written());
  }
  if (const auto cause = certainCause(m_mpirun.written())) fail(*cause);
}

// Mpirun is about to end, which nothing would tell.
bool MpiJob::isInHurry() {
  const std::scoped_lock lock(m_mutex);
  return m_leftAt || m_mpirun.output() < 0;
}

void MpiJob::acceptHub() {
  Descriptor hub = acceptOwn(m_listening.number());
  if (!hub.isOpen()) return;
  m_listening.close();
  const std::scoped_lock lock(m_sendMutex);
  m_hub = std::move(hub);
}

void MpiJob::readHub() try {
  const bool isThere =
      readSome(m_reader, m_hub.number(), [this](Frame frame) { take(std::move(frame)); });
  if (!isThere) loseHub("the hub of its job has ended");
} catch (const WireError& error) {
  fail(error.what());
  loseHub("the hub of its job sent what nobody understands");
} catch (const std::bad_alloc&) {
  loseHub("there was no memory for what it answered");
}

void MpiJob::writeHub() {
  const std::scoped_lock lock(m_sendMutex);
  writeSome(m_writer, m_hub.number());  // of a hub that is gone, reading tells
}

void MpiJob::loseHub(const std::string& why) {
  {
    const std::scoped_lock lock(m_sendMutex, m_mutex);
    m_hub.close();
    m_writer = {};
    if (!m_leftAt) m_leftAt = Clock::now();
    for (const auto& one : m_seats) one->state = State::Lost;
    m_changed.notify_all();
  }
  tellOfDeath();
  for (const auto& one : m_seats) tellLost(*one, why);
}

void MpiJob::take(Frame frame) {
  if (frame.kind == FrameKind::Hello) return introduce(frame.rank, frame.payload);
  m_hubHeard = Clock::now();
  if (frame.rank == 0 && frame.kind == FrameKind::Pong) return;
  if (frame.rank == 0) throw WireError("the hub said what only engines say");
  Seat& from = seat(frame.rank);
  from.heard = m_hubHeard;
  switch (frame.kind) {
    case FrameKind::Part:
      from.message += frame.payload;
      return;
    case FrameKind::Last:
      if (from.message.empty()) return deliver(frame.rank, std::move(frame.payload));
      from.message += frame.payload;
      return deliver(frame.rank, std::exchange(from.message, {}));
    case FrameKind::Closed: {
      from.message.clear();
      const std::scoped_lock lock(m_mutex);
      if (from.state == State::Leaving) from.state = State::Free;
      m_changed.notify_all();
      return;
    }
    case FrameKind::Pong:
      return takePong(from, frame.rank, frame.payload);
    case FrameKind::Lost:
      return lose(frame.rank, frame.payload);
    default:
      throw WireError("the hub said what only the client says");
  }
}

void MpiJob::introduce(int rank, const Bytes& payload) {
  Introduction about = readIntroduction(payload);
  if (const auto complaint = complaintAbout(about, m_here)) return fail(*complaint);
  if (rank == 0) return;
  const bool isHere = haveOneClock(about, m_here);
  {
    const std::scoped_lock lock(m_mutex);
    if (seat(rank).state != State::Absent) throw WireError("an engine came twice");
    seat(rank).about = std::move(about);
    if (isHere) seat(rank).state = State::Free;
    m_changed.notify_all();
  }
  if (!isHere) putPing(rank);
}

void MpiJob::putPing(int rank) {
  engines::Writer writer;
  writeTo(writer, Clock::now().time_since_epoch().count());
  put(FrameKind::Ping, rank, std::move(writer).take());
}

// An engine of another machine is there once its clock is known, so that what is drawn of its tasks
// is right from the first one.
void MpiJob::takePong(Seat& from, int rank, const Bytes& payload) {
  const auto now = Clock::now();
  engines::Reader reader{std::string_view(payload)};
  const Clock::time_point sent{Clock::duration{engines::readFrom<Clock::rep>(reader)}};
  const Clock::time_point there{Clock::duration{engines::readFrom<Clock::rep>(reader)}};
  reader.requireEnd();
  {
    const std::scoped_lock lock(m_mutex);
    if (haveOneClock(from.about, m_here)) return;
    from.clock.add(sent, now, there);
    if (from.state != State::Absent) return;
    if (from.clock.isKnown()) {
      from.state = State::Free;
      return m_changed.notify_all();
    }
  }
  putPing(rank);
}

void MpiJob::deliver(int rank, Bytes message) {
  Seat& from = seat(rank);
  const std::scoped_lock lock(from.mutex);
  if (from.receiver != nullptr) from.receiver->received(std::move(message));
  m_hasAnswered = true;
}

void MpiJob::lose(int rank, const std::string& why) {
  {
    const std::scoped_lock lock(m_mutex);
    seat(rank).state = State::Lost;
    m_changed.notify_all();
  }
  if (!isAlive()) {
    tellOfDeath();
    leave();
  }
  tellLost(seat(rank), why);
}

void MpiJob::tellLost(Seat& at, const std::string& why) {
  const std::scoped_lock lock(at.mutex);
  if (auto* const receiver = std::exchange(at.receiver, nullptr)) receiver->lost(why);
}

// Not of the end that everybody has asked for.
void MpiJob::tellOfDeath() {
  if (std::exchange(m_isDead, true)) return;
  Users users;
  {
    const std::scoped_lock lock(m_mutex);
    for (const auto& one : m_seats)
      if (one->user) users.push_back(*one->user);
  }
  if (!users.empty() && m_whenDied) m_whenDied(users, m_hasAnswered);
}

// A process that is stopped or a host that is cut off does not end a socket. What is sent to them
// is not silence of theirs, nor is the time in which this process was stopped.
void MpiJob::lookForSilence() {
  const auto now = Clock::now();
  if (!m_hub.isOpen() || now < m_nextPing) return;
  bool isCounted = now < m_nextPing + kPingEvery;
  {
    const std::scoped_lock lock(m_sendMutex);
    isCounted = isCounted && m_writer.isEmpty();
  }
  m_nextPing = now + kPingEvery;
  if (!ping(0, m_hubHeard, isCounted)) return loseHub("the hub of its job " + silence());
  for (std::size_t i = 0; i < m_seats.size(); ++i) {
    const int rank = static_cast<int>(i) + 1;
    if (!isThere(rank) || ping(rank, m_seats[i]->heard, isCounted)) continue;
    put(FrameKind::Drop, rank);
    lose(rank, "it " + silence());
  }
}

// False where the rank has been silent for too long.
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

// Has mpirun end where it should and does not.
void MpiJob::pressMpirun() {
  Clock::duration since{};
  {
    const std::scoped_lock lock(m_mutex);
    if (!m_leftAt) return;
    since = Clock::now() - *m_leftAt;
  }
  if (since < kUntilAsked) return;
  const int signal = since < kUntilKilled ? SIGTERM : SIGKILL;
  if (std::exchange(m_pressedWith, signal) != signal) m_mpirun.send(signal);
}

// The first complaint counts: others follow from it.
void MpiJob::fail(const std::string& complaint) {
  const std::scoped_lock lock(m_mutex);
  if (m_complaint.empty()) m_complaint = complaint;
  m_changed.notify_all();
}

}  // namespace fatou::mpi
