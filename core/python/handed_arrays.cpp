// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/python/handed_arrays.h"

#include <cstddef>
#include <map>
#include <utility>

namespace fatou::python {
namespace {

// What is under way in this process.
class Exchange {
 public:
  std::uint64_t put(const ArrayMemory& memory, bool isKept) {
    const std::scoped_lock lock(m_mutex);
    if (m_entries.size() >= m_forgetAt) forgetGone();
    m_entries.emplace(++m_last, Entry{memory, isKept ? memory : nullptr});
    return m_last;
  }
  ArrayMemory take(std::uint64_t number) {
    const std::scoped_lock lock(m_mutex);
    const auto found = m_entries.extract(number);
    return found.empty() ? nullptr : found.mapped().lent.lock();
  }
  bool has(std::uint64_t number) {
    const std::scoped_lock lock(m_mutex);
    return m_entries.contains(number);
  }

 private:
  struct Entry {
    std::weak_ptr<const char[]> lent;
    ArrayMemory kept;  // null where somebody else keeps it
  };

  // What was lent in messages that nobody has read.
  void forgetGone() {
    std::erase_if(m_entries, [](const auto& entry) { return entry.second.lent.expired(); });
    m_forgetAt = 2 * m_entries.size() + 64;
  }

  std::mutex m_mutex;
  std::map<std::uint64_t, Entry> m_entries;
  std::uint64_t m_last = 0;
  std::size_t m_forgetAt = 64;
};

Exchange& exchange() {
  static Exchange all;
  return all;
}

thread_local HandedArrays* handedOfThread = nullptr;

}  // namespace

std::uint64_t lendMemory(const ArrayMemory& memory) {
  return exchange().put(memory, false);
}

ArrayMemory takeMemory(std::uint64_t number) {
  return exchange().take(number);
}

HandedArrays::~HandedArrays() {
  for (const std::uint64_t number : m_numbers) exchange().take(number);
}

std::uint64_t HandedArrays::hand(const ArrayMemory& memory) {
  const std::uint64_t number = exchange().put(memory, true);
  const std::scoped_lock lock(m_mutex);
  std::erase_if(m_numbers, [](std::uint64_t one) { return !exchange().has(one); });
  m_numbers.push_back(number);
  return number;
}

HandedArrays::OnThisThread::OnThisThread(HandedArrays& handed) {
  handedOfThread = &handed;
}

HandedArrays::OnThisThread::~OnThisThread() {
  handedOfThread = nullptr;
}

HandedArrays* HandedArrays::ofThisThread() {
  return handedOfThread;
}

}  // namespace fatou::python
