// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "core/base/result.h"
#include "core/mpi/hosts.h"

namespace fatou::mpi {

// What a batch system has given the job that this process belongs to.
struct Allocation {
  Hosts hosts{};       // with as many places as it has tasks, this machine first
  std::string here{};  // this machine, as it is called there

  friend bool operator==(const Allocation&, const Allocation&) = default;
};

// As std::getenv(): null where there is no such variable.
using Variables = std::function<const char*(const char* name)>;

// What Slurm says in these variables; nothing outside its jobs. The Error says in one sentence what
// is wrong with them, or that this process is on no machine of the job.
Result<std::optional<Allocation>> slurmAllocation(const Variables& variable);

}  // namespace fatou::mpi
