// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <concepts>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <iterator>
#include <memory>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <utility>
#include <vector>

#include "core/engines/async_result.h"

namespace fatou::engines {

// Says which of several results is complete next, by their places in the list it is given. Those
// that are complete already come first, in the order in which they ended. Throws EngineError on an
// engine of theirs, where it would wait for ever.
class Completions {
 public:
  explicit Completions(std::vector<TaskRange> results);
  ~Completions();
  Completions(const Completions&) = delete;
  Completions& operator=(const Completions&) = delete;

  // Waits for one that was not named before; nothing when time ran out, or all were.
  std::optional<std::size_t> next(Timeout timeout = {});

 private:
  struct Log {
    std::mutex mutex;
    std::condition_variable added;
    std::deque<std::size_t> done;
  };

  std::vector<TaskRange> m_results;
  std::vector<ArrivalLog::CallId> m_calls;
  std::size_t m_named = 0;
  std::shared_ptr<Log> m_log = std::make_shared<Log>();
};

template <typename T>
concept AnyAsyncResult = requires(const T& result) {
  { result.range() } -> std::same_as<const TaskRange&>;
};

enum class Until : std::uint8_t {
  AllCompleted,
  FirstCompleted,
  FirstFailed  // or all have completed
};

struct WaitOptions {
  Until until = Until::AllCompleted;
  Timeout timeout{};
};

// Places in the list of results that were waited for, ascending.
struct Waited {
  std::vector<std::size_t> done;
  std::vector<std::size_t> pending;

  friend bool operator==(const Waited&, const Waited&) = default;
};

Waited waitForRanges(const WaitOptions& options, std::vector<TaskRange> results);

// Waits for results of any types: waitFor({.until = Until::FirstCompleted}, map, apply, gather).
// Says what is done and what is not when it returns. Throws EngineError as Completions does.
template <AnyAsyncResult... Results>
Waited waitFor(const WaitOptions& options, const Results&... results) {
  return waitForRanges(options, {results.range()...});
}
template <AnyAsyncResult Result>
Waited waitFor(const WaitOptions& options, const std::vector<Result>& results) {
  std::vector<TaskRange> ranges;
  for (const Result& result : results) ranges.push_back(result.range());
  return waitForRanges(options, std::move(ranges));
}

// For one range-for: the results of a list, each once and whole, in the order in which they become
// complete.
template <AnyAsyncResult Result>
class CompletedResults {
 public:
  explicit CompletedResults(std::vector<Result> results)
      : m_results(std::move(results)), m_completions(rangesOf(m_results)) {}

  class Iterator {
   public:
    using value_type = Result;
    using difference_type = std::ptrdiff_t;
    explicit Iterator(CompletedResults& all) : m_all(&all), m_at(all.m_completions.next()) {}
    const Result& operator*() const { return m_all->m_results[*m_at]; }
    Iterator& operator++() {
      m_at = m_all->m_completions.next();
      return *this;
    }
    void operator++(int) { ++*this; }
    bool operator==(std::default_sentinel_t) const { return !m_at; }

   private:
    CompletedResults* m_all;
    std::optional<std::size_t> m_at;
  };
  Iterator begin() { return Iterator(*this); }
  std::default_sentinel_t end() const { return {}; }

 private:
  static std::vector<TaskRange> rangesOf(const std::vector<Result>& results) {
    std::vector<TaskRange> ranges;
    for (const Result& result : results) ranges.push_back(result.range());
    return ranges;
  }

  std::vector<Result> m_results;
  Completions m_completions;
};

template <AnyAsyncResult Result>
CompletedResults<Result> asCompleted(std::vector<Result> results) {
  return CompletedResults<Result>(std::move(results));
}

// The parts that split() gave, or some neighbours among them, as one result. Throws
// std::invalid_argument for parts of different results, or with a gap between them.
template <typename Item, typename Shape>
AsyncResult<Item, Shape> join(const std::vector<AsyncResult<Item, Shape>>& parts) {
  if (parts.empty()) throw std::invalid_argument("there is nothing to join");
  ItemRange tasks = parts.front().range().tasks();
  for (std::size_t i = 1; i < parts.size(); ++i) {
    const ItemRange& next = parts[i].range().tasks();
    if (parts[i].tasks() != parts.front().tasks() || next.begin != tasks.end)
      throw std::invalid_argument("only neighbouring parts of one result can be joined");
    tasks.end = next.end;
  }
  return {parts.front(), tasks};
}

}  // namespace fatou::engines
