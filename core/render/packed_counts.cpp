// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/render/packed_counts.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <limits>
#include <utility>

#include "core/render/zigzag.h"

namespace fatou::render {
namespace {

constexpr std::uint32_t kHalf = 15;  // the number is this or more, and its rest comes behind

// Collects bytes. They go to the string a few thousand at a time, which takes less than one by one.
class PackedWriter {
 public:
  // Puts one stretch of `more` + 1 equal counts.
  void put(std::uint32_t step, std::uint32_t more) {
    if (m_end + kMostOfStretch > m_block.size()) flush();
    m_block[m_end++] = static_cast<char>(std::min(step, kHalf) | (std::min(more, kHalf) << 4));
    if (step >= kHalf) putRest(step - kHalf);
    if (more >= kHalf) putRest(more - kHalf);
  }
  std::size_t size() const { return m_bytes.size() + m_end; }
  std::string take() && {
    flush();
    return std::move(m_bytes);
  }

 private:
  static constexpr std::size_t kMostOfStretch = 1 + 5 + 5;  // bytes

  void putRest(std::uint32_t rest) {
    for (; rest >= 0x80; rest >>= 7) m_block[m_end++] = static_cast<char>(0x80 | (rest & 0x7F));
    m_block[m_end++] = static_cast<char>(rest);
  }
  void flush() {
    m_bytes.append(m_block.data(), m_end);
    m_end = 0;
  }

  std::string m_bytes;
  std::array<char, 4096> m_block;
  std::size_t m_end = 0;
};

// The end of the counts that are equal to the first one. Long stretches are compared in blocks,
// which the compiler turns into a few instructions each.
const std::int32_t* stretchEnd(const std::int32_t* at, const std::int32_t* end) {
  constexpr std::ptrdiff_t kBlock = 16;
  const std::int32_t first = *at++;
  if (at == end || *at != first) return at;
  for (; end - at >= kBlock; at += kBlock) {
    std::int32_t different = 0;
    for (std::ptrdiff_t i = 0; i < kBlock; ++i) different |= at[i] ^ first;
    if (different != 0) break;
  }
  while (at != end && *at == first) ++at;
  return at;
}

// Takes bytes off the front.
class PackedReader {
 public:
  explicit PackedReader(std::string_view bytes)
      : m_at(bytes.data()), m_end(bytes.data() + bytes.size()) {}

  bool isAtEnd() const { return m_at == m_end; }
  // Requires !isAtEnd().
  std::uint32_t byte() { return static_cast<unsigned char>(*m_at++); }
  // Adds the rest to the number of a half that has one; false where the rest is cut off or the
  // number more than 32 bits hold.
  bool addRest(std::uint32_t& half) {
    std::uint64_t number = 0;
    for (unsigned shift = 0; shift < 35 && !isAtEnd(); shift += 7) {
      const std::uint32_t next = byte();
      number |= static_cast<std::uint64_t>(next & 0x7FU) << shift;
      if (next >= 0x80U) continue;
      number += kHalf;
      half = static_cast<std::uint32_t>(number);
      return number <= std::numeric_limits<std::uint32_t>::max();
    }
    return false;
  }

 private:
  const char* m_at;
  const char* m_end;
};

}  // namespace

std::string packedCounts(std::span<const std::int32_t> counts) {
  // A longer stretch is more than one, so that its length is a number of 32 bits.
  constexpr std::ptrdiff_t kLongest = std::ptrdiff_t{1} << 30;
  const std::size_t most = counts.size_bytes();
  PackedWriter bytes;
  std::uint32_t before = 0;
  const std::int32_t* const end = counts.data() + counts.size();
  for (const std::int32_t* at = counts.data(); at != end;) {
    const auto* const next = stretchEnd(at, at + std::min<std::ptrdiff_t>(end - at, kLongest));
    const auto count = static_cast<std::uint32_t>(*at);
    bytes.put(toZigzag(count - before), static_cast<std::uint32_t>(next - at - 1));
    if (bytes.size() >= most) return {};
    before = count;
    at = next;
  }
  return std::move(bytes).take();
}

// If there is room, the counts of a short stretch are written as a whole block, whose surplus the
// next stretch overwrites. No branch then depends on the stretch's length, which processors could
// not predict.
bool unpackCounts(std::string_view bytes, std::span<std::int32_t> counts) {
  constexpr std::ptrdiff_t kBlock = 16;
  PackedReader reader(bytes);
  std::uint32_t count = 0;
  std::int32_t* at = counts.data();
  std::int32_t* const end = at + counts.size();
  while (at != end) {
    if (reader.isAtEnd()) return false;
    const std::uint32_t halves = reader.byte();
    std::uint32_t step = halves & 0xFU;
    std::uint32_t more = halves >> 4;
    if (step == kHalf && !reader.addRest(step)) return false;
    if (more == kHalf && !reader.addRest(more)) return false;
    const std::ptrdiff_t room = end - at;
    if (static_cast<std::ptrdiff_t>(more) >= room) return false;
    count += fromZigzag(step);
    const auto length = static_cast<std::ptrdiff_t>(more) + 1;
    const bool isBlock = length <= kBlock && room >= kBlock;
    if (isBlock)
      std::fill_n(at, kBlock, static_cast<std::int32_t>(count));
    else
      std::fill_n(at, length, static_cast<std::int32_t>(count));
    at += length;
  }
  return reader.isAtEnd();
}

}  // namespace fatou::render
