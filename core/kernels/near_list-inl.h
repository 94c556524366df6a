// SPDX-License-Identifier: GPL-3.0-or-later
// Per-target code: included once for each SIMD target, hence the toggle instead of a pragma once.
#if defined(FATOU_CORE_KERNELS_NEAR_LIST_INL_H) == defined(HWY_TARGET_TOGGLE)
#ifdef FATOU_CORE_KERNELS_NEAR_LIST_INL_H
#undef FATOU_CORE_KERNELS_NEAR_LIST_INL_H
#else
#define FATOU_CORE_KERNELS_NEAR_LIST_INL_H
#endif

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include <hwy/aligned_allocator.h>
#include <hwy/highway.h>

#include "core/kernels/deep_walk.h"
#include "core/kernels/lane_choice-inl.h"
#include "core/kernels/orbit_list-inl.h"

HWY_BEFORE_NAMESPACE();
namespace fatou::kernels::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

// Pixels near a reference orbit, on their way with δ = x + iy.
template <class D>
struct NearBlock {
  hn::Vec<D> x[kOrbitVectors];
  hn::Vec<D> y[kOrbitVectors];
  Tickets<D> place[kOrbitVectors];
  Tickets<D> tickets[kOrbitVectors];
  hn::Mask<D> going[kOrbitVectors];  // no decision is due
};

// A list of such pixels, as OrbitList is one of orbits with z alone.
template <class D>
class NearList {
 public:
  static constexpr std::size_t kLanes = hn::MaxLanes(D());
  static constexpr std::size_t kBlock = kOrbitVectors * kLanes;

  explicit NearList(std::size_t capacity)
      : m_x(hwy::AllocateAligned<double>(capacity + kBlock)),
        m_y(hwy::AllocateAligned<double>(capacity + kBlock)),
        m_place(hwy::AllocateAligned<Ticket>(capacity + kBlock)),
        m_tickets(hwy::AllocateAligned<Ticket>(capacity + kBlock)) {}

  std::size_t size() const { return m_size; }
  void truncate(std::size_t size) { m_size = size; }

  // Gives the lanes beyond the last pixel something to read.
  void pad() {
    std::fill_n(&m_x[m_size], kBlock, 0.0);
    std::fill_n(&m_y[m_size], kBlock, 0.0);
    std::fill_n(&m_place[m_size], kBlock, Ticket{0});
    std::fill_n(&m_tickets[m_size], kBlock, Ticket{0});
  }

  void append(const DeepPixel& pixel, std::size_t index) {
    m_x[m_size] = pixel.x;
    m_y[m_size] = pixel.y;
    m_place[m_size] = static_cast<Ticket>(pixel.place);
    m_tickets[m_size++] = makeTicket(pixel.remaining, index);
  }

  HWY_INLINE void append(const LaneChoice& chosen, hn::Vec<D> x, hn::Vec<D> y, Tickets<D> place,
                         Tickets<D> tickets) {
    chosen.store(m_d, x, &m_x[m_size]);
    chosen.store(m_d, y, &m_y[m_size]);
    chosen.store(m_dt, place, &m_place[m_size]);
    chosen.store(m_dt, tickets, &m_tickets[m_size]);
    m_size += chosen.count();
  }

  HWY_INLINE void block(std::size_t first, std::size_t size, NearBlock<D>& block) const {
    eachVector([&](auto v) FATOU_VECTOR_BODY {
      const std::size_t at = first + v * kLanes;
      block.x[v] = hn::LoadU(m_d, &m_x[at]);
      block.y[v] = hn::LoadU(m_d, &m_y[at]);
      block.place[v] = hn::LoadU(m_dt, &m_place[at]);
      block.tickets[v] = hn::LoadU(m_dt, &m_tickets[at]);
      block.going[v] = hn::FirstN(m_d, size - std::min(at, size));
    });
  }

 private:
  static constexpr D m_d{};
  static constexpr TicketTag<D> m_dt{};
  hwy::AlignedFreeUniquePtr<double[]> m_x;
  hwy::AlignedFreeUniquePtr<double[]> m_y;
  hwy::AlignedFreeUniquePtr<Ticket[]> m_place;
  hwy::AlignedFreeUniquePtr<Ticket[]> m_tickets;
  std::size_t m_size = 0;
};

// Steps of δ <- (2Z + δ) δ for a block of pixels, each until DeepWalk::settleNear() has something
// to decide; the place, δ and ticket are then those it is to decide on.
template <class D>
class NearSteps {
 public:
  explicit NearSteps(const DeepReference& reference)
      : m_re(reference.re()),
        m_im(reference.im()),
        m_centreEnd(hn::Set(m_dt, static_cast<Ticket>(reference.centreEnd()))),
        m_criticalEnd(hn::Set(m_dt, static_cast<Ticket>(reference.criticalEnd()))) {}

  HWY_NOINLINE void advance(std::int32_t steps, NearBlock<D>& block) const {
    hn::Vec<D> zx[kOrbitVectors];
    hn::Vec<D> zy[kOrbitVectors];
    eachVector([&](auto v) FATOU_VECTOR_BODY {
      zx[v] = hn::GatherIndex(m_d, m_re, block.place[v]);
      zy[v] = hn::GatherIndex(m_d, m_im, block.place[v]);
    });
    const auto one = hn::Set(m_dt, Ticket{1});
    const auto oneIteration = hn::Set(m_dt, makeTicket(1, 0));
    for (std::int32_t t = 0; t < steps; ++t) {
      eachVector([&](auto v) FATOU_VECTOR_BODY {
        const auto ax = hn::Add(hn::Add(zx[v], zx[v]), block.x[v]);
        const auto ay = hn::Add(hn::Add(zy[v], zy[v]), block.y[v]);
        const auto x = hn::Sub(hn::Mul(ax, block.x[v]), hn::Mul(ay, block.y[v]));
        const auto y = hn::Add(hn::Mul(ax, block.y[v]), hn::Mul(ay, block.x[v]));
        const auto going = block.going[v];
        const auto goingTickets = hn::RebindMask(m_dt, going);
        block.x[v] = hn::IfThenElse(going, x, block.x[v]);
        block.y[v] = hn::IfThenElse(going, y, block.y[v]);
        block.place[v] = hn::Add(block.place[v], hn::IfThenElseZero(goingTickets, one));
        block.tickets[v] =
            hn::Sub(block.tickets[v], hn::IfThenElseZero(goingTickets, oneIteration));
        zx[v] = hn::GatherIndex(m_d, m_re, block.place[v]);
        zy[v] = hn::GatherIndex(m_d, m_im, block.place[v]);
        block.going[v] = hn::AndNot(isToSettle(block, zx[v], zy[v], v), going);
      });
    }
  }

 private:
  HWY_INLINE hn::Mask<D> isToSettle(const NearBlock<D>& block, hn::Vec<D> zx, hn::Vec<D> zy,
                                    std::size_t v) const {
    const auto norm = squaredModulus(m_d, hn::Add(zx, block.x[v]), hn::Add(zy, block.y[v]));
    const auto delta2 = squaredModulus(m_d, block.x[v], block.y[v]);
    const auto stays =
        hn::And(hn::And(hn::Le(norm, hn::Set(m_d, DeepWalk::kSurelyInside2)),
                        hn::Lt(delta2, hn::Set(m_d, DeepWalk::kFar2))),
                hn::And(hn::Ge(norm, delta2), hn::Ge(delta2, hn::Set(m_d, DeepWalk::kScaled2))));
    const auto inBlock =
        hn::And(block.place[v], hn::Set(m_dt, Ticket{DeepReference::kAlignment - 1}));
    const auto aligned = hn::RebindMask(m_d, hn::Eq(inBlock, hn::Zero(m_dt)));
    const auto maySkip = hn::And(hn::Lt(delta2, hn::Set(m_d, DeepWalk::kSkip2)), aligned);
    const auto atEnd =
        hn::Or(hn::Eq(block.place[v], m_centreEnd), hn::Eq(block.place[v], m_criticalEnd));
    const auto arrived = hn::Lt(block.tickets[v], hn::Set(m_dt, makeTicket(1, 0)));
    const auto due = hn::RebindMask(m_d, hn::Or(atEnd, arrived));
    return hn::Or(hn::Or(maySkip, due), hn::Not(stays));
  }

  static constexpr D m_d{};
  static constexpr TicketTag<D> m_dt{};
  const double* m_re;
  const double* m_im;
  const Tickets<D> m_centreEnd;
  const Tickets<D> m_criticalEnd;
};

}  // namespace fatou::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif  // per-target include guard
