// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/engines/tasks/task_failure.h"
#include "core/engines/tasks/task_record.h"
#include "core/engines/wire/wire.h"

namespace fatou::engines {

// The messages between a caller and an engine elsewhere. Calls are numbered from 1 upwards, and
// answered in the order in which they were sent.

// To the engine: the head of a call, in front of what TaskSet::writeCall() writes; `method` is
// named in failures. `packed`: its answer is to be packed, see Writer::pack().
void writeCallHead(Writer& writer, std::uint64_t call, const std::string& method,
                   bool packed = false);
// To the engine: the call should stop, whether it runs or still waits; overtakes other messages.
Bytes stopMessage(std::uint64_t call);

struct ToEngine {
  bool isStop = false;
  std::uint64_t call = 0;
  std::string method;
  bool packed = false;       // the answer is to be
  std::size_t headSize = 0;  // the function and its arguments begin here
};
// Reads the head of a message to an engine. Throws WireError where it is damaged.
ToEngine readHead(std::string_view message);

// From the engine: what a call came to, when, and how long a core worked on it. Stamps are on the
// engine's clock.
struct AnswerHead {
  std::uint64_t call = 0;
  Clock::time_point started{};
  Clock::time_point completed{};
  std::chrono::nanoseconds cpuTime{0};
};
// The whole answer of a call that has failed, or what stands before the value of one that has not.
void writeAnswerHead(Writer& writer, const AnswerHead& head, const TaskFailure* failure);

struct Answer {
  AnswerHead head;
  std::optional<TaskFailure> failure;
  Bytes message;
  std::size_t headSize = 0;
  Clock::time_point arrived{};  // on the caller's clock

  Reader value() const { return Reader(std::string_view(message).substr(headSize)); }
};
// Reads an answer's head and leaves its value unread; when it has arrived, the bytes do not tell.
// Nothing when the bytes are no answer.
std::optional<Answer> readAnswer(Bytes message);

}  // namespace fatou::engines
