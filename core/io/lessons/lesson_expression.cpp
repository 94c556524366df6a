// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/lessons/lesson_expression.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <iterator>
#include <span>
#include <utility>

#include "core/io/lessons/short_quote.h"

namespace fatou::io {
namespace {

using ExpressionKind = Expression::Kind;

constexpr KnownFigure kKnownFigures[] = {
    {"cores", FigureSource::Machine, 0, 0},
    // What a comparison measured: of its name, a view and a number of engines.
    {"time", FigureSource::Comparison, 2, 1},
    {"speedup", FigureSource::Comparison, 2, 1},
    {"efficiency", FigureSource::Comparison, 2, 1},
    {"imbalance", FigureSource::Comparison, 2, 1},
    {"bands", FigureSource::Comparison, 2, 1},
    {"lost", FigureSource::Comparison, 3, 1},
    {"predicted", FigureSource::Comparison, 2, 2},
    // Of its name and a view: Amdahl's law.
    {"serial_share", FigureSource::Comparison, 2, 0},
    {"bound", FigureSource::Comparison, 2, 0},
    {"is_clear", FigureSource::Comparison, 2, 0},  // 1 where the times tell those two, else 0
    // Of its name and a number of engines: rows in equally many a block, and in the best blocks.
    {"block_imbalance", FigureSource::Comparison, 1, 1},
    {"best_imbalance", FigureSource::Comparison, 1, 1},
    // Of its name: whether all J are the same, whether other programs had the cores, iterations.
    {"same", FigureSource::Comparison, 1, 0},
    {"disturbed", FigureSource::Comparison, 1, 0},
    {"iterations", FigureSource::Comparison, 1, 0},
    // Of a name that a cell prints with numbers: the last of them, of all of them, how many, and by
    // how many engines.
    {"value", FigureSource::Printed, 1, 0},
    {"total", FigureSource::Printed, 1, 0},
    {"least", FigureSource::Printed, 1, 0},
    {"most", FigureSource::Printed, 1, 0},
    {"count", FigureSource::Printed, 1, 0},
    {"engines", FigureSource::Printed, 1, 0},
    // Of a cell's name: from the key press to its last answer.
    {"seconds", FigureSource::Cell, 1, 0},
    {"guess", FigureSource::Question, 1, 0},
};

constexpr std::array<std::string_view, 3> kViews{"serial", "direct", "balanced"};
constexpr std::array<std::string_view, 7> kParts{"work",     "serial_part", "imbalance", "waiting",
                                                 "transfer", "crowding",    "slow_down"};

std::string listed(std::span<const std::string_view> names) {
  std::string text;
  for (const std::string_view each : names) text += (text.empty() ? "" : ", ") + std::string(each);
  return text;
}

bool isWordCharacter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
}

// Whether the words of a figure are those that it takes; the Error says which is not.
Status checkWords(const KnownFigure& known, const std::vector<std::string>& words) {
  const auto refuse = [&](const std::string& word, std::span<const std::string_view> names) {
    return Error{"'" + word + "' in " + std::string(known.name) + "() is unknown; use " +
                 listed(names)};
  };
  if (words.size() > 1 && std::ranges::find(kViews, words[1]) == kViews.end())
    return refuse(words[1], kViews);
  if (words.size() > 2 && std::ranges::find(kParts, words[2]) == kParts.end())
    return refuse(words[2], kParts);
  return success();
}

// Reads an expression by descent, a level of binding a function.
class ExpressionReader {
 public:
  explicit ExpressionReader(std::string_view text) : m_text(text) {}

  Result<Expression> all() {
    auto read = conditions();
    if (!read) return read;
    if (peek() != 0)
      return Error{shortQuote(m_text.substr(m_at)) +
                   " is not understood there; mend the expression"};
    return read;
  }

 private:
  static constexpr int kDeepest = 20;  // more would be no text that somebody wrote

  char peek() {
    while (m_at < m_text.size() && (m_text[m_at] == ' ' || m_text[m_at] == '\n')) ++m_at;
    return m_at < m_text.size() ? m_text[m_at] : '\0';
  }
  bool take(std::string_view wanted) {
    peek();
    if (!m_text.substr(m_at).starts_with(wanted)) return false;
    m_at += wanted.size();
    return true;
  }
  bool takeWord(std::string_view wanted) {
    const std::size_t before = m_at;
    if (take(wanted) && (m_at >= m_text.size() || !isWordCharacter(m_text[m_at]))) return true;
    m_at = before;
    return false;
  }

  static Expression joined(ExpressionKind kind, Expression left, Expression right) {
    Expression both{.kind = kind, .number = 0.0, .name = {}, .parts = {}};
    both.parts.push_back(std::move(left));
    both.parts.push_back(std::move(right));
    return both;
  }

  Result<Expression> conditions() {
    auto left = comparison();
    while (left && takeWord("and")) {
      auto right = comparison();
      if (!right) return right;
      left = joined(ExpressionKind::And, std::move(left).value(), std::move(right).value());
    }
    return left;
  }

  Result<Expression> comparison() {
    constexpr std::pair<std::string_view, ExpressionKind> kSigns[] = {
        {"<=", ExpressionKind::AtMost},
        {">=", ExpressionKind::AtLeast},
        {"<", ExpressionKind::Less},
        {">", ExpressionKind::Greater}};
    auto left = sum();
    if (!left) return left;
    for (const auto& [sign, kind] : kSigns) {
      if (!take(sign)) continue;
      auto right = sum();
      if (!right) return right;
      return joined(kind, std::move(left).value(), std::move(right).value());
    }
    return left;
  }

  Result<Expression> sum() {
    auto left = product();
    while (left) {
      const char sign = peek();
      if (sign != '+' && sign != '-') break;
      ++m_at;
      auto right = product();
      if (!right) return right;
      left = joined(sign == '+' ? ExpressionKind::Add : ExpressionKind::Subtract,
                    std::move(left).value(), std::move(right).value());
    }
    return left;
  }

  Result<Expression> product() {
    auto left = single();
    while (left) {
      const char sign = peek();
      if (sign != '*' && sign != '/') break;
      ++m_at;
      auto right = single();
      if (!right) return right;
      left = joined(sign == '*' ? ExpressionKind::Multiply : ExpressionKind::Divide,
                    std::move(left).value(), std::move(right).value());
    }
    return left;
  }

  Result<Expression> single() {
    if (m_depth >= kDeepest) return Error{"it is nested too deeply; write it in fewer parentheses"};
    ++m_depth;
    auto read = singleInside();
    --m_depth;
    return read;
  }

  Result<Expression> singleInside() {
    if (take("-")) {
      auto inner = single();
      if (!inner) return inner;
      Expression negated{.kind = ExpressionKind::Negate, .number = 0.0, .name = {}, .parts = {}};
      negated.parts.push_back(std::move(inner).value());
      return negated;
    }
    if (take("(")) {
      auto inner = sum();
      if (inner && !take(")")) return Error{"a ')' is missing; close what is open"};
      return inner;
    }
    const char c = peek();
    if (c >= '0' && c <= '9') return number();
    if (c >= 'a' && c <= 'z') return named();
    return Error{"a number or a figure is missing; write one like cores"};
  }

  Result<Expression> number() {
    const std::size_t begin = m_at;
    while (m_at < m_text.size() &&
           ((m_text[m_at] >= '0' && m_text[m_at] <= '9') || m_text[m_at] == '.'))
      ++m_at;
    const std::string digits(m_text.substr(begin, m_at - begin));
    if (std::ranges::count(digits, '.') > 1 || digits.size() > 12)
      return Error{"'" + digits + "' is no number; write one like 1.5"};
    double value = 0.0;
    double place = 0.0;  // of the next figure behind the point
    for (const char digit : digits) {
      if (digit == '.') {
        place = 0.1;
      } else if (place > 0.0) {
        value += (digit - '0') * place;
        place /= 10.0;
      } else {
        value = 10.0 * value + (digit - '0');
      }
    }
    return Expression{.kind = ExpressionKind::Number, .number = value, .name = {}, .parts = {}};
  }

  std::string word() {
    const std::size_t begin = m_at;
    while (m_at < m_text.size() && isWordCharacter(m_text[m_at])) ++m_at;
    return std::string(m_text.substr(begin, m_at - begin));
  }

  Result<Expression> named() {
    Expression read{.kind = ExpressionKind::Figure, .number = 0.0, .name = word(), .parts = {}};
    const bool isOfTwo = read.name == "min" || read.name == "max";
    const KnownFigure* known = knownFigure(read.name);
    if (known == nullptr && !isOfTwo)
      return Error{"'" + read.name + "' is no figure; use one of those in the page on lessons"};
    const int words = isOfTwo ? 0 : known->words;
    const int wanted = isOfTwo ? 2 : known->words + known->numbers;
    if (wanted > 0) {
      if (auto taken = arguments(read, words, wanted); !taken) return taken.error();
    }
    if (isOfTwo) read.kind = read.name == "min" ? ExpressionKind::Least : ExpressionKind::Greatest;
    return read;
  }

  Status arguments(Expression& figure, int words, int wanted) {
    const Error wrong{figure.name + "() takes " + std::to_string(wanted) +
                      " arguments; see the page on lessons"};
    if (!take("(")) return wrong;
    std::vector<std::string> given;
    for (int i = 0; i < wanted; ++i) {
      if (i > 0 && !take(",")) return wrong;
      peek();
      if (i < words) {
        given.push_back(word());
        if (given.back().empty()) return wrong;
        figure.parts.push_back(
            {.kind = ExpressionKind::Word, .number = 0.0, .name = given.back(), .parts = {}});
      } else {
        auto inner = sum();
        if (!inner) return inner.error();
        figure.parts.push_back(std::move(inner).value());
      }
    }
    if (!take(")")) return wrong;
    const KnownFigure* known = knownFigure(figure.name);
    return known == nullptr ? success() : checkWords(*known, given);
  }

  std::string_view m_text;
  std::size_t m_at = 0;
  int m_depth = 0;
};

}  // namespace

const KnownFigure* knownFigure(std::string_view name) {
  const auto* found = std::ranges::find(kKnownFigures, name, &KnownFigure::name);
  return found == std::end(kKnownFigures) ? nullptr : found;
}

Result<Expression> parseExpression(std::string_view text) {
  if (text.size() > kLongestExpression)
    return Error{"an expression is longer than 200 characters; write it in parts"};
  return ExpressionReader(text).all();
}

}  // namespace fatou::io
