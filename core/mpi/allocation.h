// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "core/base/result.h"
#include "core/mpi/hosts.h"

namespace fatou::mpi {

// The machines that a batch system has given to the job of this process.
struct Allocation {
  Hosts hosts{};       // each with as many places as it has tasks, this machine first
  std::string here{};  // how the batch system calls this machine

  friend bool operator==(const Allocation&, const Allocation&) = default;
};

// Reads a variable as std::getenv() does: null where there is no such variable.
using Variables = std::function<const char*(const char* name)>;

// The allocation that Slurm describes in these variables; nothing outside its jobs. The Error says
// in one sentence what is wrong with them, or that this process is on no machine of the job.
Result<std::optional<Allocation>> slurmAllocation(const Variables& variable);

}  // namespace fatou::mpi
