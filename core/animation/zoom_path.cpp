// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/animation/zoom_path.h"

#include <algorithm>
#include <initializer_list>
#include <string>

#include "core/animation/big_float-inl.h"
#include "core/base/check.h"

namespace fatou::animation {
namespace {

using julia::Decimal;

constexpr std::int64_t kSpareDigits = 40;
constexpr std::int64_t kSparePlaces = 10;
constexpr std::int64_t kFewestPlaces = 20;
constexpr int kRadiusDigits = 20;  // a double has 17

// As many digits as there are between the largest and the smallest of the numbers.
unsigned digitsToHold(std::initializer_list<const Decimal*> numbers) {
  std::int64_t top = 0;
  std::int64_t bottom = 0;
  for (const Decimal* number : numbers) {
    if (number->isZero()) continue;
    top = std::max(top, topOf(*number));
    bottom = std::min(bottom, number->exponent());
  }
  return static_cast<unsigned>(std::min<std::int64_t>(top - bottom, 2 * Decimal::kMaxDigits) +
                               2 * kSpareDigits);
}

std::int64_t placesFor(const Decimal& radius) {
  return std::max(kFewestPlaces, kSparePlaces - topOf(radius));
}

std::string withoutTrailingZeros(std::string text) {
  if (text.find('.') == std::string::npos) return text;
  text.erase(text.find_last_not_of('0') + 1);
  if (text.back() == '.') text.pop_back();
  return text == "-0" ? "0" : text;
}

Decimal toDecimal(const BigFloat& number, std::int64_t places) {
  const auto shown = std::min<std::int64_t>(places, Decimal::kMaxDigits);
  return Decimal::parse(withoutTrailingZeros(number.str(shown, std::ios_base::fixed))).value();
}

Decimal between(const Decimal& from, const Decimal& to, const BigFloat& share,
                std::int64_t places) {
  if (from == to) return from;
  const BigFloat start = toBig(from);
  const BigFloat way = toBig(to) - start;
  return toDecimal(start + way * share, places);
}

}  // namespace

julia::CentreView viewBetween(const julia::CentreView& from, const julia::CentreView& to,
                              double share) {
  if (share <= 0.0) return from;
  if (share >= 1.0) return to;
  FATOU_CHECK(!from.radius.isZero() && !to.radius.isZero());
  const PrecisionScope precision(digitsToHold(
      {&from.centre.re, &from.centre.im, &to.centre.re, &to.centre.im, &from.radius, &to.radius}));
  const BigFloat ratio = toBig(to.radius) / toBig(from.radius);
  const BigFloat grown = exp(log(ratio) * BigFloat(share));
  // (c - f) / r is constant for the fixed point f, so the centre has gone as far as the radius has.
  const BigFloat way =
      from.radius == to.radius ? BigFloat(share) : BigFloat((grown - 1) / (ratio - 1));
  const BigFloat radius = toBig(from.radius) * grown;
  const std::string radiusText = radius.str(kRadiusDigits, std::ios_base::scientific);
  julia::CentreView view{.radius = from.radius == to.radius ? from.radius
                                                            : Decimal::parse(radiusText).value()};
  const std::int64_t places = placesFor(view.radius);
  view.centre = {between(from.centre.re, to.centre.re, way, places),
                 between(from.centre.im, to.centre.im, way, places)};
  return view;
}

julia::ComplexDecimal numberBetween(const julia::ComplexDecimal& from,
                                    const julia::ComplexDecimal& to, double share,
                                    const julia::Decimal& radius) {
  if (share <= 0.0) return from;
  if (share >= 1.0) return to;
  const PrecisionScope precision(digitsToHold({&from.re, &from.im, &to.re, &to.im, &radius}));
  const BigFloat way(share);
  const std::int64_t places = placesFor(radius);
  return {between(from.re, to.re, way, places), between(from.im, to.im, way, places)};
}

}  // namespace fatou::animation
