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

// Orbits side by side, so that every lane of a vector has one whatever became of its neighbours.
template <class D>
class OrbitList {
 public:
  static constexpr std::size_t kBlock = kOrbitVectors * hn::MaxLanes(D());

  explicit OrbitList(std::size_t capacity)
      : m_x(hwy::AllocateAligned<double>(capacity + kBlock)),
        m_y(hwy::AllocateAligned<double>(capacity + kBlock)),
        m_tickets(hwy::AllocateAligned<Ticket>(capacity + kBlock)) {
    // The lanes beyond the last orbit are computed too.
    std::fill_n(m_x.get(), capacity + kBlock, 0.0);
    std::fill_n(m_y.get(), capacity + kBlock, 0.0);
    std::fill_n(m_tickets.get(), capacity + kBlock, Ticket{0});
  }

  std::size_t size() const { return m_size; }
  void truncate(std::size_t size) { m_size = size; }

  HWY_INLINE hn::Vec<D> x(std::size_t at) const { return hn::LoadU(m_d, &m_x[at]); }
  HWY_INLINE hn::Vec<D> y(std::size_t at) const { return hn::LoadU(m_d, &m_y[at]); }
  HWY_INLINE Tickets<D> tickets(std::size_t at) const { return hn::LoadU(m_dt, &m_tickets[at]); }
  Ticket ticket(std::size_t at) const { return m_tickets[at]; }

  HWY_INLINE OrbitBlock<D> block(std::size_t first) const {
    OrbitBlock<D> z;
    eachVector([&](auto v) FATOU_VECTOR_BODY {
      z.x[v] = x(first + v * hn::Lanes(m_d));
      z.y[v] = y(first + v * hn::Lanes(m_d));
    });
    return z;
  }

  // All lanes.
  HWY_INLINE void append(hn::Vec<D> x, hn::Vec<D> y, Tickets<D> tickets) {
    hn::StoreU(x, m_d, &m_x[m_size]);
    hn::StoreU(y, m_d, &m_y[m_size]);
    hn::StoreU(tickets, m_dt, &m_tickets[m_size]);
    m_size += hn::Lanes(m_d);
  }

  HWY_INLINE void append(const LaneChoice& chosen, hn::Vec<D> x, hn::Vec<D> y, Tickets<D> tickets) {
    chosen.store(m_d, x, &m_x[m_size]);
    chosen.store(m_d, y, &m_y[m_size]);
    chosen.store(m_dt, tickets, &m_tickets[m_size]);
    m_size += chosen.count();
  }

 private:
  static constexpr D m_d{};
  static constexpr TicketTag<D> m_dt{};
  hwy::AlignedFreeUniquePtr<double[]> m_x;
  hwy::AlignedFreeUniquePtr<double[]> m_y;
  hwy::AlignedFreeUniquePtr<Ticket[]> m_tickets;
  std::size_t m_size = 0;
};

}  // namespace fatou::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif  // per-target include guard
