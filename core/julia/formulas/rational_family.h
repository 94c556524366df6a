// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "core/julia/formulas/bivariate_polynomial.h"
#include "core/julia/formulas/expression_graph.h"

namespace fatou::julia {

// An exact rational map that depends on a parameter: a numerator over a product of powers.
struct RationalFamily {
  struct Factor {
    BivariatePolynomial base;
    std::int32_t power = 1;
  };

  BivariatePolynomial numerator;
  // Each base occurs once. Of numbers there are only those without a decimal inverse, like 3.
  std::vector<Factor> denominator;

  bool isPolynomialInZ() const;
};

// Values of parameters by name.
using ParameterValues = std::map<std::string, ComplexDecimal>;

// Brings a node of a graph to a fraction in z and `parameter`; `values` has the other parameters.
// Common factors of numerator and denominator are cancelled as far as the way the map is written
// shows them. Returns nothing where the node is not a rational map, or is too long. Constants that
// are not decimals, such as pi, count as the doubles that the kernels use. Nothing, too, once a
// stop was requested.
std::optional<RationalFamily> rationalFamily(const ExpressionGraph& graph, NodeId root,
                                             const ParameterValues& values,
                                             std::string_view parameter,
                                             const std::stop_token& stop = {});

// Returns the denominator multiplied out; nothing where that is too long, or a stop was requested.
std::optional<BivariatePolynomial> denominatorOf(const RationalFamily& family,
                                                 const std::stop_token& stop = {});

}  // namespace fatou::julia
