// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/julia/formulas/expression_graph.h"
#include "core/julia/formulas/plane_polynomial.h"

namespace fatou::julia {

// A rational map that depends on a parameter, exactly: a numerator over a product of powers.
struct RationalFamily {
  struct Factor {
    PlanePolynomial base;
    std::int32_t power = 1;
  };

  PlanePolynomial numerator;
  std::vector<Factor> denominator;  // no base is there twice; the numbers are those like 3

  bool isPolynomialInZ() const;
};

// The values of parameters by their names.
using ParameterValues = std::map<std::string, ComplexDecimal>;

// Brings a node of a graph to one fraction in z and `parameter`; the other parameters have the
// `values`. Factors that the numerator shares with the denominator are left out as far as the way
// the map is written shows them. Nothing where it is no rational map, or a long one. What is
// without z and the parameter but no decimal, like pi, counts with the doubles that are computed
// with.
std::optional<RationalFamily> rationalFamily(const ExpressionGraph& graph, NodeId root,
                                             const ParameterValues& values,
                                             std::string_view parameter);

// The denominator multiplied out; nothing of one that is too long.
std::optional<PlanePolynomial> denominatorOf(const RationalFamily& family);

}  // namespace fatou::julia
