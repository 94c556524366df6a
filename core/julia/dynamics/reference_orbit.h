// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>

#include "core/julia/formulas/formula.h"
#include "core/julia/numbers/decimal.h"
#include "core/kernels/deep_orbit.h"
#include "core/kernels/interior_trap.h"

namespace fatou::julia {

// A precision that is enough for the next few zoom steps, too.
constexpr std::int64_t roundedUpBits(std::int64_t bits) {
  constexpr std::int64_t kStep = 256;
  return (bits + kStep - 1) / kStep * kStep;
}

// Whether an orbit may have so many bits, 1 ... 2^28: more come from damaged requests only, and
// would use up the memory.
constexpr bool isPrecision(std::int64_t bits) {
  return bits >= 1 && bits <= std::int64_t{1} << 28;
}

// Told how many steps of the orbit are there, every few milliseconds, on the thread that computes.
using OrbitProgress = std::function<void(std::int64_t steps)>;

// The orbit of one point under a formula with deep zoom, z -> z^2 + c, to many digits: what the
// pixels of a deep view are compared with. Immutable; costs a multiplication of `bits` bits three
// times a step.
class ReferenceOrbit {
 public:
  struct Wanted {
    ComplexDecimal c;         // exact
    ComplexDecimal start;     // z_0, exact
    std::int64_t bits = 128;  // of precision, at the least
    std::int32_t steps = 1;   // as many, or up to the first point outside |z| <= 2
    // An orbit that enters this has no more to tell: pixels near it are inside, too.
    std::optional<kernels::InteriorTrap> trap{};
    // Whether the last point, too, must be right, so precision may have to grow with the orbit.
    bool toTheEnd = true;
    // Whether it goes on from |z| > 2 until it is far away (kernels/far_away.h). It ends sooner if
    // none of its digits is right any more; by then all pixels have long left it.
    bool farAway = false;
    Formula formula = {};

    friend bool operator==(const Wanted&, const Wanted&) = default;
  };

  ~ReferenceOrbit();

  // Null when stopped, which is noticed within a step.
  static std::shared_ptr<const ReferenceOrbit> compute(const Wanted& wanted,
                                                       const std::stop_token& stop = {},
                                                       const OrbitProgress& progress = {});

  // Returns a longer orbit: a copy of this one that goes on where it ends. Null when stopped.
  std::shared_ptr<const ReferenceOrbit> continued(std::int32_t steps,
                                                  const std::stop_token& stop = {},
                                                  const OrbitProgress& progress = {}) const;

  const ComplexDecimal& c() const { return m_wanted.c; }
  const ComplexDecimal& start() const { return m_wanted.start; }
  Formula formula() const { return m_wanted.formula; }
  std::int64_t bits() const { return m_bits; }
  const std::optional<kernels::InteriorTrap>& trap() const { return m_wanted.trap; }
  const kernels::DeepOrbit& orbit() const { return m_orbit; }
  // Whether it goes as far as `steps`, or has ended before.
  bool reaches(std::int32_t steps) const;
  // Whether the last points' digits are not used up by the growth of what was rounded.
  bool isSoundToTheEnd() const;

 private:
  struct State;
  ReferenceOrbit(Wanted wanted, std::int64_t bits);
  std::size_t lengthFor(std::int32_t steps) const;
  bool run(std::int32_t steps, const std::stop_token& stop, const OrbitProgress& progress);
  void append(const State& state);
  bool hasEnded() const;

  Wanted m_wanted;
  double m_far2;  // |z|^2, as kernels::farAway2()
  std::int64_t m_bits;
  kernels::DeepOrbit m_orbit;
  double m_growth = 0.0;           // log2 of how many times 2^-bits the last point may be wrong
  bool m_ended = false;            // outside, or in the trap
  std::unique_ptr<State> m_state;  // the last point with all its digits
};

}  // namespace fatou::julia
