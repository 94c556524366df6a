// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/render/tile_plan.h"

#include <algorithm>
#include <bit>

#include "core/engines/tasks/partition.h"

namespace fatou::render {
namespace {

void appendBands(RowRange rows, std::int32_t bandRows, std::vector<RowRange>& bands) {
  for (std::int32_t row = rows.begin; row < rows.end; row += std::min(bandRows, rows.end - row))
    bands.push_back({row, row + std::min(bandRows, rows.end - row)});
}

}  // namespace

std::int32_t automaticBandRows(std::int32_t rows, int engines) {
  constexpr std::int32_t kBandsPerEngine = 16;
  constexpr std::int32_t kKernelRows = 12;
  const std::int32_t wanted = rows / (kBandsPerEngine * engines);
  return std::clamp(wanted / kKernelRows * kKernelRows, kKernelRows, 60);
}

RowRange mirroredRows(RowRange band, std::int32_t height) {
  return {height - band.end, std::min(height - band.begin, height / 2)};
}

TilePlan planTiles(const EngineSetup& setup, std::int32_t height, RowRange rows,
                   julia::Symmetry symmetry) {
  TilePlan plan;
  plan.mirrored = symmetry != julia::Symmetry::None && rows.begin + rows.end == height;
  if (plan.mirrored) rows.begin = height / 2;
  const std::int32_t bandRows =
      setup.bandRows > 0 ? setup.bandRows : automaticBandRows(rows.size(), setup.workers());
  if (setup.viewKind != ViewKind::Direct) {
    appendBands(rows, bandRows, plan.bands);
    return plan;
  }
  for (const auto& block : engines::blockPartition(static_cast<std::size_t>(rows.size()),
                                                   static_cast<std::size_t>(setup.count))) {
    const std::size_t before = plan.bands.size();
    appendBands({rows.begin + static_cast<std::int32_t>(block.begin),
                 rows.begin + static_cast<std::int32_t>(block.end)},
                bandRows, plan.bands);
    plan.bandsOfEngine.push_back(plan.bands.size() - before);
  }
  return plan;
}

std::vector<RowRange> slabs(std::int32_t width, std::int32_t height, int samples,
                            std::int64_t most) {
  const std::int64_t rows = most / (std::int64_t{width} * samples * samples);
  const auto fitting = static_cast<std::int32_t>(std::clamp<std::int64_t>(rows, 1, height));
  const std::int32_t slabRows =
      fitting == height ? height
      : fitting >= kSlabRows
          ? fitting / kSlabRows * kSlabRows
          : static_cast<std::int32_t>(std::bit_floor(static_cast<std::uint32_t>(fitting)));
  std::vector<RowRange> ranges;
  for (std::int32_t end = height; end > 0; end -= std::min(slabRows, end))
    ranges.push_back({std::max(0, end - slabRows), end});
  return ranges;
}

}  // namespace fatou::render
