// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "core/mpi/hosts.h"

// Why engines do not come, from what mpirun, ssh and the ranks have written: always one sentence
// that names the cause and says what would help.
namespace fatou::mpi {

// What ranks, and the shells that start them, write first where they cannot do their part, so that
// it is known here.
inline constexpr char kNoProgram[] = "there is no program ";   // PATH on HOST
inline constexpr char kNoWayToHub[] = "no way to the hub: ";   // a sentence
inline constexpr char kHubOfRanks[] = "the hub of a job of ";  // N: why it is none

// What is certain to keep engines away, though mpirun has not ended. Looks at whole lines only, as
// more may still come.
std::optional<std::string> certainCause(const std::string& output);

// What keeps them away, as far as is known: also what need not be the end.
std::optional<std::string> likelyCause(const std::string& output);

// Of an mpirun that has ended; in its own words where they are none that are known.
std::string startUpComplaint(const std::string& output);

// Engines that have not come in time.
struct LateEngines {
  int engines = 0;             // of all
  std::vector<int> missing{};  // their ranks, ascending
  std::chrono::nanoseconds patience{};
  Hosts hosts{};  // empty where all are on this machine
};
std::string lateComplaint(const LateEngines& late, const std::optional<std::string>& likely);

}  // namespace fatou::mpi
