// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/check.h"
#include "core/kernels/program_escape_time.h"
#include "core/kernels/program_scalar.h"

namespace fatou::kernels {

bool programEscapeTimesScalar(const ProgramJob& job, std::span<std::int32_t> counts,
                              std::stop_token stop) {
  FATOU_CHECK(job.tmax >= 1);
  FATOU_CHECK(counts.size() == job.xs.size() * job.ys.size());
  const double radius2 = job.escapeRadius * job.escapeRadius;
  ScalarProgram f(job.program);
  auto pixel = counts.begin();
  for (const double y : job.ys) {
    for (const double x : job.xs) {
      ComplexNumber z{x, y};
      std::int32_t t = 0;
      for (; t < job.tmax && z.re * z.re + z.im * z.im <= radius2; ++t) {
        z = f(z);
        if (stop.stop_requested()) return false;
      }
      *pixel++ = t;
    }
  }
  return true;
}

}  // namespace fatou::kernels
