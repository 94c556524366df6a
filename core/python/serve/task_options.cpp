// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/python/serve/task_options.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>

#include "core/engines/tasks/call_table.h"
#include "core/python/serve/task_desk.h"
#include "core/python/value_codec.h"

namespace fatou::python {

using engines::EngineId;

PyValue withFunction(const PyValue& call, const std::vector<PyValue>& functions) {
  const auto* given = call.as<PyTuple>();
  const auto* number =
      given != nullptr && given->items.size() > 1 ? given->items[1].as<std::int64_t>() : nullptr;
  if (number == nullptr) return call;
  if (*number < 0 || static_cast<std::size_t>(*number) >= functions.size())
    throw Refusal{"refused", "a call has function " + std::to_string(*number) + " of " +
                                 std::to_string(functions.size())};
  PyTuple made = *given;
  made.items[1] = functions[static_cast<std::size_t>(*number)];
  return made;
}

std::vector<PyValue> functionsOf(const PyDict& options) {
  const PyValue* given = options.find("functions");
  const auto* list = given != nullptr ? given->as<PyList>() : nullptr;
  return list != nullptr ? list->items : std::vector<PyValue>();
}

std::uint64_t functionNumber(const std::vector<PyValue>& calls) {
  const auto* call = calls.empty() ? nullptr : calls.front().as<PyTuple>();
  if (call == nullptr || call->items.size() < 2) return 0;
  return engines::hashOf(encode(PyTuple{{call->items[0], call->items[1]}}).bytes);
}

engines::BalancedOptions balancedOptions(const PyDict& options) {
  engines::BalancedOptions made{.chunkSize = 1, .stopsEach = true};
  if (const PyValue* given = options.find("retries")) {
    const auto* retries = given->as<std::int64_t>();
    if (retries == nullptr || *retries < 0 || *retries > 1'000'000)
      throw Refusal{"refused", "retries is the number of further engines, from 0"};
    made.retries = static_cast<int>(*retries);
  }
  if (const PyValue* given = options.find("timeout")) {
    const auto* seconds = given->as<double>();
    if (seconds == nullptr || !(*seconds >= 0.0))
      throw Refusal{"refused", "timeout is a time in seconds, from 0"};
    made.timeout = std::chrono::duration<double>(*seconds);
  }
  return made;
}

std::vector<EngineId> engineIds(const PyValue& value) {
  const auto* list = value.as<PyList>();
  if (list == nullptr) throw Refusal{"refused", "engines are a list of their ids"};
  std::vector<EngineId> ids;
  for (const PyValue& item : list->items) {
    const auto* id = item.as<std::int64_t>();
    if (id == nullptr || *id < 0 || *id > 1'000'000'000)
      throw Refusal{"refused", "an engine's id is a whole number"};
    ids.push_back(static_cast<EngineId>(*id));
  }
  return ids;
}

}  // namespace fatou::python
