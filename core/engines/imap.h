// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <iterator>
#include <memory>
#include <mutex>
#include <optional>
#include <ranges>
#include <stop_token>
#include <type_traits>
#include <utility>

#include "core/engines/errors.h"

namespace fatou::engines {

struct ImapOptions {
  std::size_t maxOutstanding = 0;  // tasks in flight; 0 is two for every engine
  bool ordered = true;             // else results come as they are completed
  std::stop_token stop{};          // ends the visit at once and cancels what is in flight
};

// The results of function(item) over a range that may be endless, for one range-for:
//
//   for (const auto& tile : view.imap(render, bands)) write(tile);
//
// An item is taken from the range only when a result is asked for and fewer than maxOutstanding
// tasks are in flight. A failed item throws its error. What is in flight when the visit ends
// early is cancelled.
template <typename View, typename F, std::ranges::input_range Range>
class Imap {
 public:
  using Result = decltype(std::declval<const View&>().applyAsync(
      std::declval<F>(), std::declval<std::ranges::range_value_t<Range>>()));
  using Value = typename Result::Value;

  Imap(const View& view, F function, Range range, ImapOptions options)
      : m_view(view),
        m_function(std::move(function)),
        m_range(std::move(range)),
        m_options(std::move(options)) {
    if (m_options.maxOutstanding == 0)
      m_options.maxOutstanding = 2 * std::max<std::size_t>(1, m_view.targets().size());
  }
  Imap(const Imap&) = delete;
  Imap& operator=(const Imap&) = delete;
  ~Imap() { cancelAll(); }

  class Iterator {
   public:
    using value_type = Value;
    using difference_type = std::ptrdiff_t;
    explicit Iterator(Imap& imap) : m_imap(&imap) {}
    const Value& operator*() const { return *m_imap->m_current; }
    Iterator& operator++() {
      m_imap->advance();
      return *this;
    }
    void operator++(int) { m_imap->advance(); }
    bool operator==(std::default_sentinel_t) const { return !m_imap->m_current; }

   private:
    Imap* m_imap;
  };

  // Waits for the first result. To be called once.
  Iterator begin() {
    m_next.emplace(std::ranges::begin(m_range));
    advance();
    return Iterator(*this);
  }
  std::default_sentinel_t end() const { return {}; }

 private:
  // Where tasks say that they have ended; outlives the visit when tasks do.
  struct Bell {
    std::mutex mutex;
    std::condition_variable_any rung;
  };

  void advance() {
    m_current.reset();
    fill();
    if (m_inFlight.empty()) return;
    const auto done = waitForOne();
    if (done == m_inFlight.end()) return cancelAll();
    const Result result = std::move(*done);
    m_inFlight.erase(done);
    m_current.emplace(result.get());
  }

  void fill() {
    while (m_inFlight.size() < m_options.maxOutstanding && !m_options.stop.stop_requested()) {
      if (std::exchange(m_taken, false)) ++*m_next;  // may compute or wait: only when needed
      if (*m_next == std::ranges::end(m_range)) break;
      auto result = m_view.applyAsync(m_function, **m_next);
      result.tasks()->arrivals().whenComplete([bell = m_bell] {
        const std::scoped_lock lock(bell->mutex);
        bell->rung.notify_all();
      });
      m_inFlight.push_back(std::move(result));
      m_taken = true;
    }
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
    m_inFlight.clear();
  }

  const View m_view;
  const F m_function;
  Range m_range;
  ImapOptions m_options;
  std::optional<std::ranges::iterator_t<Range>> m_next;
  bool m_taken = false;  // the item at m_next has been
  std::deque<Result> m_inFlight;
  std::optional<Value> m_current;
  std::shared_ptr<Bell> m_bell = std::make_shared<Bell>();
};

}  // namespace fatou::engines
