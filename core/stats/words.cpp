// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/stats/words.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <iterator>
#include <system_error>

namespace fatou::stats {
namespace {

constexpr TimeUnit kTimeUnits[] = {{1.0, "s"}, {1e-3, "ms"}, {1e-6, "µs"}, {1e-9, "ns"}};

}  // namespace

std::string fixedText(double value, int decimals) {
  char text[64];
  const auto written =
      std::to_chars(text, text + sizeof text, value, std::chars_format::fixed, decimals);
  if (written.ec != std::errc()) return "very many";
  const std::string figures(text, written.ptr);
  // A number that is rounded to 0 loses its sign: there is no "-0".
  const bool isNothing = figures.find_first_not_of("-0.") == std::string::npos;
  return isNothing && figures.front() == '-' ? figures.substr(1) : figures;
}

std::string percentText(double share) {
  return fixedText(100.0 * share, 1) + " %";
}

TimeUnit timeUnitFor(double seconds) {
  const auto* unit =
      std::find_if(std::begin(kTimeUnits), std::end(kTimeUnits),
                   [seconds](const TimeUnit& candidate) { return seconds >= candidate.size; });
  return unit == std::end(kTimeUnits) ? *std::prev(unit) : *unit;
}

std::string timeText(double seconds) {
  if (seconds < 0.0) return '-' + timeText(-seconds);
  if (!(seconds > 0.0)) return "0 s";
  if (seconds >= 99.95) {
    const auto whole = std::llround(seconds);
    const std::string rest = std::to_string(whole % 60);
    return std::to_string(whole / 60) + (rest.size() < 2 ? " min 0" : " min ") + rest + " s";
  }
  // A time that rounds to 1.00 of the next unit is given in that unit.
  const TimeUnit unit = timeUnitFor(seconds / 0.9995);
  const double value = seconds / unit.size;
  return fixedText(value, value < 9.995 ? 2 : value < 99.95 ? 1 : 0) + ' ' + unit.name;
}

std::string bytesText(std::int64_t bytes) {
  constexpr const char* kUnits[] = {"B", "kB", "MB", "GB", "TB"};
  double value = static_cast<double>(bytes);
  std::size_t unit = 0;
  // A size that rounds to 1.00 of the next unit is given in that unit.
  for (; value >= 999.5 && unit + 1 < std::size(kUnits); ++unit) value /= 1000.0;
  const int decimals = unit == 0 || value >= 99.95 ? 0 : value < 9.995 ? 2 : 1;
  return fixedText(value, decimals) + ' ' + kUnits[unit];
}

std::string runName(const std::string& view, int engines) {
  if (view == "serial") return view;
  return view + ", " + std::to_string(engines) + (engines == 1 ? " engine" : " engines");
}

std::string asSentence(std::string words) {
  if (words.empty()) return words;
  if (words[0] >= 'a' && words[0] <= 'z') words[0] = static_cast<char>(words[0] - 'a' + 'A');
  return words + ".";
}

std::string groupedText(std::string digits) {
  for (std::size_t at = digits.size(); at > 3;) digits.insert(at -= 3, 1, ',');
  return digits;
}

}  // namespace fatou::stats
