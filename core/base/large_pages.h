// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdlib>
#include <memory>
#include <span>

namespace fatou {

// Room for `bytes` bytes that are going to be written from end to end, to be given back with
// std::free(). Where the system has large pages and the room is as big as one, it lies in such: the
// first touch of each page of memory costs as much as writing it, and there are 512 times fewer.
// Throws std::bad_alloc.
void* allocateInLargePages(std::size_t bytes);

// Has the system give all of this memory now, by writing a 0 into each page; else it does so when a
// page is first written. That may take long, above all on a virtual machine whose host has to find
// the memory first.
void touchPages(void* room, std::size_t bytes);

// Sets a program's memory up for tiles, which come and go by the hundred kilobytes on many threads:
// what one was given is kept for the next, in large pages as long as they are few. To be called
// once, first in main().
void keepMemoryForTiles();

// Has the system give the memory of the first tiles now, before anybody waits for them. To be
// called when the large allocations that stay have been made, as those would take it.
void touchMemoryForTiles();

// The numbers of the pixels of a picture or a part of it. Not a vector, which would write all of
// them once before they are there.
template <typename Number>
class NumberStore {
 public:
  // Makes room for `size` numbers, in the memory that it has if that is enough. The numbers are not
  // set, and those that were there are not kept.
  void resize(std::size_t size) {
    if (size > m_capacity) {
      m_numbers.reset();  // first, so that the old memory and the new are never there together
      m_capacity = 0;
      m_numbers.reset(static_cast<Number*>(allocateInLargePages(size * sizeof(Number))));
      m_capacity = size;
    }
    m_size = size;
  }
  // Has the system give all of the memory now; numbers that were there are not kept.
  void touch() { touchPages(m_numbers.get(), m_capacity * sizeof(Number)); }
  std::span<const Number> all() const { return {m_numbers.get(), m_size}; }
  Number* at(std::size_t place) { return m_numbers.get() + place; }

 private:
  struct Free {
    void operator()(Number* numbers) const { std::free(numbers); }
  };
  std::unique_ptr<Number[], Free> m_numbers;
  std::size_t m_size = 0;
  std::size_t m_capacity = 0;
};

}  // namespace fatou
