// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>

// Numbers and runs as sentences, tables and pages write them, whoever shows them. UTF-8.
namespace fatou::stats {

// The value with a point and so many decimals; "very many" where that takes more than 60
// characters.
std::string fixedText(double value, int decimals);

// "97.1 %".
std::string percentText(double share);

// A unit of time, its size in seconds.
struct TimeUnit {
  double size;
  const char* name;
};

// The largest of s, ms, µs and ns that is no longer than `seconds`; ns for shorter times.
TimeUnit timeUnitFor(double seconds);

// "61.3 ms", "4.00 µs", "1.94 s", "2 min 05 s": three figures, the unit that suits; "0 s" for none.
std::string timeText(double seconds);

// "64.1 MB", "980 B": three figures, in powers of ten.
std::string bytesText(std::int64_t bytes);

// "serial", "direct, 1 engine", "balanced, 4 engines".
std::string runName(const std::string& view, int engines);

// The words with a capital in front and a full stop behind; empty for no words.
std::string asSentence(std::string words);

// "19,133,988".
std::string groupedText(std::string digits);

}  // namespace fatou::stats
