// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>

#include "core/io/machine/usable_cores.h"

namespace fatou::io {

// Processor time that was spent on some cores so far, and how much of it by this process and those
// it has started, as engines may be; seconds. The system counts it in ticks of 10 ms mostly.
struct CoreTimes {
  double all = 0.0;
  double own = 0.0;
};

// The seconds that these cores have spent on anything but idling or waiting for a disk, also on
// other machines of the same host, of the text of /proc/stat (man 5 proc); nothing where it does
// not have them. `ticks` a second.
std::optional<double> busySeconds(const std::string& stat, const std::set<int>& cores, long ticks);

// The seconds that processes which descend from `ancestor`, and those that ended before them, have
// spent on any core. `stats` has the text of /proc/PID/stat (man 5 proc) by process, and may lack
// some; `ticks` a second, more than 0.
double secondsOfDescendants(const std::map<std::int64_t, std::string>& stats, std::int64_t ancestor,
                            long ticks);

// How much of the cores that this process may run on other programs take, from construction on.
// Processes that this one has started are no others.
class OtherPrograms {
 public:
  OtherPrograms();

  // The mean number of cores that were busy with something else; nothing where the system does not
  // say, or too little time has passed for its ticks to tell.
  std::optional<double> cores() const;

 private:
  static std::optional<CoreTimes> now(const std::set<int>& cores);

  const std::set<int> m_cores;
  const std::optional<CoreTimes> m_before;
  const std::chrono::steady_clock::time_point m_start;
};

}  // namespace fatou::io
