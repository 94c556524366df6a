// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <vector>

#include "core/engines/executors/thread_executor.h"

namespace fatou::io {

// Threads, the caller's among them, that share out a number of like tasks. They are started when
// there is work for them; where the system does not allow as many, fewer do all of it.
class Crew {
 public:
  // 0 threads are one a core.
  explicit Crew(int threads);

  std::size_t size() const { return m_size; }

  // Runs work(i, worker) for i from 0 to count - 1, each thread taking the next i as it has done
  // one, and waits; `worker` tells the threads apart, below size(). False where one of them ran out
  // of memory.
  using Work = std::function<void(std::size_t i, std::size_t worker)>;
  bool run(std::size_t count, const Work& work);

 private:
  std::size_t helpersFor(std::size_t count);

  std::size_t m_size;
  std::vector<std::unique_ptr<engines::ThreadExecutor>> m_helpers;
};

}  // namespace fatou::io
