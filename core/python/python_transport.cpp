// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/python/python_transport.h"

#include <array>
#include <cerrno>
#include <cstdint>
#include <poll.h>
#include <sys/eventfd.h>
#include <system_error>
#include <unistd.h>
#include <utility>

#include "core/python/python_calls.h"

namespace fatou::python {

PythonTransport::PythonTransport(std::unique_ptr<Interpreter> interpreter, SharedId id,
                                 Listeners listeners)
    : m_interpreter(std::move(interpreter)),
      m_id(std::move(id)),
      m_listeners(std::move(listeners)),
      m_end(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
  if (!m_end.isOpen())
    throw std::system_error(errno, std::generic_category(), "no descriptor is left");
}

// Nobody waits for an answer any more.
PythonTransport::~PythonTransport() {
  m_isEnding = true;
  {
    const std::scoped_lock lock(m_receiverMutex);
    m_receiver = nullptr;
  }
  if (m_server) m_server->close();
  m_interpreter->process().kill("it was no longer needed");
  const std::uint64_t one = 1;
  static_cast<void>(::write(m_end.number(), &one, sizeof one));
  if (m_watcher.joinable()) m_watcher.join();
}

void PythonTransport::open(engines::EngineId id, Receiver& receiver) {
  *m_id = id;
  m_server = std::make_unique<engines::CallServer>(id, true);
  {
    const std::scoped_lock lock(m_receiverMutex);
    m_receiver = &receiver;
  }
  m_watcher = std::thread([this] { watch(); });
}

void PythonTransport::send(engines::Bytes message) noexcept {
  m_server->put(std::move(message));
}

// Does the oldest call that was sent; Python has those behind it, so that it need not wait for
// them.
bool PythonTransport::pump() {
  const std::scoped_lock lock(m_pumpMutex);
  InterpreterScope scope(*m_interpreter);
  const HandedArrays::OnThisThread handed(m_handed);
  m_server->beginWaiting(engines::kMostCallsUnderWay);
  auto answer = m_server->answerNext();
  if (!scope.lost().empty()) {
    if (!m_interpreter->isGivenUp()) lose(scope.lost());
    return false;
  }
  if (!answer) return false;
  if (m_listeners.answered) m_listeners.answered();
  pass(std::move(*answer));
  if (hasEndedIdle()) lose(m_interpreter->process().howItEnded());
  return true;
}

// Whoever waited counts the engine as lost then, and the process ends with this transport.
void PythonTransport::stopPumpingAt(engines::Clock::time_point time) noexcept {
  m_interpreter->giveUpAt(time);
}

void PythonTransport::pass(engines::Bytes answer) {
  const std::scoped_lock lock(m_receiverMutex);
  if (m_receiver != nullptr) m_receiver->received(std::move(answer));
}

// Returns when the process has ended, or is to.
void PythonTransport::watch() {
  ChildProcess& process = m_interpreter->process();
  std::array<pollfd, 3> all{
      {{m_end.number(), POLLIN, 0}, {process.ended(), POLLIN, 0}, {process.output(), POLLIN, 0}}};
  for (;;) {
    if (::poll(all.data(), all.size(), -1) < 0) continue;
    if (all[0].revents != 0) return;
    if (all[2].revents != 0) m_interpreter->passOutput();
    if (all[1].revents != 0) break;
    if ((all[2].revents & (POLLHUP | POLLERR)) != 0) all[2].fd = -1;
  }
  m_interpreter->passOutput();
  std::unique_lock lock(m_pumpMutex);
  m_hasEnded = true;
  const bool isIdle = hasEndedIdle();
  lock.unlock();
  if (isIdle) lose(process.howItEnded());
}

// Whether nobody else notices the end: while calls are under way, the thread that waits for them
// does, and reads what was answered before. The call that is lost is the first one that was not.
bool PythonTransport::hasEndedIdle() const {
  return m_hasEnded && !m_server->hasCall();
}

// Whoever replaces the engine does so before it is missed.
void PythonTransport::lose(const std::string& why) {
  if (m_isEnding.exchange(true)) return;
  if (m_listeners.lost) m_listeners.lost(*m_id, why);
  const std::scoped_lock lock(m_receiverMutex);
  if (Receiver* const receiver = std::exchange(m_receiver, nullptr)) receiver->lost(why);
}

}  // namespace fatou::python
