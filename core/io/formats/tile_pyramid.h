// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/io/formats/picture_file.h"
#include "core/io/formats/picture_format.h"
#include "core/io/formats/picture_info.h"
#include "core/io/formats/tile_codec.h"

namespace fatou::io {

inline constexpr std::int32_t kTileSide = 256;  // pixels

// A picture at one size, cut into square tiles, and where these are in the file, row by row from
// the top.
struct TileLevel {
  struct Place {
    std::int64_t offset = 0;
    std::size_t size = 0;
  };
  std::int32_t width = 0;
  std::int32_t height = 0;
  std::vector<Place> tiles;

  std::size_t columns() const { return along(width); }
  std::size_t rows() const { return along(height); }
  std::size_t size() const { return columns() * rows(); }
  bool isOneTile() const { return width <= kTileSide && height <= kTileSide; }
  TileLevel half() const { return {(width + 1) / 2, (height + 1) / 2, {}}; }

  // The pixels of a tile in that column or row that are picture; the rest of the tile is padding.
  std::int32_t usedWidth(std::size_t column) const { return used(width, column); }
  std::int32_t usedHeight(std::size_t row) const { return used(height, row); }

 private:
  static std::size_t along(std::int32_t side) {
    return (static_cast<std::size_t>(side) + kTileSide - 1) / kTileSide;
  }
  static std::int32_t used(std::int32_t side, std::size_t index) {
    return std::min(kTileSide, side - static_cast<std::int32_t>(index) * kTileSide);
  }
};

// Tiles of a level and all smaller ones, down to one.
std::size_t pyramidSize(TileLevel level);

// The memory of a thread that packs tiles, kept from tile to tile so that it touches no new one.
struct TilePress : Press {
  explicit TilePress(Compression compression) : codec(compression) {}

  TileCodec codec;
  std::vector<std::uint8_t> tile;
  std::vector<std::uint8_t> packed;   // as read
  std::vector<std::uint8_t> quarter;  // a tile of the four that become one
  std::vector<std::uint8_t> four;     // them together
};

// Makes packed tiles of RGB pixels: 8 or 16 bits of sRGB or floats of light a channel.
class TileMaker {
 public:
  explicit TileMaker(Depth depth) : m_depth(depth) {}

  std::size_t channelBytes() const;
  std::size_t pixelBytes() const { return 3 * channelBytes(); }
  std::size_t tileBytes() const { return std::size_t{kTileSide} * kTileSide * pixelBytes(); }

  // Packs `width` x `height` pixels, at most a tile. The rest of the tile becomes like their edge,
  // which packs best and leaves averages as they are.
  std::vector<std::uint8_t> pack(std::span<const std::uint8_t> pixels, std::int32_t width,
                                 std::int32_t height, TilePress& press) const;

  // Tile `index` of a level of half the size, of those of `whole` that are in the file; nothing
  // where one of these is not as it was written.
  std::vector<std::uint8_t> packHalf(PictureFile& file, const TileLevel& whole, std::size_t index,
                                     TilePress& press) const;

 private:
  std::size_t lineBytes() const { return kTileSide * pixelBytes(); }
  void extendEdge(std::span<std::uint8_t> tile, std::int32_t width, std::int32_t height) const;
  bool readTile(PictureFile& file, const TileLevel::Place& place, TilePress& press) const;
  void halveFour(TilePress& press) const;

  Depth m_depth;
};

}  // namespace fatou::io
