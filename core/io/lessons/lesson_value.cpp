// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>
#include <utility>

#include "core/io/lessons/lesson_expression.h"

namespace fatou::io {
namespace {

using ExpressionKind = Expression::Kind;

double binary(ExpressionKind kind, double a, double b) {
  switch (kind) {
    case ExpressionKind::Add:
      return a + b;
    case ExpressionKind::Subtract:
      return a - b;
    case ExpressionKind::Multiply:
      return a * b;
    case ExpressionKind::Divide:
      return a / b;
    case ExpressionKind::Less:
      return a < b ? 1.0 : 0.0;
    case ExpressionKind::AtMost:
      return a <= b ? 1.0 : 0.0;
    case ExpressionKind::Greater:
      return a > b ? 1.0 : 0.0;
    case ExpressionKind::AtLeast:
      return a >= b ? 1.0 : 0.0;
    case ExpressionKind::And:
      return a > 0.0 && b > 0.0 ? 1.0 : 0.0;
    case ExpressionKind::Least:
      return std::min(a, b);
    default:
      return std::max(a, b);
  }
}

// The figure, its numbers told by `figures` as well.
std::optional<Figure> figureOf(const Expression& expression, const FigureReader& figures) {
  Figure figure{.name = expression.name, .words = {}, .numbers = {}};
  for (const Expression& part : expression.parts) {
    if (part.kind == ExpressionKind::Word) {
      figure.words.push_back(part.name);
      continue;
    }
    const auto value = valueOf(part, figures);
    if (!value) return std::nullopt;
    figure.numbers.push_back(*value);
  }
  return figure;
}

std::optional<double> anyValue(const Expression& expression, const FigureReader& figures) {
  switch (expression.kind) {
    case ExpressionKind::Number:
      return expression.number;
    case ExpressionKind::Word:
      return std::nullopt;
    case ExpressionKind::Figure: {
      const auto figure = figureOf(expression, figures);
      return figure ? figures(*figure) : std::nullopt;
    }
    default:
      break;
  }
  const auto first = valueOf(expression.parts.front(), figures);
  if (!first) return std::nullopt;
  if (expression.kind == ExpressionKind::Negate) return -*first;
  if (expression.kind == ExpressionKind::Not) return *first > 0.0 ? 0.0 : 1.0;
  const auto second = valueOf(expression.parts.back(), figures);
  if (!second) return std::nullopt;
  return binary(expression.kind, *first, *second);
}

void collect(const Expression& expression, std::vector<Figure>& into) {
  if (expression.kind == ExpressionKind::Figure) {
    const auto nothing = [](const Figure&) -> std::optional<double> { return std::nullopt; };
    Figure figure{.name = expression.name, .words = {}, .numbers = {}};
    for (const Expression& part : expression.parts) {
      if (part.kind == ExpressionKind::Word) figure.words.push_back(part.name);
      if (const auto value = valueOf(part, nothing)) figure.numbers.push_back(*value);
    }
    into.push_back(std::move(figure));
  }
  for (const Expression& part : expression.parts) collect(part, into);
}

}  // namespace

std::optional<double> valueOf(const Expression& expression, const FigureReader& figures) {
  const auto value = anyValue(expression, figures);
  return value && std::isfinite(*value) ? value : std::nullopt;
}

std::vector<Figure> figuresIn(const Expression& expression) {
  std::vector<Figure> figures;
  collect(expression, figures);
  return figures;
}

}  // namespace fatou::io
