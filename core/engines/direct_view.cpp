// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engines/direct_view.h"

#include <stdexcept>

namespace fatou::engines {
namespace {

// True where the shares add up to the items. Their sum is not computed, as it might overflow.
bool addUpTo(const std::vector<std::size_t>& shares, std::size_t items) {
  for (const std::size_t share : shares) {
    if (share > items) return false;
    items -= share;
  }
  return items == 0;
}

}  // namespace

std::vector<Lane> directLanes(std::size_t items, const std::vector<EngineId>& targets,
                              const DirectMapOptions& options) {
  std::vector<std::size_t> shares = options.shares;
  if (shares.empty())
    for (const ItemRange& block : blockPartition(items, targets.size()))
      shares.push_back(block.size());
  if (shares.size() != targets.size())
    throw std::invalid_argument(
        "a direct map takes one share a target: " + std::to_string(targets.size()) + ", not " +
        std::to_string(shares.size()));
  if (!addUpTo(shares, items))
    throw std::invalid_argument("the shares of a direct map must add up to its " +
                                std::to_string(items) + " items");

  std::vector<Lane> lanes;
  std::size_t first = 0;
  for (std::size_t i = 0; i < targets.size(); ++i) {
    const ItemRange range{first, first + shares[i]};
    const std::size_t chunk = options.chunkSize == 0 ? range.size() : options.chunkSize;
    if (!range.empty())
      lanes.push_back(
          {.engine = targets[i], .items = range, .taskCount = chunkCount(range.size(), chunk)});
    first = range.end;
  }
  return lanes;
}

}  // namespace fatou::engines
