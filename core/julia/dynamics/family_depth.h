// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>

#include "core/base/result.h"
#include "core/julia/formulas/formula.h"
#include "core/julia/numbers/decimal.h"
#include "core/julia/plane/deep_grid.h"
#include "core/kernels/family_reference.h"

namespace fatou::julia {

// The most terms of all reference orbits together, for one view: 640 MB, to which their points add
// as much again at the most.
inline constexpr std::size_t kMostFamilyTerms = std::size_t{1} << 24;
inline constexpr std::size_t kFamilyTermBytes = 40;

// A deep view of the plane of a formula's parameter.
struct FamilyView {
  Formula formula{};
  std::string parameter{};
  ComplexDecimal c{};                     // of the place, where another parameter is meant
  std::optional<std::size_t> critical{};  // the number of its CriticalFamily, from 0; all without
  std::optional<ComplexDecimal> start{};  // where orbits begin instead
  double escapeRadius = 2.0;
  std::int32_t tmax = 1;
  std::size_t mostTerms = kMostFamilyTerms;
  std::stop_token stop{};
};

// Whether the plane of the formula's parameter may be computed as deep as one likes: f is a
// polynomial of few terms in z and the parameter, up to a number that it is divided by, and orbits
// end by |z| alone. `c` is the place's, and counts where `parameter` is another one. Takes some
// milliseconds at the most.
bool hasFamilyDepth(const Formula& formula, const ComplexDecimal& c, std::string_view parameter);

// The orbits of the parameter in the middle of the grid, kernels::FamilyReference, in numbers of as
// many bits as the view needs. The Error is that of a family without such a depth, or one
// whose critical points come together in the middle, or whose orbits have more terms than
// view.mostTerms, which bounds their memory; or that it was stopped, which is noticed within some
// milliseconds. Takes as long as the orbits, tmax steps each at the most.
Result<kernels::FamilyReference> familyDepth(const FamilyView& view, const DeepGrid& grid);

}  // namespace fatou::julia
