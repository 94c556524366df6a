// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include <QByteArray>
#include <QString>

#include "core/io/places/formula_catalogue.h"

namespace fatou::app {

// Returns a table of the formulas: name and text, and below them the line about each.
QString catalogueTable(const std::vector<io::CatalogueFormula>& formulas);

// Returns the formulas with all of their places, in the form of resources/formulas.json.
QByteArray catalogueJson(const std::vector<io::CatalogueFormula>& formulas);

}  // namespace fatou::app
