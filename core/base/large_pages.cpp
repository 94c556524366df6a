// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/large_pages.h"

#include <array>
#include <bit>
#include <cstdint>
#include <cstdlib>
#include <limits>
#include <new>
#ifdef __linux__
#include <sys/mman.h>
#endif
#ifdef __GLIBC__
#include <malloc.h>
#endif

namespace fatou {
namespace {

constexpr std::size_t kLargePage = std::size_t{1} << 21;  // of x86, and of ARM with pages of 4 KiB

// Asks the system for large pages; it may refuse, and the memory can be used all the same.
void askForLargePages([[maybe_unused]] void* room, [[maybe_unused]] std::size_t size) {
#ifdef MADV_HUGEPAGE
  ::madvise(room, size, MADV_HUGEPAGE);
#endif
}

#ifdef __GLIBC__
// The largest allocation that malloc() takes from its heap; larger ones are mapped one by one.
constexpr std::size_t kLargestPiece = std::size_t{32} << 20;

// Grows the heap by two large pieces, which it keeps when it is given them back. Nothing of it is
// touched: it takes no memory until it is used.
void growHeapInLargePages() {
  constexpr std::size_t kSize = kLargestPiece - kLargePage;
  std::array<void*, 2> pieces;
  for (void*& piece : pieces) {
    piece = std::malloc(kSize);
    if (piece == nullptr) continue;
    const auto begin = std::bit_cast<std::uintptr_t>(piece);
    const std::uintptr_t first = (begin + kLargePage - 1) / kLargePage * kLargePage;
    askForLargePages(std::bit_cast<void*>(first), begin + kSize - first);
  }
  for (void* piece : pieces) std::free(piece);
}
#endif

}  // namespace

void* allocateInLargePages(std::size_t bytes) {
  if (bytes > std::numeric_limits<std::size_t>::max() - kLargePage) throw std::bad_alloc();
  const bool isLarge = bytes >= kLargePage;
  const std::size_t whole = (bytes + kLargePage - 1) / kLargePage * kLargePage;
  void* room = isLarge ? std::aligned_alloc(kLargePage, whole) : std::malloc(bytes);
  if (room == nullptr && bytes > 0) throw std::bad_alloc();
  if (isLarge) askForLargePages(room, whole);
  return room;
}

void touchPages(void* room, std::size_t bytes) {
  constexpr std::size_t kSmallPage = 4096;  // no system has smaller ones
  // Each write counts, though nobody reads what is written.
  auto* const at = static_cast<volatile char*>(room);
  for (std::size_t place = 0; place < bytes; place += kSmallPage) at[place] = 0;
  if (bytes > 0) at[bytes - 1] = 0;  // in another page where the room begins within one
}

void touchMemoryForTiles() {
  constexpr std::size_t kFirstTiles = std::size_t{4} << 20;  // of eight bands of 2,048 pixels by 60
  void* const room = std::malloc(kFirstTiles);
  if (room == nullptr) return;
  touchPages(room, kFirstTiles);
  std::free(room);  // and kept for what is asked for next
}

void keepMemoryForTiles() {
#ifdef __GLIBC__
  // Freed memory stays with the program: if it went back to the system, every run and not only the
  // first would cost a page fault for every 4 KiB.
  mallopt(M_MMAP_THRESHOLD, static_cast<int>(kLargestPiece));
  mallopt(M_TRIM_THRESHOLD, 1 << 30);
  // One heap for all threads. A thread's own would grow by a tile at a time, in small pages.
  mallopt(M_ARENA_MAX, 1);
  growHeapInLargePages();
#endif
}

}  // namespace fatou
