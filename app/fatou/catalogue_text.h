// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include <QByteArray>
#include <QString>

#include "core/io/places/formula_catalogue.h"

namespace fatou::app {

// The formulas as a table, each with its name, its text and below them its line.
QString catalogueTable(const std::vector<io::CatalogueFormula>& formulas);

// The formulas with all of their places, as resources/formulas.json has them.
// [...]}.
QByteArray catalogueJson(const std::vector<io::CatalogueFormula>& formulas);

}  // namespace fatou::app
