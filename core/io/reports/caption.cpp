// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/reports/caption.h"

#include <algorithm>
#include <cctype>
#include <vector>

#include "core/stats/words.h"

namespace fatou::io {
namespace {

constexpr std::size_t kLongestShown = 24;  // sizes, counts and names that Fatou writes are shorter

// The first figures of a decimal number, and its exponent.
std::string firstFigures(const std::string& number) {
  constexpr std::size_t kMost = 12;
  const std::size_t exponent = std::min(number.find_first_of("eE"), number.size());
  if (exponent <= kMost && number.size() <= 2 * kMost) return number;
  return number.substr(0, std::min(exponent, kMost)) + "…" + number.substr(exponent, kMost);
}

// "-0.8,0.156" as "-0.8 + 0.156i".
std::string complexText(const std::string& pair) {
  const std::size_t comma = pair.find(',');
  if (comma == std::string::npos) return firstFigures(pair);
  const std::string im = pair.substr(comma + 1);
  const bool isNegative = im.starts_with('-');
  return firstFigures(pair.substr(0, comma)) + (isNegative ? " - " : " + ") +
         firstFigures(isNegative ? im.substr(1) : im) + "i";
}

std::string sizeText(const std::string& size) {
  const std::size_t by = size.find('x');
  return by == std::string::npos ? size : size.substr(0, by) + " × " + size.substr(by + 1);
}

bool isWhole(const std::string& number) {
  return number.find_first_not_of("0123456789") == std::string::npos;
}

std::string samplesText(const std::string& samples) {
  if (samples.empty() || samples == "1") return "one sample a pixel";
  return samples + " × " + samples + " samples a pixel";
}

}  // namespace

std::string shownFact(const Facts& request, const std::string& name) {
  const std::string fact = factOf(request, name);
  const auto isPlain = [](unsigned char each) {
    return std::isalnum(each) != 0 || each == '.' || each == ',' || each == '+' || each == '-' ||
           each == '^';
  };
  const bool isShort = fact.size() <= kLongestShown || name == "c";
  return isShort && std::ranges::all_of(fact, isPlain) ? fact : std::string();
}

std::string captionOf(const Facts& request) {
  std::string caption;
  const auto add = [&caption](const std::string& part) {
    caption += caption.empty() ? part : ", " + part;
  };
  if (const auto size = shownFact(request, "size"); !size.empty()) add(sizeText(size));
  if (const auto kernel = shownFact(request, "kernel"); !kernel.empty()) add(kernel + " kernel");
  if (const auto tmax = shownFact(request, "tmax"); !tmax.empty())
    add("tmax " + (isWhole(tmax) ? stats::groupedText(tmax) : tmax));
  if (const auto formula = shownFact(request, "formula"); !formula.empty()) add(formula);
  if (const auto c = shownFact(request, "c"); !c.empty()) add("c = " + complexText(c));
  if (!caption.empty()) add(samplesText(shownFact(request, "samples")));
  return caption;
}

bool isSamePicture(const Facts& one, const Facts& other) {
  Facts pictures[] = {one, other};
  for (Facts& facts : pictures) {
    std::erase_if(facts, [](const auto& fact) {
      return fact.first == "engines" || fact.first == "view" || fact.first == "band";
    });
    std::ranges::sort(facts);  // those of a file come by name
  }
  return !pictures[0].empty() && pictures[0] == pictures[1];
}

}  // namespace fatou::io
