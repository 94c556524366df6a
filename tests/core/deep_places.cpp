// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/deep_places.h"

#include <cmath>
#include <random>

namespace fatou::tests {
BigComplex squareRoot(const BigComplex& z) {
  using boost::multiprecision::sqrt;
  const BigFloat r = modulus(z);
  BigFloat re = sqrt(BigFloat((r + abs(z.re)) / 2));
  if (re == 0) return {re, re};
  BigFloat im = z.im / (2 * re);
  if (z.re >= 0) return {re, im};
  const BigFloat flipped = z.im < 0 ? BigFloat(-re) : re;
  return {BigFloat(abs(im)), flipped};
}

julia::ComplexDecimal complex(const std::string& text) {
  return julia::parseComplex(text).value();
}

julia::ComplexDecimal decimalOf(const BigComplex& z, unsigned digits) {
  const auto text = [digits](const BigFloat& x) {
    return julia::Decimal::parse(x.str(digits, std::ios_base::scientific)).value();
  };
  return {text(z.re), text(z.im)};
}

render::RenderRequest deepRequest(const julia::ComplexDecimal& c,
                                  const julia::ComplexDecimal& centre, const std::string& radius,
                                  std::int32_t tmax, std::int32_t width, std::int32_t height) {
  render::RenderRequest request;
  request.picture.place = {.c = c,
                           .view = julia::CentreView{centre, julia::Decimal::parse(radius).value()},
                           .tmax = tmax};
  request.picture.width = width;
  request.picture.height = height;
  return request;
}

julia::ComplexDecimal juliaPoint(const julia::ComplexDecimal& c, unsigned digits) {
  const PrecisionScope precision(digits + 20);
  const BigComplex bigC = toBig(c);
  const BigComplex one = bigComplex(1.0, 0.0);
  BigComplex z = (one + squareRoot(one - bigComplex(4.0, 0.0) * bigC)) / bigComplex(2.0, 0.0);
  std::mt19937 random(7);
  for (unsigned k = 0; k < 60 + 5 * digits; ++k) {
    z = squareRoot(z - bigC);
    if ((random() & 1) != 0) z = {-z.re, -z.im};
  }
  return decimalOf(z, digits);
}

julia::ComplexDecimal preimageOfZero(const julia::ComplexDecimal& c, int steps, unsigned digits) {
  const PrecisionScope precision(digits + 20);
  BigComplex z = bigComplex(0.0, 0.0);
  std::mt19937 random(11);
  for (int k = 0; k < steps; ++k) {
    z = squareRoot(z - toBig(c));
    if ((random() & 1) != 0) z = {-z.re, -z.im};
  }
  return decimalOf(z, digits);
}

Minibrot minibrotNear(const julia::ComplexDecimal& guess, int period) {
  BigComplex c = toBig(guess);
  const BigComplex one = bigComplex(1.0, 0.0);
  const BigComplex two = bigComplex(2.0, 0.0);
  for (int step = 0; step < 60; ++step) {
    BigComplex z = bigComplex(0.0, 0.0);
    BigComplex dz = z;
    for (int k = 0; k < period; ++k) {
      dz = two * z * dz + one;
      z = z * z + c;
    }
    c = c - z / dz;
  }
  BigComplex z = c;
  BigComplex lambda = one;
  BigComplex beta = one;
  for (int k = 1; k < period; ++k) {
    lambda = lambda * (two * z);
    beta = beta + one / lambda;
    z = z * z + c;
  }
  return {.nucleus = c, .size = one / (beta * lambda * lambda), .scale = one / lambda};
}

namespace {

// The first t below tmax at which the orbit of z is outside, or tmax.
std::int32_t escapeTime(const BigComplex& z, const BigComplex& c, std::int32_t tmax) {
  BigFloat x = z.re;
  BigFloat y = z.im;
  BigFloat x2, y2, xy, norm;
  for (std::int32_t t = 0; t < tmax; ++t) {
    x2 = x * x;
    y2 = y * y;
    norm = x2 + y2;
    if (norm > 4) return t;
    xy = x * y;
    x = x2 - y2;
    x += c.re;
    y = xy + xy;
    y += c.im;
  }
  return tmax;
}

template <class Count>
std::vector<std::int32_t> ofEveryPoint(const julia::DeepGrid& grid, const Count& count) {
  const BigComplex origin = toBig(grid.origin);
  const auto exponent = static_cast<int>(grid.exponent);
  std::vector<std::int32_t> counts;
  for (const double row : grid.offsets.ys)
    for (const double column : grid.offsets.xs)
      counts.push_back(count({BigFloat(origin.re + ldexp(BigFloat(column), exponent)),
                              BigFloat(origin.im + ldexp(BigFloat(row), exponent))}));
  return counts;
}

unsigned digitsOf(std::int64_t bits) {
  return static_cast<unsigned>(0.30103 * static_cast<double>(bits)) + 2;
}

}  // namespace

std::vector<std::int32_t> bruteForceCounts(const julia::ComplexDecimal& c,
                                           const julia::DeepGrid& grid, std::int32_t tmax,
                                           std::int64_t bits) {
  const PrecisionScope precision(digitsOf(bits));
  const BigComplex bigC = toBig(c);
  return ofEveryPoint(grid, [&](const BigComplex& z) { return escapeTime(z, bigC, tmax); });
}

std::vector<std::int32_t> bruteForceMapCounts(const julia::DeepGrid& grid, std::int32_t tmax,
                                              std::int64_t bits) {
  const PrecisionScope precision(digitsOf(bits));
  const BigComplex zero = bigComplex(0.0, 0.0);
  return ofEveryPoint(grid, [&](const BigComplex& c) { return escapeTime(zero, c, tmax); });
}

}  // namespace fatou::tests
