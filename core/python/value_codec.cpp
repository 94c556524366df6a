// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/python/value_codec.h"

#include <memory>
#include <stdexcept>
#include <utility>

#include "core/python/handed_arrays.h"
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
namespace {

// Larger arrays do not go through messages that stay in this process.
constexpr std::size_t kMostCopied = std::size_t{256} << 10;

std::uint64_t numberOf(const python::PyArray& array) {
  auto* const handed = python::HandedArrays::ofThisThread();
  return handed != nullptr ? handed->hand(array.memory()) : python::lendMemory(array.memory());
}

python::ArrayMemory memoryReferredTo(Reader& reader, std::size_t& count) {
  count = static_cast<std::size_t>(readFrom<std::uint64_t>(reader));
  auto memory = python::takeMemory(readFrom<std::uint64_t>(reader));
  if (!memory) throw WireError("an array that a message refers to is no longer there");
  return memory;
}

python::ArrayMemory memoryRead(Reader& reader, std::size_t& count) {
  count = readCount(reader);
  const std::shared_ptr<char[]> memory(new char[count]);
  reader.raw(memory.get(), count);
  return memory;
}

}  // namespace

void Wire<python::PyArray>::write(Writer& writer, const python::PyArray& array) {
  writeTo(writer, array.type());
  writeTo(writer, array.shape());
  writeTo(writer, array.isScalar());
  const std::size_t count = array.bytes().size();
  const bool isReferredTo = writer.staysHere() && count > kMostCopied;
  writeTo(writer, isReferredTo);
  if (isReferredTo) {
    writeTo(writer, static_cast<std::uint64_t>(count));
    writeTo(writer, numberOf(array));
  } else {
    writeCount(writer, count);
    writer.raw(array.bytes().data(), count);
  }
}

python::PyArray Wire<python::PyArray>::read(Reader& reader) {
  auto type = readFrom<std::string>(reader);
  auto shape = readFrom<std::vector<std::uint64_t>>(reader);
  const bool isScalar = readFrom<bool>(reader);
  std::size_t count = 0;
  python::ArrayMemory memory =
      readFrom<bool>(reader) ? memoryReferredTo(reader, count) : memoryRead(reader, count);
  try {
    return {std::move(type), std::move(shape), std::move(memory), count, isScalar};
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
