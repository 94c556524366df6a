// SPDX-License-Identifier: GPL-3.0-or-later
// The memory of a program's first tiles. A program of its own, whose heap nothing else has used.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <sys/mman.h>
#include <unistd.h>
#include <vector>

#include <QTest>

#include "core/base/large_pages.h"

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__) || !defined(__GLIBC__)
#define FATOU_HAS_OTHER_ALLOCATOR
#endif

namespace {

#ifndef FATOU_HAS_OTHER_ALLOCATOR
// Whether the whole pages of a piece of memory that was just given are all there already.
bool isNewPieceThere(std::size_t size) {
  const auto page = static_cast<std::uintptr_t>(::sysconf(_SC_PAGESIZE));
  void* const piece = std::malloc(size);
  const auto first = reinterpret_cast<std::uintptr_t>(piece);
  const std::uintptr_t begin = (first + page - 1) / page * page;
  const std::uintptr_t end = (first + size) / page * page;
  std::vector<unsigned char> state((end - begin) / page);  // the lowest bit says it
  const int failed = ::mincore(reinterpret_cast<void*>(begin), end - begin, state.data());
  std::free(piece);
  const auto isThere = [](unsigned char each) { return (each & 1U) != 0; };
  return failed == 0 && std::ranges::all_of(state, isThere);
}
#endif

}  // namespace

class TileMemoryTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void theMemoryOfTheFirstTilesIsThereBeforeThey() {
#ifdef FATOU_HAS_OTHER_ALLOCATOR
    QSKIP("another allocator than the C library's");
#else
    // Of large pages a piece has several: the first and the last one are there in any case, as the
    // allocator writes its size before it, and that of what is left behind it.
    constexpr std::size_t kMuch = std::size_t{16} << 20;
    constexpr std::size_t kTiles = (std::size_t{4} << 20) - (std::size_t{64} << 10);
    fatou::keepMemoryForTiles();
    QVERIFY(!isNewPieceThere(kMuch));
    fatou::touchMemoryForTiles();
    QVERIFY(isNewPieceThere(kTiles));
#endif
  }
};

QTEST_GUILESS_MAIN(TileMemoryTest)
#include "tile_memory_test.moc"
