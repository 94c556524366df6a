// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "core/base/check.h"
#include "core/julia/formulas/expression.h"
#include "core/julia/formulas/formula_names.h"

namespace fatou::julia {
namespace {

// The level of the grammar that a text belongs to. Where the context needs a tighter level, it gets
// brackets.
enum class Binding { Sum, Term, Power, Primary };

struct Piece {
  std::string text;
  Binding binding = Binding::Primary;
};

std::string bracketed(const Piece& piece, Binding needed) {
  return piece.binding >= needed ? piece.text : "(" + piece.text + ")";
}

// "0.2i", "i", "-i".
std::string imaginaryText(const Decimal& number) {
  const std::string& text = number.text();
  if (text == "1") return "i";
  if (text == "-1") return "-i";
  return text + "i";
}

Piece constantPiece(const ComplexDecimal& value) {
  // A text with a sign binds like a term: it needs brackets as a second factor and as a base.
  const auto withBinding = [](std::string text) {
    const Binding binding = text.starts_with('-') ? Binding::Term : Binding::Primary;
    return Piece{std::move(text), binding};
  };
  if (value.im.isZero()) return withBinding(value.re.text());
  if (value.re.isZero()) return withBinding(imaginaryText(value.im));
  const std::string im = imaginaryText(value.im);
  return {value.re.text() + (im.starts_with('-') ? "" : "+") + im, Binding::Sum};
}

class Printer {
 public:
  explicit Printer(const Expression& expression) : m_expression(expression) {}

  Piece piece(NodeId id) const {
    const Node& node = m_expression.node(id);
    switch (node.kind) {
      case NodeKind::Constant:
        return constantPiece(constant(node));
      case NodeKind::Pi:
        return {"pi", Binding::Primary};
      case NodeKind::Euler:
        return {"e", Binding::Primary};
      case NodeKind::Variable:
        return {"z", Binding::Primary};
      case NodeKind::Parameter:
        return {m_expression.parameterNames()[static_cast<std::size_t>(node.number)],
                Binding::Primary};
      case NodeKind::Add:
        return sum(node);
      case NodeKind::Subtract:
        return {piece(node.a).text + "-" + bracketed(piece(node.b), Binding::Term), Binding::Sum};
      case NodeKind::Multiply:
        return product(node, "*");
      case NodeKind::Divide:
        return product(node, "/");
      case NodeKind::Negate:
        return {"-" + bracketed(piece(node.a), Binding::Term), Binding::Term};
      case NodeKind::Power:
        return {bracketed(piece(node.a), Binding::Primary) + "^" + std::to_string(node.number),
                Binding::Power};
      case NodeKind::GeneralPower:
        return {bracketed(piece(node.a), Binding::Primary) + "^" +
                    bracketed(piece(node.b), Binding::Power),
                Binding::Power};
      default:
        return {std::string(functionName(node.kind)) + "(" + piece(node.a).text + ")",
                Binding::Primary};
    }
  }

 private:
  const ComplexDecimal& constant(const Node& node) const {
    return m_expression.constants()[static_cast<std::size_t>(node.number)];
  }

  bool isSum(NodeId id) const {
    const NodeKind kind = m_expression.node(id).kind;
    return kind == NodeKind::Add || kind == NodeKind::Subtract;
  }

  Piece sum(const Node& node) const {
    const Piece left = piece(node.a);
    const Piece right = piece(node.b);
    // A negative constant: x + (-0.5) is written x-0.5.
    const bool isSigned = right.binding == Binding::Term && right.text.starts_with('-');
    if (isSigned) return {left.text + right.text, Binding::Sum};
    // People write the sum a/z^2+(z^2+c) as z^2+c+a/z^2, which needs no brackets.
    const bool isLonger = isSum(node.b) && !isSum(node.a);
    if (isLonger && left.binding != Binding::Sum && !left.text.starts_with('-'))
      return {right.text + "+" + left.text, Binding::Sum};
    return {left.text + "+" + bracketed(right, Binding::Term), Binding::Sum};
  }

  Piece product(const Node& node, const char* sign) const {
    return {
        bracketed(piece(node.a), Binding::Term) + sign + bracketed(piece(node.b), Binding::Power),
        Binding::Term};
  }

  const Expression& m_expression;
};

// Counts the nodes if shared ones were counted at every use, up to `most`.
std::int64_t writtenNodes(const Expression& expression, std::int64_t most) {
  std::vector<std::int64_t> sizes;
  sizes.reserve(expression.nodes().size());
  for (const Node& node : expression.nodes()) {
    std::int64_t size = 1;
    for (const NodeId operand : {node.a, node.b})
      if (operand != kNoNode) size += sizes[static_cast<std::size_t>(operand)];
    sizes.push_back(std::min(size, most));
  }
  return sizes.back();
}

}  // namespace

std::string toString(const Expression& expression) {
  if (writtenNodes(expression, kMostWrittenNodes) >= kMostWrittenNodes) return "...";
  return Printer(expression).piece(expression.root()).text;
}

}  // namespace fatou::julia
