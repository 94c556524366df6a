// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <utility>

namespace fatou::engines {

// Everything of a result that nobody else looks at: values that cannot be copied are moved out.
template <typename AnyResult>
auto everythingOf(const AnyResult& result) {
  if constexpr (requires { result.get(); })
    return result.get();
  else
    return result.take();
}

// Visits a result's items in their order, waiting for each.
template <typename Result>
class ItemIterator {
 public:
  using value_type = typename Result::Value;
  using difference_type = std::ptrdiff_t;
  ItemIterator() = default;
  ItemIterator(const Result* result, std::size_t item) : m_result(result), m_item(item) {}

  const value_type& operator*() const { return (*m_result)[m_item]; }
  ItemIterator& operator++() {
    ++m_item;
    return *this;
  }
  void operator++(int) { ++m_item; }
  bool operator==(const ItemIterator& other) const { return m_item == other.m_item; }

 private:
  const Result* m_result = nullptr;
  std::size_t m_item = 0;
};

// One item of a result that is still streaming in.
template <typename Value>
struct Arrival {
  std::size_t index;  // in the order of the inputs
  const Value& value;
};

// Visits a result's items in the order in which they arrive. Holds a handle to the result.
template <typename Result>
class ArrivalRange {
 public:
  class Iterator {
   public:
    using value_type = Arrival<typename Result::Value>;
    using difference_type = std::ptrdiff_t;
    Iterator() = default;
    Iterator(const Result* result, std::size_t n) : m_result(result), m_n(n) {}

    value_type operator*() const {
      const std::size_t item = index();
      return {item, (*m_result)[item]};
    }
    // The place of the item, without its value: also of one that failed.
    std::size_t index() const { return m_result->nthArrival(m_n); }
    Iterator& operator++() {
      ++m_n;
      return *this;
    }
    void operator++(int) { ++m_n; }
    bool operator==(const Iterator& other) const { return m_n == other.m_n; }

   private:
    const Result* m_result = nullptr;
    std::size_t m_n = 0;
  };

  explicit ArrivalRange(Result result) : m_result(std::move(result)) {}
  Iterator begin() const { return {&m_result, 0}; }
  Iterator end() const { return {&m_result, m_result.size()}; }

 private:
  Result m_result;
};

}  // namespace fatou::engines
