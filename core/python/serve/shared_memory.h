// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <stop_token>

#include "core/python/descriptor.h"

namespace fatou::python {

// Memory that is a file, so that another process can have it without a copy.
class SharedMemory {
 public:
  // Room for so many bytes, all 0, to be written to. Throws std::bad_alloc.
  explicit SharedMemory(std::size_t bytes);
  ~SharedMemory();
  SharedMemory(const SharedMemory&) = delete;
  SharedMemory& operator=(const SharedMemory&) = delete;

  // Has the system give all of it now, in large pages where there are such, by writing a 0 into
  // each page, until it is told to stop.
  void touch(const std::stop_token& stop);

  std::span<char> bytes() const { return {m_begin, m_size}; }
  // Whether an address is in it, and where.
  bool holds(const char* address) const { return address >= m_begin && address < m_begin + m_size; }
  std::size_t offsetOf(const char* address) const {
    return static_cast<std::size_t>(address - m_begin);
  }

  // Fixes its size, and that others cannot write to it: who maps it need fear nothing. The file to
  // be handed to them.
  int seal() const;

 private:
  Descriptor m_file;
  char* m_begin = nullptr;
  std::size_t m_size = 0;
};

}  // namespace fatou::python
