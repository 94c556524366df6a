// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/julia/numbers/bare_number.h"

#include <algorithm>
#include <string>

#include "core/julia/numbers/number_text.h"

namespace fatou::julia {
namespace {

// The text without the name of c that it may begin with, as in "c = …", "c: …" or "--c …".
std::string_view withoutLabel(std::string_view text) {
  constexpr std::string_view kLabels[] = {"--c",      "f_c(z)", "fc(z)", "f(z)", "center", "centre",
                                          "--center", "z0",     "c",     "C",    "z"};
  for (std::string_view label : kLabels) {
    std::string_view rest = text;
    if (!takePrefix(rest, label)) continue;
    const bool isApart = !rest.empty() && isSpace(rest.front());
    rest = withoutLeadingSpace(rest);
    for (const std::string_view sign : {":=", "==", "->", "=", ":"})
      if (takePrefix(rest, sign)) return withoutLeadingSpace(rest);
    if (isApart && label != "z") return rest;
  }
  return text;
}

// "z^2 + c" without its z^2, where a c follows.
std::string_view withoutSquare(std::string_view text) {
  for (const std::string_view square : {"z^2", "z**2", "z*z"}) {
    std::string_view rest = text;
    if (!takePrefix(rest, square)) continue;
    rest = withoutLeadingSpace(rest);
    if (rest.starts_with('-')) return rest;
    if (rest.starts_with('+')) return withoutLeadingSpace(rest.substr(1));
  }
  return text;
}

// The text without the name of a call, as "complex(…)" is in many languages; its brackets stay.
std::string_view withoutCall(std::string_view text) {
  const std::size_t open = text.find_first_of("([");
  if (open == std::string_view::npos || open == 0 || open > 40) return text;
  std::string name(text.substr(0, open));
  std::ranges::transform(name, name.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  });
  const bool isComplex =
      name.find("complex") != std::string::npos || name == "mpc" || name == "cmplx";
  return isComplex ? text.substr(open) : text;
}

// Whether the bracket that opens the text closes with its last character.
bool isBracketed(std::string_view text) {
  constexpr std::string_view kOpen = "([{<";
  constexpr std::string_view kClose = ")]}>";
  const std::size_t kind = text.empty() ? std::string_view::npos : kOpen.find(text.front());
  if (kind == std::string_view::npos || text.back() != kClose[kind]) return false;
  int depth = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == kOpen[kind]) ++depth;
    if (text[i] == kClose[kind] && --depth == 0) return i + 1 == text.size();
  }
  return false;
}

// Whether the point at the text's end ends a sentence, and is no part of the number before it.
bool endsASentence(std::string_view text) {
  if (!text.ends_with('.') || text.size() < 2) return false;
  const std::string_view before = text.substr(0, text.size() - 1);
  if (!isDigit(before.back())) return true;
  const std::size_t number = before.find_last_not_of("0123456789");
  return number != std::string_view::npos && (before[number] == '.' || before[number] == 'e');
}

}  // namespace

BareNumber bareNumber(std::string_view text) {
  BareNumber bare{.text = trimmed(text)};
  constexpr std::string_view kTitle = " - Fatou";  // of a window
  if (bare.text.ends_with(kTitle)) bare.text.remove_suffix(kTitle.size());
  while (bare.text.ends_with(',') || bare.text.ends_with(';') || endsASentence(bare.text)) {
    bare.endsInComma = bare.endsInComma || bare.text.back() == ',';
    bare.text = trimmed(bare.text.substr(0, bare.text.size() - 1));
  }
  constexpr int kMostLayers = 8;
  for (int layer = 0; layer < kMostLayers; ++layer) {
    const std::string_view before = bare.text;
    bare.text = withoutCall(withoutSquare(withoutLabel(bare.text)));
    if (isBracketed(bare.text)) bare.text = trimmed(bare.text.substr(1, bare.text.size() - 2));
    if (bare.text == before) break;
  }
  return bare;
}

}  // namespace fatou::julia
