// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "core/julia/formulas/expression.h"

namespace fatou::julia {

// What a function's name stands for: a kind of node, or an expression made of several nodes.
enum class FunctionMeaning {
  Kind,        // of FunctionName::kind
  Square,      // x^2
  Inverse,     // 1/x
  Power,       // x^y
  Derivative,  // the derivative of x by z
  Newton,      // z - y x / (derivative of x), where y is 1 if it is left out
};

struct FunctionName {
  std::string_view name;
  FunctionMeaning meaning = FunctionMeaning::Kind;
  NodeKind kind = NodeKind::Exp;
  std::size_t fewestArguments = 1;
  std::size_t mostArguments = 1;
};

// All functions, in alphabetical order of their names.
std::span<const FunctionName> functionTable();
const FunctionName* functionNamed(std::string_view name);
// The name of the function that a node is.
std::string_view functionName(NodeKind kind);

// Whether the name has a meaning of its own: z, c, i, e, pi and the functions.
bool isTaken(std::string_view name);

// Suggests what was meant by an unknown name, as a remedy: "write c*z". `known` are the parameters
// except c; isCalled says whether a bracket follows.
std::string remedyFor(std::string_view name, std::span<const std::string> known, bool isCalled);

}  // namespace fatou::julia
