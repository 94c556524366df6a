// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kernels/mandelbrot_walk.h"

#include <algorithm>
#include <cmath>
#include <complex>

namespace fatou::kernels {
namespace {

// Squares of |δ|: below the first, polynomials may be found; below the second, blocks; below the
// third, doubles do not do.
constexpr double kReturn2 = 0x1p-16;
constexpr double kSkip2 = 0x1p-100;
constexpr double kScaled2 = 0x1p-800;
constexpr double kEscape2 = 4.0;

double norm(double x, double y) {
  return x * x + y * y;
}

// If |z|^2 is within this distance of 4, z is too coarse a number to tell on which side it is.
constexpr double kRim = 0x1p-40;

// Whether |Z + δ| > 2, by what δ alone does to |Z|^2, where Z is at `place`; c = -2 and its like
// have |Z| = 2, to more digits than a double's.
bool isBeyondRim(const MandelbrotReference& reference, std::size_t place,
                 const ScaledComplex& delta) {
  const double zx = reference.orbit().re[place];
  const double zy = reference.orbit().im[place];
  const ScaledComplex twice =
      ScaledComplex::of(2.0 * zx, -2.0 * zy) + ScaledComplex{delta.re, -delta.im, delta.exponent};
  const ScaledComplex* known = reference.rimGap(place);
  const ScaledComplex gap =
      known != nullptr ? *known : ScaledComplex::of(norm(zx, zy) - kEscape2, 0.0);
  return (gap + twice * delta).re > 0.0;
}

// A pixel whose δ is a double, kept in registers while it goes on.
class NearWalk {
 public:
  NearWalk(const MandelbrotReference& reference, MandelbrotPixel& pixel)
      : m_reference(reference),
        m_re(reference.orbit().re.data()),
        m_im(reference.orbit().im.data()),
        m_pixel(pixel),
        m_x(pixel.delta.x),
        m_y(pixel.delta.y),
        m_place(pixel.place),
        m_remaining(pixel.remaining) {}

  MandelbrotFate walk(int most) {
    const std::size_t end = m_reference.end();
    for (; most > 0; --most) {
      const double zx = m_re[m_place] + m_x;
      const double zy = m_im[m_place] + m_y;
      const double z2 = norm(zx, zy);
      double delta2 = norm(m_x, m_y);
      if (m_remaining <= 0) return leave(MandelbrotFate::Bounded, zx, zy);
      if (!(z2 < kEscape2 - kRim) && isOutside(z2)) {
        m_pixel.scaledDelta = ScaledComplex::of(m_x, m_y);
        return leave(MandelbrotFate::Escaped, zx, zy);
      }
      if (z2 < delta2 || m_place == end) {
        if (m_place == end && m_reference.isInTrap(zx, zy))
          return leave(MandelbrotFate::Bounded, zx, zy);
        m_x = zx;
        m_y = zy;
        m_place = 0;
        delta2 = z2;
        if (m_pixel.returns.isBack({zx, zy})) return leave(MandelbrotFate::Bounded, zx, zy);
      }
      if (delta2 < kReturn2) {
        if (delta2 < kScaled2 && m_reference.isBeyondDouble()) {
          m_pixel.scaledDelta = ScaledComplex::of(m_x, m_y);
          return leave(MandelbrotFate::Scaled, zx, zy);
        }
        if (skip(delta2)) continue;
      }
      step();
    }
    return leave(MandelbrotFate::Near, m_x, m_y);
  }

 private:
  MandelbrotFate leave(MandelbrotFate fate, double x, double y) {
    m_pixel.delta = {x, y};
    m_pixel.place = m_place;
    m_pixel.remaining = m_remaining;
    return fate;
  }

  bool isOutside(double z2) const {
    return !(z2 < kEscape2 + kRim) ||
           isBeyondRim(m_reference, m_place, ScaledComplex::of(m_x, m_y));
  }

  void step() {
    const double ax = (m_re[m_place] + m_re[m_place]) + m_x;
    const double ay = (m_im[m_place] + m_im[m_place]) + m_y;
    const double next = (ax * m_x - ay * m_y) + m_pixel.dc.x;
    m_y = (ax * m_y + ay * m_x) + m_pixel.dc.y;
    m_x = next;
    ++m_place;
    --m_remaining;
  }

  // Skips steps by a block or by a polynomial, whichever goes further. Returns false if there is
  // none.
  bool skip(double delta2) {
    const double size = std::max(std::abs(m_x), std::abs(m_y));
    MandelbrotBilinearTable::Skip<MandelbrotBilinearTable::Block> block;
    if (delta2 < kSkip2)
      block = m_reference.skips().longest(m_place, size, static_cast<std::size_t>(m_remaining));
    const ReturnSeries* here = m_reference.returns().at(m_place);
    const auto* ring = here != nullptr ? here->ringOf(size) : nullptr;
    if (ring != nullptr && ring->steps > block.steps &&
        ring->steps <= static_cast<std::size_t>(m_remaining)) {
      goByRing(*ring, here->unit());
    } else if (block.block != nullptr) {
      goByBlock(*block.block, block.steps);
    } else {
      return false;
    }
    return true;
  }

  void goByBlock(const MandelbrotBilinearTable::Block& block, std::size_t steps) {
    const auto [cx, cy] = m_pixel.dc;
    const double next = (block.aRe * m_x - block.aIm * m_y) + (block.bRe * cx - block.bIm * cy);
    m_y = (block.aRe * m_y + block.aIm * m_x) + (block.bRe * cy + block.bIm * cx);
    m_x = next;
    passed(steps);
  }

  void goByRing(const ReturnSeries::Ring& ring, double unit) {
    const bool isWhole = &ring == m_reference.returns().wholeWay();
    if (!isWhole || !m_pixel.hasWay) {
      const auto way = ReturnSeries::ofPixel(ring, m_pixel.u.x, m_pixel.u.y);
      if (!isWhole) return goAlong(way, ring.steps, unit);
      m_pixel.way = way;
      m_pixel.hasWay = true;
    }
    goAlong(m_pixel.way, ring.steps, unit);
  }

  void goAlong(const ReturnSeries::OfPixel& way, std::size_t steps, double unit) {
    const std::complex<double> delta = ReturnSeries::value(way, m_x * unit, m_y * unit);
    m_x = delta.real();
    m_y = delta.imag();
    passed(steps);
  }

  void passed(std::size_t steps) {
    m_place += steps;
    m_remaining -= static_cast<std::int32_t>(steps);
  }

  const MandelbrotReference& m_reference;
  const double* const m_re;
  const double* const m_im;
  MandelbrotPixel& m_pixel;
  double m_x;
  double m_y;
  std::size_t m_place;
  std::int32_t m_remaining;
};

}  // namespace

MandelbrotFate MandelbrotWalk::start(double x, double y, MandelbrotPixel& pixel) const {
  const SeriesApproximation& start = m_reference.start();
  const std::complex<double> delta = start.value(x, y);
  pixel.u = {x, y};
  pixel.scaledDc = ScaledComplex::of(x, y, m_reference.exponent());
  pixel.dc = {pixel.scaledDc.reToDouble(), pixel.scaledDc.imToDouble()};
  pixel.place = 1 + start.steps();
  pixel.remaining = m_reference.tmax() - static_cast<std::int32_t>(pixel.place);
  if (start.exponent() != 0) {
    pixel.scaledDelta = ScaledComplex::of(delta.real(), delta.imag(), start.exponent());
    return MandelbrotFate::Scaled;
  }
  double dx = delta.real();
  double dy = delta.imag();
  for (std::size_t k = 0; k < start.sharedSteps(); ++k, ++pixel.place, --pixel.remaining) {
    const double ax = 2.0 * m_reference.orbit().re[pixel.place] + dx;
    const double ay = 2.0 * m_reference.orbit().im[pixel.place] + dy;
    const double next = (ax * dx - ay * dy) + pixel.dc.x;
    dy = (ax * dy + ay * dx) + pixel.dc.y;
    dx = next;
  }
  pixel.delta = {dx, dy};
  return MandelbrotFate::Near;
}

MandelbrotFate MandelbrotWalk::walkNear(int most, MandelbrotPixel& pixel) const {
  return NearWalk(m_reference, pixel).walk(most);
}

MandelbrotFate MandelbrotWalk::walkScaled(int most, MandelbrotPixel& pixel) const {
  ScaledComplex delta = pixel.scaledDelta;
  for (; most > 0; --most) {
    const ScaledComplex point = m_reference.orbit().point(pixel.place);
    const ScaledComplex z = point + delta;
    const double zx = z.reToDouble();
    const double zy = z.imToDouble();
    pixel.delta = {zx, zy};
    if (pixel.remaining <= 0) return MandelbrotFate::Bounded;
    const double z2 = norm(zx, zy);
    if (!(z2 < kEscape2 + kRim) ||
        (z2 > kEscape2 - kRim && isBeyondRim(m_reference, pixel.place, delta))) {
      pixel.scaledDelta = delta;
      return MandelbrotFate::Escaped;
    }
    const bool isEnd = pixel.place == m_reference.end();
    ScaledComplex twice = point.doubled();
    if (isEnd || isNearerToZero(z, delta)) {
      if (isEnd && m_reference.isInTrap(zx, zy)) return MandelbrotFate::Bounded;
      if (pixel.scaledReturns.isBack(z)) return MandelbrotFate::Bounded;
      delta = z;
      pixel.place = 0;
      twice = {};
    }
    if (delta.exponent >= -SeriesApproximation::kDoubleDepth) {
      pixel.delta = {delta.reToDouble(), delta.imToDouble()};
      return MandelbrotFate::Near;
    }
    const auto skip = m_reference.skips().longestScaled(pixel.place, delta.exponent,
                                                        static_cast<std::size_t>(pixel.remaining));
    const bool isBlock = skip.block != nullptr;
    delta = isBlock ? skip.block->a * delta + skip.block->b * pixel.scaledDc
                    : (twice + delta) * delta + pixel.scaledDc;
    const std::size_t steps = isBlock ? skip.steps : 1;
    pixel.place += steps;
    pixel.remaining -= static_cast<std::int32_t>(steps);
  }
  pixel.scaledDelta = delta;
  return MandelbrotFate::Scaled;
}

}  // namespace fatou::kernels
