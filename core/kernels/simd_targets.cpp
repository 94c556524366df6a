// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kernels/simd_targets.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>

#include <hwy/highway.h>
#include <hwy/targets.h>

#include "core/kernels/escape_time.h"

namespace fatou::kernels {
namespace {

// Highway is asked once, before any restriction, since it tells only what it may use at present.
const std::vector<std::int64_t>& targets() {
  static const std::vector<std::int64_t> kTargets = hwy::SupportedAndGeneratedTargets();
  return kTargets;
}

// Highway counts generations of AVX, of which the third is AVX-512.
constexpr std::array<std::pair<std::string_view, std::string_view>, 5> kVectorNames{
    {{"AVX3", "AVX-512"},
     {"AVX3_DL", "AVX-512 (Ice Lake)"},
     {"AVX3_ZEN4", "AVX-512 (Zen 4)"},
     {"AVX3_SPR", "AVX-512 (Sapphire Rapids)"},
     {"AVX10_2", "AVX10.2"}}};

}  // namespace

std::string vectorName(std::string_view target) {
  for (const auto& [name, words] : kVectorNames)
    if (name == target) return std::string(words);
  return std::string(target);
}

std::string vectorName() {
  return vectorName(simdTargetName());
}

std::vector<std::string> simdTargetNames() {
  std::vector<std::string> names;
  for (const std::int64_t target : targets()) names.emplace_back(hwy::TargetName(target));
  return names;
}

bool useSimdTarget(std::string_view name) {
  const auto& all = targets();
  if (name.empty()) {
    hwy::SetSupportedTargetsForTest(0);
    return true;
  }
  const auto found = std::find_if(all.begin(), all.end(), [name](std::int64_t target) {
    return name == hwy::TargetName(target) || name == vectorName(hwy::TargetName(target));
  });
  if (found == all.end()) return false;
  hwy::SetSupportedTargetsForTest(*found);
  return true;
}

std::string simdTargetName() {
  // Lower bits are better targets: dynamic dispatch takes the lowest.
  return hwy::TargetName(hwy::SupportedAndGeneratedTargets().front());
}

}  // namespace fatou::kernels
