// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engines/tasks/partition.h"

#include <algorithm>

namespace fatou::engines {

std::vector<ItemRange> blockPartition(std::size_t items, std::size_t parts) {
  std::vector<ItemRange> blocks;
  blocks.reserve(parts);
  for (std::size_t k = 0; k < parts; ++k) blocks.push_back(blockOf(items, parts, k));
  return blocks;
}

std::size_t automaticChunkSize(std::size_t items, std::size_t engines) {
  // With 64 chunks an engine, the last chunk keeps the others waiting for at most about 1/64 of
  // the run.
  constexpr std::size_t kChunksPerEngine = 64;
  return std::max<std::size_t>(1, items / (kChunksPerEngine * std::max<std::size_t>(1, engines)));
}

}  // namespace fatou::engines
