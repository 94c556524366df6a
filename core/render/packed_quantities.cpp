// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/render/packed_quantities.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <cstring>
#include <vector>

#include "core/base/check.h"
#include "core/render/folded_number.h"

namespace fatou::render {
namespace {

constexpr std::size_t kEight = 8;  // numbers that share a width
constexpr unsigned kMostBits = 32;
constexpr unsigned kBeforeRuns = 31;        // is added to the length of a run of zero eights
constexpr std::size_t kLongestRun = 224;    // whose first byte is 255
constexpr std::size_t kMostBytes = 1 + 32;  // of an eight, with its first byte

using Eight = std::array<std::uint32_t, kEight>;

std::size_t eightsIn(std::size_t numbers) {
  return (numbers + kEight - 1) / kEight;
}

// Calls visit(i, the bits that are likely for number i) in order, and reads only numbers before i.
template <typename Visit>
void predict(std::span<const float> numbers, std::size_t columns, const Visit& visit) {
  const auto bits = [numbers](std::size_t i) { return std::bit_cast<std::uint32_t>(numbers[i]); };
  const std::size_t size = numbers.size();
  if (size > 0) visit(std::size_t{0}, 0U);
  if (size > 1) visit(std::size_t{1}, bits(0));
  std::size_t i = 2;
  for (; i < std::min(size, columns + 1); ++i) visit(i, 2U * bits(i - 1) - bits(i - 2));
  const auto step = [&](std::size_t below) { return bits(below) - bits(below - 1); };
  for (; i < std::min(size, 2 * columns + 1); ++i) visit(i, bits(i - 1) + step(i - columns));
  for (; i < size; ++i) visit(i, bits(i - 1) + 2U * step(i - columns) - step(i - 2 * columns));
}

// Writes so many bits of each number; returns where the bytes end.
char* putEight(char* to, const std::uint32_t* numbers, unsigned width) {
  std::uint64_t bits = 0;
  unsigned filled = 0;
  for (std::size_t k = 0; k < kEight; ++k) {
    bits |= std::uint64_t{numbers[k]} << filled;
    filled += width;
    if (filled < 32) continue;
    const auto low = static_cast<std::uint32_t>(bits);
    std::memcpy(to, &low, sizeof low);
    to += sizeof low;
    bits >>= 32;
    filled -= 32;
  }
  for (; filled > 0; filled -= 8) {
    *to++ = static_cast<char>(bits & 0xFFU);
    bits >>= 8;
  }
  return to;
}

// `bytes` begins with as many bytes as `width` says.
Eight takeEight(std::string_view bytes, unsigned width) {
  // Each number is read with the seven bytes behind its first one.
  std::array<char, kMostBits + sizeof(std::uint64_t)> padded{};
  const char* from = bytes.data();
  if (bytes.size() < padded.size()) {
    std::memcpy(padded.data(), from, width);
    from = padded.data();
  }
  const std::uint64_t mask = (std::uint64_t{1} << width) - 1;
  Eight numbers{};
  for (std::size_t k = 0; k < kEight; ++k) {
    const std::size_t first = k * width;
    std::uint64_t bits = 0;
    std::memcpy(&bits, from + first / 8, sizeof bits);
    numbers[k] = static_cast<std::uint32_t>((bits >> (first % 8)) & mask);
  }
  return numbers;
}

// Puts the folded differences where the numbers will be; false where the bytes are damaged.
bool unpackDifferences(std::string_view bytes, std::span<float> numbers) {
  while (!numbers.empty()) {
    if (bytes.empty()) return false;
    const unsigned width = static_cast<unsigned char>(bytes.front());
    bytes.remove_prefix(1);
    std::size_t count = kEight;
    if (width > kMostBits) {
      const std::size_t eights = width - kBeforeRuns;
      if (eights > eightsIn(numbers.size())) return false;
      count = std::min(numbers.size(), eights * kEight);
      std::ranges::fill(numbers.first(count), 0.0F);
    } else {
      if (bytes.size() < width) return false;
      const Eight differences = takeEight(bytes, width);
      bytes.remove_prefix(width);
      count = std::min(numbers.size(), kEight);
      for (std::size_t k = 0; k < count; ++k) numbers[k] = std::bit_cast<float>(differences[k]);
    }
    numbers = numbers.subspan(count);
  }
  return bytes.empty();
}

}  // namespace

std::string packedQuantities(std::span<const float> numbers, std::size_t columns) {
  FATOU_CHECK(columns >= 1);
  std::vector<std::uint32_t> differences(eightsIn(numbers.size()) * kEight);
  predict(numbers, columns, [&](std::size_t i, std::uint32_t likely) {
    differences[i] = folded(std::bit_cast<std::uint32_t>(numbers[i]) - likely);
  });
  const std::size_t most = numbers.size_bytes();
  std::string bytes(most + kMostBytes, '\0');
  char* to = bytes.data();
  std::size_t zeros = 0;  // eights of zeros, not yet written
  const auto putZeros = [&] {
    if (zeros > 0) *to++ = static_cast<char>(zeros == 1 ? std::size_t{0} : zeros + kBeforeRuns);
    zeros = 0;
  };
  for (std::size_t i = 0; i < differences.size(); i += kEight) {
    std::uint32_t any = 0;
    for (std::size_t k = 0; k < kEight; ++k) any |= differences[i + k];
    if (any == 0 && ++zeros < kLongestRun) continue;
    putZeros();
    if (any != 0) {
      const auto width = static_cast<unsigned>(std::bit_width(any));
      *to++ = static_cast<char>(width);
      to = putEight(to, &differences[i], width);
    }
    if (static_cast<std::size_t>(to - bytes.data()) >= most) return {};
  }
  putZeros();
  bytes.resize(static_cast<std::size_t>(to - bytes.data()));
  return bytes.size() < most ? bytes : std::string();
}

bool unpackQuantities(std::string_view bytes, std::span<float> numbers, std::size_t columns) {
  FATOU_CHECK(columns >= 1);
  if (!unpackDifferences(bytes, numbers)) return false;
  predict(numbers, columns, [&](std::size_t i, std::uint32_t likely) {
    const std::uint32_t difference = unfolded(std::bit_cast<std::uint32_t>(numbers[i]));
    numbers[i] = std::bit_cast<float>(likely + difference);
  });
  return true;
}

}  // namespace fatou::render
