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

// The packed values of one message may come to so many bytes when they are unpacked, so that a few
// bytes cannot claim any memory. Further values are sent as they lie.
inline constexpr std::size_t kMostUnpacked = std::size_t{64} << 20;

// Puts values one behind the other.
class Writer {
 public:
  // Asks for values that can be packed to be packed, so that the message is shorter.
  void pack() { m_mayPack = kMostUnpacked; }
  // True where a value that takes so many bytes when it is unpacked is to be packed.
  bool mayPack(std::size_t unpacked) {
    if (unpacked > m_mayPack) return false;
    m_mayPack -= unpacked;
    return unpacked > 0;
  }

  // Says that the message is read in this process, while the caller keeps what it holds: a value
  // may then be referred to instead of copied.
  void stayHere() { m_staysHere = true; }
  bool staysHere() const { return m_staysHere; }

  void raw(const void* data, std::size_t size) {
    if (size > 0) m_bytes.append(static_cast<const char*>(data), size);
  }
  // Writes over what was put in first, where that was to be known only later.
  void overwriteFront(const Bytes& bytes) { m_bytes.replace(0, bytes.size(), bytes); }
  Bytes take() && { return std::move(m_bytes); }

 private:
  Bytes m_bytes;
  std::size_t m_mayPack = 0;
  bool m_staysHere = false;
};

// Takes values out in the order they were put in; throws WireError where they end too early.
class Reader {
 public:
  explicit Reader(std::string_view bytes) : m_bytes(bytes) {}

  void raw(void* data, std::size_t size) {
    const std::string_view bytes = view(size);
    if (size > 0) std::memcpy(data, bytes.data(), size);
  }
  // The next bytes where they lie in the message, for as long as that is there.
  std::string_view view(std::size_t size) {
    if (size > m_bytes.size()) throw WireError("a message ends too early");
    const std::string_view bytes = m_bytes.substr(0, size);
    m_bytes.remove_prefix(size);
    return bytes;
  }
  // To be called before memory is asked for that a packed value says it takes.
  void unpack(std::size_t unpacked) {
    if (unpacked > m_mayUnpack) throw WireError("a message claims to hold more than it may");
    m_mayUnpack -= unpacked;
  }
  std::size_t remaining() const { return m_bytes.size(); }
  void requireEnd() const {
    if (!m_bytes.empty()) throw WireError("a message is longer than what it holds");
  }

 private:
  std::string_view m_bytes;
  std::size_t m_mayUnpack = kMostUnpacked;
};

}  // namespace fatou::engines
