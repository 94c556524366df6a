// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/formats/tile_pyramid.h"

#include <cstring>

#include "core/io/formats/light_average.h"

namespace fatou::io {

std::size_t pyramidSize(TileLevel level) {
  std::size_t tiles = level.size();
  while (!level.isOneTile()) {
    level = level.half();
    tiles += level.size();
  }
  return tiles;
}

std::size_t TileMaker::channelBytes() const {
  if (m_depth == Depth::Eight) return sizeof(std::uint8_t);
  return m_depth == Depth::Sixteen ? sizeof(std::uint16_t) : sizeof(float);
}

std::vector<std::uint8_t> TileMaker::pack(std::span<const std::uint8_t> pixels, std::int32_t width,
                                          std::int32_t height, TilePress& press) const {
  press.tile.resize(tileBytes());
  const std::size_t line = static_cast<std::size_t>(width) * pixelBytes();
  for (std::size_t y = 0; y < static_cast<std::size_t>(height); ++y)
    std::memcpy(press.tile.data() + y * lineBytes(), pixels.data() + y * line, line);
  extendEdge(press.tile, width, height);
  return press.codec.pack(press.tile);
}

void TileMaker::extendEdge(std::span<std::uint8_t> tile, std::int32_t width,
                           std::int32_t height) const {
  const std::size_t used = static_cast<std::size_t>(width) * pixelBytes();
  for (std::size_t y = 0; y < static_cast<std::size_t>(height); ++y) {
    std::uint8_t* row = tile.data() + y * lineBytes();
    for (std::size_t at = used; at < lineBytes(); ++at) row[at] = row[at - pixelBytes()];
  }
  const std::uint8_t* last = tile.data() + static_cast<std::size_t>(height - 1) * lineBytes();
  for (auto y = static_cast<std::size_t>(height); y < kTileSide; ++y)
    std::memcpy(tile.data() + y * lineBytes(), last, lineBytes());
}

std::vector<std::uint8_t> TileMaker::packHalf(PictureFile& file, const TileLevel& whole,
                                              std::size_t index, TilePress& press) const {
  const TileLevel half = whole.half();
  const std::size_t column = index % half.columns();
  const std::size_t row = index / half.columns();
  press.four.resize(4 * tileBytes());
  for (std::size_t part = 0; part < 4; ++part) {
    const std::size_t x = 2 * column + part % 2;
    const std::size_t y = 2 * row + part / 2;
    if (x >= whole.columns() || y >= whole.rows()) continue;
    if (!readTile(file, whole.tiles[y * whole.columns() + x], press)) return {};
    auto* to = press.four.data() + (part / 2 * 2 * kTileSide + part % 2) * lineBytes();
    for (std::size_t i = 0; i < kTileSide; ++i)
      std::memcpy(to + 2 * i * lineBytes(), press.quarter.data() + i * lineBytes(), lineBytes());
  }
  halveFour(press);
  extendEdge(press.tile, half.usedWidth(column), half.usedHeight(row));
  return press.codec.pack(press.tile);
}

bool TileMaker::readTile(PictureFile& file, const TileLevel::Place& place, TilePress& press) const {
  press.packed.resize(place.size);
  press.quarter.resize(tileBytes());
  const std::span bytes(reinterpret_cast<char*>(press.packed.data()), place.size);
  return file.readAt(place.offset, bytes) && press.codec.unpack(press.packed, press.quarter);
}

void TileMaker::halveFour(TilePress& press) const {
  press.tile.resize(tileBytes());
  const auto halveAs = [&]<typename Channel>(Channel) {
    const auto all = [](auto& bytes) {
      return std::span(reinterpret_cast<Channel*>(bytes.data()), bytes.size() / sizeof(Channel));
    };
    halve(std::span<const Channel>(all(press.four)), 2 * kTileSide, all(press.tile));
  };
  if (m_depth == Depth::Eight) return halveAs(std::uint8_t{});
  if (m_depth == Depth::Sixteen) return halveAs(std::uint16_t{});
  halveAs(float{});
}

}  // namespace fatou::io
