// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/stats/row_cost.h"

#include <algorithm>
#include <numeric>

#include "core/engines/tasks/partition.h"

namespace fatou::stats {
namespace {

RowCosts zeroes(Rows rows) {
  return {.rows = rows, .costs = std::vector<double>(static_cast<std::size_t>(rows.size()), 0.0)};
}

void addEvenly(RowCosts& to, Rows rows, double cost) {
  for (std::int32_t row = rows.begin; row < rows.end; ++row)
    to.costs[static_cast<std::size_t>(row - to.rows.begin)] += cost / rows.size();
}

// The rows from the lowest to the highest of both ranges; an empty range counts for nothing.
Rows around(Rows a, Rows b) {
  if (a.size() == 0) return b;
  if (b.size() == 0) return a;
  return {std::min(a.begin, b.begin), std::max(a.end, b.end)};
}

RowCosts zeroesFor(const Run& run) {
  Rows computed;
  Rows mirrored;
  for (const Band& band : run.bands) {
    computed = around(computed, band.rows);
    mirrored = around(mirrored, band.mirrored);
  }
  RowCosts costs = zeroes(computed);
  costs.mirrored = mirrored;
  return costs;
}

// The rows of a picture that are not computed: those below, or else those above.
Rows othersThan(Rows computed, std::int32_t height) {
  if (computed.size() == 0) return {0, height};
  if (computed.begin > 0) return {0, computed.begin};
  return computed.end < height ? Rows{computed.end, height} : Rows{};
}

double stepsOf(std::span<const std::int32_t> row, std::int32_t tmax, bool insideIsFree) {
  std::int64_t steps = 0;
  for (const std::int32_t count : row)
    if (!insideIsFree || count < tmax) steps += count;
  return static_cast<double>(steps);
}

std::string rowsText(Rows rows) {
  if (rows.size() == 1) return "row " + std::to_string(rows.begin) + " repeats another and costs";
  return "rows " + std::to_string(rows.begin) + " to " + std::to_string(rows.end - 1) +
         " repeat the others and cost";
}

double iterationsARow(const Band& band) {
  return static_cast<double>(band.iterations) / (band.rows.size() + band.mirrored.size());
}

// The sums of the costs of the first 0, 1 ... rows.
std::vector<double> prefixSums(const RowCosts& costs) {
  std::vector<double> sums(costs.costs.size() + 1, 0.0);
  std::partial_sum(costs.costs.begin(), costs.costs.end(), sums.begin() + 1);
  return sums;
}

// Gives one engine after the other as many rows as cost at most `limit`; returns whether the
// engines suffice for all rows.
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

Rows RowCosts::pictureRows() const {
  return around(rows, mirrored);
}

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
  RowCosts costs = zeroesFor(run);
  for (const Band& band : run.bands) {
    if (unit == CostUnit::Iterations)
      addEvenly(costs, band.rows, iterationsARow(band) * band.rows.size());
    else
      addEvenly(costs, band.rows, band.cpuTime > 0.0 ? band.cpuTime : band.duration());
  }
  return costs;
}

RowCosts countedCosts(std::span<const std::int32_t> counts, std::int32_t width, std::int32_t tmax,
                      const RowSavings& savings) {
  if (width <= 0) return {};
  const auto columns = static_cast<std::size_t>(width);
  const auto height = static_cast<std::int32_t>(counts.size() / columns);
  RowCosts costs{.rows = savings.computed, .mirrored = othersThan(savings.computed, height)};
  for (std::int32_t row = costs.rows.begin; row < costs.rows.end; ++row)
    costs.costs.push_back(stepsOf(counts.subspan(static_cast<std::size_t>(row) * columns, columns),
                                  tmax, savings.insideIsFree));
  return costs;
}

std::string costSentence(const RowCosts& costs, const std::string& kernel, CostOrigin origin) {
  std::string text = kernel.empty() ? kernel : kernel + " kernel";
  if (origin == CostOrigin::Measured)
    text += (text.empty() ? "" : ", ") +
            std::string("measured: processor time of each band, evenly over its rows");
  else if (kernel == "plain")
    text += ": iterations, exact for every row";
  else
    text +=
        ", estimated until a comparison measures it: iterations of the points that it does not "
        "prove inside";
  if (costs.mirrored.size() > 0) text += "; " + rowsText(costs.mirrored) + " nothing";
  return text;
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
  // The sums are rounded, so that the last row may be left over: the last engine gets it.
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
