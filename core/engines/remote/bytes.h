// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstring>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

namespace fatou::engines {

// A message between a caller and an engine elsewhere.
using Bytes = std::string;

// Bytes that are not what was to be read. No size in them is believed before it is checked.
class WireError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// Puts values one behind the other.
class Writer {
 public:
  void raw(const void* data, std::size_t size) {
    if (size > 0) m_bytes.append(static_cast<const char*>(data), size);
  }
  // Writes over what was put in first, where that was to be known only later.
  void overwriteFront(const Bytes& bytes) { m_bytes.replace(0, bytes.size(), bytes); }
  Bytes take() && { return std::move(m_bytes); }

 private:
  Bytes m_bytes;
};

// Takes values out in the order they were put in; throws WireError where they end too early.
class Reader {
 public:
  explicit Reader(std::string_view bytes) : m_bytes(bytes) {}

  void raw(void* data, std::size_t size) {
    if (size > m_bytes.size()) throw WireError("a message ends too early");
    if (size > 0) std::memcpy(data, m_bytes.data(), size);
    m_bytes.remove_prefix(size);
  }
  std::size_t remaining() const { return m_bytes.size(); }
  void requireEnd() const {
    if (!m_bytes.empty()) throw WireError("a message is longer than what it holds");
  }

 private:
  std::string_view m_bytes;
};

}  // namespace fatou::engines
