// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <vector>

namespace fatou::python {

using ArrayMemory = std::shared_ptr<const char[]>;

// The memory of large arrays does not go through messages that are read in the process that wrote
// them: it is lent or handed over, and the message holds the number under which it is found. Any
// thread may call.

// Lends what the caller keeps until the message has been read, or does not matter any more.
std::uint64_t lendMemory(const ArrayMemory& memory);
// What was lent or handed over under this number, once; null where it is there no more.
ArrayMemory takeMemory(std::uint64_t number);

// Keeps what was handed over and is not taken, which is freed with it.
class HandedArrays {
 public:
  HandedArrays() = default;
  ~HandedArrays();
  HandedArrays(const HandedArrays&) = delete;
  HandedArrays& operator=(const HandedArrays&) = delete;

  // Hands memory over that nobody else keeps.
  std::uint64_t hand(const ArrayMemory& memory);

  // What messages written on this thread hand over goes to `handed` while this lives; what those
  // of other threads hold is lent.
  class OnThisThread {
   public:
    explicit OnThisThread(HandedArrays& handed);
    ~OnThisThread();
    OnThisThread(const OnThisThread&) = delete;
    OnThisThread& operator=(const OnThisThread&) = delete;
  };
  // That of this thread, or null.
  static HandedArrays* ofThisThread();

 private:
  std::mutex m_mutex;
  std::vector<std::uint64_t> m_numbers;
};

}  // namespace fatou::python
