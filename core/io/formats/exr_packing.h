// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/io/formats/zlib_strips.h"

namespace fatou::io {

// Packs chunks of an EXR file as its ZIP compression does (OpenEXR's ImfZip.cpp); every thread has
// its own.
class ExrPacker {
 public:
  // Gives `bytes` themselves where packing makes them no smaller, as the format wants it. May throw
  // std::bad_alloc.
  std::vector<std::uint8_t> pack(std::span<const std::uint8_t> bytes);

 private:
  std::vector<std::uint8_t> m_differences;
  StripCompressor m_compressor;
};

}  // namespace fatou::io
