// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/julia/formulas/formula_parser.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>
#include <vector>

#include "core/julia/formulas/expression_graph.h"
#include "core/julia/formulas/formula_scanner.h"
#include "core/julia/formulas/function_call.h"
#include "core/julia/numbers/number_text.h"

namespace fatou::julia {
namespace {

constexpr std::size_t kShownWord = 20;  // bytes of a word in a sentence
constexpr char kTooSmall[] = "this number is too small: use one above 1e-308 or 0";

// A recursive-descent parser: one function for each rule of the grammar. After the first error it
// skips to the end, so that no rule needs to check for one.
class FormulaReader {
 public:
  FormulaReader(std::vector<Token> tokens, std::span<const std::string> parameters)
      : m_tokens(std::move(tokens)), m_parameters(parameters) {}

  std::variant<Expression, FormulaError> read() {
    skipBeginning();
    const Token& first = token();
    const NodeId root = sum();
    if (!m_error && token().kind != Token::Kind::End) refuseRest();
    if (m_error) return *m_error;
    auto expression = m_graph.expression(root);
    if (expression) return std::move(expression).value();
    return FormulaError{.position = first.position,
                        .length = m_tokens.back().position - first.position,
                        .sentence = expression.error().message};
  }

 private:
  const Token& token(std::size_t ahead = 0) const {
    return m_tokens[std::min(m_at + ahead, m_tokens.size() - 1)];
  }
  const Token& previous() const { return m_tokens[m_at - 1]; }

  bool take(char sign) {
    if (!token().is(sign)) return false;
    ++m_at;
    return true;
  }

  // Records the error and skips to the end. The returned node stands for the missing one.
  NodeId fail(const Token& at, std::string sentence) {
    if (!m_error)
      m_error = FormulaError{
          .position = at.position, .length = at.length, .sentence = std::move(sentence)};
    m_at = m_tokens.size() - 1;
    return m_graph.variable();
  }

  // Returns the node, or fails at the token if the graph refused it.
  NodeId checked(NodeId node, const Token& at) {
    return m_graph.status() ? node : fail(at, m_graph.status().error().message);
  }

  // Skips "f(z) =", "z ->" or "z =".
  void skipBeginning() {
    const bool isCall = token().text == "f" && token(1).is('(') && token(2).text == "z" &&
                        token(3).is(')') && token(4).is('=');
    if (isCall) m_at = 5;
    if (token().text != "z") return;
    if (token(1).is('=')) m_at = 2;
    if (token(1).is('-') && token(2).is('>')) m_at = 3;
  }

  NodeId sum() {
    ++m_depth;
    NodeId left = term();
    while (token().is('+') || token().is('-')) {
      const Token& sign = m_tokens[m_at++];
      const NodeId right = term();
      left = checked(sign.is('+') ? m_graph.add(left, right) : m_graph.subtract(left, right), sign);
    }
    --m_depth;
    return left;
  }

  NodeId term() {
    NodeId left = factor();
    bool isDivided = false;
    while (!m_error) {
      const Token& sign = token();
      if (take('*')) {
        isDivided = false;
        left = checked(m_graph.multiply(left, factor()), sign);
      } else if (take('/')) {
        isDivided = true;
        left = quotient(left, sign);
      } else if (standsBeside(sign)) {
        if (isDivided)
          return fail(sign,
                      "what is divided by can end here or later: put it in brackets, as in "
                      "1/(2*z) or (1/2)*z");
        left = checked(m_graph.multiply(left, power()), sign);
      } else {
        break;
      }
    }
    return left;
  }

  NodeId quotient(NodeId left, const Token& sign) {
    const NodeId right = factor();
    return checked(m_graph.divide(left, right), sign);
  }

  // Whether a factor follows without a multiplication sign. Fails where the sign must not be left
  // out.
  bool standsBeside(const Token& next) {
    const bool isBracket = next.is('(');
    const bool isWord = next.kind == Token::Kind::Name || next.kind == Token::Kind::Number;
    if ((!isBracket && !isWord) || m_at == 0) return false;
    const Token& before = previous();
    if (before.is(')')) return true;
    if (before.kind == Token::Kind::Number && next.kind == Token::Kind::Name) return true;
    if (isBracket && before.kind != Token::Kind::Sign) return true;
    fail(next, "no sign stands between " + shown(before) + " and " + shown(next) +
                   ": write * between them");
    return false;
  }

  static std::string shown(const Token& word) {
    return word.text.substr(0, kShownWord) + (word.text.size() > kShownWord ? "..." : "");
  }

  NodeId factor() {
    bool isNegative = false;
    while (token().is('+') || token().is('-')) isNegative = isNegative != m_tokens[m_at++].is('-');
    const NodeId value = power();
    return isNegative ? m_graph.negate(value) : value;
  }

  NodeId power() {
    const NodeId base = primary();
    const Token& sign = token();
    if (!take('^')) return base;
    if (m_powers >= kDeepestFormula)
      return fail(sign, "powers are nested too deeply here: use at most " +
                            std::to_string(kDeepestFormula));
    ++m_powers;
    const NodeId exponent = factor();
    --m_powers;
    if (m_error) return base;
    return checked(m_graph.power(base, exponent), sign);
  }

  NodeId primary() {
    const Token& first = token();
    switch (first.kind) {
      case Token::Kind::Number:
        return number();
      case Token::Kind::Name:
        return name();
      case Token::Kind::Sign:
        if (first.is('(') || first.is('|')) return bracket();
        return fail(first, missingBefore(first));
      default:
        return fail(first, m_at == 0 ? "nothing stands here: write a formula like z^2+c"
                                     : "the formula ends too early: write what follows " +
                                           shown(previous()));
    }
  }

  std::string missingBefore(const Token& sign) const {
    if (sign.is(')') && m_at > 0 && previous().is('('))
      return "the brackets are empty: write what stands in them";
    if (m_at == 0) return "nothing stands before " + sign.text + ": write a number or a name there";
    return "nothing stands between " + shown(previous()) + " and " + sign.text +
           ": write a number or a name there";
  }

  NodeId number() {
    const Token& word = m_tokens[m_at++];
    const auto value = Decimal::parse(word.text);
    // A number that is no Decimal has a large exponent of either sign.
    if (!value && word.text.find('-') != std::string::npos) return fail(word, kTooSmall);
    if (!value || !std::isfinite(value.value().toDouble()))
      return fail(word, "this number is too large: use one below 1e308");
    if (!value.value().isZero() && value.value().toDouble() == 0.0) return fail(word, kTooSmall);
    const bool hasUnit = token().text == "i" && token().followsAtOnce;
    if (!hasUnit) return m_graph.constant({.re = value.value(), .im = {}});
    ++m_at;
    return m_graph.constant({.re = {}, .im = value.value()});
  }

  NodeId name() {
    const Token& word = m_tokens[m_at++];
    const std::string& text = word.text;
    if (text == "z") return m_graph.variable();
    if (text == "i") return m_graph.constant({.re = {}, .im = Decimal::fromDouble(1.0)});
    if (text == "pi") return m_graph.pi();
    if (text == "e") return m_graph.euler();
    if (text == "c" || std::ranges::find(m_parameters, text) != m_parameters.end())
      return m_graph.parameter(text);
    const bool isCalled = token().is('(');
    if (const FunctionName* function = functionNamed(text)) {
      if (isCalled) return call(*function, word);
      return fail(word,
                  text + " is a function: put what it is of in brackets, as in " + text + "(z)");
    }
    const std::string_view kind = isCalled ? "function " : "number ";
    return fail(word, "there is no " + std::string(kind) + shown(word) + ": " +
                          remedyFor(text, m_parameters, isCalled));
  }

  // Reads (sum) or |sum|.
  NodeId bracket() {
    const Token& open = m_tokens[m_at++];
    if (m_depth > kDeepestFormula) return tooDeep(open);
    const bool isModulus = open.is('|');
    const NodeId value = sum();
    if (m_error) return value;
    if (!take(isModulus ? '|' : ')')) return notClosed(open);
    return isModulus ? m_graph.function(NodeKind::Abs, value) : value;
  }

  NodeId tooDeep(const Token& open) {
    return fail(open, "brackets are nested too deeply here: use at most " +
                          std::to_string(kDeepestFormula));
  }

  NodeId notClosed(const Token& open) {
    if (token().kind != Token::Kind::End) {
      refuseRest();
      return m_graph.variable();
    }
    const std::string closing = open.is('|') ? "|" : ")";
    return fail(open, "what is opened here is not closed: write " + closing + " where it ends");
  }

  NodeId call(const FunctionName& function, const Token& word) {
    const Token& open = m_tokens[m_at++];
    if (m_depth > kDeepestFormula) return tooDeep(open);
    std::vector<NodeId> arguments;
    do arguments.push_back(sum());
    while (take(','));
    if (m_error) return arguments.front();
    if (!take(')')) return notClosed(open);
    if (arguments.size() < function.fewestArguments || arguments.size() > function.mostArguments)
      return fail(word, word.text + " has another number of arguments: write " +
                            (function.mostArguments == 1     ? word.text + "(z)"
                             : function.fewestArguments == 2 ? word.text + "(z,3)"
                                                             : word.text + "(z^3-1)"));
    return checked(callOf(m_graph, function, arguments), word);
  }

  // Fails at whatever follows a complete expression.
  void refuseRest() {
    const Token& next = token();
    if (next.is(')')) {
      fail(next, "this bracket closes nothing: leave it out, or open one before it");
    } else if (next.is('=')) {
      fail(next, "a formula is no equation: write only what f(z) is, like z^2+c");
    } else if (next.is(',')) {
      const bool isNumber = m_at > 0 && previous().kind == Token::Kind::Number &&
                            token(1).kind == Token::Kind::Number;
      fail(next, isNumber ? "a number has a point before its fraction: write it like " +
                                shown(previous()) + "." + shown(token(1))
                          : "a comma stands between the arguments of a function alone: leave it "
                            "out");
    } else {
      fail(next, shown(next) + " means nothing here: leave it out");
    }
  }

  std::vector<Token> m_tokens;
  std::span<const std::string> m_parameters;
  std::size_t m_at = 0;
  int m_depth = 0;   // brackets, and 1
  int m_powers = 0;  // exponents within exponents
  ExpressionGraph m_graph;
  std::optional<FormulaError> m_error;
};

}  // namespace

std::variant<Expression, FormulaError> parseExpression(std::string_view text,
                                                       std::span<const std::string> parameters) {
  if (text.size() > kLongestFormula)
    return FormulaError{.position = kLongestFormula,
                        .length = text.size() - kLongestFormula,
                        .sentence = "the formula is too long: use at most " +
                                    std::to_string(kLongestFormula) + " characters"};
  ScannedFormula scanned = scanFormula(text);
  if (scanned.error) return *std::move(scanned.error);
  return FormulaReader(std::move(scanned.tokens), parameters).read();
}

}  // namespace fatou::julia
