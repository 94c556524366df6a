// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/foreign/fractint_entry.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <map>
#include <optional>

#include "core/io/files/shown_text.h"
#include "core/io/foreign/foreign_view.h"
#include "core/io/foreign/fractint_colors.h"
#include "core/io/foreign/fractint_type.h"
#include "core/io/gradients/sampled_gradient.h"

namespace fatou::io {
namespace {

using julia::Decimal;
using Settings = std::map<std::string, std::string, std::less<>>;

constexpr std::int32_t kUsualIterations = 150;
constexpr std::size_t kMostNumbers = 16;  // of one setting

// A setting that may change a picture but is not taken over, and the values with which it changes
// nothing.
struct LostSetting {
  std::string_view name;
  std::array<std::string_view, 3> harmless;
};
constexpr std::array kLost{
    LostSetting{"decomp", {"0", "1", ""}},        LostSetting{"biomorph", {"-1", "", ""}},
    LostSetting{"potential", {"0", "0/0/0", ""}}, LostSetting{"distest", {"0", "", ""}},
    LostSetting{"invert", {"0", "0/0/0", ""}},    LostSetting{"logmap", {"0", "no", "n"}},
    LostSetting{"ranges", {"", "", ""}},          LostSetting{"bailout", {"0", "4", ""}},
    LostSetting{"bailoutest", {"mod", "", ""}},   LostSetting{"outside", {"iter", "-1", ""}},
    LostSetting{"3d", {"no", "n", ""}},           LostSetting{"rds", {"", "", ""}}};

std::string quotedPart(std::string_view text) {
  const QString line =
      plainLine(textOfBytes(QByteArray(text.data(), static_cast<qsizetype>(text.size()))));
  return line.left(60).toStdString() + (line.size() > 60 ? "..." : "");
}

std::string inSmallLetters(std::string_view text) {
  std::string small(text);
  for (char& c : small)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return small;
}

// Returns the words "name=value" of an entry. The last of several values holds, as in Fractint.
Settings settingsIn(const std::string& text) {
  Settings settings;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t begin = text.find_first_not_of(" \t\n\f\v", at);
    if (begin == std::string::npos) break;
    at = std::min(text.find_first_of(" \t\n\f\v", begin), text.size());
    const std::string_view word = std::string_view(text).substr(begin, at - begin);
    const std::size_t equals = word.find('=');
    const bool hasValue = equals != std::string_view::npos;
    settings.insert_or_assign(inSmallLetters(word.substr(0, equals)),
                              std::string(hasValue ? word.substr(equals + 1) : ""));
  }
  return settings;
}

std::string_view settingOr(const Settings& settings, std::string_view name,
                           std::string_view otherwise) {
  const auto found = settings.find(name);
  return found == settings.end() ? otherwise : std::string_view(found->second);
}

// Reads the numbers of a text like "0.3/0.6/2".
Result<std::vector<Decimal>> numbersOf(std::string_view name, std::string_view text) {
  std::vector<Decimal> numbers;
  while (!text.empty()) {
    const std::size_t slash = text.find('/');
    const std::string_view word = text.substr(0, slash);
    const auto number = word.empty() ? Result<Decimal>(Decimal()) : Decimal::parse(word);
    if (!number)
      return Error{"its " + std::string(name) + "= has \"" + quotedPart(word) +
                   "\", which is no number; correct it"};
    if (numbers.size() == kMostNumbers)
      return Error{"its " + std::string(name) + "= has more than " + std::to_string(kMostNumbers) +
                   " numbers; leave some out"};
    numbers.push_back(number.value());
    text = slash == std::string_view::npos ? std::string_view() : text.substr(slash + 1);
  }
  return numbers;
}

// Whether a parameter can stand in the formula as it is: a small whole exponent.
bool isPlainExponent(std::string_view name, const julia::ComplexDecimal& value) {
  const double power = value.re.toDouble();
  return name == "m" && value.im.isZero() && power >= 0.0 && power <= 1'000.0 &&
         power == std::floor(power);
}

void putExponent(std::string& formula, const Decimal& value) {
  const std::size_t at = formula.find("^m");
  const std::string digits = std::to_string(static_cast<int>(value.toDouble()));
  if (at != std::string::npos) formula.replace(at + 1, 1, digits);
  if (const std::size_t sum = formula.find("(m-1)"); sum != std::string::npos)
    formula.replace(sum + 1, 1, digits);
}

Status takeParameters(const FractintType& type, const Settings& settings, ForeignEntry& entry) {
  auto numbers = numbersOf("params", settingOr(settings, "params", type.params));
  if (!numbers) return numbers.error();
  std::vector<Decimal> all = std::move(numbers).value();
  all.resize(kMostNumbers);
  for (std::size_t i = 0; i < type.parameters.size(); ++i) {
    const std::string_view name = type.parameters[i];
    const julia::ComplexDecimal value{all[2 * i], all[2 * i + 1]};
    if (name.empty()) continue;
    if (isPlainExponent(name, value))
      putExponent(entry.formula, value.re);
    else
      entry.parameters.emplace_back(name, value);
  }
  return success();
}

Status takeView(const FractintType& type, const Settings& settings, ForeignEntry& entry) {
  const std::string_view magnified = settingOr(settings, "center-mag", "");
  const std::string_view corners = settingOr(settings, "corners", "");
  const bool isMagnified = !magnified.empty();
  const auto numbers = isMagnified ? numbersOf("center-mag", magnified)
                                   : numbersOf("corners", corners.empty() ? type.corners : corners);
  if (!numbers) return numbers.error();
  const auto view =
      isMagnified ? viewOfMagnification(numbers.value()) : viewOfCorners(numbers.value());
  if (!view) return view.error();
  entry.view = view.value().view;
  if (view.value().isTurned) entry.notTaken.emplace_back("its rotation");
  if (view.value().isStretched) entry.notTaken.emplace_back("its stretched pixels");
  return success();
}

Status takeIterations(const Settings& settings, ForeignEntry& entry) {
  entry.tmax = kUsualIterations;
  const std::string_view text = settingOr(settings, "maxiter", "");
  if (text.empty()) return success();
  const auto number = Decimal::parse(text);
  const double value = number ? number.value().toDouble() : 0.0;
  if (!(value >= 1.0 && value <= std::numeric_limits<std::int32_t>::max()))
    return Error{"its maxiter=" + quotedPart(text) +
                 " is no number from 1 to 2147483647; correct it"};
  entry.tmax = static_cast<std::int32_t>(value);
  return success();
}

// Returns the number of the interior's colour; nothing if inside= asks for another colouring.
std::optional<std::size_t> insideColor(std::string_view text) {
  if (text == "maxiter" || text == "-1") return 255;
  std::size_t number = 0;
  const char* end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, number);
  if (read.ec != std::errc() || read.ptr != end || number > 255) return std::nullopt;
  return number;
}

Status takeColors(const Settings& settings, ForeignEntry& entry) {
  const std::string_view inside = settingOr(settings, "inside", "1");
  const auto interior = insideColor(inside);
  if (!interior) entry.notTaken.push_back("inside=" + std::string(inside));
  const std::string_view text = settingOr(settings, "colors", settingOr(settings, "map", ""));
  if (text.empty()) return success();
  if (text.starts_with('@') || !settings.contains("colors")) {
    entry.notTaken.push_back("the colours of " +
                             std::string(text.substr(text.starts_with('@') ? 1 : 0)) +
                             ", a file of its own");
    return success();
  }
  const auto colors = parseFractintColors(text);
  if (!colors) return colors.error();
  entry.coloring = fractintColoring(colors.value(), interior.value_or(0));
  entry.coloring->gradient.name = quotedPart(entry.name);
  return success();
}

void tellLosses(const FractintType& type, const Settings& settings, ForeignEntry& entry) {
  if (!type.loss.empty()) entry.notTaken.emplace_back(type.loss);
  for (const LostSetting& lost : kLost) {
    const auto found = settings.find(lost.name);
    if (found == settings.end()) continue;
    const std::string value = inSmallLetters(found->second);
    if (std::ranges::find(lost.harmless, value) == lost.harmless.end() || lost.harmless[0].empty())
      entry.notTaken.push_back(found->second.empty() ? found->first
                                                     : found->first + "=" + found->second);
  }
}

Error wrongType(const Settings& settings) {
  const std::string_view type = settingOr(settings, "type", "");
  if (type.empty()) return {"it has no type=; choose an entry that has one"};
  if (inSmallLetters(type) == "formula")
    return {"its formula " + quotedPart(settingOr(settings, "formulaname", "")) + " of " +
            quotedPart(settingOr(settings, "formulafile", "another file")) +
            " cannot be read; choose an entry of another type than formula"};
  return {"its type " + quotedPart(type) +
          " is no formula of z alone; choose an entry of a type like julia or julfn+zsqrd"};
}

}  // namespace

bool isFractintStart(const QByteArray& firstBytes) {
  const qsizetype brace = firstBytes.indexOf('{');
  if (brace <= 0) return false;
  const QByteArray text = firstBytes.mid(brace).toLower();
  return text.contains(" type=") || text.contains("\ntype=") || text.contains("\ttype=");
}

Result<ForeignEntry> parseFractintEntry(const NamedBlock& block) {
  const Settings settings = settingsIn(block.text);
  const FractintType* type = fractintType(inSmallLetters(settingOr(settings, "type", "")));
  if (!type) return wrongType(settings);
  ForeignEntry entry{.name = quotedPart(block.name)};
  const auto formula = fractintFormula(*type, inSmallLetters(settingOr(settings, "function", "")));
  if (!formula) return formula.error();
  entry.formula = formula.value();
  for (const auto take : {&takeParameters, &takeView})
    if (Status s = take(*type, settings, entry); !s) return s.error();
  for (const auto take : {&takeIterations, &takeColors})
    if (Status s = take(settings, entry); !s) return s.error();
  tellLosses(*type, settings, entry);
  if (type->isMap) showCentreOfMap(entry);
  return entry;
}

std::string fractintKind(const NamedBlock& block) {
  const Settings settings = settingsIn(block.text);
  const std::string type = inSmallLetters(settingOr(settings, "type", ""));
  if (type == "formula")
    return "type=formula, " + quotedPart(settingOr(settings, "formulaname", ""));
  return type.empty() ? "no type" : "type=" + quotedPart(type);
}

}  // namespace fatou::io
