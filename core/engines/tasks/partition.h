// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <vector>

#include "core/base/range.h"

namespace fatou::engines {

// Half-open range of items, [begin, end).
using ItemRange = Range<std::size_t>;

// The k-th of `parts` contiguous blocks of `items`. Every block has items div parts, and the
// first items mod parts get one more: 10 on 4 is 3, 3, 2, 2.
constexpr ItemRange blockOf(std::size_t items, std::size_t parts, std::size_t k) {
  const std::size_t base = items / parts;
  const std::size_t extra = items % parts;
  const auto start = [&](std::size_t i) { return i * base + (i < extra ? i : extra); };
  return {start(k), start(k + 1)};
}

// All blocks in order; with more parts than items the last ones are empty.
std::vector<ItemRange> blockPartition(std::size_t items, std::size_t parts);

// How many chunks of at most `chunkSize` items there are: ceil(items / chunkSize).
constexpr std::size_t chunkCount(std::size_t items, std::size_t chunkSize) {
  return items / chunkSize + (items % chunkSize != 0 ? 1 : 0);
}

// A chunk size for items of unknown cost: small enough that the engines end together, large
// enough that 100,000 tiny items are not 100,000 tasks.
std::size_t automaticChunkSize(std::size_t items, std::size_t engines);

}  // namespace fatou::engines
