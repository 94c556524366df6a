// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "core/engines/client.h"
#include "core/python/serve/client_frame.h"
#include "core/python/serve/served_call.h"

namespace fatou::python {

// A request that cannot be done as it is. The status and the sentence go to the client.
struct Refusal {
  std::string status;  // as in resources/python/PROTOCOL.md
  std::string sentence;
};

// The tasks of a client in another language: hands them to views of its engines, by the numbers
// that the client has given them, and has their answers sent as they come.
class TaskDesk {
 public:
  // An answer may wait a little for those to the other tasks of its request, and go with them.
  enum class When { Now, Soon };
  // Gets answers, on threads of the engines and those that call.
  using Send = std::function<void(ClientFrameKind kind, std::uint64_t number, const PyValue& value,
                                  When when)>;

  explicit TaskDesk(Send send);
  // No answer is sent any more once this returns, and none is being sent.
  ~TaskDesk();
  TaskDesk(const TaskDesk&) = delete;
  TaskDesk& operator=(const TaskDesk&) = delete;

  // Has calls run: each is a task of its own number from `first` on. `where` and `options` are
  // those of the request "tasks". Throws Refusal, before anything is run.
  void submit(const engines::Client& client, std::uint64_t first, const PyValue& where,
              const std::vector<PyValue>& calls, const PyDict& options);
  // Calls for ranks of MPI jobs go to a Python of each rank's own from now on, `program` there.
  void givePythonToRanks(std::string program);
  // Takes back what has not started of these tasks; `alsoRunning` stops those that run, too.
  void abort(const std::vector<PyValue>& numbers, bool alsoRunning);
  // Takes back or stops all that there are.
  void cancelAll();

 private:
  struct Desk;
  struct BalancedPlan;

  void submitDirect(const engines::Client& client, std::uint64_t first,
                    const std::vector<engines::EngineId>& ids, const std::vector<PyValue>& calls);
  void submitBalanced(const engines::Client& client, std::uint64_t first, const PyValue& where,
                      std::vector<PyValue> calls, const PyDict& options);

  std::shared_ptr<Desk> m_desk;  // shared with the callbacks of results
};

}  // namespace fatou::python
