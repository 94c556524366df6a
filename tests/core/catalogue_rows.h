// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The catalogue of formulas, each a row of a test. For programs that fatou_add_formulas() is for.

#include <cstddef>
#include <vector>

#include <QTest>

#include "core/io/places/formula_catalogue.h"

namespace fatou::tests {

inline const std::vector<io::CatalogueFormula>& catalogue() {
  static const std::vector<io::CatalogueFormula> kAll = io::formulaCatalogue().value();
  return kAll;
}

inline void addCatalogueRows() {
  QTest::addColumn<int>("index");
  int index = 0;
  for (const io::CatalogueFormula& each : catalogue()) QTest::newRow(each.name.c_str()) << index++;
}

inline const io::CatalogueFormula& rowsFormula() {
  QFETCH(int, index);
  return catalogue()[static_cast<std::size_t>(index)];
}

}  // namespace fatou::tests
