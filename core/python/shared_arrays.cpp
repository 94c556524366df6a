// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/python/shared_arrays.h"

#include <cerrno>
#include <cstddef>
#include <fcntl.h>
#include <new>
#include <sys/mman.h>
#include <unistd.h>

namespace fatou::python {
namespace {

void writeAt(int file, std::span<const char> bytes, std::uint64_t offset) {
  while (!bytes.empty()) {
    const ssize_t written = ::pwrite(file, bytes.data(), bytes.size(), static_cast<off_t>(offset));
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) throw std::bad_alloc();
    bytes = bytes.subspan(static_cast<std::size_t>(written));
    offset += static_cast<std::uint64_t>(written);
  }
}

}  // namespace

Descriptor sharedArrays(std::span<const PyArray> arrays, std::span<const std::uint64_t> offsets) {
  Descriptor file(::memfd_create("fatou arrays", MFD_CLOEXEC | MFD_ALLOW_SEALING));
  if (!file.isOpen()) throw std::bad_alloc();
  for (std::size_t i = 0; i < arrays.size(); ++i)
    writeAt(file.number(), arrays[i].bytes(), offsets[i]);
  if (::fcntl(file.number(), F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE) != 0)
    throw std::bad_alloc();
  return file;
}

}  // namespace fatou::python
