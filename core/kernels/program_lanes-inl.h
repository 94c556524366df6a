// SPDX-License-Identifier: GPL-3.0-or-later
// Per-target code: included once for each SIMD target, hence the toggle instead of a pragma once.
#if defined(FATOU_CORE_KERNELS_PROGRAM_LANES_INL_H) == defined(HWY_TARGET_TOGGLE)
#ifdef FATOU_CORE_KERNELS_PROGRAM_LANES_INL_H
#undef FATOU_CORE_KERNELS_PROGRAM_LANES_INL_H
#else
#define FATOU_CORE_KERNELS_PROGRAM_LANES_INL_H
#endif

#include <bit>
#include <cstddef>
#include <cstdint>
#include <stop_token>

#include <hwy/highway.h>

#include "core/kernels/program_escape_time.h"
#include "core/kernels/program_machine-inl.h"

HWY_BEFORE_NAMESPACE();
namespace fatou::kernels::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

// Steps between two looks at which lanes are done. A done lane waits for half of them on average.
inline constexpr std::int32_t kRefillSteps = 12;

// An orbit that is at one of its earlier points again, bit for bit, repeats for ever. Besides the
// start, the points at this step and at doubled steps are remembered (Brent).
inline constexpr double kFirstRemembered = 64.0;

// Follows the orbits of a job, one in each lane. A lane whose orbit is done takes the next pixel,
// so that no orbit waits for another. A Machine is constructed from a program and steps as
// ProgramMachine does. kOfModulus says that orbits escape by the modulus.
template <class D, class Machine, bool kHasTrap, bool kOfModulus = true>
class RefilledLanes {
 public:
  RefilledLanes(const ProgramJob& job, std::int32_t* counts)
      : m_job(job),
        m_counts(counts),
        m_machine(job.program),
        m_trap(kHasTrap ? *job.trap : job.program),
        m_hasParameter(job.program.parameter != Program::kNone),
        m_radius2(job.escapeRadius * job.escapeRadius),
        m_ofRe(job.escapePart != EscapePart::Imaginary ? 1.0 : 0.0),
        m_ofIm(job.escapePart != EscapePart::Real ? 1.0 : 0.0),
        m_trapRadius2(job.trapRadius * job.trapRadius),
        m_size(job.xs.size() * job.ys.size()) {}

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

  // Gives a lane the next pixel whose starting point is not outside; the lane becomes idle where
  // there is none.
  void begin(std::size_t slot) {
    ComplexNumber point;
    ComplexNumber z;
    bool isBusy = false;
    for (; !isBusy && m_next < m_size; takeNext()) {
      point = {.re = m_job.xs[m_column], .im = m_job.ys[m_row]};
      z = m_job.starts.empty() ? point : m_job.starts[m_job.starts.size() == 1 ? 0 : m_next];
      isBusy = escapeNorm(m_job.escapePart, z.re, z.im) <= m_radius2;
      if (isBusy)
        m_pixels[slot] = m_next;
      else
        m_counts[m_next] = 0;
    }
    if (!isBusy) z = point = {};
    m_re[slot] = m_earlierRe[slot] = z.re;
    m_im[slot] = m_earlierIm[slot] = z.im;
    if (m_hasParameter) {
      m_parameterRe[slot] = point.re;
      m_parameterIm[slot] = point.im;
    }
    m_times[slot] = isBusy ? 0.0 : kIdle;
    m_rememberAt[slot] = kFirstRemembered;
    m_busy += isBusy ? 1 : 0;
  }
  // Goes on to the pixel behind the next one, without a division for its column and row.
  void takeNext() {
    ++m_next;
    if (++m_column < m_job.xs.size()) return;
    m_column = 0;
    ++m_row;
  }

  // Advances all lanes by kRefillSteps. The times of orbits that stay inside may exceed tmax.
  // Whether an orbit is open is kept as what its step adds to its time, 1 or 0: masks do
  // not stay in mask registers across the jumps of the machine, and moving them costs more.
  void advance() {
    const auto radius2 = hn::Set(m_d, m_radius2);
    ProgramNumbers<D> z;
    hn::Vec<D> times[kProgramVectors];
    hn::Vec<D> open[kProgramVectors];
    eachProgramVector([&](auto v) FATOU_VECTOR_BODY {
      z.set(v, {hn::Load(m_d, m_re + v * kLanes), hn::Load(m_d, m_im + v * kLanes)});
      times[v] = hn::Load(m_d, m_times + v * kLanes);
      open[v] = hn::IfThenElseZero(hn::Ge(times[v], hn::Zero(m_d)), hn::Set(m_d, 1.0));
    });
    if (m_hasParameter) m_machine.setParameters(m_parameterRe, m_parameterIm);
    if (kHasTrap && m_hasParameter) m_trap.setParameters(m_parameterRe, m_parameterIm);
    for (std::int32_t t = 0; t < kRefillSteps; ++t) {
      if constexpr (kHasTrap) closeTrapped(z, open);
      eachProgramVector([&](auto v) FATOU_VECTOR_BODY {
        const auto isInside = hn::Le(normOf(z.re[v], z.im[v]), radius2);
        open[v] = hn::IfThenElseZero(isInside, open[v]);
        times[v] = hn::Add(times[v], open[v]);
      });
      m_machine.step(z);
    }
    eachProgramVector(
        [&](auto v) FATOU_VECTOR_BODY { look(v, z, times[v], hn::Gt(open[v], hn::Zero(m_d))); });
  }

  // What is compared with the radius of escape, in the arithmetic of escapeNorm().
  HWY_INLINE hn::Vec<D> normOf(hn::Vec<D> re, hn::Vec<D> im) const {
    const auto ofRe = hn::Mul(re, re);
    const auto ofIm = hn::Mul(im, im);
    if constexpr (kOfModulus) return hn::Add(ofRe, ofIm);
    return hn::Add(hn::Mul(hn::Set(m_d, m_ofRe), ofRe), hn::Mul(hn::Set(m_d, m_ofIm), ofIm));
  }

  // Closes the lanes whose orbits have entered the trap.
  void closeTrapped(const ProgramNumbers<D>& z, hn::Vec<D> (&open)[kProgramVectors]) {
    const auto radius2 = hn::Set(m_d, m_trapRadius2);
    ProgramNumbers<D> g = z;
    m_trap.step(g);
    eachProgramVector([&](auto v) FATOU_VECTOR_BODY {
      const auto norm = hn::Add(hn::Mul(g.re[v], g.re[v]), hn::Mul(g.im[v], g.im[v]));
      open[v] = hn::IfThenZeroElse(hn::Le(norm, radius2), open[v]);
    });
  }

  // Stores the lanes of a vector and marks those that are done.
  HWY_INLINE void look(std::size_t v, const ProgramNumbers<D>& z, hn::Vec<D> times,
                       hn::Mask<D> open) {
    const std::size_t at = v * kLanes;
    const auto tmax = hn::Set(m_d, static_cast<double>(m_job.tmax));
    const auto earlierRe = hn::Load(m_d, m_earlierRe + at);
    const auto earlierIm = hn::Load(m_d, m_earlierIm + at);
    const auto back = hn::And(sameBits(z.re[v], earlierRe), sameBits(z.im[v], earlierIm));
    const auto n = hn::Min(tmax, hn::IfThenElse(hn::And(open, back), tmax, times));
    const auto left = hn::AndNot(open, hn::Ge(n, hn::Zero(m_d)));
    m_done[v][0] = 0;
    hn::StoreMaskBits(m_d, hn::Or(left, hn::Ge(n, tmax)), m_done[v]);
    const auto rememberAt = hn::Load(m_d, m_rememberAt + at);
    const auto remembered = hn::Ge(n, rememberAt);
    hn::Store(hn::IfThenElse(remembered, z.re[v], earlierRe), m_d, m_earlierRe + at);
    hn::Store(hn::IfThenElse(remembered, z.im[v], earlierIm), m_d, m_earlierIm + at);
    hn::Store(hn::IfThenElse(remembered, hn::Add(n, n), rememberAt), m_d, m_rememberAt + at);
    hn::Store(z.re[v], m_d, m_re + at);
    hn::Store(z.im[v], m_d, m_im + at);
    hn::Store(n, m_d, m_times + at);
  }

  // Compares bits, since the sign of a zero decides on which side of a branch cut it lies.
  static HWY_INLINE hn::Mask<D> sameBits(hn::Vec<D> a, hn::Vec<D> b) {
    const hn::RebindToUnsigned<D> du;
    return hn::RebindMask(m_d, hn::Eq(hn::BitCast(du, a), hn::BitCast(du, b)));
  }

  void finish() {
    for (std::size_t v = 0; v < kProgramVectors; ++v) {
      for (std::uint32_t done = m_done[v][0]; done != 0; done &= done - 1) {
        const std::size_t slot = v * kLanes + static_cast<std::size_t>(std::countr_zero(done));
        m_counts[m_pixels[slot]] = static_cast<std::int32_t>(m_times[slot]);
        --m_busy;
        begin(slot);
      }
    }
  }

  const ProgramJob& m_job;
  std::int32_t* m_counts;
  Machine m_machine;
  Machine m_trap;
  bool m_hasParameter;
  double m_radius2;
  double m_ofRe;  // 1 where the square of it counts, else 0
  double m_ofIm;
  double m_trapRadius2;
  std::size_t m_size;      // the number of pixels
  std::size_t m_next = 0;  // the index of the next pixel, at this column and row
  std::size_t m_column = 0;
  std::size_t m_row = 0;
  std::size_t m_busy = 0;  // the number of lanes with an orbit
  HWY_ALIGN double m_re[kSlots];
  HWY_ALIGN double m_im[kSlots];
  HWY_ALIGN double m_parameterRe[kSlots];
  HWY_ALIGN double m_parameterIm[kSlots];
  HWY_ALIGN double m_times[kSlots];
  HWY_ALIGN double m_earlierRe[kSlots];
  HWY_ALIGN double m_earlierIm[kSlots];
  HWY_ALIGN double m_rememberAt[kSlots];
  std::size_t m_pixels[kSlots] = {};
  std::uint8_t m_done[kProgramVectors][8] = {};
};

}  // namespace fatou::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif  // per-target include guard
