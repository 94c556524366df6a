// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/python/value_codec.h"

namespace fatou::python {

// What goes over the channel between this program and a Python engine, little-endian:
//   u32 bytes of the body | u16 kind | u16 descriptors that go along | u64 task
// The body of a task, result, failure or hello is a value with its arrays:
//   u32 bytes of the value | u16 1 where it has tuples that begin with Ellipsis | u16 arrays
//   the value, see value_codec.h
//   for each array: u8 0 where inline, else the so many-th descriptor that it lies in | u8
//   dimensions
//                   8 bytes numpy's dtype.str | u64 offset | u64 bytes | u64 each side of the shape
// Inline arrays follow the body, and do not count in its bytes. The body of output is u8 1 or 2,
// which stream, and text in UTF-8.
enum class FrameKind : std::uint16_t { Hello = 1, Task, Result, Failure, Output, Bye };

inline constexpr int kProtocol = 1;
inline constexpr std::size_t kHeadBytes = 16;
// A body may have what a value may, and what describes its arrays.
inline constexpr std::size_t kMostBodyBytes = kMostValueBytes + (std::size_t{1} << 20);
// Larger arrays go to an engine in a descriptor, as two copies through a socket take longer than
// mapping one.
inline constexpr std::size_t kMostInline = std::size_t{256} << 10;
// An engine's answer may have so many descriptors.
inline constexpr std::size_t kMostFilesOfAnswer = 16;

struct FrameHead {
  std::uint32_t bodyBytes = 0;
  FrameKind kind = FrameKind::Hello;
  std::uint16_t descriptors = 0;
  std::uint64_t task = 0;

  std::array<char, kHeadBytes> bytes() const;
};
// Throws engines::WireError for a kind that engines do not send, for descriptors with what is no
// result, or too many, or for a body that is too long.
FrameHead readFrameHead(std::string_view bytes);

// A value that is ready to be sent to an engine.
struct OutgoingFrame {
  std::string front;                  // head and body
  std::vector<PyArray> inlineArrays;  // follow it
  std::vector<PyArray> largeArrays;   // lie in the descriptor that goes along, one behind the other
  std::vector<std::uint64_t> offsets;  // where
  int file = -1;  // one in which they lie already, open for as long as they are; else to be made
};
// Throws std::invalid_argument for a value that cannot travel.
OutgoingFrame makeTaskFrame(std::uint64_t task, const PyValue& value);

// A body that holds a value, read as far as its arrays are known. Throws engines::WireError.
class IncomingFrame {
 public:
  struct Room {
    std::string type;
    std::vector<std::uint64_t> shape;
    std::size_t bytes = 0;
    std::size_t where = 0;  // 0: they follow the body; else in the so many-th descriptor
    std::size_t offset = 0;
  };
  explicit IncomingFrame(std::string body);

  // The arrays, for which there has to be memory where they follow the body.
  const std::vector<Room>& arrays() const { return m_arrays; }
  // The value, once all of its arrays are there.
  PyValue value(const std::vector<std::shared_ptr<const char[]>>& data) const;

 private:
  std::string m_body;
  std::string_view m_value;
  std::vector<Room> m_arrays;
};

}  // namespace fatou::python
