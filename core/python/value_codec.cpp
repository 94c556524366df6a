// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/python/value_codec.h"

#include <memory>
#include <stdexcept>
#include <utility>

#include "core/python/marshal_reader.h"
#include "core/python/marshal_writer.h"

namespace fatou::python {

EncodedValue encode(const PyValue& value) {
  MarshalWriter writer;
  writer.put(value, 0);
  EncodedValue encoded = std::move(writer).take();
  if (encoded.bytes.size() > kMostValueBytes)
    throw std::invalid_argument("a value of " + std::to_string(encoded.bytes.size() >> 20) +
                                " MB cannot travel: 64 MB can, and arrays of any size");
  return encoded;
}

PyValue decode(std::string_view bytes, std::span<const PyArray> arrays) {
  if (bytes.size() > kMostValueBytes) throw engines::WireError("a value is larger than 64 MB");
  MarshalReader reader(bytes, arrays);
  PyValue value = reader.take(0);
  reader.requireEnd();
  return value;
}

}  // namespace fatou::python

namespace fatou::engines {

void Wire<python::PyArray>::write(Writer& writer, const python::PyArray& array) {
  writeTo(writer, array.type());
  writeTo(writer, array.shape());
  writeTo(writer, array.isScalar());
  writeCount(writer, array.bytes().size());
  writer.raw(array.bytes().data(), array.bytes().size());
}

python::PyArray Wire<python::PyArray>::read(Reader& reader) {
  auto type = readFrom<std::string>(reader);
  auto shape = readFrom<std::vector<std::uint64_t>>(reader);
  const bool isScalar = readFrom<bool>(reader);
  const std::size_t count = readCount(reader);
  const std::shared_ptr<char[]> data(new char[count]);
  reader.raw(data.get(), count);
  try {
    return {std::move(type), std::move(shape), data, count, isScalar};
  } catch (const std::invalid_argument& error) {
    throw WireError(error.what());
  }
}

void Wire<python::PyValue>::write(Writer& writer, const python::PyValue& value) {
  const python::EncodedValue encoded = python::encode(value);
  writeTo(writer, encoded.arrays);
  writeTo(writer, encoded.bytes);
}

python::PyValue Wire<python::PyValue>::read(Reader& reader) {
  const auto arrays = readFrom<std::vector<python::PyArray>>(reader);
  const std::size_t count = readCount(reader);
  return python::decode(reader.view(count), arrays);
}

}  // namespace fatou::engines
