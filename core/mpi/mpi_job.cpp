// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/mpi/mpi_job.h"

#include <algorithm>
#include <system_error>
#include <utility>

#include "core/base/exception_text.h"
#include "core/engines/tasks/errors.h"
#include "core/mpi/mpi_transport.h"
#include "core/mpi/start_up.h"

namespace fatou::mpi {
namespace {

using engines::Clock;
using engines::EngineError;

// A seat that is being left may take so long to become free, as its engine may have to end a task.
constexpr std::chrono::seconds kUntilFree{2};

// True where the program is to end, or its user does not want these engines any more.
bool isStopped(const MpiOptions& options, const std::stop_token& stop) {
  return options.stop.stop_requested() || stop.stop_requested();
}

EngineError notStarted(const std::string& why) {
  return EngineError("no engines can be started: " + why);
}

}  // namespace

std::shared_ptr<MpiJob> MpiJob::launch(const MpiOptions& options, int engines,
                                       const std::string& simdTarget, WhenDied whenDied,
                                       const std::stop_token& stop) try {
  if (isStopped(options, stop)) throw LaunchStopped();
  requireProgram(options);
  const std::shared_ptr<MpiJob> job(new MpiJob(options, engines, simdTarget, std::move(whenDied)));
  job->waitForAll(options, stop);
  return job;
} catch (const std::system_error& error) {
  throw notStarted(exceptionText(error));
}

MpiJob::MpiJob(const MpiOptions& options, int engines, const std::string& simdTarget,
               WhenDied whenDied)
    : m_here(introductionHere(engines + 1, simdTarget)),
      m_whenDied(std::move(whenDied)),
      m_notice(options.notice),
      m_wakeUp(makeWakeUp()),
      m_listening(listenAt(m_folder->path() + "/hub")),
      m_reader(engines + 1),
      m_mpirun(mpirunCommand(options, engines, m_folder->path()),
               packageOf(options.implementation)) {
  for (int i = 0; i < engines; ++i) m_seats.push_back(std::make_unique<Seat>());
  m_thread = std::jthread([this] { run(); });
}

MpiJob::~MpiJob() {
  leave();
  wake(m_wakeUp.number());
  m_thread.join();
}

void MpiJob::leave() {
  put(FrameKind::Bye, 0);
  const std::scoped_lock lock(m_sendMutex, m_mutex);
  // Without a hub nobody can be asked to end, and there is nothing to wait for.
  if (!m_leftAt) m_leftAt = m_hub.isOpen() ? Clock::now() : Clock::now() - kUntilAsked;
}

void MpiJob::waitForAll(const MpiOptions& options, const std::stop_token& stop) {
  const auto has = [this](State state) { return seatIn(state) != m_seats.end(); };
  const auto wakeUp = [this] {
    const std::scoped_lock lock(m_mutex);
    m_changed.notify_all();
  };
  const std::stop_callback onStop(stop, wakeUp);
  const std::stop_callback onEnd(options.stop, wakeUp);
  std::unique_lock lock(m_mutex);
  m_changed.wait_for(lock, options.patience, [&] {
    if (!m_complaint.empty() || isStopped(options, stop)) return true;
    return has(State::Lost) ? !m_leftAt : !has(State::Absent);  // else mpirun will say why
  });
  if (isStopped(options, stop)) throw LaunchStopped();
  if (!m_complaint.empty()) throw notStarted(m_complaint);
  if (has(State::Lost)) throw notStarted("one of them ended as soon as it had begun");
  LateEngines late{.engines = static_cast<int>(m_seats.size()),
                   .patience = options.patience,
                   .hosts = options.hosts};
  for (int rank = 1; rank <= late.engines; ++rank)
    if (seat(rank).state == State::Absent) late.missing.push_back(rank);
  if (!late.missing.empty()) throw notStarted(lateComplaint(late, m_likelyCause));
}

std::optional<engines::RemoteEngine> MpiJob::takeSeat(std::weak_ptr<engines::Cluster> user,
                                                      std::shared_ptr<const void> source) {
  std::unique_lock lock(m_mutex);
  m_changed.wait_for(lock, kUntilFree, [this] {
    return seatIn(State::Free) != m_seats.end() || seatIn(State::Leaving) == m_seats.end();
  });
  const auto found = seatIn(State::Free);
  if (found == m_seats.end()) return std::nullopt;
  (*found)->state = State::Taken;
  const auto clockAhead = (*found)->clock.ahead();
  lock.unlock();  // a transport that ends gives its seat back
  const Introduction& about = (*found)->about;
  const int rank = static_cast<int>(found - m_seats.begin()) + 1;
  return engines::RemoteEngine{.transport = std::make_unique<MpiTransport>(
                                   std::move(source), shared_from_this(), rank, std::move(user)),
                               .info = {.kind = "MPI rank",
                                        .host = about.host,
                                        .process = about.process,
                                        .simdTarget = about.simdTarget},
                               .clockAhead = clockAhead};
}

MpiJob::Seats::const_iterator MpiJob::seatIn(State state) const {
  return std::ranges::find(m_seats, state, [](const auto& one) { return one->state; });
}

bool MpiJob::isAlive() const {
  const std::scoped_lock lock(m_mutex);
  return std::ranges::any_of(m_seats, [](const auto& one) { return one->state != State::Lost; });
}

// --- for a transport --------------------------------------------------------------------------

// Gives the engine on a seat to its user, who is told of its end from now on. An engine that has
// ended before is told of by the exception, so that the user takes another.
void MpiJob::open(int rank, engines::EngineId id, engines::Transport::Receiver& receiver,
                  std::weak_ptr<engines::Cluster> user) {
  Seat& at = seat(rank);
  {
    const std::scoped_lock lock(at.mutex, m_mutex);
    if (at.state != State::Taken) throw SeatLost();
    at.receiver = &receiver;
    at.user = std::move(user);
  }
  engines::Writer writer;
  writeTo(writer, id);
  put(FrameKind::Open, rank, std::move(writer).take());
}

void MpiJob::close(int rank) {
  Seat& at = seat(rank);
  {
    const std::scoped_lock lock(at.mutex, m_mutex);
    at.receiver = nullptr;
    at.user.reset();
    if (at.state != State::Taken) return;
    at.state = State::Leaving;
  }
  write([rank](FrameWriter& writer) {
    writer.forget(rank);  // what has not gone by now would only be thrown away there
    writer.putFirst(FrameKind::Close, rank);
  });
}

void MpiJob::send(int rank, Bytes message) noexcept {
  write([&](FrameWriter& writer) { writer.putMessage(rank, std::move(message)); });
}

void MpiJob::sendFirst(int rank, Bytes message) noexcept {
  if (message.size() > kMostPayload) return send(rank, std::move(message));
  put(FrameKind::Urgent, rank, std::move(message));
}

// Puts a frame before the messages that wait for the rank, so that it need not wait until they are
// sent.
void MpiJob::put(FrameKind kind, int rank, Bytes payload) noexcept {
  write([&](FrameWriter& writer) { writer.putFirst(kind, rank, std::move(payload)); });
}

}  // namespace fatou::mpi
