// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engines/remote/call_server.h"

#include <exception>
#include <string_view>
#include <utility>

#include "core/engines/tasks/call_table.h"

namespace fatou::engines {
namespace {

bool isStop(const Bytes& message, std::uint64_t& call) {
  try {
    const ToEngine head = readHead(message);
    call = head.call;
    return head.isStop;
  } catch (const WireError&) {
    return false;  // answered in its turn
  }
}

CallThunk functionAt(Reader& reader) {
  const CallThunk function = callNumbered(readFrom<std::uint64_t>(reader));
  if (function == nullptr)
    throw WireError("this program has no such function: run the same program everywhere");
  return function;
}

}  // namespace

void CallServer::put(Bytes message) {
  std::uint64_t call = 0;
  const bool stop = isStop(message, call);
  std::stop_source running(std::nostopstate);
  {
    const std::scoped_lock lock(m_mutex);
    if (m_closed) return;
    if (!stop) {
      m_calls.push_back(std::move(message));
      m_wake.notify_one();
    } else if (call == m_running) {
      running = m_stop;
    } else if (call > m_running) {
      m_stopped.insert(call);
    }
  }
  running.request_stop();  // outside the lock: it calls what the task has asked its token to call
}

void CallServer::close() {
  std::stop_source running(std::nostopstate);
  {
    const std::scoped_lock lock(m_mutex);
    m_closed = true;
    m_calls.clear();
    running = m_stop;
    m_wake.notify_all();
  }
  running.request_stop();
}

bool CallServer::hasCall() const {
  const std::scoped_lock lock(m_mutex);
  return !m_calls.empty();
}

std::optional<Bytes> CallServer::answerNext() {
  Bytes message;
  {
    std::unique_lock lock(m_mutex);
    m_wake.wait(lock, [this] { return m_closed || !m_calls.empty(); });
    if (m_closed) return std::nullopt;
    message = std::move(m_calls.front());
    m_calls.pop_front();
  }
  return answer(message);
}

Bytes CallServer::answer(const Bytes& message) {
  ToEngine head;
  try {
    head = readHead(message);
    return answerTo(head, message);
  } catch (...) {
    const auto failure = describe(std::current_exception(), m_engine.id(), head.method);
    Writer writer;
    writeAnswerHead(writer, {.call = head.call}, failure.get());
    return std::move(writer).take();
  }
}

Bytes CallServer::answerTo(const ToEngine& head, const Bytes& message) {
  m_engine.m_stop = begin(head.call);
  AnswerHead answer{.call = head.call, .started = Clock::now()};
  m_engine.m_cpu.start(answer.started);
  Writer writer;
  if (head.packed) writer.pack();
  if (m_isReadHere) writer.stayHere();
  writeAnswerHead(writer, answer, nullptr);  // in its place, so that the value is copied but once
  FailurePtr failure;
  try {
    if (m_engine.stopRequested()) throw TaskAborted("the task was aborted");
    Reader reader(std::string_view(message).substr(head.headSize));
    functionAt(reader)(m_engine, reader, writer);
  } catch (...) {
    failure = describe(std::current_exception(), m_engine.id(), head.method);
  }
  answer.completed = Clock::now();
  answer.cpuTime = m_engine.stopCpu(answer.completed);
  Writer front;
  writeAnswerHead(front, answer, failure.get());
  if (failure) return std::move(front).take();
  writer.overwriteFront(std::move(front).take());
  return std::move(writer).take();
}

// The token of the call that begins now. The source is a new one for each, unless the server has
// been closed: then every call is asked to stop.
std::stop_token CallServer::begin(std::uint64_t call) {
  const std::scoped_lock lock(m_mutex);
  m_running = call;
  if (!m_closed) m_stop = std::stop_source();
  if (m_stopped.erase(call) > 0) m_stop.request_stop();
  return m_stop.get_token();
}

}  // namespace fatou::engines
