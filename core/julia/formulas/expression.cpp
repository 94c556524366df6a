// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/julia/formulas/expression.h"

#include <algorithm>

namespace fatou::julia {

Expression::Expression() {
  static const auto kVariable = std::make_shared<const Content>(
      Content{.nodes = {{.kind = NodeKind::Variable, .hasVariable = true}},
              .constants = {},
              .parameterNames = {}});
  m_content = kVariable;
}

bool Expression::hasParameter(std::string_view name) const {
  return std::ranges::find(parameterNames(), name) != parameterNames().end();
}

bool Expression::isHolomorphic() const {
  return std::ranges::none_of(nodes(), [](const Node& each) {
    return each.hasVariable && each.kind >= kFirstNonHolomorphic;
  });
}

}  // namespace fatou::julia
