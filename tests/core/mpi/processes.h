// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <csignal>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <system_error>
#include <vector>

// Processes of this machine, as the system lists them.
namespace fatou::tests {

// The process that started this one, or 0 where there is none or it has ended.
inline std::int64_t parentOf(std::int64_t process) {
  std::ifstream file("/proc/" + std::to_string(process) + "/stat");
  std::string text;
  std::getline(file, text);
  const std::size_t nameEnd = text.rfind(')');
  if (nameEnd == std::string::npos) return 0;
  std::istringstream rest(text.substr(nameEnd + 1));
  std::string state;
  std::int64_t parent = 0;
  rest >> state >> parent;
  return state == "Z" ? 0 : parent;
}

inline bool isRunning(std::int64_t process) {
  return parentOf(process) != 0;
}

inline std::vector<std::int64_t> childrenOf(std::int64_t process) {
  std::vector<std::int64_t> children;
  std::error_code none;
  std::filesystem::directory_iterator entry("/proc", none);
  for (; entry != std::filesystem::directory_iterator(); entry.increment(none)) {
    const std::int64_t child = std::atoll(entry->path().filename().c_str());
    if (child > 0 && parentOf(child) == process) children.push_back(child);
  }
  return children;
}

// The ranks that an mpirun has started on this machine: Open MPI's by itself, MPICH's by a proxy.
inline std::vector<std::int64_t> ranksOf(std::int64_t mpirun) {
  std::vector<std::int64_t> children = childrenOf(mpirun);
  return children.size() == 1 ? childrenOf(children.front()) : children;
}

inline void send(int signal, std::int64_t process) {
  if (process > 0) ::kill(static_cast<pid_t>(process), signal);
}

}  // namespace fatou::tests
