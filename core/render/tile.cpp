// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/render/tile.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

#include "core/engines/remote/wire.h"
#include "core/render/packed_counts.h"

namespace fatou::render {

IterationNumbers Tile::numbers() const {
  const auto all = [](const auto& array) {
    return std::span(array.data(), static_cast<std::size_t>(array.size()));
  };
  return {.counts = all(counts), .smooth = all(smooth), .distance = all(distance)};
}

IterationNumbers Tile::row(std::int32_t sampleRow) const {
  const auto columns = static_cast<std::size_t>(counts.cols());
  return numbers().part(static_cast<std::size_t>(sampleRow) * columns, columns);
}

}  // namespace fatou::render

// How a tile becomes bytes and a tile again.
namespace fatou::engines {
namespace {

using render::CountArray;
using render::Tile;

void writeCounts(Writer& writer, const CountArray& counts) {
  const auto size = static_cast<std::size_t>(counts.size());
  std::string packed;
  if (writer.mayPack(size * sizeof(std::int32_t)))
    packed = render::packedCounts(std::span(counts.data(), size));
  writeTo(writer, !packed.empty());
  if (packed.empty()) return writeTo(writer, counts);
  writeTo(writer, static_cast<std::int32_t>(counts.rows()));
  writeTo(writer, static_cast<std::int32_t>(counts.cols()));
  writeTo(writer, packed);
}

CountArray readPacked(Reader& reader) {
  const auto rows = readFrom<std::int32_t>(reader);
  const auto columns = readFrom<std::int32_t>(reader);
  const auto packed = readFrom<std::string>(reader);
  if (rows < 1 || columns < 1) throw WireError("a message holds counts of no shape");
  const auto size = static_cast<std::size_t>(rows) * static_cast<std::size_t>(columns);
  reader.unpack(size * sizeof(std::int32_t));
  CountArray counts;
  counts.resize(rows, columns);
  if (!render::unpackCounts(packed, std::span(counts.data(), size)))
    throw WireError("a message holds counts that are damaged");
  return counts;
}

CountArray readCounts(Reader& reader) {
  return readFrom<bool>(reader) ? readPacked(reader) : readFrom<CountArray>(reader);
}

}  // namespace

void Wire<Tile>::write(Writer& writer, const Tile& tile) {
  writeTo(writer, tile.rect);
  writeTo(writer, tile.sampling);
  writeCounts(writer, tile.counts);
  writeTo(writer, tile.smooth);
  writeTo(writer, tile.distance);
  writeTo(writer, tile.iterations);
  writeTo(writer, tile.lanes);
}

Tile Wire<Tile>::read(Reader& reader) {
  Tile tile;
  tile.rect = readFrom<PixelRect>(reader);
  tile.sampling = readFrom<render::Sampling>(reader);
  tile.counts = readCounts(reader);
  tile.smooth = readFrom<render::QuantityArray>(reader);
  tile.distance = readFrom<render::QuantityArray>(reader);
  tile.iterations = readFrom<std::int64_t>(reader);
  tile.lanes = readFrom<kernels::FastStatistics>(reader);
  return tile;
}

}  // namespace fatou::engines
