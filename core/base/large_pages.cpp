// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/large_pages.h"

#include <cstdlib>
#include <limits>
#include <new>
#ifdef __linux__
#include <sys/mman.h>
#endif

namespace fatou {
namespace {

constexpr std::size_t kLargePage = std::size_t{1} << 21;  // of x86, and of ARM with pages of 4 KiB

}  // namespace

void* allocateInLargePages(std::size_t bytes) {
  if (bytes > std::numeric_limits<std::size_t>::max() - kLargePage) throw std::bad_alloc();
  const bool isLarge = bytes >= kLargePage;
  const std::size_t whole = (bytes + kLargePage - 1) / kLargePage * kLargePage;
  void* room = isLarge ? std::aligned_alloc(kLargePage, whole) : std::malloc(bytes);
  if (room == nullptr && bytes > 0) throw std::bad_alloc();
#ifdef MADV_HUGEPAGE
  if (isLarge) ::madvise(room, whole, MADV_HUGEPAGE);  // where it is refused, all is as without
#endif
  return room;
}

}  // namespace fatou
