// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <concepts>
#include <cstddef>
#include <deque>
#include <exception>
#include <iterator>
#include <optional>
#include <ranges>
#include <stop_token>
#include <utility>

#include "core/engines/inner/task_bell.h"
#include "core/engines/map_items.h"
#include "core/engines/tasks/pack.h"

namespace fatou::engines {

struct ImapOptions {
  std::size_t maxOutstanding = 0;  // tasks in flight; 0 is two for every engine
  bool ordered = true;             // else results come as they are completed
  std::stop_token stop{};          // ends the visit at once and cancels what is in flight
};

// An Imap without its function and its ranges: it sees to it that enough calls are in flight and
// hands out their results. It depends on the type of the results alone, to be compiled once for it.
template <typename Result>
class ImapVisit {
 public:
  using Value = typename Result::Value;

  ImapVisit(const ImapVisit&) = delete;
  ImapVisit& operator=(const ImapVisit&) = delete;

  class Iterator {
   public:
    using value_type = Value;
    using difference_type = std::ptrdiff_t;
    explicit Iterator(ImapVisit& visit) : m_visit(&visit) {}
    const Value& operator*() const { return (*m_visit->m_current)[0]; }
    Iterator& operator++() {
      m_visit->advance();
      return *this;
    }
    void operator++(int) { m_visit->advance(); }
    bool operator==(std::default_sentinel_t) const { return !m_visit->m_current; }

   private:
    ImapVisit* m_visit;
  };
  std::default_sentinel_t end() const { return {}; }

 protected:
  explicit ImapVisit(ImapOptions options) : m_options(std::move(options)) {}
  ~ImapVisit() = default;

  // Submits the task of the next items; nothing where a range has ended.
  virtual std::optional<Result> submitNext() = 0;

  void advance() {
    m_current.reset();
    fill();
    if (m_inFlight.empty()) {
      if (m_thrown) std::rethrow_exception(std::exchange(m_thrown, nullptr));
      return;
    }
    const auto done = waitForOne();
    if (done == m_inFlight.end()) return cancelAll();
    m_current.emplace(std::move(*done));
    m_inFlight.erase(done);
  }

  // Before what tasks may read goes.
  void endVisit() {
    cancelAll();
    for (const Result& result : m_inFlight) result.wait();  // at once where it must not wait
  }

 private:
  void fill() {
    try {
      while (!m_exhausted && m_inFlight.size() < m_options.maxOutstanding &&
             !m_options.stop.stop_requested())
        takeNext();
    } catch (...) {
      m_thrown = std::current_exception();
      m_exhausted = true;
    }
  }

  void takeNext() {
    std::optional<Result> result = submitNext();
    m_exhausted = !result;
    if (m_exhausted) return;
    m_bell.ringFor(*result);
    m_inFlight.push_back(std::move(*result));
  }

  // The task to deliver next; the end when stopped.
  auto waitForOne() {
    auto done = m_inFlight.end();
    const auto arrived = [&] {
      done = m_options.ordered
                 ? (m_inFlight.front().ready() ? m_inFlight.begin() : m_inFlight.end())
                 : std::ranges::find_if(m_inFlight, &Result::ready);
      return done != m_inFlight.end();
    };
    if (!arrived()) m_bell.requireMayWait(m_inFlight.front());
    const bool ready = m_bell.wait(m_options.stop, arrived);
    return ready && !m_options.stop.stop_requested() ? done : m_inFlight.end();
  }

  // The last first, and what waits before what runs: an engine that becomes free would begin it.
  void cancelAll() {
    for (const Result& result : m_inFlight | std::views::reverse) result.abort();
    for (const Result& result : m_inFlight) result.cancel();
  }

  ImapOptions m_options;
  bool m_exhausted = false;     // a range has ended or thrown
  std::exception_ptr m_thrown;  // delivered after what is in flight
  std::deque<Result> m_inFlight;
  std::optional<Result> m_current;
  TaskBell m_bell;
};

template <typename View, typename F, typename... Ranges>
using ImapResult = decltype(std::declval<const View&>().applyAsync(
    std::declval<F>(), std::declval<ItemOf<Ranges>>()...));

// The results of function(item), or function(x, y), over ranges that may be endless, for one
// range-for:
//
//   for (const auto& tile : view.imap(render, bands)) write(tile);
//
// An item is taken from the ranges only when a result is asked for and fewer than maxOutstanding
// tasks are in flight. A failed item throws its error where its value is read; the visit can go on
// after it, also with another range-for. What a range throws comes after the results of the items
// before. When the visit ends early, what is in flight is cancelled; the end of the Imap waits for
// what runs, which may read what the caller's frame holds.
template <typename View, typename F, std::ranges::input_range... Ranges>
class Imap final : public ImapVisit<ImapResult<View, F, Ranges...>> {
  static_assert(std::copy_constructible<F>,
                "imap() gives every item a copy of its function, which must be copyable");

 public:
  using Visit = ImapVisit<ImapResult<View, F, Ranges...>>;
  using Result = ImapResult<View, F, Ranges...>;

  Imap(const View& view, F function, ImapOptions options, Ranges... ranges)
      : Visit(withMost(std::move(options), view)),
        m_view(view),
        m_function(std::move(function)),
        m_ranges{{std::move(ranges)}...} {}
  ~Imap() { this->endVisit(); }

  // Waits for the first result, or the next where the visit has begun before.
  typename Visit::Iterator begin() {
    if (!m_next) beginRanges(kAll);
    this->advance();
    return typename Visit::Iterator(*this);
  }

 private:
  static constexpr std::index_sequence_for<Ranges...> kAll{};

  static ImapOptions withMost(ImapOptions options, const View& view) {
    if (options.maxOutstanding == 0)
      options.maxOutstanding = 2 * std::max<std::size_t>(1, view.targets().size());
    return options;
  }

  template <std::size_t... i>
  void beginRanges(std::index_sequence<i...>) {
    m_next.emplace(Next{{std::ranges::begin(packed<i>(m_ranges))}...});
  }

  std::optional<Result> submitNext() override { return submitNextOf(kAll); }
  template <std::size_t... i>
  std::optional<Result> submitNextOf(std::index_sequence<i...>) {
    // May compute or wait: only when needed.
    if (std::exchange(m_taken, false)) (++packed<i>(*m_next), ...);
    if (((packed<i>(*m_next) == std::ranges::end(packed<i>(m_ranges))) || ...)) return std::nullopt;
    Result result = m_view.applyAsync(m_function, ownedCopy(*packed<i>(*m_next))...);
    m_taken = true;
    return result;
  }

  using Next = Pack<std::ranges::iterator_t<Ranges>...>;

  const View m_view;
  const F m_function;
  Pack<Ranges...> m_ranges;
  std::optional<Next> m_next;
  bool m_taken = false;  // the items at m_next have been
};

}  // namespace fatou::engines
