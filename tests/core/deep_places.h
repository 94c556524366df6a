// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/julia/deep_grid.h"
#include "core/julia/place.h"
#include "core/render/render_request.h"
#include "tests/core/boost_float.h"

// Places of any depth for tests, and what is seen there by brute force: every point of every orbit
// with all digits.
namespace fatou::tests {

struct BigComplex {
  BigFloat re;
  BigFloat im;
};

inline BigComplex operator+(const BigComplex& a, const BigComplex& b) {
  return {a.re + b.re, a.im + b.im};
}
inline BigComplex operator-(const BigComplex& a, const BigComplex& b) {
  return {a.re - b.re, a.im - b.im};
}
inline BigComplex operator*(const BigComplex& a, const BigComplex& b) {
  return {a.re * b.re - a.im * b.im, a.re * b.im + a.im * b.re};
}
inline BigComplex operator/(const BigComplex& a, const BigComplex& b) {
  const BigFloat norm = b.re * b.re + b.im * b.im;
  return {(a.re * b.re + a.im * b.im) / norm, (a.im * b.re - a.re * b.im) / norm};
}
inline BigComplex toBig(const julia::ComplexDecimal& z) {
  return {toBig(z.re), toBig(z.im)};
}
inline BigComplex bigComplex(double re, double im) {
  return {BigFloat(re), BigFloat(im)};
}
inline BigFloat modulus(const BigComplex& z) {
  using boost::multiprecision::sqrt;
  return sqrt(z.re * z.re + z.im * z.im);
}

BigComplex squareRoot(const BigComplex& z);

julia::ComplexDecimal complex(const std::string& text);
julia::ComplexDecimal decimalOf(const BigComplex& z, unsigned digits);

// The picture of a place.
render::RenderRequest deepRequest(const julia::ComplexDecimal& c,
                                  const julia::ComplexDecimal& centre, const std::string& radius,
                                  std::int32_t tmax, std::int32_t width, std::int32_t height);

// A point of the Julia set of c to `digits` digits, whose orbit does not repeat itself before they
// are used up: preimage upon preimage of the repelling fixed point, by a fixed row of choices.
julia::ComplexDecimal juliaPoint(const julia::ComplexDecimal& c, unsigned digits);

// A point that `steps` steps take to 0.
julia::ComplexDecimal preimageOfZero(const julia::ComplexDecimal& c, int steps, unsigned digits);

// A small Mandelbrot set: its nucleus, and what takes its own coordinates to c and to z near 0.
struct Minibrot {
  BigComplex nucleus;
  BigComplex size;   // c = nucleus + size x own c
  BigComplex scale;  // z = scale x own z
};
Minibrot minibrotNear(const julia::ComplexDecimal& guess, int period);

// J of every point of a deep grid.
std::vector<std::int32_t> bruteForceCounts(const julia::ComplexDecimal& c,
                                           const julia::DeepGrid& grid, std::int32_t tmax,
                                           std::int64_t bits);

// The counts of the critical orbits of every parameter of a deep grid, by brute force.
std::vector<std::int32_t> bruteForceMapCounts(const julia::DeepGrid& grid, std::int32_t tmax,
                                              std::int64_t bits);

}  // namespace fatou::tests
