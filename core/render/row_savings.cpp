// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/render/row_savings.h"

#include "core/julia/dynamics/attracting_cycle.h"
#include "core/render/render_job.h"

namespace fatou::render {

stats::RowSavings rowSavings(const RenderRequest& request) {
  stats::RowSavings savings{.computed = {0, request.picture.height}};
  if (numberTypeOf(request.picture) == julia::NumberType::Perturbation) {
    if (kernelOf(request) == Kernel::Plain) return savings;
    savings.insideIsFree =
        julia::interiorTrap(julia::findAttractingCycle(request.picture.place.c.toDouble()))
            .has_value();
    return savings;
  }
  const auto job = RenderJob::create(request);
  if (!job) return savings;
  savings.insideIsFree = julia::interiorTrap(job.value()->attractingCycle()).has_value();
  const auto& bands = job.value()->plan({0, request.picture.height}).bands;
  if (!bands.empty()) savings.computed = {bands.front().begin, bands.back().end};
  return savings;
}

}  // namespace fatou::render
