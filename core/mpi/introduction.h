// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <tuple>

#include "core/engines/wire/bytes.h"

namespace fatou::mpi {

// Has to be counted up whenever frames or their contents change.
inline constexpr std::uint32_t kProtocol = 4;

// A rank's description of itself, which it sends before anything else.
struct Introduction {
  std::uint32_t protocol = kProtocol;
  std::uint64_t functions = 0;  // engines::callTableFingerprint()
  std::int32_t ranks = 0;       // of its job, as MPI counts them
  std::string host{};
  std::string boot{};  // differs between machines, and from one start of a machine to the next
  std::int64_t process = 0;
  std::string simdTarget{};

  static constexpr auto kFields = std::tuple(
      &Introduction::protocol, &Introduction::functions, &Introduction::ranks, &Introduction::host,
      &Introduction::boot, &Introduction::process, &Introduction::simdTarget);
  friend bool operator==(const Introduction&, const Introduction&) = default;
};

// Describes this process as one of so many ranks.
Introduction introductionHere(int ranks, std::string simdTarget);

engines::Bytes toBytes(const Introduction& introduction);

// Throws WireError with a sentence where it comes from a program of another version.
Introduction readIntroduction(const engines::Bytes& bytes);

// Why `there` cannot be a rank of the job that `here` has started with so many ranks, in one
// sentence that says what would help; nothing where it can.
std::optional<std::string> complaintAbout(const Introduction& there, const Introduction& here);

// True where two ranks read the same steady clock, as processes of one machine do: their stamps
// need no correction.
inline bool haveOneClock(const Introduction& a, const Introduction& b) {
  return !a.boot.empty() && a.boot == b.boot;
}

}  // namespace fatou::mpi
