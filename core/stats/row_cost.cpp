// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/stats/row_cost.h"

#include <algorithm>
#include <numeric>

#include "core/engines/partition.h"

namespace fatou::stats {
namespace {

RowCosts zeroes(Rows rows) {
  return {rows, std::vector<double>(static_cast<std::size_t>(rows.size()), 0.0)};
}

void addEvenly(RowCosts& to, Rows rows, double cost) {
  for (std::int32_t row = rows.begin; row < rows.end; ++row)
    to.costs[static_cast<std::size_t>(row - to.rows.begin)] += cost / rows.size();
}

Rows computedRows(const Run& run) {
  if (run.bands.empty()) return {};
  Rows all = run.bands.front().rows;
  for (const Band& band : run.bands)
    all = {std::min(all.begin, band.rows.begin), std::max(all.end, band.rows.end)};
  return all;
}

double iterationsARow(const Band& band) {
  return static_cast<double>(band.iterations) / (band.rows.size() + band.mirrored.size());
}

// Sums of the first 0, 1 ... rows.
std::vector<double> prefixSums(const RowCosts& costs) {
  std::vector<double> sums(costs.costs.size() + 1, 0.0);
  std::partial_sum(costs.costs.begin(), costs.costs.end(), sums.begin() + 1);
  return sums;
}

// Fills one engine after the other up to `limit`; whether that takes no more than there are.
bool fill(const std::vector<double>& sums, Rows rows, double limit, Borders& borders) {
  borders.front() = rows.begin;
  std::size_t at = 0;
  for (std::size_t k = 1; k < borders.size(); ++k) {
    const auto beyond = std::upper_bound(sums.begin(), sums.end(), sums[at] + limit);
    at = static_cast<std::size_t>(beyond - sums.begin()) - 1;
    borders[k] = rows.begin + static_cast<std::int32_t>(at);
  }
  return at + 1 == sums.size();
}

}  // namespace

double RowCosts::sum() const {
  return std::accumulate(costs.begin(), costs.end(), 0.0);
}

double RowCosts::sum(Rows part) const {
  const auto at = [this](std::int32_t row) {
    return costs.begin() + (std::clamp(row, rows.begin, rows.end) - rows.begin);
  };
  return std::accumulate(at(part.begin), std::max(at(part.begin), at(part.end)), 0.0);
}

RowCosts rowCosts(const Run& run, CostUnit unit) {
  RowCosts costs = zeroes(computedRows(run));
  for (const Band& band : run.bands) {
    if (unit == CostUnit::Iterations)
      addEvenly(costs, band.rows, iterationsARow(band) * band.rows.size());
    else
      addEvenly(costs, band.rows, band.cpuTime > 0.0 ? band.cpuTime : band.duration());
  }
  return costs;
}

RowCosts pictureProfile(const Run& run) {
  RowCosts costs = zeroes(rowsOf(run));
  for (const Band& band : run.bands)
    for (const Rows rows : {band.rows, band.mirrored})
      addEvenly(costs, rows, iterationsARow(band) * rows.size());
  return costs;
}

Borders blockBorders(Rows rows, int engines) {
  Borders borders{rows.begin};
  for (const auto& block : engines::blockPartition(static_cast<std::size_t>(rows.size()),
                                                   static_cast<std::size_t>(engines)))
    borders.push_back(rows.begin + static_cast<std::int32_t>(block.end));
  return borders;
}

Borders optimalBorders(const RowCosts& costs, int engines) {
  const auto sums = prefixSums(costs);
  Borders borders(static_cast<std::size_t>(engines) + 1);
  double low = 0.0;
  double high = sums.back();
  for (int step = 0; step < 60; ++step) {
    const double middle = (low + high) / 2;
    (fill(sums, costs.rows, middle, borders) ? high : low) = middle;
  }
  // With rounding in the sums, one step more than the whole may be needed to reach the last row.
  if (!fill(sums, costs.rows, high, borders)) borders.back() = costs.rows.end;
  return borders;
}

std::vector<double> blockCosts(const RowCosts& costs, const Borders& borders) {
  std::vector<double> shares;
  for (std::size_t k = 0; k + 1 < borders.size(); ++k)
    shares.push_back(costs.sum({borders[k], borders[k + 1]}));
  return shares;
}

double imbalance(const RowCosts& costs, const Borders& borders) {
  const auto shares = blockCosts(costs, borders);
  const double sum = std::accumulate(shares.begin(), shares.end(), 0.0);
  return sum > 0.0 ? std::ranges::max(shares) * static_cast<double>(shares.size()) / sum : 0.0;
}

}  // namespace fatou::stats
