// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/render/packed_counts.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <limits>
#include <utility>

#include "core/base/check.h"
#include "core/kernels/count_changes.h"
#include "core/render/zigzag.h"

namespace fatou::render {
namespace {

constexpr std::uint32_t kHalf = 15;         // the number is this or more, and its rest comes behind
constexpr std::uint32_t kShortRest = 0x80;  // a rest below takes one byte

// Both write at a place with enough room and return where they have ended.
char* putRest(char* at, std::uint32_t rest) {
  for (; rest >= kShortRest; rest >>= 7) *at++ = static_cast<char>(0x80 | (rest & 0x7F));
  *at++ = static_cast<char>(rest);
  return at;
}

// Puts one stretch of `more` + 1 equal counts. Rests of one byte are written in any case, and the
// next byte is written over one that is not wanted: no branch then depends on which of them there
// are, which processors could not predict.
char* putStretch(char* at, std::uint32_t step, std::uint32_t more) {
  *at++ = static_cast<char>(std::min(step, kHalf) | (std::min(more, kHalf) << 4));
  if (std::max(step, more) >= kHalf + kShortRest) {
    if (step >= kHalf) at = putRest(at, step - kHalf);
    if (more >= kHalf) at = putRest(at, more - kHalf);
    return at;
  }
  *at = static_cast<char>(step - kHalf);
  at += step >= kHalf ? 1 : 0;
  *at = static_cast<char>(more - kHalf);
  at += more >= kHalf ? 1 : 0;
  return at;
}

// Collects bytes. They go to the string a few thousand at a time, which takes less than one by one.
class PackedBytes {
 public:
  // Where the next bytes go; there is room for 64 stretches.
  char* room() {
    if (m_end + kMostAtOnce > m_block.size()) flush();
    return m_block.data() + m_end;
  }
  // What was put into the room ends here.
  void setEnd(const char* end) { m_end = static_cast<std::size_t>(end - m_block.data()); }

  std::size_t size() const { return m_bytes.size() + m_end; }
  std::string take() && {
    flush();
    return std::move(m_bytes);
  }

 private:
  static constexpr std::size_t kMostOfStretch = 1 + 5 + 5;
  static constexpr std::size_t kMostAtOnce = 64 * kMostOfStretch + 1;  // and one not wanted

  void flush() {
    m_bytes.append(m_block.data(), m_end);
    m_end = 0;
  }

  std::string m_bytes;
  std::array<char, 4096> m_block;
  std::size_t m_end = 0;
};

// Packs stretch by stretch.
class StretchPacker {
 public:
  explicit StretchPacker(std::span<const std::int32_t> counts) : m_counts(counts) {}

  // Puts all stretches that end at one of 64 changes, of which the lowest bit stands for the one
  // between counts[first] and counts[first + 1].
  void putWord(std::uint64_t changes, std::size_t first) {
    if (changes == 0) return;
    const auto counts = m_counts;
    std::size_t start = m_start;
    std::uint32_t before = m_before;
    char* at = m_bytes.room();
    for (; changes != 0; changes &= changes - 1) {
      const std::size_t end = first + static_cast<std::size_t>(std::countr_zero(changes)) + 1;
      const auto count = static_cast<std::uint32_t>(counts[start]);
      at = putStretch(at, toZigzag(count - before), static_cast<std::uint32_t>(end - start - 1));
      before = count;
      start = end;
    }
    m_bytes.setEnd(at);
    m_start = start;
    m_before = before;
  }
  void putLast() {
    const auto count = static_cast<std::uint32_t>(m_counts[m_start]);
    const auto more = static_cast<std::uint32_t>(m_counts.size() - m_start - 1);
    m_bytes.setEnd(putStretch(m_bytes.room(), toZigzag(count - m_before), more));
  }
  bool isShorter() const { return m_bytes.size() < m_counts.size_bytes(); }
  std::string take() && { return std::move(m_bytes).take(); }

 private:
  std::span<const std::int32_t> m_counts;
  std::size_t m_start = 0;     // of the stretch that has not ended
  std::uint32_t m_before = 0;  // the count of the one before it
  PackedBytes m_bytes;
};

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

// Writes `count` at least `length` times and returns where the stretch ends. If there is room,
// whole blocks are written, and what is too much the next stretch overwrites: that leaves one
// branch that depends on the length, which processors cannot predict, and none in most of the
// short ones.
std::int32_t* putCounts(std::int32_t* at, const std::int32_t* end, std::ptrdiff_t length,
                        std::int32_t count) {
  constexpr std::ptrdiff_t kBlock = 16;
  std::int32_t* const stop = at + length;
  if (end - stop < kBlock) return std::fill_n(at, length, count);
  do {
    std::fill_n(at, kBlock, count);
    at += kBlock;
  } while (at < stop);
  return stop;
}

}  // namespace

// Changes are found for some thousand counts at a time, which then are still near the processor.
std::string packedCounts(std::span<const std::int32_t> counts) {
  constexpr std::size_t kChangesAtOnce = 4096;
  FATOU_CHECK(counts.size() <= std::numeric_limits<std::uint32_t>::max());
  if (counts.empty()) return {};
  std::array<std::uint64_t, kChangesAtOnce / 64> changes;
  StretchPacker packer(counts);
  for (std::size_t first = 0; first + 1 < counts.size(); first += kChangesAtOnce) {
    const auto part = counts.subspan(first, std::min(kChangesAtOnce + 1, counts.size() - first));
    const auto words = std::span(changes).first(kernels::changeWords(part.size()));
    kernels::countChanges(part, words);
    for (std::size_t k = 0; k < words.size(); ++k) packer.putWord(words[k], first + 64 * k);
    if (!packer.isShorter()) return {};
  }
  packer.putLast();
  if (!packer.isShorter()) return {};
  return std::move(packer).take();
}

bool unpackCounts(std::string_view bytes, std::span<std::int32_t> counts) {
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
    if (static_cast<std::ptrdiff_t>(more) >= end - at) return false;
    count += fromZigzag(step);
    at =
        putCounts(at, end, static_cast<std::ptrdiff_t>(more) + 1, static_cast<std::int32_t>(count));
  }
  return reader.isAtEnd();
}

}  // namespace fatou::render
