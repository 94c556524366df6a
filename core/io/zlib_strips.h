// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace fatou::io {

// Strips up to this size compress fastest: zlib never has to move its window of 32 KiB on.
inline constexpr std::size_t kFastestStrip = 2 * 32'768 - 262;

// A stretch of a zlib stream (RFC 1950) that was compressed without its neighbours.
struct ZlibStrip {
  std::vector<std::uint8_t> bytes;  // never empty
  std::uint32_t adler = 1;          // checksum of the bytes it unpacks to
  std::size_t unpackedSize = 0;
  bool isLast = false;
};

// Compresses one strip, up to 1 GiB of it. Pure, so strips can be made on all cores at once; the
// same bytes give the same strip. Throws std::bad_alloc.
ZlibStrip compressStrip(std::span<const std::uint8_t> bytes, bool isLast);

// The Adler-32 checksum of RFC 1950, as zlib's adler32() but several times as fast.
std::uint32_t adlerOf(std::span<const std::uint8_t> bytes);

// Makes strips, given in their order, one stream: its head, the strips, its checksum.
class ZlibJoiner {
 public:
  // Appends the strip and what belongs before or after it to `stream`.
  void join(const ZlibStrip& strip, std::vector<std::uint8_t>& stream);

 private:
  bool m_started = false;
  std::uint32_t m_adler = 1;
};

}  // namespace fatou::io
