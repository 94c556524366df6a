// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/python/interpreter.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <memory>
#include <new>
#include <unistd.h>
#include <utility>
#include <vector>

#include "core/engines/tasks/errors.h"
#include "core/python/shared_arrays.h"

namespace fatou::python {
namespace {

using engines::Clock;
using engines::EngineError;
using engines::WireError;

constexpr char kNoAnswer[] = "it answered what nobody asked";
constexpr char kTooSlow[] = "it said nothing for 5 s";
constexpr char kDidNotStop[] =
    "it did not heed a stop within 50 ms and was killed, and its names are gone";
constexpr std::int64_t kOldestMinor = 9;
// What programs that a task starts may print, as engine.py has it for the task itself.
constexpr std::size_t kMostPiped = std::size_t{16} << 20;
constexpr std::size_t kMostAhead = std::size_t{8} << 10;  // four of them fit into any socket
constexpr std::size_t kReadAtOnce = std::size_t{64} << 10;
constexpr std::size_t kLargestPipe = std::size_t{1} << 20;  // /proc/sys/fs/pipe-max-size

// Bytes as they may stand in a sentence.
std::string shown(std::string_view bytes) {
  return PyValue(std::string(bytes)).repr(64);
}

constexpr char kOtherForm[] = "an engine's answer has another form";

// The i-th item of a tuple, which has to be there.
const PyValue& itemAt(const PyValue& value, std::size_t i) {
  const auto* tuple = value.as<PyTuple>();
  if (tuple == nullptr || i >= tuple->items.size()) throw WireError(kOtherForm);
  return tuple->items[i];
}
// The same as a T.
template <typename T>
const T& itemAs(const PyValue& value, std::size_t i) {
  const T* const item = itemAt(value, i).as<T>();
  if (item == nullptr) throw WireError(kOtherForm);
  return *item;
}

std::chrono::nanoseconds cpuTimeOf(const PyValue& value) {
  return std::chrono::nanoseconds(itemAs<std::int64_t>(value, 0));
}

[[noreturn]] void raise(const PyValue& answer, const std::stop_token& stop) {
  const PyValue& failure = itemAt(answer, 1);
  const auto& type = itemAs<std::string>(failure, 0);
  if (type == "KeyboardInterrupt" && stop.stop_requested())
    throw engines::TaskAborted("the task was aborted");
  const auto& text = itemAs<std::string>(failure, 1);
  const auto& traceback = itemAs<std::string>(failure, 2);
  throw engines::ForeignError(type, traceback.empty() ? text : text + "\n" + traceback);
}

}  // namespace

Interpreter::Interpreter(const std::string& program, std::string_view text, OutputSink sink,
                         const std::stop_token& stop)
    : m_sink(std::move(sink)), m_process(program, text) {
  m_facts.program = program;
  m_facts.process = m_process.id();
  meet(program, stop);
}

void Interpreter::meet(const std::string& program, const std::stop_token& stop) {
  m_channel.limit(Clock::now() + kHelloWithin, kTooSlow);
  const std::stop_callback onStop(
      stop, [this] { m_channel.limit(Clock::now(), "it was stopped while it started"); });
  std::array<char, kHeadBytes> head{};
  try {
    m_channel.receive(head);
    const FrameHead hello = readFrameHead({head.data(), head.size()});
    if (hello.kind != FrameKind::Hello) throw WireError("no hello");
    std::string body(hello.bodyBytes, '\0');
    m_channel.receive(body);
    readHello(program, receiveValue(hello, std::move(body)));
  } catch (const WireError&) {
    m_process.kill("it does not speak Fatou's protocol");
    throw EngineError("'" + program + "' does not speak Fatou's protocol: it began with " +
                      shown({head.data(), head.size()}));
  } catch (const InterpreterLost& lost) {
    complainOfStart(program, lost.what());
  }
  m_channel.noLimit();
}

void Interpreter::readHello(const std::string& program, const Reply& hello) {
  const auto protocol = itemAs<std::int64_t>(hello.value, 0);
  if (protocol != kProtocol)
    throw EngineError("engine.py speaks protocol " + std::to_string(protocol) + ", this program " +
                      std::to_string(kProtocol) + ": install both anew");
  m_facts.version = itemAs<std::string>(hello.value, 2);
  m_facts.cacheTag = itemAs<std::string>(hello.value, 3);
  const std::string& version = m_facts.version;
  const bool isThree = version.starts_with("3.");
  const int minor = isThree ? std::atoi(version.c_str() + 2) : 0;
  if (!isThree || minor < kOldestMinor)
    throw EngineError("'" + program + "' is Python " + version +
                      "; engines need 3.9 or later: name another with --python");
}

void Interpreter::complainOfStart(const std::string& program, const std::string& how) {
  passOutput();
  const std::scoped_lock lock(m_sinkMutex);
  std::string text = "'" + program + "' cannot be an engine: " + how + " before it said hello";
  while (m_lastLine.ends_with('\n')) m_lastLine.pop_back();
  if (!m_lastLine.empty()) {
    const std::size_t end = m_lastLine.rfind('\n');
    text += ": " + m_lastLine.substr(end == std::string::npos ? 0 : end + 1);
  }
  throw EngineError(text);
}

PyValue Interpreter::call(const std::string& operation, PyTuple arguments,
                          const std::stop_token& stop, std::chrono::nanoseconds& cpuTime) {
  const std::uint64_t task = ++m_task;
  const OutgoingFrame frame =
      makeTaskFrame(task, PyTuple{{PyValue(operation), PyValue(std::move(arguments))}});
  m_channel.noLimit();
  {
    const std::stop_callback onStop(stop, [this, task] { askToStop(task); });
    send(frame);
  }
  return finish(task, stop, cpuTime);
}

std::uint64_t Interpreter::begin(const std::string& operation, PyTuple arguments) {
  if (m_hasPiped) return 0;
  const std::uint64_t task = ++m_task;
  const OutgoingFrame frame =
      makeTaskFrame(task, PyTuple{{PyValue(operation), PyValue(std::move(arguments))}});
  if (frame.front.size() > kMostAhead || !frame.inlineArrays.empty() || !frame.largeArrays.empty())
    return 0;
  m_channel.noLimit();
  send(frame);
  return task;
}

void Interpreter::askToStop(std::uint64_t task) noexcept {
  m_channel.limit(Clock::now() + kStopWithin, kDidNotStop);
  m_process.askToStop(task);
}

PyValue Interpreter::finish(std::uint64_t task, const std::stop_token& stop,
                            std::chrono::nanoseconds& cpuTime) {
  beginOutput();
  m_channel.noLimit();
  const std::stop_callback onStop(stop, [this, task] { askToStop(task); });
  Reply reply = receive();
  if (reply.head.task != task) m_channel.giveUp(kNoAnswer);
  passOutput();
  tellLeftOut();
  try {
    cpuTime = cpuTimeOf(reply.value);
    if (reply.head.kind == FrameKind::Failure) raise(reply.value, stop);
    static_cast<void>(itemAt(reply.value, 1));
    return std::move(reply.value.as<PyTuple>()->items[1]);
  } catch (const WireError&) {
    m_channel.giveUp(kNoAnswer);
  }
}

void Interpreter::send(const OutgoingFrame& frame) {
  Descriptor made;
  if (!frame.largeArrays.empty() && frame.file < 0)
    made = sharedArrays(frame.largeArrays, frame.offsets);
  m_channel.send(frame.front, made.isOpen() ? made.number() : frame.file);
  for (const PyArray& array : frame.inlineArrays)
    m_channel.send({array.bytes().data(), array.bytes().size()});
}

// The answer to a task, once it is there. Output that comes before it is passed on.
Interpreter::Reply Interpreter::receive() {
  for (;;) {
    std::array<char, kHeadBytes> bytes{};
    m_channel.receive(bytes);
    try {
      const FrameHead head = readFrameHead({bytes.data(), bytes.size()});
      std::string body(head.bodyBytes, '\0');
      m_channel.receive(body);
      if (head.kind == FrameKind::Hello) m_channel.giveUp(kNoAnswer);
      if (head.kind != FrameKind::Output) return receiveValue(head, std::move(body));
      if (!body.empty()) put(body.front() == 1 ? 1 : 2, std::string_view(body).substr(1));
    } catch (const WireError& error) {
      m_channel.giveUp("it sent what is no answer, " + shown({bytes.data(), bytes.size()}) + ": " +
                       error.what());
    } catch (const std::bad_alloc&) {
      m_channel.giveUp("there is no memory here for what it sent");
    }
  }
}

Interpreter::Reply Interpreter::receiveValue(const FrameHead& head, std::string body) {
  const IncomingFrame frame(std::move(body));
  const auto files = m_channel.takeFiles(head.descriptors);
  std::vector<std::shared_ptr<const char[]>> data;
  for (const auto& array : frame.arrays()) {
    if (array.where > files.size()) throw WireError("the memory of an array has not arrived");
    if (array.where > 0) {
      data.push_back(mapped(files[array.where - 1], array.offset, array.bytes));
      continue;
    }
    const std::shared_ptr<char[]> room(new char[array.bytes]);
    m_channel.receive({room.get(), array.bytes});
    data.push_back(room);
  }
  try {
    return {head, frame.value(data)};
  } catch (const WireError& error) {  // all of it has been read: only this value is lost
    if (head.kind == FrameKind::Hello) throw;
    throw engines::ForeignError("CannotTravel", error.what());
  }
}

// Passes on what is in the pipe, but no more than a pipe holds: a program in the background may
// fill it without end, and the task that has ended would wait for it.
void Interpreter::passOutput() {
  std::array<char, kReadAtOnce> text;
  const std::scoped_lock lock(m_sinkMutex);
  for (std::size_t passed = 0; passed <= kLargestPipe;) {
    const ssize_t got = ::read(m_process.output(), text.data(), text.size());
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return;
    passed += static_cast<std::size_t>(got);
    putPiped({text.data(), static_cast<std::size_t>(got)});
  }
}

void Interpreter::putPiped(std::string_view part) {
  if (m_facts.version.empty()) {
    m_lastLine = std::string(part.substr(part.size() - std::min<std::size_t>(part.size(), 4096)));
    return;
  }
  m_hasPiped = true;
  const std::size_t kept = std::min(kMostPiped - m_piped, part.size());
  m_piped += kept;
  m_leftOut += part.size() - kept;
  if (m_sink && kept > 0) m_sink(1, part.substr(0, kept));
}

void Interpreter::beginOutput() {
  const std::scoped_lock lock(m_sinkMutex);
  m_piped = 0;
}

void Interpreter::tellLeftOut() {
  const std::scoped_lock lock(m_sinkMutex);
  if (m_leftOut == 0) return;
  const std::string text = "... " + std::to_string(std::exchange(m_leftOut, 0U)) +
                           " bytes more were printed by other programs and left out\n";
  if (m_sink) m_sink(2, text);
}

void Interpreter::put(int stream, std::string_view text) {
  const std::scoped_lock lock(m_sinkMutex);
  if (m_sink) m_sink(stream, text);
}

}  // namespace fatou::python
