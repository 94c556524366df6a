// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include <QString>

#include "core/python/py_value.h"

namespace fatou::ui {

// A name that an engine knows.
struct EngineValue {
  int engine = 0;  // kHereEngine: the window's interpreter
  QString name{};
  QString type{};   // "ndarray"
  QString shape{};  // "3 × 4", or a length; empty for a single value
  QString first{};  // as Python writes it, cut

  friend bool operator==(const EngineValue&, const EngineValue&) = default;
};

// The values in what an engine answers to python::Names. What is of another shape is left out.
std::vector<EngineValue> engineValues(const python::PyValue& names, int engine);

}  // namespace fatou::ui
