// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/render/packed_counts.h"

#include <algorithm>
#include <cstddef>
#include <limits>
#include <optional>

#include "core/render/folded_number.h"

namespace fatou::render {
namespace {

constexpr std::uint32_t kHalf = 15;  // the number is this or more, and its rest comes behind

void putRest(std::string& bytes, std::uint32_t rest) {
  for (; rest >= 0x80; rest >>= 7) bytes.push_back(static_cast<char>(0x80 | (rest & 0x7F)));
  bytes.push_back(static_cast<char>(rest));
}

// Takes bytes off the front.
class PackedReader {
 public:
  explicit PackedReader(std::string_view bytes) : m_bytes(bytes) {}

  bool isAtEnd() const { return m_bytes.empty(); }

  std::optional<std::uint32_t> byte() {
    if (m_bytes.empty()) return std::nullopt;
    const auto value = static_cast<unsigned char>(m_bytes.front());
    m_bytes.remove_prefix(1);
    return value;
  }
  // The number of a half, with its rest where it has one; nothing where that is cut off or more
  // than 32 bits hold.
  std::optional<std::uint32_t> whole(std::uint32_t half) {
    if (half < kHalf) return half;
    std::uint64_t number = 0;
    for (unsigned shift = 0; shift < 35; shift += 7) {
      const auto next = byte();
      if (!next) return std::nullopt;
      number |= static_cast<std::uint64_t>(*next & 0x7FU) << shift;
      if (*next >= 0x80U) continue;
      number += kHalf;
      if (number > std::numeric_limits<std::uint32_t>::max()) return std::nullopt;
      return static_cast<std::uint32_t>(number);
    }
    return std::nullopt;
  }

 private:
  std::string_view m_bytes;
};

}  // namespace

std::string packedCounts(std::span<const std::int32_t> counts) {
  const std::size_t most = counts.size_bytes();
  std::string bytes;
  bytes.reserve(most / 8);
  std::uint32_t before = 0;
  for (auto at = counts.begin(); at != counts.end();) {
    // A longer stretch is more than one, so that its length is a number of 32 bits.
    constexpr std::ptrdiff_t kLongest = std::ptrdiff_t{1} << 30;
    const auto limit = at + std::min<std::ptrdiff_t>(counts.end() - at, kLongest);
    const auto next = std::find_if(at, limit, [first = *at](std::int32_t n) { return n != first; });
    const auto count = static_cast<std::uint32_t>(*at);
    const std::uint32_t step = folded(count - before);
    const auto more = static_cast<std::uint32_t>(next - at - 1);
    bytes.push_back(static_cast<char>(std::min(step, kHalf) | (std::min(more, kHalf) << 4)));
    if (step >= kHalf) putRest(bytes, step - kHalf);
    if (more >= kHalf) putRest(bytes, more - kHalf);
    if (bytes.size() >= most) return {};
    before = count;
    at = next;
  }
  return bytes;
}

bool unpackCounts(std::string_view bytes, std::span<std::int32_t> counts) {
  PackedReader reader(bytes);
  std::uint32_t count = 0;
  while (!counts.empty()) {
    const auto halves = reader.byte();
    if (!halves) return false;
    const auto step = reader.whole(*halves & 0xFU);
    if (!step) return false;
    const auto more = reader.whole(*halves >> 4);
    if (!more || *more >= counts.size()) return false;
    count += unfolded(*step);
    const std::size_t length = std::size_t{*more} + 1;
    std::ranges::fill(counts.first(length), static_cast<std::int32_t>(count));
    counts = counts.subspan(length);
  }
  return reader.isAtEnd();
}

}  // namespace fatou::render
