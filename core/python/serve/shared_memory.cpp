// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/python/serve/shared_memory.h"

#include <algorithm>
#include <fcntl.h>
#include <new>
#include <sys/mman.h>
#include <unistd.h>

#include "core/base/large_pages.h"
#include "core/base/started_or_later.h"

#ifndef F_SEAL_FUTURE_WRITE
#define F_SEAL_FUTURE_WRITE 0x0010  // of Linux 5.1, which older headers lack
#endif

namespace fatou::python {
namespace {

constexpr std::size_t kTouchedAtOnce = std::size_t{16} << 20;  // takes some milliseconds
constexpr int kFixedSize = F_SEAL_SHRINK | F_SEAL_GROW;

}  // namespace

SharedMemory::SharedMemory(std::size_t bytes)
    : m_file(::memfd_create("fatou picture", MFD_CLOEXEC | MFD_ALLOW_SEALING)), m_size(bytes) {
  if (!m_file.isOpen() || bytes == 0 ||
      ::ftruncate(m_file.number(), static_cast<off_t>(bytes)) != 0)
    throw std::bad_alloc();
  void* begin = ::mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, m_file.number(), 0);
  if (begin == MAP_FAILED) throw std::bad_alloc();  // NOLINT: a cast of the system's header
  m_begin = static_cast<char*>(begin);
#ifdef MADV_HUGEPAGE
  ::madvise(m_begin, bytes, MADV_HUGEPAGE);  // which the system may refuse
#endif
}

// The system sets a page to 0 on the thread that touches it, which takes longer than to write it.
void SharedMemory::touch(const std::stop_token& stop) {
  const auto touchAll = [&stop](std::span<char> part) {
    while (!part.empty() && !stop.stop_requested()) {
      const std::size_t step = std::min(part.size(), kTouchedAtOnce);
      touchPages(part.data(), step);
      part = part.subspan(step);
    }
  };
  const std::size_t half = m_size / 2;
  const auto first = startedOrLater([&] { touchAll(bytes().first(half)); });
  touchAll(bytes().subspan(half));
  first.wait();
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

}  // namespace fatou::python
