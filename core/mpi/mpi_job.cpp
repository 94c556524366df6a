// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/mpi/mpi_job.h"

#include <algorithm>
#include <array>
#include <csignal>
#include <new>
#include <poll.h>
#include <system_error>
#include <utility>

#include "core/base/exception_text.h"
#include "core/engines/errors.h"
#include "core/mpi/mpi_transport.h"

namespace fatou::mpi {
namespace {

using engines::Clock;
using engines::EngineError;
using engines::WireError;

// How long mpirun may take to end by itself; and then after it was asked to. Killed at once it
// would leave files behind.
constexpr std::chrono::milliseconds kUntilAsked{1500};
constexpr std::chrono::milliseconds kUntilKilled{3500};

// How often the job's thread looks whether mpirun has ended, where nothing else would tell it.
constexpr int kGlanceMs = 20;
constexpr int kLongGlanceMs = 1000;

// How long a seat may take to become free.
constexpr std::chrono::seconds kUntilFree{2};

std::string listed(const std::vector<int>& ranks) {
  std::string text;
  for (const int rank : ranks) text += (text.empty() ? "" : ", ") + std::to_string(rank);
  return text;
}

EngineError notStarted(const std::string& why) {
  return EngineError("no engines can be started: " + why);
}

}  // namespace

std::shared_ptr<MpiJob> MpiJob::launch(const MpiOptions& options, int engines,
                                       const std::string& simdTarget, WhenDied whenDied) try {
  const std::shared_ptr<MpiJob> job(new MpiJob(options, engines, simdTarget, std::move(whenDied)));
  job->waitForAll(options.patience);
  return job;
} catch (const std::system_error& error) {
  throw notStarted(exceptionText(error));
}

MpiJob::MpiJob(const MpiOptions& options, int engines, const std::string& simdTarget,
               WhenDied whenDied)
    : m_here(introductionHere(engines + 1, simdTarget)),
      m_whenDied(std::move(whenDied)),
      m_listening(listenAt(m_folder.path() + "/hub")),
      m_reader(engines + 1),
      m_mpirun(mpirunCommand(options, engines, m_folder.path())),
      m_wakeUp(makeWakeUp()) {
  for (int i = 0; i < engines; ++i) m_seats.push_back(std::make_unique<Seat>());
  m_thread = std::jthread([this] { run(); });
}

MpiJob::~MpiJob() {
  put(FrameKind::Bye, 0);
  {
    const std::scoped_lock lock(m_sendMutex, m_mutex);
    // Who has no hub to say it to has nothing to wait for.
    if (!m_leftAt) m_leftAt = m_hub.isOpen() ? Clock::now() : Clock::now() - kUntilAsked;
  }
  wake(m_wakeUp.number());
  m_thread.join();
}

void MpiJob::waitForAll(std::chrono::nanoseconds patience) {
  const auto has = [this](State state) { return seatIn(state) != m_seats.end(); };
  std::unique_lock lock(m_mutex);
  m_changed.wait_for(lock, patience, [&] {
    if (!m_complaint.empty()) return true;
    return has(State::Lost) ? !m_leftAt : !has(State::Absent);  // else mpirun will say why
  });
  if (!m_complaint.empty()) throw notStarted(m_complaint);
  if (has(State::Lost)) throw notStarted("one of them ended as soon as it had begun");
  std::vector<int> missing;
  for (std::size_t i = 0; i < m_seats.size(); ++i)
    if (m_seats[i]->state == State::Absent) missing.push_back(static_cast<int>(i) + 1);
  if (missing.empty()) return;
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(patience).count();
  throw notStarted(
      "of " + std::to_string(m_seats.size()) + ", number " + listed(missing) +
      " did not come within " + std::to_string(seconds) +
      " s: see that their hosts can be reached, and have this very program where it is "
      "here");
}

std::optional<engines::RemoteEngine> MpiJob::takeSeat(std::weak_ptr<engines::Cluster> user) {
  std::unique_lock lock(m_mutex);
  m_changed.wait_for(lock, kUntilFree, [this] {
    return seatIn(State::Free) != m_seats.end() || seatIn(State::Leaving) == m_seats.end();
  });
  const auto found = seatIn(State::Free);
  if (found == m_seats.end()) return std::nullopt;
  const Introduction& about = (*found)->about;
  const int rank = static_cast<int>(found - m_seats.begin()) + 1;
  engines::RemoteEngine engine{
      .transport = std::make_unique<MpiTransport>(shared_from_this(), rank),
      .info = {.kind = "MPI rank", .host = about.host, .process = about.process}};
  (*found)->state = State::Taken;
  (*found)->user = std::move(user);
  return engine;
}

MpiJob::Seats::const_iterator MpiJob::seatIn(State state) const {
  return std::ranges::find(m_seats, state, [](const auto& one) { return one->state; });
}

bool MpiJob::isAlive() const {
  const std::scoped_lock lock(m_mutex);
  return std::ranges::any_of(m_seats, [](const auto& one) { return one->state != State::Lost; });
}

// --- for a transport --------------------------------------------------------------------------

void MpiJob::open(int rank, engines::EngineId id, engines::Transport::Receiver& receiver) {
  Seat& at = seat(rank);
  {
    const std::scoped_lock lock(at.mutex, m_mutex);
    if (at.state != State::Taken) throw EngineError("the engine has gone before it could be used");
    at.receiver = &receiver;
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
  put(FrameKind::Close, rank);
}

void MpiJob::send(int rank, Bytes message) noexcept {
  write([&](FrameWriter& writer) { writer.putMessage(rank, std::move(message)); });
}

void MpiJob::put(FrameKind kind, int rank, Bytes payload) noexcept {
  write([&](FrameWriter& writer) { writer.putFrame(kind, rank, std::move(payload)); });
}

// Writes at once what the socket takes at once. The job's thread does the rest, and hears of a
// socket that is gone. Where there is no memory to say something, nobody would answer: the job is
// lost.
template <typename Put>
void MpiJob::write(const Put& putIn) noexcept try {
  const std::scoped_lock lock(m_sendMutex);
  if (!m_hub.isOpen()) return;
  const bool isLeftToThread = !m_writer.isEmpty();
  putIn(m_writer);
  if (isLeftToThread || !writeSome(m_writer, m_hub.number())) return;
  if (!m_writer.isEmpty()) wake(m_wakeUp.number());
} catch (...) {
  m_outOfMemory = true;
  wake(m_wakeUp.number());
}

// --- the job's thread -------------------------------------------------------------------------

void MpiJob::run() {
  while (!m_mpirun.hasEnded()) {
    waitForNews();
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
  if (news[1].revents != 0) m_mpirun.readOutput();
  if (m_outOfMemory) return loseHub("there was no memory to send it what it should do");
  if (news[2].revents == 0) return;
  if (!isHubThere) return acceptHub();
  if ((news[2].revents & POLLOUT) != 0) writeHub();
  if ((news[2].revents & ~POLLOUT) != 0) readHub();
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
  if (frame.rank == 0) throw WireError("the hub said what only engines say");
  Seat& from = seat(frame.rank);
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
  const std::scoped_lock lock(m_mutex);
  if (seat(rank).state != State::Absent) throw WireError("an engine came twice");
  seat(rank).about = std::move(about);
  seat(rank).state = State::Free;
  m_changed.notify_all();
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
  if (!isAlive()) tellOfDeath();
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
