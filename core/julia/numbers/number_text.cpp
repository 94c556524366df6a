// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/julia/numbers/number_text.h"

#include <algorithm>
#include <cstdint>

namespace fatou::julia {
namespace {

// Stands for a character that may set digits apart, until it is known whether digits are around it.
constexpr char kGroupGap = '\x01';

bool isNumberEnd(char c) {
  return isDigit(c) || c == '.';
}

// The code point at the start of `text`, and how many bytes it has; what is not UTF-8 is a byte.
struct CodePoint {
  char32_t value = 0;
  std::size_t size = 1;
};

CodePoint firstOf(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const std::size_t size = byte(0) < 0x80   ? 1
                           : byte(0) < 0xc2 ? 0
                           : byte(0) < 0xe0 ? 2
                           : byte(0) < 0xf0 ? 3
                           : byte(0) < 0xf5 ? 4
                                            : 0;
  if (size <= 1 || size > text.size()) return {.value = byte(0), .size = 1};
  char32_t value = byte(0) & (0x7fU >> size);
  for (std::size_t i = 1; i < size; ++i) {
    if ((byte(i) & 0xc0U) != 0x80) return {.value = byte(0), .size = 1};
    value = (value << 6) | (byte(i) & 0x3fU);
  }
  return {.value = value, .size = size};
}

// A range of code points that all become the same plain text.
struct Stretch {
  char32_t first;
  char32_t last;
  const char* plain;
};

constexpr Stretch kStretches[] = {
    {U'\t', U'\t', " "},      {U'\v', U'\f', " "},      {U'\'', U'\'', "\x01"},
    {U'_', U'_', "\x01"},     {U'"', U'"', ""},         {0xa0, 0xa0, " "},
    {0xab, 0xab, ""},         {0xad, 0xad, ""},         {0xb7, 0xb7, "*"},
    {0xbb, 0xbb, ""},         {0xd7, 0xd7, "*"},        {0x131, 0x131, "i"},
    {0x2000, 0x2005, " "},    {0x2006, 0x2006, "\x01"}, {0x2007, 0x2008, " "},
    {0x2009, 0x200a, "\x01"}, {0x200b, 0x200f, ""},     {0x2010, 0x2015, "-"},
    {0x2018, 0x2019, "\x01"}, {0x201a, 0x201f, ""},     {0x202a, 0x202e, ""},
    {0x202f, 0x202f, "\x01"}, {0x2039, 0x203a, ""},     {0x205f, 0x205f, " "},
    {0x2060, 0x2069, ""},     {0x2148, 0x2148, "i"},    {0x2149, 0x2149, "j"},
    {0x2192, 0x2192, "->"},   {0x21a6, 0x21a6, "->"},   {0x2212, 0x2212, "-"},
    {0x2217, 0x2217, "*"},    {0x2219, 0x2219, "*"},    {0x2248, 0x2248, "="},
    {0x22c5, 0x22c5, "*"},    {0x3000, 0x3000, " "},    {0xfe58, 0xfe58, "-"},
    {0xfe63, 0xfe63, "-"},    {0xfeff, 0xfeff, ""},     {0x1d422, 0x1d422, "i"},
    {0x1d423, 0x1d423, "j"},  {0x1d456, 0x1d456, "i"},  {0x1d457, 0x1d457, "j"},
};

// The digit or sign that a superscript stands for; 0 for all other characters.
char superscript(char32_t c) {
  switch (c) {
    case 0xb9:
      return '1';
    case 0xb2:
      return '2';
    case 0xb3:
      return '3';
    case 0x207a:
      return '+';
    case 0x207b:
      return '-';
    default:
      return c == 0x2070 || (c >= 0x2074 && c <= 0x2079) ? static_cast<char>('0' + (c - 0x2070))
                                                         : '\0';
  }
}

// The ASCII character that a digit or letter of another width or script stands for; 0 for others.
char asciiOf(char32_t c) {
  for (const char32_t zero : {0x660, 0x6f0})
    if (c >= zero && c <= zero + 9) return static_cast<char>('0' + (c - zero));
  return c >= 0xff01 && c <= 0xff5e ? static_cast<char>(c - 0xfee0) : '\0';
}

// Says of one character after the other whether it stands in a name, like the _ of "escape_im", as
// opposed to a number, like that of "10_000".
class NameFinder {
 public:
  bool isInName(char32_t c) {
    const bool isLetter = (c >= U'a' && c <= U'z') || (c >= U'A' && c <= U'Z');
    const bool isOfWord = isLetter || (c >= U'0' && c <= U'9') || c == U'_';
    m_isInName = isOfWord && (m_isInName || (isLetter && !m_isInWord));
    m_isInWord = isOfWord;
    return m_isInName;
  }

 private:
  bool m_isInWord = false;
  bool m_isInName = false;
};

// The text with each character replaced by what it is in plain text.
std::string transcribed(std::string_view text) {
  std::string plain;
  bool raised = false;
  NameFinder names;
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint c = firstOf(text.substr(at));
    const auto* stretch = std::ranges::find_if(
        kStretches, [&](const Stretch& s) { return c.value >= s.first && c.value <= s.last; });
    const bool isOfName = names.isInName(c.value);
    if (const char power = superscript(c.value); power != '\0') {
      if (!raised) plain += '^';
      plain += power;
    } else if (const char ascii = asciiOf(c.value); ascii != '\0') {
      plain += ascii;
    } else if (c.value == kGroupGap) {
      plain += '?';  // in no number, and must not be taken for a gap
    } else if (stretch != std::end(kStretches) && !isOfName) {
      plain += stretch->plain;
    } else {
      plain += text.substr(at, c.size);
    }
    raised = superscript(c.value) != '\0';
    at += c.size;
  }
  return plain;
}

std::string replaced(std::string_view text, std::string_view from, std::string_view to) {
  std::string result;
  std::size_t at = 0;
  for (auto found = text.find(from); found != std::string_view::npos; found = text.find(from, at)) {
    result += text.substr(at, found - at);
    result += to;
    at = found + from.size();
  }
  return result += text.substr(at);
}

// Replaces the words of LaTeX that may stand in numbers.
void withoutMarkup(std::string& text) {
  if (text.find_first_of("\\$") == std::string::npos) return;
  constexpr std::pair<std::string_view, std::string_view> kWords[] = {
      {"\\mathrm{i}", "i"}, {"\\mathrm i", "i"}, {"\\imath", "i"}, {"\\cdot", "*"},
      {"\\times", "*"},     {"\\,", "\x01"},     {"\\;", " "},     {"\\!", ""},
      {"\\left", ""},       {"\\right", ""},     {"$", ""}};
  for (const auto& [from, to] : kWords) text = replaced(text, from, to);
}

// The text without the gaps between digits, and without the precision that Mathematica puts behind
// a number, as in "0.1`20.3". Other gaps become spaces, but at the text's ends, where they are
// quotes, they go, too.
std::string withoutGaps(std::string_view text) {
  std::string plain;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '`') {
      const bool follows = !plain.empty() && isNumberEnd(plain.back());
      while (at + 1 < text.size() &&
             (text[at + 1] == '`' || (follows && isNumberEnd(text[at + 1]))))
        ++at;
    } else if (text[at] != kGroupGap) {
      plain += text[at];
    } else if (at > 0 && at + 1 < text.size() &&
               !(isDigit(text[at - 1]) && isDigit(text[at + 1]))) {
      plain += ' ';
    }
  }
  return plain;
}

// The length of "^-5", "^{-5}", "**-5" or "^(-5)" at the start of `text`, and its number.
struct Power {
  std::size_t length = 0;
  std::string_view number;
};

Power powerIn(std::string_view text) {
  std::size_t at = text.starts_with("**") ? 2 : text.starts_with('^') ? 1 : 0;
  if (at == 0) return {};
  const bool isOpen = at < text.size() && (text[at] == '{' || text[at] == '(');
  if (isOpen) ++at;
  const std::size_t begin = at;
  if (at < text.size() && (text[at] == '-' || text[at] == '+')) ++at;
  const std::size_t digits = at;
  while (at < text.size() && isDigit(text[at])) ++at;
  if (at == digits) return {};
  const std::string_view number = text.substr(begin, at - begin);
  if (isOpen && (at == text.size() || (text[at] != '}' && text[at] != ')'))) return {};
  return {.length = at + (isOpen ? 1 : 0), .number = number};
}

// The power of ten at the start of `text`, times signs and spaces before it included; `isFactor`
// says whether a number stands before.
Power powerOfTen(std::string_view text, bool isFactor) {
  std::size_t at = 0;
  if (isFactor) {
    if (text.starts_with("*^")) {
      const Power power = powerIn(text.substr(1));
      return {.length = power.length == 0 ? 0 : power.length + 1, .number = power.number};
    }
    at = std::min(text.find_first_not_of(' '), text.size());
    if (at == text.size() || (text[at] != '*' && text[at] != 'x' && text[at] != 'X')) return {};
    at = std::min(text.find_first_not_of(' ', at + 1), text.size());
  }
  if (!text.substr(at).starts_with("10")) return {};
  const Power power = powerIn(text.substr(at + 2));
  return {.length = power.length == 0 ? 0 : at + 2 + power.length, .number = power.number};
}

std::string withExponents(std::string_view text) {
  std::string plain;
  for (std::size_t at = 0; at < text.size();) {
    const bool isFactor = !plain.empty() && isNumberEnd(plain.back());
    const Power power = powerOfTen(text.substr(at), isFactor);
    if (power.length > 0) {
      plain += isFactor ? "e" : "1e";
      plain += power.number;
      at += power.length;
      continue;
    }
    const bool isFortran = isFactor && (text[at] == 'd' || text[at] == 'D') &&
                           at + 1 < text.size() &&
                           (isDigit(text[at + 1]) || text[at + 1] == '-' || text[at + 1] == '+');
    plain += isFortran ? 'e' : text[at];
    ++at;
  }
  return plain;
}

}  // namespace

std::size_t numberLength(std::string_view text) {
  std::size_t at = 0;
  bool hasDigits = false;
  const auto skipDigits = [&] {
    for (; at < text.size() && isDigit(text[at]); ++at) hasDigits = true;
  };
  skipDigits();
  if (at < text.size() && text[at] == '.') {
    ++at;
    skipDigits();
  }
  if (!hasDigits) return 0;
  std::size_t end = at;
  if (end < text.size() && (text[end] == 'e' || text[end] == 'E')) {
    ++end;
    if (end < text.size() && (text[end] == '-' || text[end] == '+')) ++end;
    if (end < text.size() && isDigit(text[end])) {
      at = end;
      skipDigits();
    }
  }
  return at;
}

std::string inQuotes(std::string_view text, std::size_t most) {
  return '\'' + std::string(text.substr(0, most)) + (text.size() > most ? "...'" : "'");
}

std::string plainNumberText(std::string_view text) {
  // The common case, done quickly: this program's own numbers are many and long.
  constexpr std::string_view kPlain = "0123456789+-.,;eE ij\n";
  if (text.find_first_not_of(kPlain) == std::string_view::npos) return std::string(text);
  std::string plain = transcribed(text);
  withoutMarkup(plain);
  return withExponents(withoutGaps(plain));
}

}  // namespace fatou::julia
