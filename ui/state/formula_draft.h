// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <span>
#include <stop_token>
#include <vector>

#include <QString>

#include "core/julia/formulas/formula.h"
#include "core/julia/numbers/decimal.h"
#include "core/julia/plane/place.h"

namespace fatou::ui {

// What the text of a formula means while it is being typed.
struct FormulaDraft {
  std::optional<julia::Formula> formula;  // nothing while the text is wrong
  QString problem;                        // one sentence on what is wrong with it
  // The characters that the sentence is about; none, behind the last one, where something is
  // missing at the end.
  qsizetype position = 0;
  qsizetype length = 0;
  // A name in the text that has no value. With one it would be a parameter; empty where there is
  // none, or where a value would not help.
  QString newName;
};

// The radius of escape that a formula gets where none is proven and none is given: 50, or 1e10 for
// a rational map, of which orbits come back from near infinity.
julia::Decimal usualEscape(const julia::Formula& formula);

// The value that a parameter gets when it is new.
inline constexpr double kNewParameter = 0.5;

// Reads the text as a formula of the place, whose c it has. Numbers that the text does not give
// itself are taken from `values`, among them the radius of escape and whether basins are told
// apart, by their names. What a picture cannot be computed of is wrong, too. Microseconds;
// milliseconds where basins are, and up to a second where the text isSlowToRead(). Once a stop was
// requested the draft means nothing.
FormulaDraft draftOf(const QString& text, std::span<const julia::FormulaParameter> values,
                     const julia::Place& place, const std::stop_token& stop = {});

// Whether reading the text takes longer than a key may: it has fractions of a high degree, or asks
// for the basins of such a polynomial. What is wrong is quick to see. Microseconds.
bool isSlowToRead(const QString& text, std::span<const julia::FormulaParameter> values);

// Whether there is a proof of where orbits of the formula and this c escape, so that no radius has
// to be given.
bool isEscapeProven(const julia::Formula& formula, const julia::ComplexDecimal& c,
                    const std::stop_token& stop = {});

// Whether that takes longer than the window may wait for at each c: the formula has fractions of a
// high degree, and neither names a radius nor tells basins apart. Whoever computes it finds out.
bool isSlowToProve(const julia::Formula& formula);

// Whether basins are what is seen best of a formula: it is a rational map whose orbits do not
// escape.
bool isOfBasins(const julia::Formula& formula);

// The formula's parameters, and its radius of escape and its basins among them by their names, as
// draftOf() takes them.
std::vector<julia::FormulaParameter> valuesOf(const julia::Formula& formula);

// The text without the values that stand behind the formula: "z^2+a*z" of "z^2+a*z, a = 0.3".
QString withoutValues(const QString& text);

}  // namespace fatou::ui
