// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kernels/program_basins.h"

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <vector>

#include "core/base/check.h"
#include "core/kernels/program_escape_time.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/kernels/program_basins.cpp"
#include <hwy/foreach_target.h>  // IWYU pragma: keep
#include <hwy/highway.h>

#include "core/kernels/basin_test-inl.h"
#include "core/kernels/program_machine-inl.h"

HWY_BEFORE_NAMESPACE();
namespace fatou::kernels::HWY_NAMESPACE {
namespace {

// Steps that all orbits take side by side at first. Most orbits end within them, and neighbours at
// about the same step.
constexpr std::int32_t kFirstSteps = 12;
// Steps of the other orbits between two looks at which of them have ended.
constexpr std::int32_t kLateSteps = 16;
// The number of waiting orbits from which on they are followed, so that the list takes 128 KB.
constexpr std::size_t kManyWaiting = 4096;
// Orbits are checked for returns as in RefilledLanes; this is the step of the first point that is
// remembered after the start.
constexpr double kFirstRemembered = 64.0;
constexpr double kIdle = -1.0;  // the time of a lane without an orbit

// One orbit in each lane: its point, its step and, once it has ended, its cycle.
template <class D>
struct BasinLanes {
  static constexpr std::size_t kLanes = hn::MaxLanes(D());
  static constexpr std::size_t kSlots = kProgramVectors * kLanes;

  BasinLanes() { std::fill_n(times, kSlots, kIdle); }

  HWY_ALIGN double re[kSlots] = {};
  HWY_ALIGN double im[kSlots] = {};
  HWY_ALIGN double times[kSlots];
  HWY_ALIGN double cycles[kSlots] = {};
  std::uint8_t ended[kProgramVectors][8] = {};  // a bit a lane
};

// Follows the orbits of a job. They take their first steps side by side; those that go on wait for
// a free lane, so that no orbit waits for the slowest of its neighbours.
template <class D>
class BasinOrbits {
 public:
  BasinOrbits(const ProgramBasinJob& job, const BasinNumbers& to)
      : m_job(job), m_to(to), m_machine(job.program), m_test(job) {}

  // Returns false when stopped.
  bool run(const std::stop_token& stop) {
    const std::size_t size = m_to.counts.size();
    for (std::size_t first = 0; first < size; first += kSlots) {
      if (stop.stop_requested()) return false;
      const std::size_t count = std::min(kSlots, size - first);
      beginBlock(count);
      advance(m_block, kFirstSteps);
      endBlock(first, count);
      if (m_waiting.size() >= kManyWaiting && !follow(false, stop)) return false;
    }
    return follow(true, stop);
  }

 private:
  static constexpr D m_d{};
  static constexpr std::size_t kLanes = BasinLanes<D>::kLanes;
  static constexpr std::size_t kSlots = BasinLanes<D>::kSlots;
  static constexpr std::uint8_t kAllEnded = static_cast<std::uint8_t>((1U << kLanes) - 1U);

  struct Waiting {
    double re;
    double im;
    double time;
    std::size_t pixel;
  };

  void beginBlock(std::size_t count) {
    for (std::size_t slot = 0; slot < count;) {
      const std::size_t part = std::min(count - slot, m_job.xs.size() - m_column);
      std::copy_n(m_job.xs.data() + m_column, part, m_block.re + slot);
      std::fill_n(m_block.im + slot, part, m_job.ys[m_row]);
      slot += part;
      m_column += part;
      if (m_column < m_job.xs.size()) continue;
      m_column = 0;
      ++m_row;
    }
    std::fill_n(m_block.times, count, 0.0);
    std::fill_n(m_block.times + count, kSlots - count, kIdle);
  }

  // Advances all lanes by so many steps, or until all orbits have ended. An orbit that has ended
  // stays at its point.
  void advance(BasinLanes<D>& lanes, std::int32_t steps) {
    const auto one = hn::Set(m_d, 1.0);
    ProgramNumbers<D> z;
    hn::Vec<D> times[kProgramVectors];
    hn::Mask<D> open[kProgramVectors];
    eachProgramVector([&](auto v) FATOU_VECTOR_BODY {
      z.set(v, {hn::Load(m_d, lanes.re + v * kLanes), hn::Load(m_d, lanes.im + v * kLanes)});
      times[v] = hn::Load(m_d, lanes.times + v * kLanes);
      open[v] = hn::Ge(times[v], hn::Zero(m_d));
    });
    for (std::int32_t step = 0; step < steps; ++step) {
      m_test.close(z, open);
      auto any = hn::FirstN(m_d, 0);
      eachProgramVector([&](auto v) FATOU_VECTOR_BODY { any = hn::Or(any, open[v]); });
      if (hn::AllFalse(m_d, any)) break;
      ProgramNumbers<D> next = z;
      m_machine.step(next);
      eachProgramVector([&](auto v) FATOU_VECTOR_BODY {
        times[v] = hn::Add(times[v], hn::IfThenElseZero(open[v], one));
        z.set(v, {hn::IfThenElse(open[v], next.re[v], z.re[v]),
                  hn::IfThenElse(open[v], next.im[v], z.im[v])});
      });
    }
    eachProgramVector(
        [&](auto v) FATOU_VECTOR_BODY { keep(v, z.re[v], z.im[v], times[v], open[v], lanes); });
  }

  // Stores a vector's lanes. Orbits that have gone on beyond tmax get J = tmax.
  HWY_INLINE void keep(std::size_t v, hn::Vec<D> re, hn::Vec<D> im, hn::Vec<D> times,
                       hn::Mask<D> open, BasinLanes<D>& lanes) const {
    const std::size_t at = v * kLanes;
    const auto tmax = hn::Set(m_d, static_cast<double>(m_job.tmax));
    const auto n = hn::Min(times, tmax);
    const auto isDecided = hn::AndNot(open, hn::Lt(n, tmax));
    const auto isBusy = hn::Ge(n, hn::Zero(m_d));
    hn::Store(re, m_d, lanes.re + at);
    hn::Store(im, m_d, lanes.im + at);
    hn::Store(n, m_d, lanes.times + at);
    hn::Store(hn::IfThenElseZero(isDecided, m_test.cycleAt(re, im)), m_d, lanes.cycles + at);
    lanes.ended[v][0] = 0;
    hn::StoreMaskBits(m_d, hn::Or(hn::And(isDecided, isBusy), hn::Ge(n, tmax)), lanes.ended[v]);
  }

  static bool hasEnded(const BasinLanes<D>& lanes, std::size_t slot) {
    return (lanes.ended[slot / kLanes][0] >> slot % kLanes & 1) != 0;
  }

  void endBlock(std::size_t first, std::size_t count) {
    const hn::Rebind<std::int32_t, D> di;
    HWY_ALIGN std::int32_t numbers[2][kSlots];
    for (std::size_t at = 0; at < kSlots; at += kLanes) {
      hn::Store(hn::DemoteTo(di, hn::Load(m_d, m_block.times + at)), di, numbers[0] + at);
      hn::Store(hn::DemoteTo(di, hn::Load(m_d, m_block.cycles + at)), di, numbers[1] + at);
    }
    std::copy_n(numbers[0], count, m_to.counts.data() + first);
    std::copy_n(numbers[1], count, m_to.cycles.data() + first);
    for (std::size_t slot = 0; slot < count; ++slot) {
      if (slot % kLanes == 0 && m_block.ended[slot / kLanes][0] == kAllEnded)
        slot += kLanes - 1;
      else if (!hasEnded(m_block, slot))
        m_waiting.push_back(
            {m_block.re[slot], m_block.im[slot], m_block.times[slot], first + slot});
    }
  }

  // Follows waiting orbits: all of them to their ends, or only until no orbit waits. Returns false
  // when stopped.
  bool follow(bool toTheEnd, const std::stop_token& stop) {
    for (std::size_t slot = 0; slot < kSlots; ++slot)
      if (m_late.times[slot] < 0.0) beginLate(slot);
    while (m_busy > 0 && (toTheEnd || !m_waiting.empty())) {
      if (stop.stop_requested()) return false;
      advance(m_late, kLateSteps);
      for (std::size_t slot = 0; slot < kSlots; ++slot)
        if (m_late.times[slot] >= 0.0) lookAt(slot);
    }
    return true;
  }

  void beginLate(std::size_t slot) {
    m_late.times[slot] = kIdle;
    if (m_waiting.empty()) return;
    const Waiting& next = m_waiting.back();
    m_late.re[slot] = m_earlierRe[slot] = next.re;
    m_late.im[slot] = m_earlierIm[slot] = next.im;
    m_late.times[slot] = next.time;
    m_rememberAt[slot] = kFirstRemembered;
    m_pixels[slot] = next.pixel;
    m_waiting.pop_back();
    ++m_busy;
  }

  // Records an orbit that has ended, or that is at one of its earlier points again, bit for bit, so
  // that it never ends.
  void lookAt(std::size_t slot) {
    const bool isOver = hasEnded(m_late, slot);
    const bool isBack = !isOver && hasBits(m_late.re[slot], m_earlierRe[slot]) &&
                        hasBits(m_late.im[slot], m_earlierIm[slot]);
    if (!isOver && !isBack) return remember(slot);
    m_to.counts[m_pixels[slot]] =
        isBack ? m_job.tmax : static_cast<std::int32_t>(m_late.times[slot]);
    m_to.cycles[m_pixels[slot]] =
        isBack ? kNoCycle : static_cast<std::int32_t>(m_late.cycles[slot]);
    --m_busy;
    beginLate(slot);
  }

  void remember(std::size_t slot) {
    if (m_late.times[slot] < m_rememberAt[slot]) return;
    m_earlierRe[slot] = m_late.re[slot];
    m_earlierIm[slot] = m_late.im[slot];
    m_rememberAt[slot] = 2.0 * m_late.times[slot];
  }

  // Compares bits, since the sign of a zero decides on which side of a branch cut it lies.
  static bool hasBits(double a, double b) { return std::memcmp(&a, &b, sizeof a) == 0; }

  const ProgramBasinJob& m_job;
  const BasinNumbers& m_to;
  ProgramMachine<D> m_machine;
  BasinTest<D> m_test;
  std::size_t m_column = 0;  // of the next point
  std::size_t m_row = 0;
  BasinLanes<D> m_block;
  BasinLanes<D> m_late;
  std::vector<Waiting> m_waiting;
  std::size_t m_busy = 0;  // lanes of m_late
  double m_earlierRe[kSlots] = {};
  double m_earlierIm[kSlots] = {};
  double m_rememberAt[kSlots] = {};
  std::size_t m_pixels[kSlots] = {};
};

bool programBasinsOnTarget(const ProgramBasinJob& job, const BasinNumbers& to,
                           const std::stop_token& stop) {
  return BasinOrbits<hn::ScalableTag<double>>(job, to).run(stop);
}

}  // namespace
}  // namespace fatou::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace fatou::kernels {
HWY_EXPORT(programBasinsOnTarget);

bool programBasins(const ProgramBasinJob& job, const BasinNumbers& to, std::stop_token stop) {
  FATOU_CHECK(job.tmax >= 1 && job.discs.size() <= kMostBasinDiscs);
  FATOU_CHECK(!job.escapeRadius ||
              (*job.escapeRadius > 0.0 && *job.escapeRadius <= kMostEscapeRadius));
  FATOU_CHECK(job.program.parameter == Program::kNone);
  FATOU_CHECK(to.counts.size() == job.xs.size() * job.ys.size());
  FATOU_CHECK(to.cycles.size() == to.counts.size());
  return HWY_DYNAMIC_DISPATCH(programBasinsOnTarget)(job, to, stop);
}
}  // namespace fatou::kernels
#endif  // HWY_ONCE
