// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

namespace fatou::app {

// A progress bar on the terminal of standard error, which is wiped when the work is done; nothing
// where standard error is a pipe or a file. It appears only when the work has taken a moment.
class Progress {
 public:
  Progress(std::string label, std::int64_t total, bool quiet);
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  void add(std::int64_t done);

 private:
  void draw();

  std::string m_label;
  std::int64_t m_total;
  std::int64_t m_done = 0;
  bool m_enabled;
  bool m_drawn = false;
  std::chrono::steady_clock::time_point m_nextDraw;
};

}  // namespace fatou::app
