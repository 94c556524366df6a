// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "core/engines/cluster/dependency.h"
#include "core/python/py_value.h"

namespace fatou::python {

// What has become of the tasks of a client, by the numbers that it has given them, so that others
// may depend on them long after their results are gone. A task takes some bytes here.
class DependencyBook {
 public:
  // A dependency on tasks of which some may have ended.
  struct Found {
    engines::Dependency onRunning{};       // those that have not
    std::vector<std::uint64_t> running{};  // their numbers
    bool isImpossible = false;             // whatever the others come to
    // Where tasks that have ended ran: all of these, or any.
    std::optional<std::set<engines::EngineId>> ranOn{};
    std::string unknown{};  // a sentence where a task is not known, or the set is none
  };

  void began(std::uint64_t number, engines::TaskId task);
  void ended(std::uint64_t number, engines::EngineId engine, bool succeeded);

  // Reads a set (numbers, "all" or "any", success, failure).
  Found find(const PyValue& set) const;

 private:
  struct Entry {
    engines::TaskId task = 0;
    engines::EngineId engine = engines::kNoEngine;
    bool isOver = false;
    bool succeeded = false;
  };
  static constexpr std::size_t kMost = 1'000'000;

  std::map<std::uint64_t, Entry> m_entries;
};

}  // namespace fatou::python
