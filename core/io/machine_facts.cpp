// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/machine_facts.h"

#include <fstream>

#include <QCoreApplication>
#include <QSysInfo>

#include "core/io/usable_cores.h"
#include "core/kernels/simd_targets.h"

namespace fatou::io {
namespace {

// The processor as the system names it; its architecture where the system gives no name.
std::string processorName() {
  std::ifstream info("/proc/cpuinfo");
  for (std::string line; std::getline(info, line);) {
    const auto colon = line.find(": ");
    if (line.starts_with("model name") && colon != std::string::npos) return line.substr(colon + 2);
  }
  return QSysInfo::currentCpuArchitecture().toStdString();
}

}  // namespace

Facts machineFacts() {
  Facts facts{{"fatou", QCoreApplication::applicationVersion().toStdString()},
              {"cores", std::to_string(usableCores())},
              {"simd", kernels::vectorName()},
              {"cpu", QSysInfo::currentCpuArchitecture().toStdString()},
              {"processor", processorName()},
              {"system", QSysInfo::prettyProductName().toStdString()},
              {"qt", qVersion()},
              {"compiler", "g++ " __VERSION__}};
  if (std::string limit = quotaText(); !limit.empty()) facts.emplace_back("limited_by", limit);
  return facts;
}

std::string factOf(const Facts& facts, const std::string& name) {
  for (const auto& [each, value] : facts)
    if (each == name) return value;
  return {};
}

}  // namespace fatou::io
