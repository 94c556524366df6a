// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

#include "core/kernels/program_escape_time.h"

// Counts of whole grids by programs; empty where the kernel did not finish.
namespace fatou::tests {

using Counts = std::vector<std::int32_t>;

inline Counts countsOf(const kernels::ProgramJob& job) {
  Counts counts(job.xs.size() * job.ys.size(), -1);
  return kernels::programEscapeTimes(job, counts) ? counts : Counts{};
}

// By the kernel's scalar twin.
inline Counts scalarCountsOf(const kernels::ProgramJob& job) {
  Counts counts(job.xs.size() * job.ys.size(), -2);
  return kernels::programEscapeTimesScalar(job, counts) ? counts : Counts{};
}

}  // namespace fatou::tests
