// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/python/serve/dependency_book.h"

#include <algorithm>
#include <utility>

namespace fatou::python {
namespace {

// A set of tasks as a client writes it.
struct WantedTasks {
  std::vector<std::uint64_t> numbers{};
  bool any = false;
  bool onSuccess = true;
  bool onFailure = false;
};

std::optional<WantedTasks> wantedTasks(const PyValue& set) {
  const auto* tuple = set.as<PyTuple>();
  if (tuple == nullptr || tuple->items.size() != 4) return std::nullopt;
  const auto* numbers = tuple->items[0].as<PyList>();
  const auto* how = tuple->items[1].as<std::string>();
  const auto* onSuccess = tuple->items[2].as<bool>();
  const auto* onFailure = tuple->items[3].as<bool>();
  if (numbers == nullptr || how == nullptr || onSuccess == nullptr || onFailure == nullptr)
    return std::nullopt;
  WantedTasks wanted{.any = *how == "any", .onSuccess = *onSuccess, .onFailure = *onFailure};
  for (const PyValue& item : numbers->items) {
    const auto* number = item.as<std::int64_t>();
    if (number == nullptr || *number < 0) return std::nullopt;
    wanted.numbers.push_back(static_cast<std::uint64_t>(*number));
  }
  return wanted;
}

engines::Dependency dependencyOn(std::vector<engines::TaskId> tasks, const WantedTasks& wanted) {
  engines::Dependency made(std::move(tasks));
  if (wanted.any) made = made.any();
  if (wanted.onSuccess && wanted.onFailure) return made.inAnyCase();
  return wanted.onFailure ? made.ifFailed() : made;
}

// Adds the engine of a task that has ended to where a follower of it may run.
void addEngine(std::optional<std::set<engines::EngineId>>& ranOn, engines::EngineId engine,
               bool any) {
  if (!ranOn || any) {
    if (!ranOn) ranOn.emplace();
    ranOn->insert(engine);
  } else if (ranOn->contains(engine)) {
    ranOn = std::set<engines::EngineId>{engine};
  } else {
    ranOn->clear();
  }
}

}  // namespace

void DependencyBook::began(std::uint64_t number, engines::TaskId task) {
  m_entries[number].task = task;
  if (m_entries.size() > kMost) m_entries.erase(m_entries.begin());
}

void DependencyBook::ended(std::uint64_t number, engines::EngineId engine, bool succeeded) {
  Entry& entry = m_entries[number];
  entry.engine = engine;
  entry.isOver = true;
  entry.succeeded = succeeded;
}

DependencyBook::Found DependencyBook::find(const PyValue& set) const {
  const auto wanted = wantedTasks(set);
  if (!wanted) return {.unknown = "a dependency is a set of tasks, all or any of them"};
  Found found;
  std::vector<engines::TaskId> running;
  bool isMet = false;
  bool isRejected = false;
  for (const std::uint64_t number : wanted->numbers) {
    const auto entry = m_entries.find(number);
    if (entry == m_entries.end())
      return {.unknown = "there is no task " + std::to_string(number) + " to depend on"};
    if (!entry->second.isOver) {
      running.push_back(entry->second.task);
      found.running.push_back(number);
    } else if (entry->second.succeeded ? wanted->onSuccess : wanted->onFailure) {
      isMet = true;
      addEngine(found.ranOn, entry->second.engine, wanted->any);
    } else {
      isRejected = true;
    }
  }
  found.isImpossible = wanted->any ? isRejected && !isMet && running.empty() : isRejected;
  if (wanted->any && isMet) {  // met: nothing to wait for
    running.clear();
    found.running.clear();
  }
  found.onRunning = running.empty() ? engines::Dependency() : dependencyOn(running, *wanted);
  return found;
}

}  // namespace fatou::python
