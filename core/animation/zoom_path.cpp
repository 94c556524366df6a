// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/animation/zoom_path.h"

#include <algorithm>
#include <initializer_list>
#include <string>
#include <utility>

#include "core/base/check.h"
#include "core/julia/big_float.h"

namespace fatou::animation {
namespace {

using julia::BigFloat;
using julia::Decimal;

constexpr std::int64_t kSpareDigits = 40;
constexpr std::int64_t kSparePlaces = 10;
constexpr std::int64_t kFewestPlaces = 20;
constexpr std::size_t kRadiusDigits = 20;  // a double has 17

// How many bits hold every digit from the first of the largest number to the last of the finest.
std::int64_t bitsToHold(std::initializer_list<const Decimal*> numbers) {
  std::int64_t top = 0;
  std::int64_t bottom = 0;
  for (const Decimal* number : numbers) {
    if (number->isZero()) continue;
    top = std::max(top, julia::topOf(*number));
    bottom = std::min(bottom, number->exponent());
  }
  const std::int64_t most = 2 * static_cast<std::int64_t>(Decimal::kMaxDigits);
  return julia::bitsForDigits(std::min(top - bottom, most) + 2 * kSpareDigits);
}

std::int64_t placesFor(const Decimal& radius) {
  return std::max(kFewestPlaces, kSparePlaces - julia::topOf(radius));
}

// Takes the zeros off the end of `text`, which has a point.
std::string withoutTrailingZeros(std::string text) {
  text.erase(text.find_last_not_of('0') + 1);
  if (text.back() == '.') text.pop_back();
  return text;
}

// The number as a decimal with so many places, at least 20, and without a power of ten.
Decimal toDecimal(const BigFloat& number, std::int64_t places) {
  const std::int64_t count = places + number.toDigits(2).second;
  if (count < 2) return {};  // the number rounds to 0
  auto [digits, exponent] =
      number.toDigits(std::min(static_cast<std::size_t>(count), Decimal::kMaxDigits));
  const std::string sign(digits.front() == '-' ? "-" : "");
  digits.erase(0, sign.size());
  if (exponent <= 0) digits.insert(0, static_cast<std::size_t>(1 - exponent), '0');
  const auto point = static_cast<std::size_t>(std::max<std::int64_t>(1, exponent));
  if (point > digits.size()) digits.append(point - digits.size(), '0');
  digits.insert(point, 1, '.');
  return Decimal::parse(sign + withoutTrailingZeros(std::move(digits))).value();
}

Decimal radiusOf(const BigFloat& number) {
  auto [digits, exponent] = number.toDigits(kRadiusDigits);
  return Decimal::parse(digits.insert(1, 1, '.') + "e" + std::to_string(exponent - 1)).value();
}

Decimal between(const Decimal& from, const Decimal& to, const BigFloat& share,
                std::int64_t places) {
  if (from == to) return from;
  const BigFloat start(from, share.bits());
  BigFloat at(to, share.bits());
  at.setDifference(at, start);
  at.setProduct(at, share);
  at.setSum(start, at);
  return toDecimal(at, places);
}

julia::ComplexDecimal between(const julia::ComplexDecimal& from, const julia::ComplexDecimal& to,
                              const BigFloat& share, const Decimal& radius) {
  const std::int64_t places = placesFor(radius);
  return {between(from.re, to.re, share, places), between(from.im, to.im, share, places)};
}

}  // namespace

julia::CentreView viewBetween(const julia::CentreView& from, const julia::CentreView& to,
                              double share) {
  if (share <= 0.0) return from;
  if (share >= 1.0) return to;
  FATOU_CHECK(!from.radius.isZero() && !to.radius.isZero());
  const std::int64_t bits = bitsToHold(
      {&from.centre.re, &from.centre.im, &to.centre.re, &to.centre.im, &from.radius, &to.radius});
  julia::CentreView view{.radius = from.radius};
  BigFloat way(share, bits);
  if (from.radius != to.radius) {
    const BigFloat one(1.0, bits);
    const BigFloat start(from.radius, bits);
    BigFloat ratio(to.radius, bits);
    ratio.setQuotient(ratio, start);
    BigFloat grown(bits);
    grown.setPower(ratio, way);
    BigFloat radius(bits);
    radius.setProduct(start, grown);
    view.radius = radiusOf(radius);
    // (c - f) / r is constant for the fixed point f, so the centre goes as far as the radius does.
    grown.setDifference(grown, one);
    ratio.setDifference(ratio, one);
    way.setQuotient(grown, ratio);
  }
  view.centre = between(from.centre, to.centre, way, view.radius);
  return view;
}

julia::ComplexDecimal numberBetween(const julia::ComplexDecimal& from,
                                    const julia::ComplexDecimal& to, double share,
                                    const julia::Decimal& radius) {
  if (share <= 0.0) return from;
  if (share >= 1.0) return to;
  const BigFloat way(share, bitsToHold({&from.re, &from.im, &to.re, &to.im, &radius}));
  return between(from, to, way, radius);
}

}  // namespace fatou::animation
