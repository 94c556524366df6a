// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engines/remote/call_server.h"

#include <cstddef>
#include <exception>
#include <functional>
#include <string_view>
#include <utility>

#include "core/engines/tasks/call_table.h"

namespace fatou::engines {
namespace {

// A longer message is read in its turn: what comes of reading it early would have to be kept, and
// takes longer than is saved.
constexpr std::size_t kMostReadEarly = std::size_t{16} << 10;

bool isStop(const Bytes& message, std::uint64_t& call) {
  try {
    const ToEngine head = readHead(message);
    call = head.call;
    return head.isStop;
  } catch (const WireError&) {
    return false;  // answered in its turn
  }
}

// What the bytes are, read before the call's turn as far as its function can be begun.
BegunCall begun(const Bytes& message) {
  if (message.size() > kMostReadEarly) return {};
  try {
    Reader reader(std::string_view(message).substr(readHead(message).headSize));
    const BeginThunk begin = beginNumbered(readFrom<std::uint64_t>(reader));
    return begin != nullptr ? begin(reader) : BegunCall{};
  } catch (const WireError&) {
    return {};  // answered in its turn
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
  std::function<void()> stopBegun;
  {
    const std::scoped_lock lock(m_mutex);
    if (m_closed) return;
    if (!stop) {
      m_calls.push_back({.call = call, .message = std::move(message)});
      m_wake.notify_one();
    } else if (call == m_running) {
      running = m_stop;
    } else if (call > m_running) {
      m_stopped.insert(call);
      for (const Waiting& waiting : m_calls)
        if (waiting.call == call && waiting.begun) stopBegun = waiting.begun->stop;
    }
  }
  running.request_stop();  // outside the lock: it calls what the task has asked its token to call
  if (stopBegun) stopBegun();
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

// A call stays where it is while it is begun, as only this thread takes calls.
void CallServer::beginWaiting(std::size_t most) {
  for (std::size_t i = 0; i < most; ++i) {
    Waiting* waiting = nullptr;
    {
      const std::scoped_lock lock(m_mutex);
      if (i >= m_calls.size()) return;
      waiting = &m_calls[i];
    }
    if (!waiting->begun) {
      BegunCall call = begun(waiting->message);
      std::function<void()> stop;
      {
        const std::scoped_lock lock(m_mutex);
        if (m_stopped.contains(waiting->call)) stop = call.stop;
        waiting->begun = std::move(call);
      }
      if (stop) stop();
    }
    if (!waiting->begun->isUnderWay) return;  // what comes after it must not overtake it
  }
}

std::optional<Bytes> CallServer::answerNext() {
  Waiting waiting;
  {
    std::unique_lock lock(m_mutex);
    m_wake.wait(lock, [this] { return m_closed || !m_calls.empty(); });
    if (m_closed) return std::nullopt;
    waiting = std::move(m_calls.front());
    m_calls.pop_front();
  }
  return answer(waiting);
}

Bytes CallServer::answer(const Waiting& waiting) {
  ToEngine head;
  try {
    head = readHead(waiting.message);
    return answerTo(head, waiting);
  } catch (...) {
    const auto failure = describe(std::current_exception(), m_engine.id(), head.method);
    Writer writer;
    writeAnswerHead(writer, {.call = head.call}, failure.get());
    return std::move(writer).take();
  }
}

// One that is under way is waited for even where it was stopped: its end is the next thing that
// will be heard of whoever it was asked of.
void CallServer::run(const ToEngine& head, const Waiting& waiting, Writer& writer) {
  const auto& begun = waiting.begun;
  if (m_engine.stopRequested() && !(begun && begun->isUnderWay))
    throw TaskAborted("the task was aborted");
  if (begun && begun->finish) return begun->finish(m_engine, writer);
  Reader reader(std::string_view(waiting.message).substr(head.headSize));
  functionAt(reader)(m_engine, reader, writer);
}

Bytes CallServer::answerTo(const ToEngine& head, const Waiting& waiting) {
  m_engine.m_stop = begin(head.call);
  AnswerHead answer{.call = head.call, .started = Clock::now()};
  m_engine.m_cpu.start(answer.started);
  Writer writer;
  if (head.packed) writer.pack();
  if (m_isReadHere) writer.stayHere();
  writeAnswerHead(writer, answer, nullptr);  // in its place, so that the value is copied but once
  FailurePtr failure;
  try {
    run(head, waiting, writer);
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
