// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "core/mpi/hosts.h"

// Finds out why engines do not come, from what mpirun, ssh and the ranks have written. Each answer
// is one sentence that names the cause and says what would help.
namespace fatou::mpi {

// Ranks, and the shells that start them, write these words where they cannot do their part. Here a
// line is recognised by them.
inline constexpr char kNoProgram[] = "there is no program ";   // PATH on HOST
inline constexpr char kNoWayToHub[] = "no way to the hub: ";   // a sentence
inline constexpr char kHubOfRanks[] = "the hub of a job of ";  // N: why it is none

// The complaint where each rank is the only one of its job.
inline constexpr char kEveryRankIsAlone[] =
    "every rank is alone in its job: the mpirun that was found belongs to another MPI than the one "
    "this program was built with";

// A cause that is certain to keep engines away, though mpirun has not ended. Looks at whole lines
// only, as more may still come.
std::optional<std::string> certainCause(const std::string& output);

// A cause that may keep them away. They may still come in spite of it.
std::optional<std::string> likelyCause(const std::string& output);

// The complaint about an mpirun that has ended. It is in mpirun's own words where these are not
// known here.
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
