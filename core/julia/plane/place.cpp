// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/julia/plane/place.h"

#include <cmath>

#include "core/julia/formulas/escape_exit.h"
#include "core/julia/formulas/formula_row.h"
#include "core/julia/formulas/program_builder.h"
#include "core/julia/numbers/scaled.h"

namespace fatou::julia {
namespace {

// One side of a view 10^100 times as long as the other shows nothing, and its points need all the
// digits of the shorter one.
constexpr double kMostLog10Proportions = 100.0;

// Views need some digits more than there are zeros before their size.
Status checkDepth(const Scaled& size) {
  constexpr double kLogError = 1e-6;
  if (size.log10() >= -static_cast<double>(kMostDepth) - kLogError) return success();
  return Error{"the view is too deep: use a radius of at least 1e-" + std::to_string(kMostDepth)};
}

Status checkView(const CornerView& view) {
  const auto ordered = [](const char* axis, const Decimal& low, const Decimal& high) -> Status {
    const double from = low.toDouble();
    const double to = high.toDouble();
    if (!std::isfinite(from) || !std::isfinite(to))
      return Error{std::string("the region's ") + axis + " range " + low.text() + " to " +
                   high.text() + " is not finite: use numbers below 1e308"};
    if (isLess(low, high)) return checkDepth(Scaled::ofDifference(high, low));
    return Error{std::string("the region is empty: ") + axis + "min " + low.text() +
                 " must be less than " + axis + "max " + high.text()};
  };
  if (auto x = ordered("x", view.xmin, view.xmax); !x) return x;
  if (auto y = ordered("y", view.ymin, view.ymax); !y) return y;
  const double proportions = Scaled::ofDifference(view.xmax, view.xmin).log10() -
                             Scaled::ofDifference(view.ymax, view.ymin).log10();
  if (std::abs(proportions) <= kMostLog10Proportions) return success();
  return Error{
      "the region's sides differ too much: use one that is at most 1e100 times as long "
      "as high, or as high as long"};
}

Status checkView(const CentreView& view) {
  if (view.radius.isZero() || view.radius.isNegative())
    return Error{"radius " + view.radius.text() + " is not positive: use one like 1.5"};
  if (!std::isfinite(view.radius.toDouble()) || !std::isfinite(view.centre.re.toDouble()) ||
      !std::isfinite(view.centre.im.toDouble()))
    return Error{"the view around " + view.centre.text() + " with radius " + view.radius.text() +
                 " is not finite: use numbers below 1e308"};
  return checkDepth(Scaled::of(view.radius));
}

// Checks what the program of a formula needs for this c.
Status checkProgram(const Formula& formula, const ComplexDecimal& c) {
  if (!rowOf(formula).program) return success();
  // Orbits need not escape if basins are told apart, and a radius that the formula names needs no
  // proof, which would take time.
  const bool needsProof = !formula.hasBasins() && !formula.escapeRadius();
  if (needsProof)
    if (const auto exit = escapeExitOf(formula, c); !exit) return exit.error();
  if (const auto program = buildProgram(formula, c); !program) return program.error();
  return success();
}

}  // namespace

bool isSameSet(const Place& a, const Place& b) {
  Place moved = b;
  moved.view = a.view;
  return a == moved;
}

std::string toString(const View& view) {
  if (const auto* corners = std::get_if<CornerView>(&view))
    return "region " + corners->xmin.text() + "," + corners->ymin.text() + "," +
           corners->xmax.text() + "," + corners->ymax.text();
  const auto& centred = std::get<CentreView>(view);
  return "centre " + centred.centre.text() + " radius " + centred.radius.text();
}

Status check(const Place& place) {
  if (auto formula = check(place.formula); !formula) return formula;
  if (!std::isfinite(place.c.re.toDouble()) || !std::isfinite(place.c.im.toDouble()))
    return Error{"c = " + place.c.text() + " is not finite: use numbers below 1e308"};
  if (auto program = checkProgram(place.formula, place.c); !program) return program;
  if (place.tmax < 1)
    return Error{"tmax " + std::to_string(place.tmax) + " is too small: use 1 to 2147483647"};
  return std::visit([](const auto& view) { return checkView(view); }, place.view);
}

}  // namespace fatou::julia
