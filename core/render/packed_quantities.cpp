// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/render/packed_quantities.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <cstring>
#include <vector>

#include "core/base/check.h"
#include "core/render/zigzag.h"

namespace fatou::render {
namespace {

constexpr std::size_t kEight = 8;  // numbers that share a width
constexpr unsigned kMostBits = 32;
constexpr unsigned kBeforeRuns = 31;        // is added to the length of a run of zero eights
constexpr std::size_t kLongestRun = 224;    // whose first byte is 255
constexpr std::size_t kMostBytes = 1 + 32;  // of an eight, with its first byte

using Eight = std::array<float, kEight>;

std::size_t eightsIn(std::size_t numbers) {
  return (numbers + kEight - 1) / kEight;
}

std::uint32_t bitsOf(float number) {
  return std::bit_cast<std::uint32_t>(number);
}

// Calls visit(i, bits), in order, for the first two rows and one number more, where `bits` are
// those expected for number i. Reads only numbers before i.
template <typename Visit>
void predictFirstRows(std::span<const float> numbers, std::size_t columns, const Visit& visit) {
  const auto bits = [numbers](std::size_t i) { return bitsOf(numbers[i]); };
  const std::size_t size = numbers.size();
  if (size > 0) visit(std::size_t{0}, 0U);
  if (size > 1) visit(std::size_t{1}, bits(0));
  std::size_t i = 2;
  for (; i < std::min(size, columns + 1); ++i) visit(i, 2U * bits(i - 1) - bits(i - 2));
  for (; i < std::min(size, 2 * columns + 1); ++i)
    visit(i, bits(i - 1) + bits(i - columns) - bits(i - columns - 1));
}

// Calls visit(first, count) for runs of the other numbers, each at most a row long, so that, except
// for the left neighbours, expected bits depend only on numbers before the run.
template <typename Visit>
void visitOtherRows(std::size_t size, std::size_t columns, const Visit& visit) {
  for (std::size_t first = 2 * columns + 1; first < size; first += columns)
    visit(first, std::min(columns, size - first));
}

// The loops over a row are written so that the compiler vectorises them: nothing is read where they
// write. `below` is the number below the first one, and `farBelow` the one below that.
std::uint32_t likelyStep(const float* below, const float* farBelow) {
  return 2U * (bitsOf(below[0]) - bitsOf(below[-1])) - (bitsOf(farBelow[0]) - bitsOf(farBelow[-1]));
}

void foldRow(const float* row, std::size_t columns, std::size_t count,
             std::uint32_t* __restrict differences) {
  const float* const below = row - columns;
  const float* const farBelow = below - columns;
  for (std::size_t i = 0; i < count; ++i)
    differences[i] =
        toZigzag(bitsOf(row[i]) - bitsOf(row[i - 1]) - likelyStep(below + i, farBelow + i));
}

// `row` has the folded differences and gets the numbers.
void unfoldRow(float* __restrict row, const float* below, const float* farBelow,
               std::size_t count) {
  for (std::size_t i = 0; i < count; ++i)
    row[i] = std::bit_cast<float>(fromZigzag(bitsOf(row[i])) + likelyStep(below + i, farBelow + i));
}

void addUp(float* row, std::size_t count) {
  std::uint32_t sum = bitsOf(row[-1]);
  for (std::size_t i = 0; i < count; ++i) {
    sum += bitsOf(row[i]);
    row[i] = std::bit_cast<float>(sum);
  }
}

// Joins two numbers of `width` <= 32 bits, the first one in the lower bits.
std::uint64_t joined(std::uint64_t first, std::uint64_t second, unsigned width) {
  return first | (second << width);
}

// Writes eight numbers below 2^width and returns the end of what was written. Up to 8 bytes behind
// it are overwritten.
char* putEight(char* to, const std::uint32_t* numbers, unsigned width) {
  if (width > 8) {
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
  const auto four = [width](const std::uint32_t* n) {
    return joined(joined(n[0], n[1], width), joined(n[2], n[3], width), 2 * width);
  };
  const std::uint64_t bits = joined(four(numbers), four(numbers + 4), 4 * width);
  std::memcpy(to, &bits, sizeof bits);
  return to + width;
}

// Reads eight numbers of `width` bits. `room` is the number of bytes that may be read.
void takeEight(const char* from, std::size_t room, unsigned width, float* to) {
  // Each number is read with the seven bytes behind its first one.
  std::array<char, kMostBits + sizeof(std::uint64_t)> padded{};
  if (room < padded.size()) {
    std::memcpy(padded.data(), from, width);
    from = padded.data();
  }
  const std::uint64_t mask = (std::uint64_t{1} << width) - 1;
  if (width <= 8) {
    std::uint64_t bits = 0;
    std::memcpy(&bits, from, sizeof bits);
    for (std::size_t k = 0; k < kEight; ++k) {
      to[k] = std::bit_cast<float>(static_cast<std::uint32_t>(bits & mask));
      bits >>= width;
    }
    return;
  }
  for (std::size_t k = 0; k < kEight; ++k) {
    const std::size_t first = k * width;
    std::uint64_t bits = 0;
    std::memcpy(&bits, from + first / 8, sizeof bits);
    to[k] = std::bit_cast<float>(static_cast<std::uint32_t>((bits >> (first % 8)) & mask));
  }
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
      Eight last{};
      count = std::min(numbers.size(), kEight);
      float* const to = count == kEight ? numbers.data() : last.data();
      takeEight(bytes.data(), bytes.size(), width, to);
      if (count < kEight) std::copy_n(last.data(), count, numbers.data());
      bytes.remove_prefix(width);
    }
    numbers = numbers.subspan(count);
  }
  return bytes.empty();
}

}  // namespace

std::string packedQuantities(std::span<const float> numbers, std::size_t columns) {
  FATOU_CHECK(columns >= 1);
  std::vector<std::uint32_t> differences(eightsIn(numbers.size()) * kEight);
  predictFirstRows(numbers, columns, [&](std::size_t i, std::uint32_t likely) {
    differences[i] = toZigzag(bitsOf(numbers[i]) - likely);
  });
  visitOtherRows(numbers.size(), columns, [&](std::size_t first, std::size_t count) {
    foldRow(&numbers[first], columns, count, &differences[first]);
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
  predictFirstRows(numbers, columns, [&](std::size_t i, std::uint32_t likely) {
    numbers[i] = std::bit_cast<float>(likely + fromZigzag(bitsOf(numbers[i])));
  });
  visitOtherRows(numbers.size(), columns, [&](std::size_t first, std::size_t count) {
    float* const row = &numbers[first];
    unfoldRow(row, row - columns, row - 2 * columns, count);
    addUp(row, count);
  });
  return true;
}

}  // namespace fatou::render
