// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engines/completions.h"

#include <algorithm>
#include <chrono>
#include <numeric>

namespace fatou::engines {
namespace {

// The time when the last task of a complete result was received; the epoch where none ran.
Clock::time_point endOf(const TaskRange& result) {
  Clock::time_point end{};
  for (const TaskRecord& task : result.records()) end = std::max(end, task.received);
  return end;
}

// The places of the results: complete ones first, by when they ended.
std::vector<std::size_t> byEnd(const std::vector<TaskRange>& results) {
  std::vector<Clock::time_point> ends;
  for (const TaskRange& result : results)
    ends.push_back(result.ready() ? endOf(result) : Clock::time_point::max());
  std::vector<std::size_t> places(results.size());
  std::iota(places.begin(), places.end(), std::size_t{0});
  std::ranges::stable_sort(places, {}, [&](std::size_t place) { return ends[place]; });
  return places;
}

bool isEnough(Until until, const std::vector<TaskRange>& results) {
  const auto isReady = [](const TaskRange& result) { return result.ready(); };
  if (std::ranges::all_of(results, isReady)) return true;
  if (until == Until::FirstCompleted) return std::ranges::any_of(results, isReady);
  return until == Until::FirstFailed && std::ranges::any_of(results, [](const TaskRange& result) {
           return result.ready() && result.firstFailure() != nullptr;
         });
}

}  // namespace

Completions::Completions(std::vector<TaskRange> results) : m_results(std::move(results)) {
  for (const TaskRange& result : m_results)
    if (!result.ready() && result.set().wouldDeadlock())
      throw EngineError("a task must not wait for other tasks: return, or use dependencies");
  m_calls.resize(m_results.size());
  for (const std::size_t place : byEnd(m_results)) {
    m_calls[place] = m_results[place].whenComplete([log = m_log, place] {
      const std::scoped_lock lock(log->mutex);
      log->done.push_back(place);
      log->added.notify_all();
    });
  }
}

Completions::~Completions() {
  for (std::size_t i = 0; i < m_results.size(); ++i) m_results[i].forget(m_calls[i]);
}

std::optional<std::size_t> Completions::next(Timeout timeout) {
  if (m_named == m_results.size()) return std::nullopt;
  std::unique_lock lock(m_log->mutex);
  const auto isAny = [this] { return !m_log->done.empty(); };
  if (!timeout)
    m_log->added.wait(lock, isAny);
  else if (!m_log->added.wait_until(lock, deadlineAfter(*timeout), isAny))
    return std::nullopt;
  const std::size_t place = m_log->done.front();
  m_log->done.pop_front();
  ++m_named;
  return place;
}

Waited waitForRanges(const WaitOptions& options, std::vector<TaskRange> results) {
  const auto began = Clock::now();
  if (!isEnough(options.until, results)) {
    Completions completions(results);
    Timeout remaining = options.timeout;
    do {
      if (options.timeout)
        remaining = std::max(*options.timeout, kNoWaiting) - (Clock::now() - began);
    } while (completions.next(remaining) && !isEnough(options.until, results));
  }
  Waited waited;
  for (std::size_t i = 0; i < results.size(); ++i)
    (results[i].ready() ? waited.done : waited.pending).push_back(i);
  return waited;
}

}  // namespace fatou::engines
