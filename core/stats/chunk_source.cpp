// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/stats/chunk_source.h"

#include <algorithm>

namespace fatou::stats {

ChunkSource::ChunkSource(const Scenario& scenario, Rows rows, std::int32_t bandRows)
    : m_viewKind(scenario.viewKind), m_engines(scenario.engines), m_bandRows(bandRows) {
  if (m_viewKind != ViewKind::Direct) {
    m_blocks.push_back({rows.begin, rows.end});
    return;
  }
  const auto whole = static_cast<std::size_t>(m_engines) + 1;
  const Borders borders =
      scenario.borders.size() == whole ? scenario.borders : blockBorders(rows, m_engines);
  for (std::size_t k = 0; k + 1 < borders.size(); ++k)
    m_blocks.push_back({borders[k], borders[k + 1]});
}

std::optional<Rows> ChunkSource::next(int engine) {
  Block& block = m_blocks[m_viewKind == ViewKind::Direct ? static_cast<std::size_t>(engine) : 0];
  const std::int32_t left = block.end - block.at;
  if (left <= 0) return std::nullopt;
  std::int32_t wanted = m_bandRows;
  if (m_viewKind == ViewKind::Guided) wanted = std::max(wanted, (left + m_engines - 1) / m_engines);
  const Rows chunk{block.at, block.at + std::min(wanted, left)};
  block.at = chunk.end;
  return chunk;
}

}  // namespace fatou::stats
