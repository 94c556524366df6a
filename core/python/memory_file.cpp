// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/python/memory_file.h"

#include <atomic>
#include <cstring>
#include <fcntl.h>
#include <new>
#include <sys/mman.h>
#include <sys/stat.h>
#include <utility>

#include "core/engines/wire/bytes.h"

#ifndef F_SEAL_FUTURE_WRITE
#define F_SEAL_FUTURE_WRITE 0x0010  // of Linux 5.1, which older headers lack
#endif

namespace fatou::python {
namespace {

constexpr std::size_t kPageSize = 4096;

std::atomic<int> openFiles{0};

void requireSealed(int file, std::size_t end) {
  const int seals = ::fcntl(file, F_GET_SEALS);
  const bool isFixed = seals >= 0 && (seals & F_SEAL_SHRINK) != 0 &&
                       (seals & (F_SEAL_WRITE | F_SEAL_FUTURE_WRITE)) != 0;
  if (!isFixed) throw engines::WireError("the memory of an array is not sealed");
  struct stat facts {};
  if (::fstat(file, &facts) != 0 || facts.st_size < 0 ||
      static_cast<std::size_t>(facts.st_size) < end)
    throw engines::WireError("an array is longer than the memory it is in");
}

// Ends a mapping. It knows what is mapped, for whoever has the memory.
struct Unmap {
  void* begin = nullptr;
  std::size_t size = 0;
  std::size_t offset = 0;                    // of `begin` in the file
  std::shared_ptr<const MemoryFile> file{};  // null where it is not to stay open
  void operator()(const char*) const noexcept { ::munmap(begin, size); }
};

}  // namespace

MemoryFile::MemoryFile(Descriptor file)
    : m_file(std::move(file)), m_mayStayOpen(openFiles.fetch_add(1) < kMostOpen) {}

MemoryFile::~MemoryFile() {
  --openFiles;
}

void takeFiles(msghdr& message, std::deque<Descriptor>& files) {
  for (cmsghdr* part = CMSG_FIRSTHDR(&message); part != nullptr;
       part = CMSG_NXTHDR(&message, part)) {
    if (part->cmsg_level != SOL_SOCKET || part->cmsg_type != SCM_RIGHTS) continue;
    const std::size_t count = (part->cmsg_len - CMSG_LEN(0)) / sizeof(int);
    for (std::size_t i = 0; i < count; ++i) {
      int file = -1;
      std::memcpy(&file, CMSG_DATA(part) + i * sizeof(int), sizeof(int));
      files.emplace_back(file);
    }
  }
}

std::shared_ptr<const char[]> mapped(const std::shared_ptr<const MemoryFile>& file,
                                     std::size_t offset, std::size_t bytes) {
  if (offset + bytes < offset) throw engines::WireError("an array is longer than any memory");
  requireSealed(file->number(), offset + bytes);
  if (bytes == 0) return std::shared_ptr<const char[]>(new char[1]);
  const std::size_t before = offset % kPageSize;
  const std::size_t size = before + bytes;
  void* begin = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, file->number(),
                       static_cast<off_t>(offset - before));
  if (begin == MAP_FAILED) throw std::bad_alloc();  // NOLINT: a cast of the system's header
  const auto* array = static_cast<const char*>(begin) + before;
  return {array, Unmap{.begin = begin,
                       .size = size,
                       .offset = offset - before,
                       .file = file->mayStayOpen() ? file : nullptr}};
}

std::optional<PlaceInFile> placeInFile(const std::shared_ptr<const char[]>& bytes) {
  const auto* mapping = std::get_deleter<Unmap>(bytes);
  if (mapping == nullptr || !mapping->file) return std::nullopt;
  const auto inside =
      static_cast<std::size_t>(bytes.get() - static_cast<const char*>(mapping->begin));
  return PlaceInFile{.file = mapping->file->number(), .offset = mapping->offset + inside};
}

}  // namespace fatou::python
