// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/python/serve/shared_memory.h"

#include <fcntl.h>
#include <new>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/engines/wire/bytes.h"

#ifndef F_SEAL_FUTURE_WRITE
#define F_SEAL_FUTURE_WRITE 0x0010  // of Linux 5.1, which older headers lack
#endif

namespace fatou::python {
namespace {

constexpr int kFixedSize = F_SEAL_SHRINK | F_SEAL_GROW;
constexpr std::size_t kPageBytes = 4096;

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

}  // namespace

SharedMemory::SharedMemory(std::size_t bytes)
    : m_file(::memfd_create("fatou picture", MFD_CLOEXEC | MFD_ALLOW_SEALING)), m_size(bytes) {
  if (!m_file.isOpen() || bytes == 0 ||
      ::ftruncate(m_file.number(), static_cast<off_t>(bytes)) != 0)
    throw std::bad_alloc();
  void* begin = ::mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, m_file.number(), 0);
  if (begin == MAP_FAILED) throw std::bad_alloc();  // NOLINT: a cast of the system's header
  m_begin = static_cast<char*>(begin);
}

SharedMemory::~SharedMemory() {
  ::munmap(m_begin, m_size);
}

int SharedMemory::seal() const {
  // Not F_SEAL_WRITE, which is refused for as long as this process has the memory mapped.
  if (::fcntl(m_file.number(), F_ADD_SEALS, kFixedSize | F_SEAL_FUTURE_WRITE) != 0)
    ::fcntl(m_file.number(), F_ADD_SEALS, kFixedSize);
  return m_file.number();
}

std::shared_ptr<const char[]> mapped(int file, std::size_t offset, std::size_t bytes) {
  if (offset + bytes < offset) throw engines::WireError("an array is longer than any memory");
  requireSealed(file, offset + bytes);
  if (bytes == 0) return std::shared_ptr<const char[]>(new char[1]);
  const std::size_t before = offset % kPageBytes;
  const std::size_t size = before + bytes;
  void* begin =
      ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, file, static_cast<off_t>(offset - before));
  if (begin == MAP_FAILED) throw std::bad_alloc();  // NOLINT: a cast of the system's header
  const auto* array = static_cast<const char*>(begin) + before;
  return {array, [begin, size](const char*) { ::munmap(begin, size); }};
}

}  // namespace fatou::python
