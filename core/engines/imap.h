// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <concepts>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <exception>
#include <iterator>
#include <memory>
#include <mutex>
#include <optional>
#include <ranges>
#include <stop_token>
#include <tuple>
#include <utility>

#include "core/engines/errors.h"
#include "core/engines/map_items.h"

namespace fatou::engines {

struct ImapOptions {
  std::size_t maxOutstanding = 0;  // tasks in flight; 0 is two for every engine
  bool ordered = true;             // else results come as they are completed
  std::stop_token stop{};          // ends the visit at once and cancels what is in flight
};

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
class Imap {
  static_assert(std::copy_constructible<F>,
                "imap() gives every item a copy of its function, which must be copyable");

 public:
  using Result = decltype(std::declval<const View&>().applyAsync(
      std::declval<F>(), std::declval<ItemOf<Ranges>>()...));
  using Value = typename Result::Value;

  Imap(const View& view, F function, ImapOptions options, Ranges... ranges)
      : m_view(view),
        m_function(std::move(function)),
        m_options(std::move(options)),
        m_ranges(std::move(ranges)...) {
    if (m_options.maxOutstanding == 0)
      m_options.maxOutstanding = 2 * std::max<std::size_t>(1, m_view.targets().size());
  }
  Imap(const Imap&) = delete;
  Imap& operator=(const Imap&) = delete;
  ~Imap() {
    cancelAll();
    for (const Result& result : m_inFlight) result.wait();  // at once where it must not wait
  }

  class Iterator {
   public:
    using value_type = Value;
    using difference_type = std::ptrdiff_t;
    explicit Iterator(Imap& imap) : m_imap(&imap) {}
    const Value& operator*() const { return (*m_imap->m_current)[0]; }
    Iterator& operator++() {
      m_imap->advance();
      return *this;
    }
    void operator++(int) { m_imap->advance(); }
    bool operator==(std::default_sentinel_t) const { return !m_imap->m_current; }

   private:
    Imap* m_imap;
  };

  // Waits for the first result, or the next where the visit has begun before.
  Iterator begin() {
    if (!m_next) beginRanges(kAll);
    advance();
    return Iterator(*this);
  }
  std::default_sentinel_t end() const { return {}; }

 private:
  // Tasks ring it when they have ended. It outlives the visit when tasks do.
  struct Bell {
    std::mutex mutex;
    std::condition_variable_any rung;
  };

  static constexpr std::index_sequence_for<Ranges...> kAll{};
  template <std::size_t... i>
  void beginRanges(std::index_sequence<i...>) {
    m_next.emplace(std::ranges::begin(std::get<i>(m_ranges))...);
  }
  template <std::size_t... i>
  bool atEnd(std::index_sequence<i...>) {
    return ((std::get<i>(*m_next) == std::ranges::end(std::get<i>(m_ranges))) || ...);
  }
  void step() {
    std::apply([](auto&... next) { (++next, ...); }, *m_next);
  }
  Result submit() {
    return std::apply(
        [this](auto&... next) { return m_view.applyAsync(m_function, ownedCopy(*next)...); },
        *m_next);
  }

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
    if (std::exchange(m_taken, false)) step();  // may compute or wait: only when needed
    m_exhausted = atEnd(kAll);
    if (m_exhausted) return;
    Result result = submit();
    result.tasks()->arrivals().whenComplete([bell = m_bell] {
      const std::scoped_lock lock(bell->mutex);
      bell->rung.notify_all();
    });
    m_inFlight.push_back(std::move(result));
    m_taken = true;
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
    if (!arrived() && m_inFlight.front().tasks()->wouldDeadlock())
      throw EngineError("a task must not wait for other tasks: return, or use dependencies");
    std::unique_lock lock(m_bell->mutex);
    const bool ready = m_bell->rung.wait(lock, m_options.stop, arrived);
    return ready && !m_options.stop.stop_requested() ? done : m_inFlight.end();
  }

  void cancelAll() {
    for (const Result& result : m_inFlight) result.cancel();
  }

  const View m_view;
  const F m_function;
  ImapOptions m_options;
  std::tuple<Ranges...> m_ranges;
  std::optional<std::tuple<std::ranges::iterator_t<Ranges>...>> m_next;
  bool m_taken = false;         // the items at m_next have been
  bool m_exhausted = false;     // a range has ended or thrown
  std::exception_ptr m_thrown;  // delivered after what is in flight
  std::deque<Result> m_inFlight;
  std::optional<Result> m_current;
  std::shared_ptr<Bell> m_bell = std::make_shared<Bell>();
};

}  // namespace fatou::engines
