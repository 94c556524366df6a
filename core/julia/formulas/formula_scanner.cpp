// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/julia/formulas/formula_scanner.h"

#include <algorithm>
#include <array>
#include <utility>

#include "core/julia/numbers/number_text.h"

namespace fatou::julia {
namespace {

// A character beyond ASCII that people write, and the ASCII text that it stands for. The text of a
// superscript begins with '^'.
struct Foreign {
  std::string_view bytes;
  std::string_view meaning;
};
constexpr std::array kForeign{
    Foreign{"\u00b2", "^2"}, Foreign{"\u00b3", "^3"}, Foreign{"\u00b9", "^1"},
    Foreign{"\u2070", "^0"}, Foreign{"\u2074", "^4"}, Foreign{"\u2075", "^5"},
    Foreign{"\u2076", "^6"}, Foreign{"\u2077", "^7"}, Foreign{"\u2078", "^8"},
    Foreign{"\u2079", "^9"}, Foreign{"\u207b", "^-"}, Foreign{"\u2212", "-"},
    Foreign{"\u2013", "-"},  Foreign{"\u00b7", "*"},  Foreign{"\u22c5", "*"},
    Foreign{"\u00d7", "*"},  Foreign{"\u2217", "*"},  Foreign{"\u00f7", "/"},
    Foreign{"\u2215", "/"},  Foreign{"\u03c0", "pi"}, Foreign{"\u00a0", " "},
    Foreign{"\u2009", " "},  Foreign{"\u202f", " "},  Foreign{"\u200b", " "}};

bool isAsciiLetter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

// The length in bytes of the UTF-8 character at the beginning of the text; 0 if it is not valid.
std::size_t characterLength(std::string_view text) {
  const auto first = static_cast<unsigned char>(text.front());
  const std::size_t length = first < 0x80                    ? 1
                             : first >= 0xc2 && first < 0xe0 ? 2
                             : first >= 0xe0 && first < 0xf0 ? 3
                             : first >= 0xf0 && first < 0xf5 ? 4
                                                             : 0;
  if (length > text.size()) return 0;
  for (std::size_t i = 1; i < length; ++i)
    if ((static_cast<unsigned char>(text[i]) & 0xc0) != 0x80) return 0;
  return length;
}

class Scanner {
 public:
  explicit Scanner(std::string_view text) : m_text(text) {}

  ScannedFormula scan() {
    while (m_at < m_text.size() && !m_result.error) step();
    m_result.tokens.push_back(
        {.kind = Token::Kind::End, .text = {}, .position = m_text.size(), .length = 0});
    return std::move(m_result);
  }

 private:
  std::string_view rest() const { return m_text.substr(m_at); }

  void step() {
    const char c = m_text[m_at];
    if (isSpace(c)) return skip(1);
    if (const std::size_t length = numberLength(rest()); length > 0)
      return take(Token::Kind::Number, std::string(rest().substr(0, length)), length);
    if (isAsciiLetter(c)) return takeName();
    if (rest().starts_with("**")) return take(Token::Kind::Sign, "^", 2);
    if (c > ' ' && c < 0x7f) return take(Token::Kind::Sign, std::string(1, c), 1);
    takeForeign();
  }

  void takeName() {
    std::string name;
    for (const char c : rest()) {
      if (!isAsciiLetter(c) && !isDigit(c) && c != '_') break;
      name += lower(c);
    }
    const std::size_t length = name.size();
    take(Token::Kind::Name, std::move(name), length);
  }

  void takeForeign() {
    const auto* foreign = std::ranges::find_if(
        kForeign, [this](const Foreign& each) { return rest().starts_with(each.bytes); });
    if (foreign == kForeign.end()) return refuse();
    if (foreign->meaning == " ") return skip(foreign->bytes.size());
    if (foreign->meaning.front() == '^') return takeRaised();
    const Token::Kind kind =
        isAsciiLetter(foreign->meaning.front()) ? Token::Kind::Name : Token::Kind::Sign;
    take(kind, std::string(foreign->meaning), foreign->bytes.size());
  }

  // Returns the superscript character at a position; null where there is none.
  const Foreign* raisedAt(std::size_t at) const {
    const auto* found = std::ranges::find_if(kForeign, [&](const Foreign& each) {
      return each.meaning.front() == '^' && m_text.substr(at).starts_with(each.bytes);
    });
    return found == kForeign.end() ? nullptr : found;
  }

  // Takes a run of superscripts as '^', '-' and '12'; the token '^' has length 0 in the text.
  void takeRaised() {
    take(Token::Kind::Sign, "^", 0);
    const Foreign* next = raisedAt(m_at);
    if (next->meaning == "^-") {
      take(Token::Kind::Sign, "-", next->bytes.size());
      next = raisedAt(m_at);
    }
    std::string digits;
    std::size_t length = 0;
    for (; next != nullptr && next->meaning != "^-"; next = raisedAt(m_at + length)) {
      digits += next->meaning.substr(1);
      length += next->bytes.size();
    }
    if (!digits.empty()) take(Token::Kind::Number, std::move(digits), length);
  }

  void refuse() {
    const std::size_t length = characterLength(rest());
    const std::string reason = length == 0 ? "this is no text"
                               : length == 1
                                   ? "a character that cannot be seen stands here"
                                   : std::string(rest().substr(0, length)) + " means nothing here";
    m_result.error = FormulaError{.position = m_at,
                                  .length = std::max<std::size_t>(length, 1),
                                  .sentence = reason + ": use letters, digits and + - * / ^ ( )"};
  }

  void skip(std::size_t length) {
    m_at += length;
    m_isAtOnce = false;
  }

  void take(Token::Kind kind, std::string text, std::size_t length) {
    m_result.tokens.push_back({.kind = kind,
                               .text = std::move(text),
                               .position = m_at,
                               .length = length,
                               .followsAtOnce = m_isAtOnce});
    m_at += length;
    m_isAtOnce = true;
  }

  std::string_view m_text;
  std::size_t m_at = 0;
  bool m_isAtOnce = false;
  ScannedFormula m_result{.tokens = {}};
};

}  // namespace

ScannedFormula scanFormula(std::string_view text) {
  return Scanner(text).scan();
}

}  // namespace fatou::julia
