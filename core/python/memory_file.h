// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <sys/socket.h>

#include "core/python/descriptor.h"

namespace fatou::python {

// A file of memory that another process has made for arrays of its.
class MemoryFile {
 public:
  explicit MemoryFile(Descriptor file);
  ~MemoryFile();
  MemoryFile(const MemoryFile&) = delete;
  MemoryFile& operator=(const MemoryFile&) = delete;

  int number() const { return m_file.number(); }
  // Whether it may stay open for as long as its memory is held. So many may, as this process has
  // only so many descriptors.
  bool mayStayOpen() const { return m_mayStayOpen; }
  static constexpr int kMostOpen = 256;

 private:
  Descriptor m_file;
  bool m_mayStayOpen;
};

// Takes the descriptors that came along with a message.
void takeFiles(msghdr& message, std::deque<Descriptor>& files);

// The bytes of a file, mapped for reading; they are there for as long as they are held. Throws
// engines::WireError where the file could still shrink or be changed, or is too short.
std::shared_ptr<const char[]> mapped(const std::shared_ptr<const MemoryFile>& file,
                                     std::size_t offset, std::size_t bytes);

// Where bytes lie in a file that is sealed, so that others can have them without a copy.
struct PlaceInFile {
  int file = -1;  // is open for as long as the bytes are held
  std::uint64_t offset = 0;
};
// Nothing for bytes that mapped() has not given, or whose file could not stay open.
std::optional<PlaceInFile> placeInFile(const std::shared_ptr<const char[]>& bytes);

}  // namespace fatou::python
