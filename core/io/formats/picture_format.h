// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "core/base/pixel_rect.h"
#include "core/base/result.h"
#include "core/io/formats/picture_file.h"
#include "core/io/formats/picture_info.h"
#include "core/io/machine/crew.h"

namespace fatou::io {

// A cell as it stands in the file. Where a picture is gone on with, `bytes` has the size that it
// had, but not the content.
struct PackedCell {
  std::vector<std::uint8_t> bytes;
  std::uint32_t checksum = 0;      // of the unpacked bytes, where the format has use for one
  std::uint64_t unpackedSize = 0;  // bytes
};

// How many rows of `rowBytes` bytes a cell of whole rows has: of about a mebibyte, and a power of
// two up to 256, so that slabs end where cells do and can be gone on from.
constexpr std::int32_t rowsOfACell(std::int64_t rowBytes) {
  const std::int64_t rows = (std::int64_t{1} << 20) / rowBytes;
  return static_cast<std::int32_t>(
      std::bit_floor(static_cast<std::uint64_t>(std::clamp<std::int64_t>(rows, 1, 256))));
}

// The memory of a thread that packs cells, kept from cell to cell so that it touches no new one.
class Press {
 public:
  Press() = default;
  virtual ~Press() = default;
  Press(const Press&) = delete;
  Press& operator=(const Press&) = delete;
};

// One kind of picture file, while one picture is written to it.
//
// A picture is cut into cells, whole rows or rectangles of it, in rows of cells from the top down
// and in a row from left to right. Cells are painted and packed on many threads, in any order, and
// appended on one, in order. What a file becomes depends on the picture and the sizes and checksums
// of its cells alone, so that a picture can be gone on with after a crash: the same calls are made
// again, and PictureFile leaves out what it has already.
class PictureFormat {
 public:
  PictureFormat() = default;
  virtual ~PictureFormat() = default;
  PictureFormat(const PictureFormat&) = delete;
  PictureFormat& operator=(const PictureFormat&) = delete;

  // Sides of a cell in pixels; the last ones of a row and of the picture may be smaller.
  struct CellSize {
    std::int32_t width = 0;
    std::int32_t height = 0;
  };
  virtual CellSize cellSize() const = 0;

  // Bytes of a painted pixel.
  virtual std::size_t pixelBytes() const = 0;

  // Paints pixels [x, x + width) of row `row` of `rows`, counted from their first, into `pixels`.
  // Many threads at once.
  virtual void paint(const PictureRows& rows, std::int32_t row, std::int32_t x, std::int32_t width,
                     std::span<std::uint8_t> pixels) const = 0;

  virtual std::unique_ptr<Press> makePress() const { return std::make_unique<Press>(); }

  // Packs painted pixels, the top row first. `rect` counts rows from the bottom, as everywhere.
  // Many threads at once, each with its own press. May throw std::bad_alloc.
  virtual PackedCell pack(const PixelRect& rect, std::span<std::uint8_t> pixels,
                          Press& press) const = 0;

  // Head, cells in order, tail. `sha256` is that of J, 64 hexadecimal digits.
  virtual Status begin(PictureFile& file) = 0;
  virtual Status append(PictureFile& file, const PixelRect& rect, const PackedCell& cell) = 0;
  virtual Status finish(PictureFile& file, const std::string& sha256, Crew& crew) = 0;
};

}  // namespace fatou::io
