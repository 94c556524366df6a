// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include <QByteArray>

#include "core/base/result.h"
#include "core/julia/plane/place.h"

namespace fatou::io {

// A formula to begin with, and a place where it is seen at its best.
struct CatalogueFormula {
  std::string name;  // as a NamedPlace has it; each is another one
  std::string line;  // what is seen and why it is worth seeing, one line of UTF-8, not empty
  julia::Place place;
  bool basins = false;  // whether the basins of its cycles are what is seen, not escapes

  // The place to show: where basins are what is seen, they are told apart.
  julia::Place shown() const;

  friend bool operator==(const CatalogueFormula&, const CatalogueFormula&) = default;
};

// The formulas of resources/formulas.json, which a program carries as :/formulas.json, in the order
// of the file. The Error is one sentence that names the file and the formula.
Result<std::vector<CatalogueFormula>> formulaCatalogue();

// The formulas of a text:
//
//   {
//     "fatou": "formulas",
//     "version": 1,
//     "formulas": [
//       {"name": "Newton: three roots", "about": "...", "formula": "newton(z^3-1),escape=1e10",
//        "c": "0,0", "center": "0,0", "radius": "2", "tmax": 100, "basins": true}
//     ]
//   }
//
// Each has the fields of a place file, of which none may be left out, and "basins", which may. The
// Error says what is wrong and the remedy as "REASON; REMEDY".
Result<std::vector<CatalogueFormula>> parseFormulaCatalogue(const QByteArray& json);

}  // namespace fatou::io
