// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace fatou::julia {

// Text with numbers as people, typesetters and other programs write them, in the characters that
// the readers of numbers know:
//
// - minus signs, dashes and hyphens of any kind are '-', spaces of any kind ' ';
// - full-width forms and Arabic digits are ASCII, typeset i and j letters;
// - "1.5·10^-5", "1.5x10⁻⁵", "1.5*^-5", "1.5d-5" and the like are "1.5e-5", "10^3" is "1e3";
// - thin spaces, '_' and apostrophes between digits, quotes and invisible marks are left out.
//
// Line ends stay, and so does everything else: whoever reads the number refuses it.
std::string plainNumberText(std::string_view text);

// Of plain text:

inline bool isDigit(char c) {
  return c >= '0' && c <= '9';
}

inline bool isSpace(char c) {
  return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

// Whether a letter stands in it that may be the imaginary unit.
inline bool hasUnit(std::string_view text) {
  return text.find_first_of("ijIJ") != std::string_view::npos;
}

// The length of the unsigned number that the text begins with, 0 if there is none.
std::size_t numberLength(std::string_view text);

// The text in quotes for a complaint, cut off behind `most` bytes.
std::string inQuotes(std::string_view text, std::size_t most = 60);

}  // namespace fatou::julia
