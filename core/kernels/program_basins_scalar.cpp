// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/check.h"
#include "core/kernels/program_basins.h"
#include "core/kernels/program_scalar.h"

namespace fatou::kernels {
namespace {

// Returns in which cycle, or by escape, an orbit at z has ended; nothing while it goes on.
std::optional<std::int32_t> endAt(const ProgramBasinJob& job, ComplexNumber z) {
  for (const BasinDisc& disc : job.discs)
    if (norm({z.re - disc.re, z.im - disc.im}) <= disc.radius * disc.radius) return disc.cycle;
  if (!job.escapeRadius) return std::nullopt;
  const bool isInside =
      escapeNorm(job.escapePart, z.re, z.im) <= *job.escapeRadius * *job.escapeRadius;
  return isInside ? std::nullopt : std::optional(kEscapedCycle);
}

}  // namespace

bool programBasinsScalar(const ProgramBasinJob& job, const BasinNumbers& to, std::stop_token stop) {
  FATOU_CHECK(job.tmax >= 1);
  FATOU_CHECK(to.counts.size() == job.xs.size() * job.ys.size());
  FATOU_CHECK(to.cycles.size() == to.counts.size());
  ScalarProgram f(job.program);
  std::size_t pixel = 0;
  for (const double y : job.ys) {
    for (const double x : job.xs) {
      ComplexNumber z{x, y};
      std::int32_t t = 0;
      std::optional<std::int32_t> end;
      for (; t < job.tmax && !(end = endAt(job, z)); ++t) {
        z = f(z);
        if (stop.stop_requested()) return false;
      }
      to.counts[pixel] = t;
      to.cycles[pixel++] = end.value_or(kNoCycle);
    }
  }
  return true;
}

}  // namespace fatou::kernels
