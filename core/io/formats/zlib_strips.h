// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace fatou::io {

// Strips of about this size compress fastest: each begins with a search that knows nothing and ends
// with a mark, which shorter ones do too often; longer ones are few for many cores.
inline constexpr std::size_t kFastestStrip = std::size_t{1} << 18;

// A stretch of a zlib stream (RFC 1950) that was compressed without its neighbours.
struct ZlibStrip {
  std::vector<std::uint8_t> bytes;  // never empty
  std::uint32_t adler = 1;          // checksum of the bytes it unpacks to
  std::size_t unpackedSize = 0;
  bool isLast = false;
};

// Compresses strips, up to 1 GiB each, one after the other; every thread has its own. Of what went
// before it keeps memory alone: the same bytes give the same strip, on every number of threads.
// (ISA-L promises nothing from one kind of processor to another.)
class StripCompressor {
 public:
  // Throws std::bad_alloc.
  StripCompressor();
  ~StripCompressor();
  StripCompressor(StripCompressor&&) noexcept;
  StripCompressor& operator=(StripCompressor&&) noexcept;

  // Throws std::bad_alloc.
  ZlibStrip compress(std::span<const std::uint8_t> bytes, bool isLast);

 private:
  struct Memory;
  std::unique_ptr<Memory> m_memory;
};

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
