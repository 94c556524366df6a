// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/mpi/rank/engine_rank.h"

#include <array>
#include <cerrno>
#include <chrono>
#include <poll.h>
#include <string_view>
#include <sys/timerfd.h>
#include <system_error>
#include <utility>

#include "core/engines/wire/wire.h"

namespace fatou::mpi {
namespace {

using engines::Clock;

// The lookout listens during calls that are longer than this. A user who stops a task does not
// notice so short a delay, and most bands of a picture are shorter: where all cores compute, each
// time that the lookout wakes takes one from them, and there were two for a band.
constexpr std::chrono::milliseconds kLongCall{10};

// The number of times that MPI is asked whether the hub has taken an answer, before the next call
// begins.
constexpr int kLooksAfterAnswer = 100;

// A timer that is read and polled like an eventfd.
Descriptor makeAlarm() {
  Descriptor made(::timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK));
  if (!made.isOpen())
    throw std::system_error(errno, std::generic_category(), "a rank has no timer");
  return made;
}

void setAlarm(const Descriptor& alarm, std::chrono::nanoseconds in) {
  itimerspec once{};
  once.it_value.tv_nsec = static_cast<long>(in.count());
  ::timerfd_settime(alarm.number(), 0, &once, nullptr);
}

}  // namespace

EngineRank::EngineRank(int ranks, Descriptor toHub, const Introduction& about)
    : m_alarm(makeAlarm()), m_mail(ranks) {
  m_mail.connect(0, std::move(toHub));
  m_mail.sendFrame(0, FrameKind::Hello, toBytes(about));
}

// --- the lookout ------------------------------------------------------------------------------

bool EngineRank::run() {
  m_worker = std::thread([this] { work(); });
  Lock lock(m_mutex);
  while (!m_isOver) {
    if (!m_isLookoutListening) {
      rest(lock);
      continue;
    }
    listen(lock, m_lookoutWakeUp);
    if (!m_isComputing) wake(m_workerWakeUp.number());  // for what has been heard in its place
  }
  endWorker(lock);
  if (m_failure) std::rethrow_exception(m_failure);
  return m_isWhole && hasParted(lock);
}

// Sleeps until a call may have taken long, or the worker wants something. An alarm that was set for
// an earlier call does no harm, as each call that the lookout does not hear sets it anew.
void EngineRank::rest(Lock& lock) {
  lock.unlock();
  std::array<pollfd, 2> any{pollfd{.fd = m_alarm.number(), .events = POLLIN, .revents = 0},
                            pollfd{.fd = m_lookoutWakeUp.number(), .events = POLLIN, .revents = 0}};
  ::poll(any.data(), any.size(), -1);
  for (const pollfd& one : any)
    if (one.revents != 0) drain(one.fd);
  lock.lock();
  if (m_isComputing && Clock::now() - m_begun >= kLongCall) m_isLookoutListening = true;
}

// A task that does not heed stops may run for ever, and its worker then ends with the process.
void EngineRank::endWorker(Lock& lock) {
  const bool mayNeverEnd = m_isComputing;
  const auto server = m_server;
  lock.unlock();
  if (mayNeverEnd) {
    if (server) server->close();
    m_worker.detach();
  } else {
    m_worker.join();
  }
  lock.lock();
}

// Waits for a short time until the hub has what is on its way to it.
bool EngineRank::hasParted(Lock& lock) {
  const auto until = Clock::now() + kFarewell;
  while (!m_mail.isAllSent() && Clock::now() < until) {
    m_mail.wait(lock, m_lookoutWakeUp.number());
    if (m_mail.nextLost()) return false;
  }
  return m_mail.isAllSent();
}

// --- the worker -------------------------------------------------------------------------------

void EngineRank::work() try {
  Lock lock(m_mutex);
  while (!m_isOver) {
    if (m_server && m_server->hasCall()) {
      compute(lock);
    } else {
      standDown();
      listen(lock, m_workerWakeUp);
    }
  }
} catch (...) {
  const std::scoped_lock lock(m_mutex);
  m_failure = std::current_exception();
  end(false);
}

// Answers a call, unless the seat is closed first. After a long call the lookout goes on listening
// where there is another, which mostly is as long: it need not be woken again.
void EngineRank::compute(Lock& lock) {
  seeOff(lock);
  if (m_isOver || !m_server || !m_server->hasCall()) return;
  begin();
  const auto server = m_server;
  lock.unlock();
  auto answer = server->answerNext();
  lock.lock();
  m_isComputing = false;
  if (m_isOver) return;
  if (Clock::now() - m_begun < kLongCall) standDown();
  if (answer) m_mail.sendMessage(0, std::move(*answer));
  if (m_isClosing) leaveSeat();
}

void EngineRank::begin() {
  m_isComputing = true;
  m_begun = Clock::now();
  if (!m_isLookoutListening) setAlarm(m_alarm, kLongCall);
}

// Before a call is begun: MPI may send the rest of an answer only when it is asked how far it is.
// Mostly the hub takes the answer at once; else, and where others need the core, the lookout asks,
// while the call is computed.
void EngineRank::seeOff(Lock& lock) {
  for (int looks = kLooksAfterAnswer; looks > 0; --looks) {
    if (m_isOver || m_mail.isAllSent()) return;
    if (!m_mail.yield(lock)) break;
  }
  m_isLookoutListening = true;
  wake(m_lookoutWakeUp.number());  // it may be asleep though it listens
}

// The worker listens itself, or is about to.
void EngineRank::standDown() {
  if (std::exchange(m_isLookoutListening, false)) wake(m_lookoutWakeUp.number());
}

// --- both -------------------------------------------------------------------------------------

void EngineRank::listen(Lock& lock, const Descriptor& wakeUp) {
  m_mail.wait(lock, wakeUp.number());
  while (!m_isOver) {
    auto frame = m_mail.receive();
    if (!frame) break;
    take(std::move(*frame), lock);
  }
  if (!m_isOver && m_mail.nextLost()) end(false);  // the hub, and with it the client
}

void EngineRank::take(Frame frame, Lock& lock) {
  switch (frame.kind) {
    case FrameKind::Open:
      return open(frame.payload);
    case FrameKind::Close:
      return close(lock);
    case FrameKind::Part:
      m_message += frame.payload;
      return;
    case FrameKind::Last:
      m_message += frame.payload;
      if (m_server) m_server->put(std::exchange(m_message, {}));
      m_message.clear();
      return;
    case FrameKind::Urgent:
      return heed(std::move(frame.payload), lock);
    case FrameKind::Ping: {
      engines::Writer writer;
      writer.raw(frame.payload.data(), frame.payload.size());
      writeTo(writer, Clock::now().time_since_epoch().count());
      return m_mail.sendFrame(0, FrameKind::Pong, std::move(writer).take());
    }
    case FrameKind::Bye:
      m_mail.sendFrame(0, FrameKind::Bye);
      return end(frame.payload == "all");
    default:
      return;  // said by engines, not to them
  }
}

void EngineRank::open(const Bytes& id) {
  if (m_server) return;  // the seat is taken
  engines::Reader reader{std::string_view(id)};
  m_server = std::make_shared<engines::CallServer>(engines::readFrom<engines::EngineId>(reader));
}

// The lock is not held while the task is asked to stop: that calls what the task has asked for,
// which may be anything. The worker may have left the seat by the time the lock is held again.
void EngineRank::close(Lock& lock) {
  m_message.clear();
  if (!m_isComputing) return leaveSeat();
  m_isClosing = true;
  const auto server = m_server;
  lock.unlock();
  server->close();
  lock.lock();
}

// Takes a stop in; the lock is not held, for the same reason.
void EngineRank::heed(Bytes message, Lock& lock) {
  const auto server = m_server;
  if (!server) return;
  lock.unlock();
  server->put(std::move(message));
  lock.lock();
}

void EngineRank::leaveSeat() {
  m_server.reset();
  m_isClosing = false;
  m_mail.sendFrame(0, FrameKind::Closed);
}

void EngineRank::end(bool isWhole) {
  m_isOver = true;
  m_isWhole = isWhole;
  wake(m_lookoutWakeUp.number());
  wake(m_workerWakeUp.number());
}

}  // namespace fatou::mpi
