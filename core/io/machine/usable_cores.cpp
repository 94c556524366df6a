// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/machine/usable_cores.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <fstream>
#include <sstream>
#include <string_view>
#include <vector>

#include <QString>
#include <QThread>

namespace fatou::io {
namespace {

constexpr std::string_view kRoot = "/";

std::vector<std::string> split(std::string_view text, char separator) {
  std::vector<std::string> parts;
  std::istringstream stream{std::string(text)};
  for (std::string part; std::getline(stream, part, separator);) parts.push_back(part);
  return parts;
}

bool isListed(const std::string& name, std::string_view list) {
  const auto names = split(list, ',');
  return std::ranges::find(names, name) != names.end();
}

std::optional<double> numberIn(std::string_view text) {
  std::int64_t number = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
  if (read.ec != std::errc() || number <= 0) return std::nullopt;
  return static_cast<double>(number);
}

// The path without the escapes of /proc/self/mountinfo, which has \040 for a space and the like.
std::string unescaped(const std::string& path) {
  std::string plain;
  for (std::size_t i = 0; i < path.size(); ++i) {
    int code = 0;
    const char* digits = path.data() + i + 1;
    if (path[i] == '\\' && i + 3 < path.size() &&
        std::from_chars(digits, digits + 3, code, 8).ptr == digits + 3) {
      plain += static_cast<char>(code);
      i += 3;
    } else {
      plain += path[i];
    }
  }
  return plain;
}

// Where a tree of control groups is mounted, and which of its groups is seen there.
struct Mount {
  std::string group;
  std::string folder;
  bool isSecond = false;  // of cgroup version 2, which has one tree for all controllers
};

// The mounts whose groups can have CPU quotas, from lines like
// "36 25 0:32 /group /sys/fs/cgroup/cpu rw,nosuid - cgroup cgroup rw,cpu,cpuacct".
std::vector<Mount> mountsIn(const std::string& mountinfo) {
  std::vector<Mount> mounts;
  for (const std::string& line : split(mountinfo, '\n')) {
    const auto dash = line.find(" - ");
    if (dash == std::string::npos) continue;
    const auto front = split(line.substr(0, dash), ' ');
    const auto back = split(line.substr(dash + 3), ' ');
    if (front.size() < 5 || back.size() < 3) continue;
    const bool isSecond = back[0] == "cgroup2";
    if (isSecond || (back[0] == "cgroup" && isListed("cpu", back[2])))
      mounts.push_back({unescaped(front[3]), unescaped(front[4]), isSecond});
  }
  return mounts;
}

// This process's group in such a tree, of lines like "0::/group" or "4:cpu,cpuacct:/group".
std::string groupIn(const std::string& cgroup, bool second) {
  for (const std::string& line : split(cgroup, '\n')) {
    const auto first = line.find(':');
    const auto next = first == std::string::npos ? first : line.find(':', first + 1);
    if (next == std::string::npos) continue;
    const std::string controllers = line.substr(first + 1, next - first - 1);
    if (second ? line.starts_with("0::") : isListed("cpu", controllers))
      return line.substr(next + 1);
  }
  return {};
}

// The folders of a group and of the groups above it, as far as they are mounted. A container may
// have some group's folder mounted as the root of the tree: a group that is not below the mounted
// one is taken to be that one itself.
std::vector<std::string> foldersOf(std::string group, const Mount& mount) {
  const std::string root = mount.group == kRoot ? std::string() : mount.group;
  const bool isInside = group.starts_with(root + '/') && group.find("/..") == std::string::npos;
  std::vector<std::string> folders;
  std::string inside = isInside ? group.substr(root.size()) : std::string();
  if (inside == kRoot) inside.clear();
  for (; !inside.empty(); inside.resize(inside.rfind('/')))
    folders.push_back(mount.folder + inside);
  folders.push_back(mount.folder);
  return folders;
}

std::optional<double> quotaOf(const std::string& folder, bool second, const ReadSystemFile& read) {
  std::optional<double> time;
  std::optional<double> period;
  if (second) {
    const auto words = split(read(folder + "/cpu.max"), ' ');
    if (words.size() == 2) {
      time = numberIn(words[0]);  // or "max"
      period = numberIn(words[1]);
    }
  } else {
    time = numberIn(read(folder + "/cpu.cfs_quota_us"));  // or -1
    period = numberIn(read(folder + "/cpu.cfs_period_us"));
  }
  if (!time || !period) return std::nullopt;
  return *time / *period;
}

int allowedCores() {
  return std::max(1, QThread::idealThreadCount());
}

}  // namespace

std::string readSystemFile(const std::string& path) {
  // A process may end between opening and reading its files. The members of a stream, other than
  // those of its buffer, do not throw then.
  std::ifstream file(path);
  std::string text;
  std::array<char, 4096> part{};
  do {
    file.read(part.data(), part.size());
    text.append(part.data(), static_cast<std::size_t>(file.gcount()));
  } while (file);
  return file.bad() ? std::string() : text;
}

std::optional<CpuQuota> cpuQuota(const ReadSystemFile& read) {
  const std::string cgroup = read("/proc/self/cgroup");
  std::optional<CpuQuota> least;
  for (const Mount& mount : mountsIn(read("/proc/self/mountinfo"))) {
    const std::string group = groupIn(cgroup, mount.isSecond);
    if (group.empty()) continue;
    for (const std::string& folder : foldersOf(group, mount)) {
      const auto cores = quotaOf(folder, mount.isSecond, read);
      if (cores && (!least || *cores < least->cores)) least = CpuQuota{*cores, folder};
    }
  }
  return least;
}

std::optional<double> throttledSeconds(const CpuQuota& quota, const ReadSystemFile& read) {
  for (const std::string& line : split(read(quota.folder + "/cpu.stat"), '\n')) {
    const auto words = split(line, ' ');
    if (words.size() != 2) continue;
    const double number = numberIn(words[1]).value_or(0.0);
    if (words[0] == "throttled_usec") return number * 1e-6;
    if (words[0] == "throttled_time") return number * 1e-9;
  }
  return std::nullopt;
}

int usableCores(int allowed, const std::optional<CpuQuota>& quota) {
  if (!quota || quota->cores >= allowed) return allowed;
  return std::max(1, static_cast<int>(std::ceil(quota->cores)));
}

int usableCores() {
  return usableCores(allowedCores(), cpuQuota());
}

std::string quotaText(int allowed, const std::optional<CpuQuota>& quota) {
  if (!quota || quota->cores >= allowed) return {};
  return QStringLiteral("the container's CPU quota of %1 %2")
      .arg(quota->cores, 0, 'g', 3)
      .arg(quota->cores == 1.0 ? QStringLiteral("core") : QStringLiteral("cores"))
      .toStdString();
}

std::string quotaText() {
  return quotaText(allowedCores(), cpuQuota());
}

}  // namespace fatou::io
