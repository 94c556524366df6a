// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/python/frame.h"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "core/python/memory_file.h"

namespace fatou::python {
namespace {

using engines::readFrom;
using engines::WireError;
using engines::writeTo;

constexpr std::uint64_t kPage = 4096;
constexpr std::size_t kTypeBytes = 8;
constexpr std::uint64_t kMostBytesOfArray = std::uint64_t{1} << 40;

bool isLarge(const PyArray& array) {
  return array.bytes().size() > kMostInline;
}

// Says where the large arrays lie: in the file in which all of them are already, or in one that is
// to be made, each from the begin of a page.
void placeLarge(OutgoingFrame& frame) {
  for (const PyArray& array : frame.largeArrays) {
    const auto place = placeInFile(array.memory());
    const bool isThere = place && (frame.file < 0 || place->file == frame.file);
    frame.file = isThere ? place->file : -1;
    if (!isThere) break;
    frame.offsets.push_back(place->offset);
  }
  if (frame.file >= 0) return;
  frame.offsets.clear();
  std::uint64_t offset = 0;
  for (const PyArray& array : frame.largeArrays) {
    frame.offsets.push_back(offset);
    offset += (array.bytes().size() + kPage - 1) / kPage * kPage;
  }
}

void putArray(engines::Writer& writer, const PyArray& array, bool isInFile, std::uint64_t offset) {
  if (array.type().size() > kTypeBytes)
    throw std::invalid_argument("an array of type " + array.type() + " cannot travel");
  writeTo(writer, static_cast<std::uint8_t>(isInFile ? 1 : 0));
  writeTo(writer, static_cast<std::uint8_t>(array.shape().size()));
  std::string type = array.type();
  type.resize(kTypeBytes, '\0');
  writer.raw(type.data(), kTypeBytes);
  writeTo(writer, offset);
  writeTo(writer, static_cast<std::uint64_t>(array.bytes().size()));
  for (const std::uint64_t side : array.shape()) writeTo(writer, side);
}

IncomingFrame::Room takeRoom(engines::Reader& reader) {
  const auto where = readFrom<std::uint8_t>(reader);
  const auto dimensions = readFrom<std::uint8_t>(reader);
  if (dimensions > PyArray::kMostDimensions) throw WireError("an array has too many dimensions");
  IncomingFrame::Room room;
  room.where = where;
  room.type = std::string(reader.view(kTypeBytes));
  room.type.resize(std::min(room.type.find('\0'), room.type.size()));
  room.offset = static_cast<std::size_t>(readFrom<std::uint64_t>(reader));
  const auto bytes = readFrom<std::uint64_t>(reader);
  if (bytes > kMostBytesOfArray) throw WireError("an array is larger than any memory");
  room.bytes = static_cast<std::size_t>(bytes);
  room.shape.resize(dimensions);
  for (std::uint64_t& side : room.shape) side = readFrom<std::uint64_t>(reader);
  return room;
}

}  // namespace

std::array<char, kHeadBytes> FrameHead::bytes() const {
  engines::Writer writer;
  writeTo(writer, bodyBytes);
  writeTo(writer, kind);
  writeTo(writer, descriptors);
  writeTo(writer, task);
  std::array<char, kHeadBytes> all{};
  std::ranges::copy(std::move(writer).take(), all.begin());
  return all;
}

FrameHead readFrameHead(std::string_view bytes) {
  engines::Reader reader(bytes);
  FrameHead head;
  head.bodyBytes = readFrom<std::uint32_t>(reader);
  head.kind = readFrom<FrameKind>(reader);
  head.descriptors = readFrom<std::uint16_t>(reader);
  head.task = readFrom<std::uint64_t>(reader);
  const bool isKnown = head.kind == FrameKind::Hello || head.kind == FrameKind::Result ||
                       head.kind == FrameKind::Failure || head.kind == FrameKind::Output;
  const std::size_t most = head.kind == FrameKind::Result ? kMostFilesOfAnswer : 0;
  if (!isKnown || head.descriptors > most || head.bodyBytes > kMostBodyBytes)
    throw WireError("bytes are no frame");
  return head;
}

OutgoingFrame makeTaskFrame(std::uint64_t task, const PyValue& value) {
  EncodedValue encoded = encode(value);
  if (encoded.arrays.size() > 0xFFFF)
    throw std::invalid_argument("a value with " + std::to_string(encoded.arrays.size()) +
                                " arrays cannot travel: 65,535 can");
  OutgoingFrame frame;
  engines::Writer body;
  writeTo(body, static_cast<std::uint32_t>(encoded.bytes.size()));
  writeTo(body, static_cast<std::uint16_t>(encoded.hasTuples ? 1 : 0));
  writeTo(body, static_cast<std::uint16_t>(encoded.arrays.size()));
  body.raw(encoded.bytes.data(), encoded.bytes.size());
  for (const PyArray& array : encoded.arrays)
    (isLarge(array) ? frame.largeArrays : frame.inlineArrays).push_back(array);
  placeLarge(frame);
  std::size_t large = 0;
  for (const PyArray& array : encoded.arrays)
    putArray(body, array, isLarge(array), isLarge(array) ? frame.offsets[large++] : 0);
  const std::string bytes = std::move(body).take();
  if (bytes.size() > kMostBodyBytes)
    throw std::invalid_argument("a value with so many arrays cannot travel: put them together");
  const FrameHead head{.bodyBytes = static_cast<std::uint32_t>(bytes.size()),
                       .kind = FrameKind::Task,
                       .descriptors = static_cast<std::uint16_t>(frame.largeArrays.empty() ? 0 : 1),
                       .task = task};
  const auto headBytes = head.bytes();
  frame.front.assign(headBytes.begin(), headBytes.end());
  frame.front += bytes;
  return frame;
}

IncomingFrame::IncomingFrame(std::string body) : m_body(std::move(body)) {
  engines::Reader reader{std::string_view(m_body)};
  const auto valueBytes = readFrom<std::uint32_t>(reader);
  static_cast<void>(readFrom<std::uint16_t>(reader));
  const auto arrays = readFrom<std::uint16_t>(reader);
  m_value = reader.view(valueBytes);
  for (int i = 0; i < arrays; ++i) m_arrays.push_back(takeRoom(reader));
  reader.requireEnd();
}

PyValue IncomingFrame::value(const std::vector<std::shared_ptr<const char[]>>& data) const {
  std::vector<PyArray> arrays;
  try {
    for (std::size_t i = 0; i < m_arrays.size(); ++i)
      arrays.emplace_back(m_arrays[i].type, m_arrays[i].shape, data[i], m_arrays[i].bytes);
  } catch (const std::invalid_argument& error) {
    throw WireError(error.what());
  }
  return decode(m_value, arrays);
}

}  // namespace fatou::python
