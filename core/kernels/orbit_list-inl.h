// SPDX-License-Identifier: GPL-3.0-or-later
// Per-target code: included once for each SIMD target, hence the toggle instead of a pragma once.
#if defined(FATOU_CORE_KERNELS_ORBIT_LIST_INL_H) == defined(HWY_TARGET_TOGGLE)
#ifdef FATOU_CORE_KERNELS_ORBIT_LIST_INL_H
#undef FATOU_CORE_KERNELS_ORBIT_LIST_INL_H
#else
#define FATOU_CORE_KERNELS_ORBIT_LIST_INL_H
#endif

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include <hwy/aligned_allocator.h>
#include <hwy/highway.h>

#include "core/kernels/lane_choice-inl.h"
#include "core/kernels/mirror_proof-inl.h"
#include "core/kernels/orbit_block-inl.h"

HWY_BEFORE_NAMESPACE();
namespace fatou::kernels::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

// Which pixel an orbit belongs to and how far it has to go: the iterations left to tmax in the
// upper half, the index of the pixel's count in the lower. One signed comparison then finds those
// that have arrived, even if a stride took them past tmax.
using Ticket = std::int64_t;

constexpr Ticket makeTicket(std::int32_t remaining, std::size_t index) {
  return (Ticket{remaining} << 32) | static_cast<Ticket>(index);
}
constexpr std::int32_t remainingOf(Ticket ticket) {
  return static_cast<std::int32_t>(ticket >> 32);
}
constexpr std::size_t indexOf(Ticket ticket) {
  return static_cast<std::size_t>(ticket & 0xffffffff);
}

template <class D>
using TicketTag = hn::Rebind<Ticket, D>;

template <class D>
using Tickets = hn::Vec<TicketTag<D>>;

// Calls f(index) for each of the chosen.
template <class D, class F>
HWY_INLINE void eachIndex(hn::Mask<D> chosen, Tickets<D> tickets, const F& f) {
  if (HWY_LIKELY(hn::AllFalse(D(), chosen))) return;
  HWY_ALIGN Ticket lanes[hn::MaxLanes(D())];
  const LaneChoice choice(D(), chosen);
  choice.store(TicketTag<D>(), tickets, lanes);
  for (std::size_t lane = 0; lane < choice.count(); ++lane) f(indexOf(lanes[lane]));
}

// One vector of orbits on their way.
template <class D>
struct OrbitVector {
  hn::Vec<D> x;
  hn::Vec<D> y;
  hn::Vec<D> errors;  // see MirrorProof; anything where there are no mirrors
  Tickets<D> tickets;
};

// Orbits side by side, so that every lane of a vector has one whatever became of its neighbours.
template <class D, bool kMirrored>
class OrbitList {
 public:
  static constexpr std::size_t kBlock = kOrbitVectors * hn::MaxLanes(D());

  explicit OrbitList(std::size_t capacity)
      : m_x(hwy::AllocateAligned<double>(capacity + kBlock)),
        m_y(hwy::AllocateAligned<double>(capacity + kBlock)),
        m_errors(hwy::AllocateAligned<double>(kMirrored ? capacity + kBlock : 1)),
        m_tickets(hwy::AllocateAligned<Ticket>(capacity + kBlock)) {}

  // The lanes of a block beyond the last orbit are computed, too: gives them something to compute.
  void pad() {
    std::fill_n(&m_x[m_size], kBlock, 0.0);
    std::fill_n(&m_y[m_size], kBlock, 0.0);
    std::fill_n(&m_tickets[m_size], kBlock, Ticket{0});
    if (kMirrored) std::fill_n(&m_errors[m_size], kBlock, 0.0);
  }

  std::size_t size() const { return m_size; }
  void truncate(std::size_t size) { m_size = size; }

  HWY_INLINE OrbitVector<D> vector(std::size_t at) const {
    OrbitVector<D> orbits;
    orbits.x = hn::LoadU(m_d, &m_x[at]);
    orbits.y = hn::LoadU(m_d, &m_y[at]);
    orbits.errors = hn::Zero(m_d);
    if constexpr (kMirrored) orbits.errors = hn::LoadU(m_d, &m_errors[at]);
    orbits.tickets = tickets(at);
    return orbits;
  }
  HWY_INLINE Tickets<D> tickets(std::size_t at) const { return hn::LoadU(m_dt, &m_tickets[at]); }
  Ticket ticket(std::size_t at) const { return m_tickets[at]; }

  HWY_INLINE void block(std::size_t first, OrbitBlock<D>& z, BlockErrors<D>& errors) const {
    eachVector([&](auto v) FATOU_VECTOR_BODY {
      const OrbitVector<D> orbits = vector(first + v * hn::Lanes(m_d));
      z.x[v] = orbits.x;
      z.y[v] = orbits.y;
      errors.of[v] = orbits.errors;
    });
  }

  // All lanes.
  HWY_INLINE void append(const OrbitVector<D>& orbits) {
    hn::StoreU(orbits.x, m_d, &m_x[m_size]);
    hn::StoreU(orbits.y, m_d, &m_y[m_size]);
    if constexpr (kMirrored) hn::StoreU(orbits.errors, m_d, &m_errors[m_size]);
    hn::StoreU(orbits.tickets, m_dt, &m_tickets[m_size]);
    m_size += hn::Lanes(m_d);
  }

  HWY_INLINE void append(const LaneChoice& chosen, const OrbitVector<D>& orbits) {
    chosen.store(m_d, orbits.x, &m_x[m_size]);
    chosen.store(m_d, orbits.y, &m_y[m_size]);
    if constexpr (kMirrored) chosen.store(m_d, orbits.errors, &m_errors[m_size]);
    chosen.store(m_dt, orbits.tickets, &m_tickets[m_size]);
    m_size += chosen.count();
  }

  void append(double x, double y, double error, Ticket ticket) {
    m_x[m_size] = x;
    m_y[m_size] = y;
    if constexpr (kMirrored) m_errors[m_size] = error;
    m_tickets[m_size++] = ticket;
  }

 private:
  static constexpr D m_d{};
  static constexpr TicketTag<D> m_dt{};
  hwy::AlignedFreeUniquePtr<double[]> m_x;
  hwy::AlignedFreeUniquePtr<double[]> m_y;
  hwy::AlignedFreeUniquePtr<double[]> m_errors;
  hwy::AlignedFreeUniquePtr<Ticket[]> m_tickets;
  std::size_t m_size = 0;
};

}  // namespace fatou::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif  // per-target include guard
