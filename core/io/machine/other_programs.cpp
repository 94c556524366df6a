// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/machine/other_programs.h"

#include <algorithm>
#include <charconv>
#include <ctime>
#include <filesystem>
#include <sched.h>
#include <sstream>
#include <sys/resource.h>
#include <system_error>
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

struct ProcessTimes {
  std::int64_t parent = 0;
  double ticks = 0.0;  // with those of its children that have ended
};

// The name, which may hold anything, ends with the last bracket.
std::optional<ProcessTimes> processTimes(const std::string& stat) {
  const std::size_t name = stat.rfind(')');
  if (name == std::string::npos) return std::nullopt;
  std::istringstream words(stat.substr(name + 1));
  ProcessTimes times;
  std::string word;
  words >> word >> times.parent;
  for (int skipped = 0; skipped < 9; ++skipped) words >> word;
  for (int i = 0; i < 4; ++i) {
    double ticks = 0.0;
    words >> ticks;
    times.ticks += ticks;
  }
  return words ? std::optional(times) : std::nullopt;
}

std::map<std::int64_t, std::string> processStats() {
  std::map<std::int64_t, std::string> stats;
  std::error_code none;
  std::filesystem::directory_iterator entry("/proc", none);
  for (; entry != std::filesystem::directory_iterator(); entry.increment(none)) {
    const std::string name = entry->path().filename().string();
    std::int64_t process = 0;
    const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), process);
    if (error == std::errc() && end == name.data() + name.size())
      stats.emplace(process, readSystemFile(entry->path().string() + "/stat"));
  }
  return stats;
}

double seconds(const timeval& time) {
  return static_cast<double>(time.tv_sec) + 1e-6 * static_cast<double>(time.tv_usec);
}

double ownSeconds() {
  double own = secondsOfDescendants(processStats(), ::getpid(), ::sysconf(_SC_CLK_TCK));
  for (const auto who : {RUSAGE_SELF, RUSAGE_CHILDREN}) {  // children that have ended
    rusage usage{};
    if (::getrusage(who, &usage) == 0) own += seconds(usage.ru_utime) + seconds(usage.ru_stime);
  }
  return own;
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

double secondsOfDescendants(const std::map<std::int64_t, std::string>& stats, std::int64_t ancestor,
                            long ticks) {
  std::map<std::int64_t, ProcessTimes> all;
  for (const auto& [process, stat] : stats)
    if (const auto times = processTimes(stat)) all.emplace(process, *times);
  double sum = 0.0;
  for (const auto& [process, times] : all) {
    std::int64_t above = times.parent;
    // Ids are given again while they are read, so that they might lead round in a circle.
    for (std::size_t steps = 0; steps < all.size() && above != ancestor; ++steps) {
      const auto parent = all.find(above);
      if (parent == all.end()) break;
      above = parent->second.parent;
    }
    if (above == ancestor && process != ancestor) sum += times.ticks;
  }
  return sum / static_cast<double>(ticks);
}

OtherPrograms::OtherPrograms()
    : m_cores(coresOfThisProcess()),
      m_before(now(m_cores)),
      m_start(std::chrono::steady_clock::now()) {}

std::optional<CoreTimes> OtherPrograms::now(const std::set<int>& cores) {
  const auto all = busySeconds(readSystemFile("/proc/stat"), cores, ::sysconf(_SC_CLK_TCK));
  if (!all) return std::nullopt;
  return CoreTimes{.all = *all, .own = ownSeconds()};
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
