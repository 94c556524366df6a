// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <optional>
#include <string>

namespace fatou::io {

// The text of a file of the system's; empty where there is none or it cannot be read, as that of a
// process that has just ended.
using ReadSystemFile = std::function<std::string(const std::string& path)>;
std::string readSystemFile(const std::string& path);

// The share of the processors that a container or a service may use: processor time over wall time,
// which need not be a whole number.
struct CpuQuota {
  double cores = 0.0;
  std::string folder;  // of the control group that sets it

  friend bool operator==(const CpuQuota&, const CpuQuota&) = default;
};

// The least quota of this process's control groups, up the tree, of either version; nothing where
// none has one. Pure but for what it is given to read (man 7 cgroups; the kernel's cgroup-v2.rst
// and sched-bwc.rst).
std::optional<CpuQuota> cpuQuota(const ReadSystemFile& read = readSystemFile);

// Seconds that threads have had to rest so far because the quota was used up, all threads together;
// nothing where the system does not say.
std::optional<double> throttledSeconds(const CpuQuota& quota,
                                       const ReadSystemFile& read = readSystemFile);

// How many engines can work at once: of the processors that this process may run on (`allowed`, at
// least 1), as many as the quota fills, rounded up.
int usableCores(int allowed, const std::optional<CpuQuota>& quota);
int usableCores();  // of this process, now

// "the container's CPU quota of 1.5 cores" where that is what usableCores() goes by; else empty.
std::string quotaText(int allowed, const std::optional<CpuQuota>& quota);
std::string quotaText();

}  // namespace fatou::io
