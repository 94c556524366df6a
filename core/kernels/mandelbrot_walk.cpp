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

// Where |z|^2 is within this of 4, z is too coarse a number to say on which side.
constexpr double kRim = 0x1p-40;

// Whether |Z + δ| > 2, by what δ alone does to |Z|^2; c = -2 and its like have |Z| = 2.
bool isBeyondRim(double zx, double zy, const ScaledComplex& delta) {
  const ScaledComplex twice =
      ScaledComplex::of(2.0 * zx, -2.0 * zy) + ScaledComplex{delta.re, -delta.im, delta.exponent};
  return (ScaledComplex::of(norm(zx, zy) - kEscape2, 0.0) + twice * delta).re > 0.0;
}

}  // namespace

bool MandelbrotWalk::goByReturn(std::size_t blockSteps, MandelbrotPixel::Distance& delta,
                                std::size_t& place, std::int32_t& left,
                                MandelbrotPixel& pixel) const {
  const SharedReturns& returns = m_reference.returns();
  const SharedReturn* here = returns.at(place);
  const auto* ring = here->ringOf(std::max(std::abs(delta.x), std::abs(delta.y)));
  if (ring == nullptr || ring->steps <= blockSteps) return false;
  if (ring->steps > static_cast<std::size_t>(left)) return false;
  const double x = delta.x * here->unit();
  const double y = delta.y * here->unit();
  const bool isWhole = ring == returns.wholeWay();
  if (isWhole && !pixel.hasWay) {
    pixel.way = SharedReturn::ofPixel(*ring, pixel.u.x, pixel.u.y);
    pixel.hasWay = true;
  }
  const std::complex<double> value =
      isWhole ? SharedReturn::value(pixel.way, x, y)
              : SharedReturn::value(SharedReturn::ofPixel(*ring, pixel.u.x, pixel.u.y), x, y);
  delta = {value.real(), value.imag()};
  place += ring->steps;
  left -= static_cast<std::int32_t>(ring->steps);
  return true;
}

MandelbrotFate MandelbrotWalk::start(double x, double y, MandelbrotPixel& pixel) const {
  const SharedStart& start = m_reference.start();
  const std::complex<double> delta = start.value(x, y);
  pixel.u = {x, y};
  pixel.scaledDc = ScaledComplex::of(x, y, m_reference.exponent());
  pixel.dc = {pixel.scaledDc.reToDouble(), pixel.scaledDc.imToDouble()};
  pixel.place = 1 + start.steps();
  pixel.left = m_reference.tmax() - static_cast<std::int32_t>(pixel.place);
  if (start.exponent() != 0) {
    pixel.scaledDelta = ScaledComplex::of(delta.real(), delta.imag(), start.exponent());
    return MandelbrotFate::Scaled;
  }
  double dx = delta.real();
  double dy = delta.imag();
  for (std::size_t k = 0; k < start.sharedSteps(); ++k, ++pixel.place, --pixel.left) {
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
  const double* re = m_reference.orbit().re.data();
  const double* im = m_reference.orbit().im.data();
  const std::size_t end = m_reference.end();
  const SharedReturns& returns = m_reference.returns();
  auto [x, y] = pixel.delta;
  const auto [cx, cy] = pixel.dc;
  std::size_t n = pixel.place;
  std::int32_t left = pixel.left;
  auto fate = MandelbrotFate::Near;
  for (; most > 0; --most) {
    const double zx = re[n] + x;
    const double zy = im[n] + y;
    const double z2 = norm(zx, zy);
    double delta2 = norm(x, y);
    if (left <= 0 ||
        (!(z2 < kEscape2 - kRim) &&
         (!(z2 < kEscape2 + kRim) || isBeyondRim(re[n], im[n], ScaledComplex::of(x, y))))) {
      fate = left <= 0 ? MandelbrotFate::Bounded : MandelbrotFate::Escaped;
      x = zx;
      y = zy;
      break;
    }
    if (z2 < delta2 || n == end) {
      x = zx;
      y = zy;
      delta2 = z2;
      const bool stays = (n == end && m_reference.isInTrap(x, y)) || pixel.returns.isBack({x, y});
      n = 0;
      if (stays) {
        fate = MandelbrotFate::Bounded;
        break;
      }
    }
    if (delta2 < kReturn2) {
      if (delta2 < kScaled2 && m_reference.isBeyondDouble()) {
        pixel.scaledDelta = ScaledComplex::of(x, y);
        fate = MandelbrotFate::Scaled;
        break;
      }
      MandelbrotSkipTable::Skip<MandelbrotSkipTable::Block> skip;
      if (delta2 < kSkip2)
        skip = m_reference.skips().longest(n, std::max(std::abs(x), std::abs(y)),
                                           static_cast<std::size_t>(left));
      MandelbrotPixel::Distance delta{x, y};
      if (returns.at(n) != nullptr && goByReturn(skip.steps, delta, n, left, pixel)) {
        x = delta.x;
        y = delta.y;
        continue;
      }
      if (skip.block != nullptr) {
        const auto& b = *skip.block;
        const double next = (b.aRe * x - b.aIm * y) + (b.bRe * cx - b.bIm * cy);
        y = (b.aRe * y + b.aIm * x) + (b.bRe * cy + b.bIm * cx);
        x = next;
        n += skip.steps;
        left -= static_cast<std::int32_t>(skip.steps);
        continue;
      }
    }
    const double ax = (re[n] + re[n]) + x;
    const double ay = (im[n] + im[n]) + y;
    const double next = (ax * x - ay * y) + cx;
    y = (ax * y + ay * x) + cy;
    x = next;
    ++n;
    --left;
  }
  pixel.delta = {x, y};
  pixel.place = n;
  pixel.left = left;
  return fate;
}

MandelbrotFate MandelbrotWalk::walkScaled(int most, MandelbrotPixel& pixel) const {
  ScaledComplex delta = pixel.scaledDelta;
  for (; most > 0; --most) {
    const ScaledComplex point = m_reference.orbit().point(pixel.place);
    const ScaledComplex z = point + delta;
    const double zx = z.reToDouble();
    const double zy = z.imToDouble();
    pixel.delta = {zx, zy};
    if (pixel.left <= 0) return MandelbrotFate::Bounded;
    const double z2 = norm(zx, zy);
    if (!(z2 < kEscape2 + kRim)) return MandelbrotFate::Escaped;
    if (z2 > kEscape2 - kRim && isBeyondRim(m_reference.orbit().re[pixel.place],
                                            m_reference.orbit().im[pixel.place], delta))
      return MandelbrotFate::Escaped;
    const bool isEnd = pixel.place == m_reference.end();
    ScaledComplex twice = point.doubled();
    if (isEnd || isNearerToZero(z, delta)) {
      if (isEnd && m_reference.isInTrap(zx, zy)) return MandelbrotFate::Bounded;
      if (pixel.scaledReturns.isBack(z)) return MandelbrotFate::Bounded;
      delta = z;
      pixel.place = 0;
      twice = {};
    }
    if (delta.exponent >= -SharedStart::kDoubleDepth) {
      pixel.delta = {delta.reToDouble(), delta.imToDouble()};
      return MandelbrotFate::Near;
    }
    const auto skip = m_reference.skips().longestScaled(pixel.place, delta.exponent,
                                                        static_cast<std::size_t>(pixel.left));
    const bool isBlock = skip.block != nullptr;
    delta = isBlock ? skip.block->a * delta + skip.block->b * pixel.scaledDc
                    : (twice + delta) * delta + pixel.scaledDc;
    const std::size_t steps = isBlock ? skip.steps : 1;
    pixel.place += steps;
    pixel.left -= static_cast<std::int32_t>(steps);
  }
  pixel.scaledDelta = delta;
  return MandelbrotFate::Scaled;
}

}  // namespace fatou::kernels
