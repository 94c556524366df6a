// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/foreign/xaos_formula.h"

#include <algorithm>
#include <array>
#include <optional>
#include <vector>

#include "core/io/files/shown_text.h"

namespace fatou::io {
namespace {

constexpr int kMostDepth = 100;
constexpr std::size_t kMostArguments = 3;

// How tightly a part holds together.
enum class Bond { Sum, Product, Power, Word };

struct Part {
  std::string text;
  Bond bond = Bond::Word;
};

// A function of XaoS; its arguments stand where '1' and '2' follow a '%'.
struct XaosFunction {
  std::string_view name;
  std::size_t arguments;
  std::string_view text;
};

// XaoS's sqr() multiplies no value by itself but raises it to its own power.
constexpr std::array kXaosFunctions{XaosFunction{"sin", 1, "sin(%1)"},
                                    XaosFunction{"cos", 1, "cos(%1)"},
                                    XaosFunction{"tan", 1, "tan(%1)"},
                                    XaosFunction{"cot", 1, "(1/tan(%1))"},
                                    XaosFunction{"asin", 1, "asin(%1)"},
                                    XaosFunction{"acos", 1, "acos(%1)"},
                                    XaosFunction{"atan", 1, "atan(%1)"},
                                    XaosFunction{"acot", 1, "atan(1/(%1))"},
                                    XaosFunction{"sinh", 1, "sinh(%1)"},
                                    XaosFunction{"cosh", 1, "cosh(%1)"},
                                    XaosFunction{"tanh", 1, "tanh(%1)"},
                                    XaosFunction{"coth", 1, "(1/tanh(%1))"},
                                    XaosFunction{"exp", 1, "exp(%1)"},
                                    XaosFunction{"log", 1, "log(%1)"},
                                    XaosFunction{"log10", 1, "(log(%1)/log(10))"},
                                    XaosFunction{"log2", 1, "(log(%1)/log(2))"},
                                    XaosFunction{"logn", 2, "(log(%2)/log(%1))"},
                                    XaosFunction{"logcn", 2, "(log(%2)/log(%1))"},
                                    XaosFunction{"pow", 2, "((%1)^(%2))"},
                                    XaosFunction{"powd", 2, "((%1)^(%2))"},
                                    XaosFunction{"powi", 2, "((%1)^(%2))"},
                                    XaosFunction{"powdc", 2, "((%1)^(%2))"},
                                    XaosFunction{"sqr", 1, "((%1)^(%1))"},
                                    XaosFunction{"sqrt", 1, "sqrt(%1)"},
                                    XaosFunction{"inv", 1, "inv(%1)"},
                                    XaosFunction{"abs", 1, "abs(%1)"},
                                    XaosFunction{"rabs", 1, "abs(re(%1))"},
                                    XaosFunction{"re", 1, "re(%1)"},
                                    XaosFunction{"im", 1, "im(%1)"}};

struct XaosName {
  std::string_view name;
  std::string_view text;
};
constexpr std::array kXaosNames{
    XaosName{"z", "z"},   XaosName{"c", "c"},         XaosName{"i", "i"},       XaosName{"e", "e"},
    XaosName{"pi", "pi"}, XaosName{"pi_2", "(pi/2)"}, XaosName{"pi2", "(2*pi)"}};

bool isFormulaDigit(char c) {
  return c >= '0' && c <= '9';
}

bool isFormulaLetter(char c) {
  return (c >= 'a' && c <= 'z') || c == '_';
}

std::string inBrackets(const Part& part, Bond least) {
  return part.bond < least ? "(" + part.text + ")" : part.text;
}

// Returns the text in small letters, without spaces and with ',' for ';'.
std::string plainXaos(std::string_view text) {
  std::string plain;
  for (const char c : text) {
    if (c == ' ' || c == '\t' || c == '\n' || c == '\r') continue;
    plain += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c == ';' ? ',' : c;
  }
  return plain;
}

// Reads by recursive descent. The first problem ends it: nothing is read behind it.
class XaosReader {
 public:
  explicit XaosReader(const std::string& text) : m_text(text) {}

  Result<std::string> read() {
    const Part whole = sum();
    if (!m_problem && m_at < m_text.size())
      fail("has \"" + std::string(1, m_text[m_at]) + "\" where an operator should be");
    if (m_problem) return *m_problem;
    return whole.text;
  }

 private:
  char next() const { return !m_problem && m_at < m_text.size() ? m_text[m_at] : '\0'; }

  bool taken(char c) {
    if (next() != c) return false;
    ++m_at;
    return true;
  }

  Part fail(const std::string& what) {
    const QString shown = shownLine(QString::fromStdString("its formula " + m_text.substr(0, 100)));
    const QString why = shownLine(QString::fromStdString(what));
    if (!m_problem)
      m_problem = Error{shown.toStdString() + " " + why.toStdString() +
                        "; write it for Fatou or choose another file"};
    return {"0"};
  }

  Part checked(Part part) {
    if (part.text.size() > kLongestXaosFormula) return fail("becomes too long");
    return part;
  }

  Part sum() {
    const bool isNegative = taken('-');
    if (!isNegative) taken('+');
    Part left = product();
    if (isNegative) left = {"-" + inBrackets(left, Bond::Product), Bond::Sum};
    while (next() == '+' || next() == '-') {
      const char sign = next();
      ++m_at;
      const Part right = product();
      left = checked({left.text + sign + inBrackets(right, Bond::Product), Bond::Sum});
    }
    return left;
  }

  bool beginsWord() const {
    return next() == '(' || next() == '.' || isFormulaDigit(next()) || isFormulaLetter(next());
  }

  Part product() {
    Part left = signedPower();
    while (next() == '*' || next() == '/' || beginsWord()) {
      const char sign = next() == '/' ? '/' : '*';
      if (!beginsWord()) ++m_at;
      const Part right = signedPower();
      left = checked(
          {inBrackets(left, Bond::Product) + sign + inBrackets(right, Bond::Power), Bond::Product});
    }
    return left;
  }

  Part signedPower() {
    if (!taken('-')) return power();
    return {"-" + inBrackets(power(), Bond::Product), Bond::Sum};
  }

  Part power() {
    Part base = word();
    while (taken('^')) {
      const bool isNegative = taken('-');
      const Part exponent = word();
      const std::string text =
          isNegative ? "(-" + exponent.text + ")" : inBrackets(exponent, Bond::Word);
      base = checked({inBrackets(base, Bond::Word) + "^" + text, Bond::Power});
    }
    return base;
  }

  Part word() {
    if (taken('(')) return bracketed();
    if (isFormulaDigit(next()) || next() == '.') return {number()};
    if (isFormulaLetter(next())) return named();
    return fail(m_at < m_text.size() ? "has \"" + std::string(1, m_text[m_at]) +
                                           "\" where a number or a name should be"
                                     : "ends too early");
  }

  Part bracketed() {
    if (++m_depth > kMostDepth) return fail("has too many brackets in one another");
    Part inside = sum();
    --m_depth;
    if (!taken(')')) return fail("has a ( that is not closed");
    return inside;
  }

  std::string number() {
    const std::size_t begin = m_at;
    const auto skipDigits = [&] {
      while (isFormulaDigit(next())) ++m_at;
    };
    skipDigits();
    if (taken('.')) skipDigits();
    if (next() == 'e') {  // an exponent, or the number e
      const std::size_t sign = m_at + 1;
      const bool hasSign = sign < m_text.size() && (m_text[sign] == '-' || m_text[sign] == '+');
      const std::size_t digit = sign + (hasSign ? 1 : 0);
      if (digit < m_text.size() && isFormulaDigit(m_text[digit])) {
        m_at = digit;
        skipDigits();
      }
    }
    const std::string text = m_text.substr(begin, m_at - begin);
    if (text == ".") fail("has a point that is no number");
    return text;
  }

  Part named() {
    const std::size_t begin = m_at;
    while (isFormulaLetter(next()) || isFormulaDigit(next())) ++m_at;
    const std::string name = m_text.substr(begin, m_at - begin);
    const auto* constant = std::ranges::find(kXaosNames, name, &XaosName::name);
    if (constant != kXaosNames.end()) return {std::string(constant->text)};
    const auto* function = std::ranges::find(kXaosFunctions, name, &XaosFunction::name);
    if (function == kXaosFunctions.end())
      return fail("has " + name + ", for which Fatou has no word");
    return applied(*function);
  }

  Part applied(const XaosFunction& function) {
    if (!taken('(')) return fail("has " + std::string(function.name) + " without brackets");
    if (++m_depth > kMostDepth) return fail("has too many brackets in one another");
    std::vector<std::string> arguments;
    do {
      arguments.push_back(sum().text);
    } while (arguments.size() < kMostArguments && taken(','));
    --m_depth;
    if (!taken(')') || arguments.size() != function.arguments)
      return fail("has " + std::string(function.name) + " with other arguments than it takes");
    std::string text;
    for (std::size_t i = 0; i < function.text.size(); ++i) {
      if (function.text[i] != '%')
        text += function.text[i];
      else
        text += arguments[static_cast<std::size_t>(function.text[++i] - '1')];
    }
    return checked({text});
  }

  const std::string& m_text;
  std::size_t m_at = 0;
  int m_depth = 0;
  std::optional<Error> m_problem;
};

}  // namespace

Result<std::string> formulaOfXaos(std::string_view text) {
  if (text.size() > kLongestXaosFormula)
    return Error{"its formula has more than " + std::to_string(kLongestXaosFormula) +
                 " characters; shorten it"};
  const std::string plain = plainXaos(text);
  if (plain.empty()) return Error{"its formula is empty; write one like z^2+c"};
  return XaosReader(plain).read();
}

}  // namespace fatou::io
