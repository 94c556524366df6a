// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <utility>
#include <vector>

#include <QString>

#include "app/fatou/command.h"
#include "core/julia/formulas/formula.h"
#include "core/julia/numbers/decimal.h"
#include "core/julia/plane/place.h"

namespace fatou::app {

// Values of options, read from the text `text` of the option --`name`. A text that is none is a
// Failure with exit code 2 that names the option, what is wrong and what would be right.

// A whole number from low to high.
int parseNumber(const QString& name, const QString& text, int low, int high);

julia::Decimal parseDecimal(const QString& name, const QString& text);
julia::ComplexDecimal parseComplex(const QString& name, const QString& text);
julia::Formula parseFormula(const QString& name, const QString& text,
                            const std::vector<julia::FormulaParameter>& parameters);

// Reads the value of --param, "a=0.3-0.2i".
julia::FormulaParameter parseParameter(const QString& name, const QString& text);

// Reads "50", "|re z|>50" or "|im z|>50".
julia::FormulaParameter parseEscape(const QString& name, const QString& text);

// A complaint about a formula on the command line, whose remedy may be an option.
Failure badFormula(const Error& error);

// Width and height in pixels, of --size.
std::pair<int, int> parseSize(const QString& text);
// The corners of --region.
julia::CornerView parseRegion(const QString& text);

// Returns the choice that `text` was `read` as. If that is nothing, throws a Failure that names the
// choices.
template <typename Choice>
Choice known(const QString& name, const QString& text, std::optional<Choice> read,
             const char* choices) {
  if (read) return *read;
  throw badUsage(
      QStringLiteral("--%1 '%2' is unknown: use %3").arg(name, text, QLatin1StringView(choices)));
}

}  // namespace fatou::app
