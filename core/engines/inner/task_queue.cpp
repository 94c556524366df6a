// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engines/inner/task_queue.h"

#include <algorithm>
#include <limits>

namespace fatou::engines {
namespace {

// Lines that are empty stay, for a view that calls again and again, until there are so many.
constexpr std::size_t kManyLines = 64;

}  // namespace

bool TaskQueue::Line::isFor(EngineId engine, bool elsewhere) const {
  return (sendable || !elsewhere) &&
         (onlyOn.empty() || std::ranges::find(onlyOn, engine) != onlyOn.end());
}

TaskQueue::Line& TaskQueue::lineFor(const TaskSet& tasks) {
  const auto& onlyOn = tasks.options().onlyOn;
  const bool sendable = tasks.isSendable();
  const auto line = std::ranges::find_if(m_lines, [&](const Line& each) {
    return each.sendable == sendable && each.onlyOn == onlyOn;
  });
  if (line != m_lines.end()) return *line;
  if (m_lines.size() >= kManyLines)
    std::erase_if(m_lines, [](const Line& each) { return each.entries.empty(); });
  m_lines.push_back({.onlyOn = onlyOn, .sendable = sendable});
  return m_lines.back();
}

void TaskQueue::pushBack(std::shared_ptr<TaskSet> tasks) {
  Line& line = lineFor(*tasks);
  tasks->setQueued(true);
  line.entries.push_back({.place = m_back, .tasks = std::move(tasks)});
  ++m_back;
  ++m_size;
}

void TaskQueue::pushFrontOnce(const std::shared_ptr<TaskSet>& tasks) {
  if (tasks->isQueued()) return;
  Line& line = lineFor(*tasks);
  tasks->setQueued(true);
  line.entries.push_front({.place = m_front, .tasks = tasks});
  --m_front;
  ++m_size;
}

TaskQueue::Found TaskQueue::firstBehind(std::int64_t place, EngineId engine, bool elsewhere) {
  Found first;
  for (Line& line : m_lines) {
    if (line.entries.empty() || !line.isFor(engine, elsewhere)) continue;
    const auto entry = std::ranges::upper_bound(line.entries, place, {}, &Entry::place);
    if (entry == line.entries.end()) continue;
    if (first.line == nullptr || entry->place < first.entry().place)
      first = {.line = &line, .index = static_cast<std::size_t>(entry - line.entries.begin())};
  }
  return first;
}

std::shared_ptr<TaskSet> TaskQueue::take(EngineId engine, bool elsewhere, std::size_t& task,
                                         Sets& exhausted) {
  std::int64_t place = std::numeric_limits<std::int64_t>::min();
  for (;;) {
    const Found found = firstBehind(place, engine, elsewhere);
    if (found.line == nullptr) return nullptr;
    place = found.entry().place;
    const auto taken = found.entry().tasks->take(engine);
    if (taken.offer == TaskSet::Offer::Task) {
      task = taken.task;
      return found.entry().tasks;
    }
    if (taken.offer != TaskSet::Offer::Exhausted) continue;
    found.entry().tasks->setQueued(false);
    exhausted.push_back(found.entry().tasks);
    found.line->entries.erase(found.line->entries.begin() +
                              static_cast<std::ptrdiff_t>(found.index));
    --m_size;
  }
}

void TaskQueue::remove(const TaskSet& tasks) {
  if (!tasks.isQueued()) return;
  auto& entries = lineFor(tasks).entries;
  const auto entry =
      std::ranges::find_if(entries, [&](const Entry& each) { return each.tasks.get() == &tasks; });
  if (entry == entries.end()) return;
  entry->tasks->setQueued(false);
  entries.erase(entry);
  --m_size;
}

TaskQueue::Sets TaskQueue::all() const {
  std::vector<Entry> entries;
  for (const Line& line : m_lines)
    entries.insert(entries.end(), line.entries.begin(), line.entries.end());
  std::ranges::sort(entries, {}, &Entry::place);
  Sets sets;
  for (Entry& entry : entries) sets.push_back(std::move(entry.tasks));
  return sets;
}

TaskQueue::Sets TaskQueue::removeReady() {
  Sets removed;
  for (Line& line : m_lines)
    std::erase_if(line.entries, [&](const Entry& entry) {
      if (!entry.tasks->ready()) return false;
      entry.tasks->setQueued(false);
      removed.push_back(entry.tasks);
      return true;
    });
  m_size -= removed.size();
  return removed;
}

}  // namespace fatou::engines
