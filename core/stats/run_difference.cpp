// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/stats/run_difference.h"

#include <algorithm>
#include <iterator>

#include "core/stats/run_summary.h"

namespace fatou::stats {
namespace {

double figureOf(Figure figure, const Run& run, const RunSummary& summary) {
  switch (figure) {
    case Figure::WallTime:
      return summary.wallTime.count();
    case Figure::SerialTime:
      return summary.serialTime.count();
    case Figure::SpeedUp:
      return summary.speedup;
    case Figure::Efficiency:
      return summary.efficiency;
    case Figure::IterationsPerSecond:
      return summary.iterationsPerSecond;
    case Figure::Imbalance:
      return summary.imbalance;
    case Figure::Bands:
      return static_cast<double>(run.bands.size());
    case Figure::Engines:
      return run.engines;
  }
  return 0.0;
}

// An empty range overlaps with no other, wherever it lies.
bool overlap(Rows a, Rows b) {
  return std::max(a.begin, b.begin) < std::min(a.end, b.end);
}

}  // namespace

std::vector<Difference> differences(const Run& a, const Run& b) {
  const RunSummary ofA = summarize(a);
  const RunSummary ofB = summarize(b);
  std::vector<Difference> all;
  for (int i = 0; i <= static_cast<int>(Figure::Engines); ++i) {
    Difference each{.figure = static_cast<Figure>(i)};
    each.a = figureOf(each.figure, a, ofA);
    each.b = figureOf(each.figure, b, ofB);
    if (each.a != 0.0) each.ratio = each.b / each.a;
    all.push_back(each);
  }
  return all;
}

Rows scaledRows(Rows rows, std::int32_t from, std::int32_t to) {
  if (from == to || from <= 0 || to <= 0) return rows;
  const auto scaled = [&](std::int32_t row, std::int32_t up) {
    return static_cast<std::int32_t>((std::int64_t{row} * to + up) / from);
  };
  const std::int32_t begin = std::min(scaled(rows.begin, 0), to - 1);
  return {begin, std::max(begin + 1, scaled(rows.end, from - 1))};
}

std::vector<std::size_t> bandsOfRows(const Run& run, Rows rows) {
  std::vector<std::size_t> found;
  for (std::size_t i = 0; i < run.bands.size(); ++i)
    if (overlap(run.bands[i].rows, rows) || overlap(run.bands[i].mirrored, rows))
      found.push_back(i);
  return found;
}

std::vector<std::size_t> bandsAlike(const RunOfPicture& from, std::size_t band,
                                    const RunOfPicture& to) {
  const Band& its = from.run.bands[band];
  const auto found = bandsOfRows(to.run, scaledRows(its.rows, from.height, to.height));
  if (its.mirrored.size() == 0) return found;
  const auto mirrored = bandsOfRows(to.run, scaledRows(its.mirrored, from.height, to.height));
  std::vector<std::size_t> both;
  std::ranges::set_union(found, mirrored, std::back_inserter(both));
  return both;
}

}  // namespace fatou::stats
