// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstddef>

#include "core/base/check.h"
#include "core/kernels/program_escape_time.h"
#include "core/kernels/program_scalar.h"

namespace fatou::kernels {

bool isSound(const ProgramJob& job) {
  const bool hasParameter = job.program.parameter != Program::kNone;
  if (job.trap != nullptr && (job.trap->parameter != Program::kNone) != hasParameter) return false;
  if (job.program.parameter == Program::kNone) return job.starts.empty();
  return job.starts.size() == 1 || job.starts.size() == job.xs.size() * job.ys.size();
}

bool programEscapeTimesScalar(const ProgramJob& job, std::span<std::int32_t> counts,
                              std::stop_token stop) {
  FATOU_CHECK(job.tmax >= 1);
  FATOU_CHECK(isSound(job));
  FATOU_CHECK(counts.size() == job.xs.size() * job.ys.size());
  const double radius2 = job.escapeRadius * job.escapeRadius;
  const double trapRadius2 = job.trapRadius * job.trapRadius;
  ScalarProgram f(job.program);
  ScalarProgram g(job.trap != nullptr ? *job.trap : job.program);
  const auto isTrapped = [&](ComplexNumber z) {
    return job.trap != nullptr && norm(g(z)) <= trapRadius2;
  };
  for (std::size_t pixel = 0; pixel < counts.size(); ++pixel) {
    if (!job.starts.empty()) {
      f.setParameter(job.pointOf(pixel));
      g.setParameter(job.pointOf(pixel));
    }
    ComplexNumber z = job.startOf(pixel);
    std::int32_t t = 0;
    for (; t < job.tmax && escapeNorm(job.escapePart, z.re, z.im) <= radius2 && !isTrapped(z);
         ++t) {
      z = f(z);
      if (stop.stop_requested()) return false;
    }
    counts[pixel] = t;
  }
  return true;
}

}  // namespace fatou::kernels
