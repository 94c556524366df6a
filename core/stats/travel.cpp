// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/stats/travel.h"

namespace fatou::stats {

std::array<Stretch, 2> waitsForWire(const Band* before, const Band& band) {
  const double idleFrom = before != nullptr ? before->completed : 0.0;
  Stretch answer{idleFrom, idleFrom};
  if (before != nullptr && before->travel)
    answer.to = std::min(before->travel->answered, band.started);
  Stretch call{band.started, band.started};
  if (band.travel) call.from = std::max(answer.to, band.travel->sent);
  return {answer, call};
}

std::vector<std::vector<const Band*>> bandsByEngine(const Run& run) {
  std::vector<std::vector<const Band*>> all(static_cast<std::size_t>(run.engines));
  for (const Band& band : run.bands) all[static_cast<std::size_t>(band.engine)].push_back(&band);
  for (auto& bands : all) std::ranges::sort(bands, {}, &Band::started);
  return all;
}

}  // namespace fatou::stats
