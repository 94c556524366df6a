// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "core/julia/formulas/expression.h"

namespace fatou::julia {

// What a function's name in a formula means: one of the kinds of nodes, or something that is put
// together from them.
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

// All functions, by name in alphabetical order.
std::span<const FunctionName> functionTable();
const FunctionName* functionNamed(std::string_view name);
// The name of a node's function.
std::string_view functionName(NodeKind kind);

// Whether the name means something by itself: z, c, i, e, pi and the functions.
bool isTaken(std::string_view name);

// What may have been meant by a name that there is not, as a remedy: "write c*z". `known` are the
// parameters beside c; isCalled says whether a bracket follows.
std::string remedyFor(std::string_view name, std::span<const std::string> known, bool isCalled);

}  // namespace fatou::julia
