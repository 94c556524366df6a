// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/zlib_strips.h"

#include <algorithm>
#include <array>
#include <isa-l/igzip_lib.h>
#include <zlib.h>

#include <QtEndian>

#include "core/base/check.h"

namespace fatou::io {
namespace {

// ISA-L's level 0 takes a fifth of the CPU time of zlib's level 1. Its higher levels make files a
// quarter smaller, but are not used: in 2.30 the same strip comes out a few bytes longer or shorter
// in one of some 1,000 cases, by what is in memory. Level 0 did so in none of 168,000.
constexpr std::uint32_t kLevel = 0;

constexpr std::array<std::uint8_t, 2> kStreamHead{0x78, 0x01};  // 32 KiB window, fastest level

// What bytes that do not compress are stored in: a head of 5 bytes to every 64 KiB, and the marks
// at the end. Asked for twice over.
std::size_t largestStrip(std::size_t size) {
  return size + size / 4096 + 64;
}

}  // namespace

struct StripCompressor::Memory {
  isal_zstream stream;
  std::vector<std::uint8_t> packed;
};

// Zeroed, as ISA-L leaves some fields of a stream (its window's size) as it finds them.
StripCompressor::StripCompressor() : m_memory(std::make_unique<Memory>()) {}
StripCompressor::~StripCompressor() = default;
StripCompressor::StripCompressor(StripCompressor&&) noexcept = default;
StripCompressor& StripCompressor::operator=(StripCompressor&&) noexcept = default;

ZlibStrip StripCompressor::compress(std::span<const std::uint8_t> bytes, bool isLast) {
  FATOU_CHECK(bytes.size() <= std::size_t{1} << 30);
  auto& [stream, packed] = *m_memory;
  packed.resize(std::max(packed.size(), largestStrip(bytes.size())));
  isal_deflate_stateless_init(&stream);
  stream.level = kLevel;
  stream.flush = isLast ? NO_FLUSH : FULL_FLUSH;
  stream.end_of_stream = isLast ? 1 : 0;
  stream.next_in = const_cast<std::uint8_t*>(bytes.data());  // ISA-L knows no const here
  stream.avail_in = static_cast<std::uint32_t>(bytes.size());
  stream.next_out = packed.data();
  stream.avail_out = static_cast<std::uint32_t>(packed.size());
  const int outcome = isal_deflate_stateless(&stream);
  FATOU_CHECK(outcome == COMP_OK && stream.avail_in == 0);
  return {.bytes = {packed.data(), stream.next_out},
          .adler = isal_adler32(1, bytes.data(), bytes.size()),
          .unpackedSize = bytes.size(),
          .isLast = isLast};
}

void ZlibJoiner::join(const ZlibStrip& strip, std::vector<std::uint8_t>& stream) {
  if (!m_started) stream.insert(stream.end(), kStreamHead.begin(), kStreamHead.end());
  m_started = true;
  stream.insert(stream.end(), strip.bytes.begin(), strip.bytes.end());
  m_adler = static_cast<std::uint32_t>(
      adler32_combine(m_adler, strip.adler, static_cast<z_off_t>(strip.unpackedSize)));
  if (!strip.isLast) return;
  std::array<std::uint8_t, 4> checksum;
  qToBigEndian(m_adler, checksum.data());
  stream.insert(stream.end(), checksum.begin(), checksum.end());
}

}  // namespace fatou::io
