// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "core/stats/run.h"

namespace fatou::stats {

// The figures by which two runs are compared, in the order of reading.
enum class Figure {
  WallTime,    // seconds
  SerialTime,  // seconds
  SpeedUp,
  Efficiency,  // 0 ... 1
  IterationsPerSecond,
  Imbalance,
  Bands,
  Engines
};

// A figure of run A beside that of run B, by summarize().
struct Difference {
  Figure figure = Figure::WallTime;
  double a = 0.0;
  double b = 0.0;
  std::optional<double> ratio;  // b / a; nothing where a is 0

  friend bool operator==(const Difference&, const Difference&) = default;
};

// One entry a figure.
std::vector<Difference> differences(const Run& a, const Run& b);

// The rows of a picture of `to` rows that show what these do of one of `from` rows; at least one.
Rows scaledRows(Rows rows, std::int32_t from, std::int32_t to);

// A run and the height of its picture, of which it may have computed only some rows.
struct RunOfPicture {
  const Run& run;
  std::int32_t height = 0;
};

// The bands that computed any of these rows or stand for them, by their number.
std::vector<std::size_t> bandsOfRows(const Run& run, Rows rows);

// The bands of `to` that are of the same part of the picture as a band of `from`, whatever the
// heights of the two.
std::vector<std::size_t> bandsAlike(const RunOfPicture& from, std::size_t band,
                                    const RunOfPicture& to);

}  // namespace fatou::stats
