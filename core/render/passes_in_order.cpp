// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/render/passes_in_order.h"

#include <algorithm>
#include <utility>

#include "core/base/check.h"

namespace fatou::render {

PassesInOrder::PassesInOrder(const std::vector<Planned>& passes, const ProgressSinks& sinks,
                             std::stop_token stop)
    : m_sinks(sinks), m_stop(std::move(stop)) {
  FATOU_CHECK(!passes.empty());
  for (const Planned& pass : passes)
    m_passes.push_back({.stride = pass.stride, .left = pass.bands});
}

void PassesInOrder::take(const Tile& tile, const BandRecord& band) {
  const auto pass = std::ranges::find(m_passes, tile.sampling.cell(), &Pass::stride);
  FATOU_CHECK(pass != m_passes.end());
  if (static_cast<std::size_t>(pass - m_passes.begin()) == m_current)
    handOn(tile, band);
  else
    pass->kept.push_back({tile, band});
  while (m_current < m_passes.size() && m_passes[m_current].left == 0 && !m_stop.stop_requested())
    beginNext();
}

void PassesInOrder::handOn(const Tile& tile, const BandRecord& band) {
  if (m_stop.stop_requested()) return;
  --m_passes[m_current].left;
  m_sinks.tile(tile, band);
}

// The current pass is done.
void PassesInOrder::beginNext() {
  m_sinks.passDone(m_passes[m_current].stride);
  ++m_current;
  if (m_current == m_passes.size() || m_stop.stop_requested()) return;
  m_sinks.passBegun(m_passes[m_current].left);
  const std::vector<Kept> kept = std::exchange(m_passes[m_current].kept, {});
  for (const Kept& each : kept) handOn(each.tile, each.band);
}

}  // namespace fatou::render
