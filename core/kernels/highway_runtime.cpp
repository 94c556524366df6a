// SPDX-License-Identifier: GPL-3.0-or-later
// The functions that Highway's headers call, as far as Fatou does, in the place of its shared
// library: that of 1.0 measures the resolution of a clock whenever a program loads it, 4 ms of each
// start, and asks the processor for its features anew each time it is asked.
#include <algorithm>
#include <atomic>
#include <cstdarg>
#include <cstdint>
#include <cstdio>
#include <cstdlib>

#include <hwy/aligned_allocator.h>
#include <hwy/base.h>
#include <hwy/targets.h>

#include "core/base/check.h"

// The names are Highway's. NOLINTBEGIN(readability-identifier-naming)
namespace hwy {
namespace {

std::atomic<std::int64_t> g_onlyThese{0};  // 0: all there are

// The compiler asks the operating system, too, whether it keeps the wider registers.
std::int64_t detectTargets() {
  __builtin_cpu_init();
#define HAS(feature) (__builtin_cpu_supports(feature) != 0)
  const bool ssse3 = HAS("sse3") && HAS("ssse3");
  const bool sse4 = ssse3 && HAS("sse4.1") && HAS("sse4.2") && HAS("pclmul") && HAS("aes");
  const bool avx2 = sse4 && HAS("avx") && HAS("avx2") && HAS("lzcnt") && HAS("bmi") &&
                    HAS("bmi2") && HAS("fma") && HAS("f16c");
  const bool avx3 = avx2 && HAS("avx512f") && HAS("avx512vl") && HAS("avx512dq") && HAS("avx512bw");
#undef HAS
  return HWY_EMU128 | HWY_SCALAR | (ssse3 ? HWY_SSSE3 : 0) | (sse4 ? HWY_SSE4 : 0) |
         (avx2 ? HWY_AVX2 : 0) | (avx3 ? HWY_AVX3 : 0);
}

}  // namespace

ChosenTarget& GetChosenTarget() {
  static constinit ChosenTarget chosen;
  return chosen;
}

std::int64_t SupportedTargets() {
  static const std::int64_t detected = detectTargets();
  const std::int64_t only = g_onlyThese.load();
  const std::int64_t targets = only == 0 ? detected : only;
  if (only == 0) GetChosenTarget().Update(targets);
  return targets;
}

void SetSupportedTargetsForTest(std::int64_t targets) {
  g_onlyThese.store(targets);
  GetChosenTarget().DeInit();  // the next kernel asks again
}

void* AllocateAlignedBytes(std::size_t size, AllocPtr allocate, void*) {
  FATOU_CHECK(allocate == nullptr);
  constexpr std::size_t kAlignment = std::max(HWY_ALIGNMENT, 128);  // a widest vector or two
  const std::size_t whole = std::max<std::size_t>(1, (size + kAlignment - 1) / kAlignment);
  return std::aligned_alloc(kAlignment, whole * kAlignment);
}

void FreeAlignedBytes(const void* memory, FreePtr release, void*) {
  FATOU_CHECK(release == nullptr);
  std::free(const_cast<void*>(memory));
}

// Called where one of Highway's own checks fails, which only builds for debugging have.
void Abort(const char* file, int line, const char* format, ...) {
  std::va_list values;
  va_start(values, format);
  std::fprintf(stderr, "%s:%d: ", file, line);
  std::vfprintf(stderr, format, values);
  va_end(values);
  std::fputc('\n', stderr);
  std::abort();
}

}  // namespace hwy
// NOLINTEND(readability-identifier-naming)
