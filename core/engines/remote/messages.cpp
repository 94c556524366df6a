// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engines/remote/messages.h"

#include <utility>

namespace fatou::engines {
namespace {

// The first byte of every message.
enum class MessageKind : std::uint8_t { Call = 1, Stop = 2, Value = 3, Failure = 4 };

std::int64_t ticks(Clock::time_point time) {
  return time.time_since_epoch().count();
}
Clock::time_point readTime(Reader& reader) {
  return Clock::time_point(Clock::duration(readFrom<std::int64_t>(reader)));
}

TaskFailure::Kind readFailureKind(Reader& reader) {
  const auto kind = readFrom<TaskFailure::Kind>(reader);
  if (kind != TaskFailure::Kind::Raised && kind != TaskFailure::Kind::Aborted)
    throw WireError("an engine answers with a failure that is not its to have");
  return kind;
}

Answer readWholeAnswer(Bytes message) {
  Reader reader{std::string_view(message)};
  const auto kind = readFrom<MessageKind>(reader);
  if (kind != MessageKind::Value && kind != MessageKind::Failure)
    throw WireError("a message is no answer");
  Answer answer;
  answer.head.call = readFrom<std::uint64_t>(reader);
  answer.head.started = readTime(reader);
  answer.head.completed = readTime(reader);
  answer.head.cpuTime = readFrom<std::chrono::nanoseconds>(reader);
  if (kind == MessageKind::Failure) {
    TaskFailure& failure = answer.failure.emplace();
    failure.kind = readFailureKind(reader);
    failure.typeName = readFrom<std::string>(reader);
    failure.message = readFrom<std::string>(reader);
    reader.requireEnd();
  }
  answer.headSize = message.size() - reader.remaining();
  answer.message = std::move(message);
  return answer;
}

}  // namespace

void writeCallHead(Writer& writer, std::uint64_t call, const std::string& method, bool packed) {
  writeTo(writer, MessageKind::Call);
  writeTo(writer, call);
  writeTo(writer, method);
  writeTo(writer, packed);
}

Bytes stopMessage(std::uint64_t call) {
  Writer writer;
  writeTo(writer, MessageKind::Stop);
  writeTo(writer, call);
  return std::move(writer).take();
}

ToEngine readHead(std::string_view message) {
  Reader reader(message);
  const auto kind = readFrom<MessageKind>(reader);
  if (kind != MessageKind::Call && kind != MessageKind::Stop)
    throw WireError("a message is not for an engine");
  ToEngine head;
  head.isStop = kind == MessageKind::Stop;
  head.call = readFrom<std::uint64_t>(reader);
  if (!head.isStop) {
    head.method = readFrom<std::string>(reader);
    head.packed = readFrom<bool>(reader);
  }
  head.headSize = message.size() - reader.remaining();
  return head;
}

void writeAnswerHead(Writer& writer, const AnswerHead& head, const TaskFailure* failure) {
  writeTo(writer, failure == nullptr ? MessageKind::Value : MessageKind::Failure);
  writeTo(writer, head.call);
  writeTo(writer, ticks(head.started));
  writeTo(writer, ticks(head.completed));
  writeTo(writer, head.cpuTime);
  if (failure == nullptr) return;
  writeTo(writer, failure->kind);
  writeTo(writer, failure->typeName);
  writeTo(writer, failure->message);
}

std::optional<Answer> readAnswer(Bytes message) {
  try {
    return readWholeAnswer(std::move(message));
  } catch (const WireError&) {
    return std::nullopt;
  }
}

}  // namespace fatou::engines
