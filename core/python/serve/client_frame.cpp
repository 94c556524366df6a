// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/python/serve/client_frame.h"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "core/engines/wire/wire.h"
#include "core/python/frame.h"
#include "core/python/memory_file.h"
#include "core/python/value_codec.h"

namespace fatou::python {
namespace {

using engines::readFrom;
using engines::WireError;
using engines::writeTo;

constexpr std::size_t kDtypeBytes = 8;
constexpr std::size_t kMostArrays = 1000;
constexpr std::size_t kMostClientBody = kMostValueBytes + (std::size_t{1} << 20);
constexpr std::uint64_t kMostArrayBytes = std::uint64_t{1} << 40;

// The bytes that an array of the shape takes; throws where they are more than kMostArrayBytes.
std::uint64_t bytesOf(const ArrayRoom& room) {
  std::uint64_t bytes = itemSize(room.type);
  if (bytes == 0) throw WireError("an array is of the type '" + room.type + "', which is none");
  for (const std::uint64_t side : room.shape) {
    if (side != 0 && bytes > kMostArrayBytes / side)
      throw WireError("an array is larger than any memory");
    bytes *= side;
  }
  return bytes;
}

ArrayRoom readRoom(engines::Reader& reader) {
  ArrayRoom room;
  room.where = readFrom<std::uint8_t>(reader);
  const auto dimensions = readFrom<std::uint8_t>(reader);
  if (dimensions > PyArray::kMostDimensions) throw WireError("an array has too many dimensions");
  room.type = std::string(reader.view(kDtypeBytes));
  room.type.resize(std::min(room.type.find('\0'), room.type.size()));
  room.offset = static_cast<std::size_t>(readFrom<std::uint64_t>(reader));
  const auto bytes = readFrom<std::uint64_t>(reader);
  room.shape.resize(dimensions);
  for (std::uint64_t& side : room.shape) side = readFrom<std::uint64_t>(reader);
  if (bytes != bytesOf(room)) throw WireError("an array has other bytes than its shape says");
  room.bytes = static_cast<std::size_t>(bytes);
  return room;
}

void writeRoom(engines::Writer& writer, const PyArray& array, std::size_t where,
               std::size_t offset) {
  std::string type = array.type();
  if (type.size() > kDtypeBytes)
    throw std::invalid_argument("an array of type " + type + " cannot travel");
  type.resize(kDtypeBytes, '\0');
  writeTo(writer, static_cast<std::uint8_t>(where));
  writeTo(writer, static_cast<std::uint8_t>(array.shape().size()));
  writer.raw(type.data(), kDtypeBytes);
  writeTo(writer, static_cast<std::uint64_t>(offset));
  writeTo(writer, static_cast<std::uint64_t>(array.bytes().size()));
  for (const std::uint64_t side : array.shape()) writeTo(writer, side);
}

std::string headOf(const ClientHead& head) {
  engines::Writer writer;
  writeTo(writer, head.bodyBytes);
  writeTo(writer, head.kind);
  writeTo(writer, head.descriptors);
  writeTo(writer, head.number);
  return std::move(writer).take();
}

// The so many-th file of the frame, from 1, that has the array; 0 where it has to be sent.
std::size_t fileFor(const PyArray& array, ClientFrame& frame, std::uint64_t& offset) {
  const auto place = placeInFile(array.memory());
  if (!place || array.bytes().size() <= kMostInline) return 0;
  auto known = std::ranges::find(frame.files, place->file);
  if (known == frame.files.end()) {
    if (frame.files.size() == ClientFrame::kMostFiles) return 0;
    known = frame.files.insert(known, place->file);
  }
  offset = place->offset;
  frame.fileArrays.push_back(array);
  return static_cast<std::size_t>(known - frame.files.begin()) + 1;
}

// The body of a frame; notes in it what follows and goes along.
std::string makeBody(const EncodedValue& encoded, ClientFrame& frame, bool passesFiles) {
  engines::Writer body;
  writeTo(body, static_cast<std::uint32_t>(encoded.bytes.size()));
  writeTo(body, static_cast<std::uint16_t>(encoded.hasTuples ? 1 : 0));
  writeTo(body, static_cast<std::uint16_t>(encoded.arrays.size()));
  body.raw(encoded.bytes.data(), encoded.bytes.size());
  for (const PyArray& array : encoded.arrays) {
    const char* begin = array.bytes().data();
    std::uint64_t offset = 0;
    std::size_t where = 0;
    if (frame.memory && frame.memory->holds(begin)) {
      where = 1;
      offset = frame.memory->offsetOf(begin);
    } else if (passesFiles) {
      where = fileFor(array, frame, offset);
    }
    writeRoom(body, array, where, static_cast<std::size_t>(offset));
    if (where == 0) frame.inlineArrays.push_back(array);
  }
  return std::move(body).take();
}

}  // namespace

ClientHead readClientHead(std::string_view bytes) {
  engines::Reader reader(bytes);
  ClientHead head;
  head.bodyBytes = readFrom<std::uint32_t>(reader);
  head.kind = readFrom<ClientFrameKind>(reader);
  head.descriptors = readFrom<std::uint16_t>(reader);
  head.number = readFrom<std::uint64_t>(reader);
  const bool isKnown = head.kind == ClientFrameKind::Hello ||
                       head.kind == ClientFrameKind::Request || head.kind == ClientFrameKind::Bye;
  if (!isKnown || head.bodyBytes > kMostClientBody || head.descriptors > kMostArrays)
    throw WireError("what arrived is no frame of Fatou's protocol");
  return head;
}

ClientBody readClientBody(std::string_view body) {
  engines::Reader reader(body);
  const auto valueBytes = readFrom<std::uint32_t>(reader);
  static_cast<void>(readFrom<std::uint16_t>(reader));  // marked or not: each tuple is looked at
  const auto arrays = readFrom<std::uint16_t>(reader);
  if (arrays > kMostArrays) throw WireError("a frame has more than 1,000 arrays");
  ClientBody read{.value = reader.view(valueBytes), .arrays = {}};
  for (int i = 0; i < arrays; ++i) read.arrays.push_back(readRoom(reader));
  reader.requireEnd();
  return read;
}

ClientFrame makeClientFrame(ClientFrameKind kind, std::uint64_t number, const PyValue& value,
                            std::shared_ptr<const SharedMemory> memory, bool passesFiles) {
  const EncodedValue encoded = encode(value);
  if (encoded.arrays.size() > kMostArrays)
    throw std::invalid_argument("a value with " + std::to_string(encoded.arrays.size()) +
                                " arrays cannot travel: 1,000 can");
  ClientFrame frame{.memory = std::move(memory)};
  if (frame.memory) frame.files.push_back(frame.memory->seal());
  const std::string body = makeBody(encoded, frame, passesFiles);
  frame.front = headOf({.bodyBytes = static_cast<std::uint32_t>(body.size()),
                        .kind = kind,
                        .descriptors = static_cast<std::uint16_t>(frame.files.size()),
                        .number = number}) +
                body;
  return frame;
}

}  // namespace fatou::python
