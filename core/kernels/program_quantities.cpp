// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kernels/program_quantities.h"

#include <cstddef>

#include "core/base/check.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/kernels/program_quantities.cpp"
#include <hwy/foreach_target.h>  // IWYU pragma: keep
#include <hwy/highway.h>

#include "core/kernels/program_machine-inl.h"

HWY_BEFORE_NAMESPACE();
namespace fatou::kernels::HWY_NAMESPACE {
namespace {

// Steps between two looks at which lanes are done.
constexpr std::int32_t kRefillSteps = 8;

// Follows the orbits of pixels that escape, one in each lane, until they are far away. A lane that
// is done waits for the next look and then takes the next pixel.
template <class D>
class FarLanes {
 public:
  FarLanes(const ProgramJob& job, std::span<const std::int32_t> counts, const FarReading& reading)
      : m_job(job),
        m_counts(counts),
        m_reading(reading),
        m_machine(job.program),
        m_hasSlope(job.program.slope != Program::kNone),
        m_hasParameter(job.program.parameter != Program::kNone) {}

  // Returns false when stopped.
  bool run(const std::stop_token& stop) {
    for (std::size_t slot = 0; slot < kSlots; ++slot) begin(slot);
    while (m_busy > 0) {
      if (stop.stop_requested()) return false;
      advance();
      finish();
    }
    return true;
  }

 private:
  static constexpr D m_d{};
  static constexpr std::size_t kLanes = hn::MaxLanes(D());
  static constexpr std::size_t kSlots = kProgramVectors * kLanes;
  static constexpr double kIdle = -1.0;  // the time of a lane without an orbit

  // Gives a lane the next pixel that escapes; the lane becomes idle where there is none.
  void begin(std::size_t slot) {
    for (; m_next < m_counts.size() && m_counts[m_next] >= m_job.tmax; ++m_next)
      m_reading.writeInside(m_next);
    const bool isBusy = m_next < m_counts.size();
    const ComplexNumber z = isBusy ? m_job.startOf(m_next) : ComplexNumber{};
    m_re[slot] = z.re;
    m_im[slot] = z.im;
    const ComplexNumber parameter = isBusy && m_hasParameter ? m_job.pointOf(m_next) : z;
    m_parameterRe[slot] = parameter.re;
    m_parameterIm[slot] = parameter.im;
    m_slopeRe[slot] = 1.0;
    m_slopeIm[slot] = 0.0;
    m_times[slot] = isBusy ? 0.0 : kIdle;
    if (!isBusy) return;
    m_escapes[slot] = static_cast<double>(m_counts[m_next]);
    m_most[slot] = static_cast<double>(m_reading.mostSteps(m_counts[m_next]));
    m_pixels[slot] = m_next++;
    ++m_busy;
  }

  void advance() {
    const auto far2 = hn::Set(m_d, m_reading.far2());
    const auto one = hn::Set(m_d, 1.0);
    ProgramNumbers<D> z;
    ProgramNumbers<D> slopes;
    hn::Vec<D> times[kProgramVectors];
    hn::Mask<D> going[kProgramVectors];
    eachProgramVector([&](auto v) FATOU_VECTOR_BODY {
      z.set(v, {hn::Load(m_d, m_re + v * kLanes), hn::Load(m_d, m_im + v * kLanes)});
      slopes.set(v, {hn::Load(m_d, m_slopeRe + v * kLanes), hn::Load(m_d, m_slopeIm + v * kLanes)});
      times[v] = hn::Load(m_d, m_times + v * kLanes);
      going[v] = hn::Ge(times[v], hn::Zero(m_d));
    });
    if (m_hasParameter) m_machine.setParameters(m_parameterRe, m_parameterIm);
    for (std::int32_t step = 0; step < kRefillSteps; ++step) {
      ProgramNumbers<D> next = z;
      m_machine.step(next);
      eachProgramVector([&](auto v) FATOU_VECTOR_BODY {
        const auto norm = hn::Add(hn::Mul(z.re[v], z.re[v]), hn::Mul(z.im[v], z.im[v]));
        const auto escaped = hn::Ge(times[v], hn::Load(m_d, m_escapes + v * kLanes));
        const auto isThere = hn::AndNot(hn::Lt(norm, far2), escaped);
        const auto hasTime = hn::Lt(times[v], hn::Load(m_d, m_most + v * kLanes));
        going[v] = hn::And(hn::AndNot(isThere, going[v]), hasTime);
        times[v] = hn::Add(times[v], hn::IfThenElseZero(going[v], one));
        z.set(v, chosen(going[v], next.of(v), z.of(v)));
        if (m_hasSlope)
          slopes.set(v, chosen(going[v], elementary::multiply(m_machine.slope(v), slopes.of(v)),
                               slopes.of(v)));
      });
    }
    eachProgramVector([&](auto v) FATOU_VECTOR_BODY {
      const std::size_t at = v * kLanes;
      hn::Store(z.re[v], m_d, m_re + at);
      hn::Store(z.im[v], m_d, m_im + at);
      hn::Store(slopes.re[v], m_d, m_slopeRe + at);
      hn::Store(slopes.im[v], m_d, m_slopeIm + at);
      hn::Store(times[v], m_d, m_times + at);
      m_done[v][0] = 0;
      hn::StoreMaskBits(m_d, hn::AndNot(going[v], hn::Ge(times[v], hn::Zero(m_d))), m_done[v]);
    });
  }

  static HWY_INLINE elementary::Complex<hn::Vec<D>> chosen(
      hn::Mask<D> mask, const elementary::Complex<hn::Vec<D>>& yes,
      const elementary::Complex<hn::Vec<D>>& no) {
    return {hn::IfThenElse(mask, yes.re, no.re), hn::IfThenElse(mask, yes.im, no.im)};
  }

  void finish() {
    for (std::size_t slot = 0; slot < kSlots; ++slot) {
      if ((m_done[slot / kLanes][0] >> slot % kLanes & 1) == 0) continue;
      const double norm = m_re[slot] * m_re[slot] + m_im[slot] * m_im[slot];
      if (m_times[slot] >= m_escapes[slot] && !(norm < m_reading.far2()))
        m_reading.write(m_pixels[slot], static_cast<std::int64_t>(m_times[slot]),
                        {m_re[slot], m_im[slot]}, {m_slopeRe[slot], m_slopeIm[slot]});
      else
        m_reading.writeInside(m_pixels[slot]);
      --m_busy;
      begin(slot);
    }
  }

  const ProgramJob& m_job;
  std::span<const std::int32_t> m_counts;
  const FarReading& m_reading;
  ProgramMachine<D> m_machine;
  bool m_hasSlope;
  bool m_hasParameter;
  std::size_t m_next = 0;  // the index of the next pixel
  std::size_t m_busy = 0;  // the number of lanes with an orbit
  HWY_ALIGN double m_re[kSlots];
  HWY_ALIGN double m_im[kSlots];
  HWY_ALIGN double m_parameterRe[kSlots];
  HWY_ALIGN double m_parameterIm[kSlots];
  HWY_ALIGN double m_slopeRe[kSlots];
  HWY_ALIGN double m_slopeIm[kSlots];
  HWY_ALIGN double m_times[kSlots];
  HWY_ALIGN double m_escapes[kSlots] = {};
  HWY_ALIGN double m_most[kSlots] = {};
  std::size_t m_pixels[kSlots] = {};
  std::uint8_t m_done[kProgramVectors][8] = {};
};

bool programQuantitiesOnTarget(const ProgramJob& job, std::span<const std::int32_t> counts,
                               const FarReading& reading, const std::stop_token& stop) {
  return FarLanes<hn::ScalableTag<double>>(job, counts, reading).run(stop);
}

}  // namespace
}  // namespace fatou::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace fatou::kernels {
HWY_EXPORT(programQuantitiesOnTarget);

bool programQuantities(const ProgramJob& job, std::span<const std::int32_t> counts,
                       const ProgramGrowth& growth, const EscapeQuantities& wanted,
                       std::stop_token stop) {
  FATOU_CHECK(counts.size() == job.xs.size() * job.ys.size());
  FATOU_CHECK(isSound(job));
  FATOU_CHECK(growth.degree >= 2 && growth.lead > 0.0);
  FATOU_CHECK(wanted.smooth.empty() || wanted.smooth.size() == counts.size());
  FATOU_CHECK(wanted.distance.empty() || wanted.distance.size() == counts.size());
  FATOU_CHECK(wanted.distance.empty() ||
              (job.program.slope != Program::kNone && job.starts.empty()));
  const FarReading reading(job, growth, wanted);
  return HWY_DYNAMIC_DISPATCH(programQuantitiesOnTarget)(job, counts, reading, stop);
}
}  // namespace fatou::kernels
#endif  // HWY_ONCE
