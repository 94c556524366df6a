// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/python/py_value.h"
#include "core/python/serve/shared_memory.h"

namespace fatou::python {

// What `fatou serve` and its client say to each other, as resources/python/PROTOCOL.md has it.
enum class ClientFrameKind : std::uint16_t {
  Hello = 1,
  Request,
  Result,
  Failure,
  Output,
  Bye,
  Word
};

inline constexpr int kServeProtocol = 1;
inline constexpr std::size_t kClientHeadBytes = 16;

// What stands in front of each frame.
struct ClientHead {
  std::uint32_t bodyBytes = 0;
  ClientFrameKind kind = ClientFrameKind::Hello;
  std::uint16_t descriptors = 0;
  std::uint64_t number = 0;
};

// Throws engines::WireError for what cannot be the head of a frame that a client sends.
ClientHead readClientHead(std::string_view bytes);

// What a body says of an array: where its bytes are, and what it is.
struct ArrayRoom {
  std::uint8_t where = 0;  // 0: after the body; else in the frame's so many-th descriptor, from 1
  std::string type;
  std::vector<std::uint64_t> shape;
  std::size_t offset = 0;
  std::size_t bytes = 0;
};

// A body, read as far as its arrays are known.
struct ClientBody {
  std::string_view value;
  std::vector<ArrayRoom> arrays;
};

// Throws engines::WireError where the body is none, or has an array whose bytes are not as many as
// its shape says.
ClientBody readClientBody(std::string_view body);

// A frame that is ready to be sent: head and body, then the bytes of the arrays.
struct ClientFrame {
  static constexpr std::size_t kMostFiles = 32;

  std::string front{};
  std::vector<PyArray> inlineArrays{};
  std::vector<int> files{};                      // go along as descriptors
  std::vector<PyArray> fileArrays{};             // lie in them, which are open for as long
  std::shared_ptr<const SharedMemory> memory{};  // the same; may be null
};

// Arrays that lie in `memory` are not sent, but the memory is; and so are, where `passesFiles`, the
// files of large arrays that came in one. Throws std::invalid_argument for a value that cannot
// travel.
ClientFrame makeClientFrame(ClientFrameKind kind, std::uint64_t number, const PyValue& value,
                            std::shared_ptr<const SharedMemory> memory = nullptr,
                            bool passesFiles = false);

}  // namespace fatou::python
