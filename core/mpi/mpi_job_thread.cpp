// SPDX-License-Identifier: GPL-3.0-or-later
// Here the thread of a job talks to its hub. What else it watches is in mpi_job_watch.cpp.
#include <array>
#include <cerrno>
#include <chrono>
#include <cstdint>
#include <new>
#include <poll.h>
#include <string>
#include <string_view>
#include <utility>

#include "core/engines/wire/wire.h"
#include "core/mpi/mpi_job.h"
#include "core/mpi/start_up.h"

namespace fatou::mpi {
namespace {

using engines::Clock;
using engines::WireError;

// The job's thread looks this often whether mpirun has ended, as nothing else may tell it: often
// where that is expected.
constexpr std::chrono::milliseconds kGlance{20};
constexpr std::chrono::milliseconds kLongGlance{1000};

std::string lossOf(const Introduction& engine, const std::string& why) {
  return "an engine on " + engine.host + " (process " + std::to_string(engine.process) +
         ") is lost: " + why;
}

}  // namespace

void MpiJob::run() {
  while (!hasMpirunEnded()) {
    waitForNews();
    lookForSilence();
    pressMpirun();
  }
  if (m_mpirun.output() >= 0) m_mpirun.readOutput();
  if (m_hub.isOpen()) readHub();
  fail(startUpComplaint(m_mpirun.written()));
  loseHub("mpirun has ended");
  m_folder.reset();  // frees what ranks shared in memory: this object may stay for long
  m_hasEnded = true;
}

// Asks the system from time to time, and not after each message, as asking takes a good part of the
// time that a message takes. An mpirun that ends takes the hub with it, and the thread is in a
// hurry once the hub's socket or mpirun's output has ended.
bool MpiJob::hasMpirunEnded() {
  const auto now = Clock::now();
  if (now < m_nextGlance && !isInHurry()) return false;
  m_nextGlance = now + kLongGlance;
  return m_mpirun.hasEnded();
}

void MpiJob::waitForNews() {
  short wanted = POLLIN;
  {
    const std::scoped_lock lock(m_sendMutex);
    if (m_writer.hasNext()) wanted |= POLLOUT;
  }
  const bool isHubThere = m_hub.isOpen();
  const int socket = isHubThere ? m_hub.number() : m_listening.number();
  std::array<pollfd, 3> news{pollfd{.fd = m_wakeUp.number(), .events = POLLIN, .revents = 0},
                             pollfd{.fd = m_mpirun.output(), .events = POLLIN, .revents = 0},
                             pollfd{.fd = socket, .events = wanted, .revents = 0}};
  const auto patience = isInHurry() ? kGlance : kLongGlance;
  ::poll(news.data(), news.size(), static_cast<int>(patience.count()));
  if (news[0].revents != 0) drain(m_wakeUp.number());
  if (news[1].revents != 0) {
    m_mpirun.readOutput();
    lookForCause();
  }
  if (m_outOfMemory.exchange(false))
    return loseHub("there was no memory to send it what it should do");
  if (news[2].revents == 0) return;
  if (!isHubThere) return acceptHub();
  if ((news[2].revents & POLLOUT) != 0) writeHub();
  if ((news[2].revents & ~POLLOUT) != 0) readHub();
}

void MpiJob::acceptHub() {
  errno = 0;
  Descriptor hub = acceptOwn(m_listening.number());
  if (errno == EMFILE || errno == ENFILE)
    fail("this program has too many files open: raise the limit, as by ulimit -n");
  if (!hub.isOpen()) return;
  m_listening.close();
  const std::scoped_lock lock(m_socketMutex, m_sendMutex);
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
  const std::scoped_lock lock(m_socketMutex);
  writeSome(m_writer, m_hub.number(), m_sendMutex);  // reading tells when the hub is gone
}

void MpiJob::loseHub(const std::string& why) {
  {
    const std::scoped_lock lock(m_socketMutex, m_sendMutex, m_mutex);
    m_hub.close();
    m_writer = FrameWriter(windowFor(m_here.ranks));
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
  if (frame.rank > 0) return takeFromEngine(std::move(frame));
  if (frame.kind == FrameKind::Pong) return;
  if (frame.kind != FrameKind::Notice) throw WireError("the hub said what only engines say");
  if (m_notice) m_notice(frame.payload);
}

void MpiJob::takeFromEngine(Frame frame) {
  Seat& from = seat(frame.rank);
  from.heard = m_hubHeard;
  switch (frame.kind) {
    case FrameKind::Part:
    case FrameKind::Last:
      return gather(frame);
    case FrameKind::Closed: {
      from.message.clear();
      const std::scoped_lock lock(m_mutex);
      if (from.state == State::Leaving) from.state = State::Free;
      m_changed.notify_all();
      return;
    }
    case FrameKind::Pong:
      return takePong(from, frame.rank, frame.payload);
    case FrameKind::Taken:
      return sendMore(frame.rank, frame.payload);
    case FrameKind::Lost:
      forget(frame.rank);
      return lose(frame.rank, frame.payload);
    default:
      throw WireError("the hub said what only the client says");
  }
}

// Adds a piece to the message that an engine sends. Pieces from an engine that was given up may
// still be under way; they are dropped.
void MpiJob::gather(Frame& frame) {
  Seat& from = seat(frame.rank);
  {
    const std::scoped_lock lock(m_mutex);
    if (from.state == State::Lost) return;
    if (from.state != State::Taken && from.state != State::Leaving)
      throw WireError("an engine answered that nobody had asked");
  }
  if (from.message.empty())
    from.message = std::move(frame.payload);
  else
    from.message += frame.payload;
  if (frame.kind == FrameKind::Last) deliver(frame.rank, std::exchange(from.message, {}));
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

// An engine of another machine counts as there once its clock is known, so that its tasks are drawn
// at the right times from the first one.
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
  if (from.receiver == nullptr) return;
  m_hasAnswered = true;
  from.receiver->received(std::move(message));
}

// Lets more be sent to a rank, which has taken some of what it was sent.
void MpiJob::sendMore(int rank, const Bytes& taken) {
  engines::Reader reader{std::string_view(taken)};
  const auto bytes = engines::readFrom<std::uint64_t>(reader);
  write([&](FrameWriter& writer) { writer.taken(rank, static_cast<std::size_t>(bytes)); });
}

// Drops what is on its way to the rank, or from it.
void MpiJob::forget(int rank) {
  Bytes().swap(seat(rank).message);
  const std::scoped_lock lock(m_sendMutex);
  m_writer.forget(rank);
}

// The loss of an engine that nobody uses is not told of, and neither is that of one that ends in
// order, with its job. Of all engines at once tellOfDeath() tells.
void MpiJob::lose(int rank, const std::string& why) {
  Seat& from = seat(rank);
  bool isMissed = false;
  {
    const std::scoped_lock lock(m_mutex);
    isMissed = from.state == State::Taken && from.user && !m_leftAt;
    from.state = State::Lost;
    m_changed.notify_all();
  }
  if (isMissed && m_notice) m_notice(lossOf(from.about, why));
  if (!isAlive()) {
    tellOfDeath();
    leave();
  }
  tellLost(from, why);
}

void MpiJob::tellLost(Seat& at, const std::string& why) {
  const std::scoped_lock lock(at.mutex);
  if (auto* const receiver = std::exchange(at.receiver, nullptr)) receiver->lost(why);
}

// Nobody is told when all users have left the job themselves.
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

// The first complaint counts: others follow from it.
void MpiJob::fail(const std::string& complaint) {
  const std::scoped_lock lock(m_mutex);
  if (m_complaint.empty()) m_complaint = complaint;
  m_changed.notify_all();
}

}  // namespace fatou::mpi
