// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/render/tile.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "core/engines/wire/wire.h"
#include "core/render/packed_counts.h"
#include "core/render/packed_quantities.h"

namespace fatou::render {

IterationNumbers Tile::numbers() const {
  const auto all = [](const auto& array) {
    return std::span(array.data(), static_cast<std::size_t>(array.size()));
  };
  return {.counts = all(counts),
          .smooth = all(smooth),
          .distance = all(distance),
          .cycles = all(cycles)};
}

IterationNumbers Tile::row(std::int32_t sampleRow) const {
  const auto columns = static_cast<std::size_t>(counts.cols());
  return numbers().part(static_cast<std::size_t>(sampleRow) * columns, columns);
}

std::span<float> zeroRoom(bool wanted, const CountArray& counts, QuantityArray& numbers) {
  if (!wanted) return {};
  numbers.setZero(counts.rows(), counts.cols());
  return {numbers.data(), static_cast<std::size_t>(numbers.size())};
}

}  // namespace fatou::render

// How a tile becomes bytes and a tile again.
namespace fatou::engines {
namespace {

using render::CountArray;
using render::QuantityArray;
using render::Tile;

// The numbers of an array of either kind, row by row.
template <typename Array>
auto numbersOf(Array& array) {
  return std::span(array.data(), static_cast<std::size_t>(array.size()));
}

std::string packed(const CountArray& counts) {
  return render::packedCounts(numbersOf(counts));
}
std::string packed(const QuantityArray& numbers) {
  return render::packedQuantities(numbersOf(numbers), static_cast<std::size_t>(numbers.cols()));
}

bool unpack(std::string_view bytes, CountArray& counts) {
  return render::unpackCounts(bytes, numbersOf(counts));
}
bool unpack(std::string_view bytes, QuantityArray& numbers) {
  return render::unpackQuantities(bytes, numbersOf(numbers),
                                  static_cast<std::size_t>(numbers.cols()));
}

template <typename Array>
void writeArray(Writer& writer, const Array& array) {
  const auto size = static_cast<std::size_t>(array.size()) * sizeof(typename Array::Scalar);
  std::string bytes;
  if (writer.mayPack(size)) bytes = packed(array);
  writeTo(writer, !bytes.empty());
  if (bytes.empty()) return writeTo(writer, array);
  writeTo(writer, static_cast<std::int32_t>(array.rows()));
  writeTo(writer, static_cast<std::int32_t>(array.cols()));
  writeTo(writer, bytes);
}

template <typename Array>
Array readPacked(Reader& reader) {
  const auto rows = readFrom<std::int32_t>(reader);
  const auto columns = readFrom<std::int32_t>(reader);
  const auto bytes = reader.view(readCount(reader));
  if (rows < 1 || columns < 1) throw WireError("a message holds numbers of no shape");
  reader.unpack(static_cast<std::size_t>(rows) * static_cast<std::size_t>(columns) *
                sizeof(typename Array::Scalar));
  Array array;
  array.resize(rows, columns);
  if (!unpack(bytes, array)) throw WireError("a message holds numbers that are damaged");
  return array;
}

template <typename Array>
Array readArray(Reader& reader) {
  return readFrom<bool>(reader) ? readPacked<Array>(reader) : readFrom<Array>(reader);
}

}  // namespace

void Wire<Tile>::write(Writer& writer, const Tile& tile) {
  writeTo(writer, tile.rect);
  writeTo(writer, tile.sampling);
  writeArray(writer, tile.counts);
  writeArray(writer, tile.smooth);
  writeArray(writer, tile.distance);
  writeArray(writer, tile.cycles);
  writeTo(writer, tile.iterations);
  writeTo(writer, tile.lanes);
}

Tile Wire<Tile>::read(Reader& reader) {
  Tile tile;
  tile.rect = readFrom<PixelRect>(reader);
  tile.sampling = readFrom<render::Sampling>(reader);
  tile.counts = readArray<CountArray>(reader);
  tile.smooth = readArray<QuantityArray>(reader);
  tile.distance = readArray<QuantityArray>(reader);
  tile.cycles = readArray<CountArray>(reader);
  tile.iterations = readFrom<std::int64_t>(reader);
  tile.lanes = readFrom<kernels::FastStatistics>(reader);
  return tile;
}

}  // namespace fatou::engines
