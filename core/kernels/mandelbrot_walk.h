// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>

#include "core/kernels/mandelbrot_reference.h"

namespace fatou::kernels {

// Remembers one earlier point of an orbit, later and later ones, until the orbit is there again
// (Brent). What is remembered is δ where an orbit begins the reference anew, which with c is all
// that its future depends on.
template <class Point>
class ReturnTest {
 public:
  bool isBack(const Point& point) {
    if (point == m_remembered) return true;
    if (++m_seen == m_next) {
      m_remembered = point;
      m_next *= 2;
    }
    return false;
  }

 private:
  Point m_remembered{};  // every orbit began at 0
  std::uint32_t m_seen = 0;
  std::uint32_t m_next = 1;
};

// The critical orbit of a parameter, as its distance δ from the reference.
struct MandelbrotPixel {
  struct Distance {
    double x = 0.0;
    double y = 0.0;
    friend bool operator==(const Distance&, const Distance&) = default;
  };

  Distance delta;
  Distance dc;                 // 0 where a double does not hold it
  std::size_t place = 0;       // on the reference
  std::int32_t remaining = 0;  // iterations up to tmax
  Distance u;                  // dc / 2^e
  // ReturnSeries::ofPixel() of the whole reference for this pixel, worked out when first asked for.
  bool hasWay = false;
  ReturnSeries::OfPixel way;
  ScaledComplex scaledDelta;  // also of a pixel that has escaped
  ScaledComplex scaledDc;
  ReturnTest<Distance> returns;
  ReturnTest<ScaledComplex> scaledReturns;
};

enum class MandelbrotFate {
  Near,     // on with δ as doubles
  Scaled,   // on with δ as scaledDelta
  Escaped,  // delta is the first z outside, after tmax - remaining steps
  Bounded   // J is tmax
};

// Takes a pixel of a deep map from one point of its orbit to the next; pure. δ <- (2Z + δ) δ + dc,
// by one step or by a block. Where z = Z + δ is nearer to 0 than to Z, or the reference ends, the
// pixel is rebased: δ <- z, and the reference begins anew.
class MandelbrotWalk {
 public:
  explicit MandelbrotWalk(const MandelbrotReference& reference) : m_reference(reference) {}

  // The pixel c = C + (x + iy) 2^e after the series approximation: Near or Scaled.
  MandelbrotFate start(double x, double y, MandelbrotPixel& pixel) const;

  // Takes at most `most` steps or blocks, of the kind that the fate says.
  MandelbrotFate walk(MandelbrotFate fate, int most, MandelbrotPixel& pixel) const {
    return fate == MandelbrotFate::Scaled ? walkScaled(most, pixel) : walkNear(most, pixel);
  }

 private:
  MandelbrotFate walkNear(int most, MandelbrotPixel& pixel) const;
  MandelbrotFate walkScaled(int most, MandelbrotPixel& pixel) const;

  const MandelbrotReference& m_reference;
};

}  // namespace fatou::kernels
