// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/render/sample_cost.h"

#include <bit>
#include <cstdint>

#include "core/julia/formulas/formula.h"

namespace fatou::render {
namespace {

using julia::NodeKind;

// The seconds that an operation takes for one of the samples of a vector.
constexpr double kSumSeconds = 1e-9;
constexpr double kProductSeconds = 2e-9;
constexpr double kQuotientSeconds = 6e-9;
constexpr double kFunctionSeconds = 60e-9;
constexpr double kGeneralPowerSeconds = 150e-9;

double secondsOf(const julia::Node& node) {
  if (!node.hasVariable) return 0.0;  // worked out beforehand
  switch (node.kind) {
    case NodeKind::Constant:
    case NodeKind::Pi:
    case NodeKind::Euler:
    case NodeKind::Variable:
    case NodeKind::Parameter:
      return 0.0;
    case NodeKind::Add:
    case NodeKind::Subtract:
    case NodeKind::Negate:
    case NodeKind::Conj:
    case NodeKind::Re:
    case NodeKind::Im:
      return kSumSeconds;
    case NodeKind::Multiply:
      return kProductSeconds;
    case NodeKind::Divide:
      return kQuotientSeconds;
    case NodeKind::Power:  // a square a bit, and at most one product
      return 2.0 * kProductSeconds *
             static_cast<double>(std::bit_width(static_cast<std::uint32_t>(node.number)));
    case NodeKind::GeneralPower:
      return kGeneralPowerSeconds;
    default:
      return kFunctionSeconds;
  }
}

}  // namespace

double mostSecondsASample(const julia::Place& place) {
  if (place.formula.isPower()) return 0.0;
  double step = 0.0;
  const julia::Expression expression = place.formula.expression();
  for (const julia::Node& node : expression.nodes()) step += secondsOf(node);
  return step * static_cast<double>(place.tmax);
}

}  // namespace fatou::render
