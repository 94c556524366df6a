// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/crew.h"

#include <algorithm>
#include <atomic>
#include <new>

#include <QThread>

namespace fatou::io {

Crew::Crew(int threads)
    : m_size(static_cast<std::size_t>(
          std::max(1, threads > 0 ? threads : QThread::idealThreadCount()))) {
  m_pool.setMaxThreadCount(static_cast<int>(m_size));
}

bool Crew::run(std::size_t count, const Work& work) {
  std::atomic<std::size_t> next{0};
  std::atomic<bool> sound{true};
  const auto join = [&](std::size_t worker) {
    try {
      for (std::size_t i; (i = next++) < count;) work(i, worker);
    } catch (const std::bad_alloc&) {
      sound = false;
    }
  };
  const std::size_t hands = std::clamp<std::size_t>(count, 1, m_size);
  for (std::size_t worker = 1; worker < hands; ++worker)
    m_pool.start([&join, worker] { join(worker); });
  join(0);
  m_pool.waitForDone();
  return sound;
}

}  // namespace fatou::io
