// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "core/io/formats/picture_info.h"

namespace fatou::io {

// Packs tiles of a picture, each on its own, and unpacks them; every thread has its own codec. The
// same bytes give the same tile.
class TileCodec {
 public:
  explicit TileCodec(Compression compression);
  ~TileCodec();
  TileCodec(const TileCodec&) = delete;
  TileCodec& operator=(const TileCodec&) = delete;

  // A whole zlib stream or zstd frame. May throw std::bad_alloc.
  std::vector<std::uint8_t> pack(std::span<const std::uint8_t> bytes);

  // False where `packed` is not what unpacks to just as many bytes.
  bool unpack(std::span<const std::uint8_t> packed, std::span<std::uint8_t> bytes);

 private:
  struct Memory;
  std::unique_ptr<Memory> m_memory;
  Compression m_compression;
};

}  // namespace fatou::io
