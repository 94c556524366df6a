// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <complex>
#include <cstdint>
#include <span>

#include "core/kernels/program_escape_time.h"

namespace fatou::kernels {

// The c of the kernel.
inline constexpr std::complex<double> kFractionC{0.3, 0.2};

// J of (z^3 + c) / (z - 1) by a kernel written by hand: what the interpreter costs is the
// difference to it. The job's program is not run.
void fractionEscapeTimes(const ProgramJob& job, std::span<std::int32_t> counts);

}  // namespace fatou::kernels
