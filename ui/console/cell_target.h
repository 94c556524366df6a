// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include <QString>

#include "core/base/result.h"

namespace fatou::ui {

// Where a cell runs: in the interpreter of the window, or on engines.
struct CellTarget {
  enum class Kind {
    Here,      // the interpreter that knows `explorer`
    All,       // each engine, once
    Slice,     // the engines that start:stop:step picks, as in Python, once each
    Balanced,  // once for each number i of a range, on whichever engine is free
  };

  Kind kind = Kind::Here;
  std::optional<std::int64_t> start{};  // of a slice or a range
  std::optional<std::int64_t> stop{};   // always there for a range
  std::int64_t step = 1;                // never 0

  static CellTarget here() { return {}; }
  static CellTarget all() { return {.kind = Kind::All}; }

  // The numbers of a range, in order.
  std::vector<std::int64_t> numbers() const;

  friend bool operator==(const CellTarget&, const CellTarget&) = default;
};

// Numbers that a balanced cell may run over.
inline constexpr std::int64_t kMostCellNumbers = 1'000'000;

// Reads "here", "all", a slice like "0:2" or "-1:", or "balanced 0:1000". The Error names the text
// and says what it could be.
Result<CellTarget> readCellTarget(const QString& text);
// As readCellTarget() reads it.
QString cellTargetText(const CellTarget& target);

}  // namespace fatou::ui
