// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/other_programs.h"

#include <algorithm>
#include <ctime>
#include <sched.h>
#include <sstream>
#include <unistd.h>

namespace fatou::io {
namespace {

std::set<int> coresOfThisProcess() {
  std::set<int> cores;
  cpu_set_t mask;
  CPU_ZERO(&mask);
  if (::sched_getaffinity(0, sizeof mask, &mask) != 0) return cores;
  for (int core = 0; core < CPU_SETSIZE; ++core)
    if (CPU_ISSET(core, &mask)) cores.insert(core);
  return cores;
}

double processSeconds() {
  timespec time{};
  ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
}

}  // namespace

std::optional<double> busySeconds(const std::string& stat, const std::set<int>& cores, long ticks) {
  std::istringstream lines(stat);
  std::size_t found = 0;
  double busy = 0.0;
  for (std::string line; std::getline(lines, line);) {
    std::istringstream words(line);
    std::string name;
    words >> name;
    int core = 0;
    if (!name.starts_with("cpu") || name.size() == 3) continue;
    if (!(std::istringstream(name.substr(3)) >> core) || !cores.contains(core)) continue;
    // Guests' time is a part of the user's.
    double user = 0, nice = 0, system = 0, idle = 0, disk = 0, irq = 0, softIrq = 0, steal = 0;
    if (!(words >> user >> nice >> system >> idle)) return std::nullopt;
    words >> disk >> irq >> softIrq >> steal;  // old systems end sooner
    busy += user + nice + system + irq + softIrq + steal;
    ++found;
  }
  if (found == 0 || found != cores.size() || ticks <= 0) return std::nullopt;
  return busy / static_cast<double>(ticks);
}

OtherPrograms::OtherPrograms()
    : m_cores(coresOfThisProcess()),
      m_before(now(m_cores)),
      m_start(std::chrono::steady_clock::now()) {}

std::optional<CoreTimes> OtherPrograms::now(const std::set<int>& cores) {
  const auto all = busySeconds(readSystemFile("/proc/stat"), cores, ::sysconf(_SC_CLK_TCK));
  if (!all) return std::nullopt;
  return CoreTimes{.all = *all, .own = processSeconds()};
}

std::optional<double> OtherPrograms::cores() const {
  const std::chrono::duration<double> passed = std::chrono::steady_clock::now() - m_start;
  const auto after = now(m_cores);
  constexpr double kEnough = 0.2;  // seconds: twenty ticks
  if (!m_before || !after || passed.count() < kEnough) return std::nullopt;
  const double others = (after->all - m_before->all) - (after->own - m_before->own);
  return std::clamp(others / passed.count(), 0.0, static_cast<double>(m_cores.size()));
}

}  // namespace fatou::io
