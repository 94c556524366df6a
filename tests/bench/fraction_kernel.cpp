// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/fraction_kernel.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "tests/bench/fraction_kernel.cpp"
#include <hwy/foreach_target.h>  // IWYU pragma: keep
#include <hwy/highway.h>

#include "core/kernels/program_lanes-inl.h"

HWY_BEFORE_NAMESPACE();
namespace fatou::kernels::HWY_NAMESPACE {
namespace {

// Does the step that the program would do, in the same operations.
template <class D>
class FractionMachine {
 public:
  explicit FractionMachine(const Program&) {}

  HWY_INLINE void setParameters(const double*, const double*) {}
  HWY_INLINE void step(ProgramNumbers<D>& z) const {
    const D d;
    using Number = typename ProgramNumbers<D>::Number;
    const Number c{hn::Set(d, kFractionC.real()), hn::Set(d, kFractionC.imag())};
    const auto minusOne = hn::Set(d, -1.0);
    eachProgramVector([&](auto v) FATOU_VECTOR_BODY {
      const Number w = z.of(v);
      const Number cube = elementary::multiply(elementary::square(w), w);
      const Number above{hn::Add(cube.re, c.re), hn::Add(cube.im, c.im)};
      const Number below{hn::Add(w.re, minusOne), w.im};
      z.set(v, elementary::divide(above, below));
    });
  }
};

bool fractionOnTarget(const ProgramJob& job, std::int32_t* counts, const std::stop_token& stop) {
  using D = hn::ScalableTag<double>;
  return RefilledLanes<D, FractionMachine<D>, false>(job, counts).run(stop);
}

}  // namespace
}  // namespace fatou::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace fatou::kernels {
HWY_EXPORT(fractionOnTarget);

void fractionEscapeTimes(const ProgramJob& job, std::span<std::int32_t> counts) {
  HWY_DYNAMIC_DISPATCH(fractionOnTarget)(job, counts.data(), {});
}

}  // namespace fatou::kernels
#endif  // HWY_ONCE
