// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <vector>

#include "core/stats/what_if.h"

namespace fatou::stats {

// Hands rows to engines that ask, as a scenario's view does.
class ChunkSource {
 public:
  // `bandRows` is at least 1.
  ChunkSource(const Scenario& scenario, Rows rows, std::int32_t bandRows);

  // The next band for an engine; nothing when there is none for it any more.
  std::optional<Rows> next(int engine);

 private:
  struct Block {
    std::int32_t at = 0;
    std::int32_t end = 0;
  };

  ViewKind m_viewKind;
  int m_engines;
  std::int32_t m_bandRows;
  std::vector<Block> m_blocks;  // one an engine for direct, else one for all
};

}  // namespace fatou::stats
