// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/machine/process_start.h"

#include <algorithm>
#include <ctime>
#include <fstream>
#include <sstream>
#include <unistd.h>

namespace fatou::io {
namespace {

using Clock = std::chrono::steady_clock;
using Seconds = std::chrono::duration<double>;

}  // namespace

// The name, which may hold anything, ends with the last bracket.
std::optional<Seconds> startedAfterBoot(const std::string& stat, double ticksPerSecond) {
  constexpr int kWordsBefore = 19;  // between the name and the start
  const std::size_t name = stat.rfind(')');
  if (name == std::string::npos || !(ticksPerSecond > 0.0)) return std::nullopt;
  std::istringstream words(stat.substr(name + 1));
  std::string word;
  for (int skipped = 0; skipped < kWordsBefore; ++skipped) words >> word;
  double ticks = 0.0;
  if (!(words >> ticks) || ticks < 0.0) return std::nullopt;
  return Seconds(ticks / ticksPerSecond);
}

Clock::time_point processStart() {
  std::string stat;
  std::getline(std::ifstream("/proc/self/stat"), stat, '\0');  // a name may hold ends of lines
  const auto started = startedAfterBoot(stat, static_cast<double>(::sysconf(_SC_CLK_TCK)));
  const auto now = Clock::now();
  timespec boot{};
  if (!started || ::clock_gettime(CLOCK_BOOTTIME, &boot) != 0) return now;
  const Seconds sinceBoot(static_cast<double>(boot.tv_sec) +
                          1e-9 * static_cast<double>(boot.tv_nsec));
  const Seconds age = std::max(Seconds(0), sinceBoot - *started);
  return now - std::chrono::duration_cast<Clock::duration>(age);
}

}  // namespace fatou::io
