// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Rational maps in big numbers, points of their Julia sets with any number of digits, and what is
// there by brute force. All of it in the precision of the PrecisionScope around it.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "core/julia/formulas/formula_row.h"
#include "core/julia/plane/deep_grid.h"
#include "core/render/render_job.h"
#include "tests/core/deep_places.h"

namespace fatou::tests {

// The coefficient of z^k at k.
using Polynomial = std::vector<BigComplex>;

inline BigComplex valueAt(const Polynomial& p, const BigComplex& z) {
  BigComplex value = p.back();
  for (std::size_t k = p.size() - 1; k-- > 0;) value = value * z + p[k];
  return value;
}

inline Polynomial slopeOf(const Polynomial& p) {
  Polynomial slope;
  for (std::size_t k = 1; k < p.size(); ++k)
    slope.push_back(p[k] * bigComplex(static_cast<double>(k), 0.0));
  return slope;
}

inline Polynomial product(const Polynomial& p, const Polynomial& q) {
  Polynomial result(p.size() + q.size() - 1, bigComplex(0.0, 0.0));
  for (std::size_t i = 0; i < p.size(); ++i)
    for (std::size_t k = 0; k < q.size(); ++k) result[i + k] = result[i + k] + p[i] * q[k];
  return result;
}

// p - t q, where q is not longer than p.
inline Polynomial difference(Polynomial p, const BigComplex& t, const Polynomial& q) {
  for (std::size_t k = 0; k < q.size(); ++k) p[k] = p[k] - t * q[k];
  return p;
}

struct RationalMap {
  Polynomial above;
  Polynomial below;

  BigComplex operator()(const BigComplex& z) const { return valueAt(above, z) / valueAt(below, z); }

  BigComplex slopeAt(const BigComplex& z) const {
    const BigComplex slopeBelow =
        below.size() > 1 ? valueAt(slopeOf(below), z) : bigComplex(0.0, 0.0);
    return (valueAt(slopeOf(above), z) - (*this)(z)*slopeBelow) / valueAt(below, z);
  }
};

// A root of p by Newton's method from a point, to that many digits; nothing where that leads
// nowhere.
inline std::optional<BigComplex> rootNear(const Polynomial& p, BigComplex z, unsigned digits) {
  const BigFloat least = pow(BigFloat(10), -static_cast<int>(digits));
  const Polynomial slope = slopeOf(p);
  for (int turn = 0; turn < 100; ++turn) {
    const BigComplex below = valueAt(slope, z);
    if (modulus(below) == 0) return {};
    const BigComplex step = valueAt(p, z) / below;
    z = z - step;
    if (modulus(z) > 10) return {};
    if (modulus(step) < least) return z;
  }
  return {};
}

inline BigComplex randomPoint(std::mt19937& random) {
  const auto part = [&random] { return static_cast<double>(random() % 4001) / 1000.0 - 2.0; };
  const double x = part();
  return bigComplex(x, part());
}

// A point that some steps take to `end`.
inline BigComplex preimageOf(const RationalMap& map, BigComplex end, int steps, unsigned digits) {
  std::mt19937 random(7);
  while (steps > 0) {
    const auto before =
        rootNear(difference(map.above, end, map.below), randomPoint(random), digits);
    if (!before) continue;
    end = *before;
    --steps;
  }
  return end;
}

// A point of the Julia set: some steps take it to a fixed point that repels.
inline BigComplex juliaPointOf(const RationalMap& map, int steps, unsigned digits) {
  const BigComplex one = bigComplex(1.0, 0.0);
  Polynomial fixed = map.above;  // of P - z Q
  fixed.resize(std::max(fixed.size(), map.below.size() + 1), bigComplex(0.0, 0.0));
  fixed = difference(std::move(fixed), one, product({bigComplex(0.0, 0.0), one}, map.below));
  std::mt19937 random(5);
  for (;;) {
    const auto z = rootNear(fixed, randomPoint(random), digits);
    if (!z) continue;
    if (modulus(map.slopeAt(*z)) > 1.05) return preimageOf(map, *z, steps, digits);
  }
}

// The point of a deep grid, or one that is so many pixels beside it.
inline BigComplex pointOf(const julia::DeepGrid& grid, std::size_t index, double beside = 0.0) {
  const BigFloat scale = ldexp(BigFloat(1), static_cast<int>(grid.exponent));
  const std::size_t width = grid.offsets.xs.size();
  const BigComplex origin = toBig(grid.origin);
  const BigFloat shift = BigFloat(beside) * BigFloat(grid.pixelSize);
  return {origin.re + (BigFloat(grid.offsets.xs[index % width]) + shift) * scale,
          origin.im + (BigFloat(grid.offsets.ys[index / width]) + shift) * scale};
}

// J of a point.
inline std::int32_t escapeTimeOf(const RationalMap& map, BigComplex z, double radius,
                                 std::int32_t tmax) {
  for (std::int32_t t = 0; t < tmax; ++t) {
    if (z.re * z.re + z.im * z.im > BigFloat(radius) * BigFloat(radius)) return t;
    z = map(z);
  }
  return tmax;
}

// A picture of a formula's text.
inline render::RenderRequest formulaRequest(const char* text, const julia::ComplexDecimal& c,
                                            const julia::ComplexDecimal& centre,
                                            const std::string& radius, std::int32_t tmax,
                                            std::int32_t width, std::int32_t height) {
  auto request = deepRequest(c, centre, radius, tmax, width, height);
  request.picture.place.formula = julia::parseKnownFormula(text).value();
  return request;
}

inline render::Tile tileOf(const render::RenderRequest& request) {
  const auto job = render::RenderJob::create(request).value();
  return job->computeBand({0, request.picture.height}, false, {}).front();
}

using Counts = std::vector<std::int32_t>;

inline Counts countsOf(const render::RenderRequest& request) {
  const render::Tile tile = tileOf(request);
  return {tile.counts.data(), tile.counts.data() + tile.counts.size()};
}

// The c of z^3 + c at which the orbit of 0 comes to a fixed point that repels, to 200 digits.
inline julia::ComplexDecimal misiurewiczC() {
  const PrecisionScope precision(240);
  const BigComplex omega{BigFloat(-1) / 2, sqrt(BigFloat(3)) / 2};
  return decimalOf(squareRoot(omega - bigComplex(1.0, 0.0)), 200);
}

}  // namespace fatou::tests
