// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/foreign/foreign_view.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "core/julia/numbers/decimal_arithmetic.h"
#include "core/julia/numbers/scaled.h"

namespace fatou::io {
namespace {

using julia::Decimal;
using julia::Scaled;

constexpr double kScreen = 4.0 / 3.0;  // the width of a screen in its heights
constexpr double kMostStretch = 0.02;  // that rounded corners may have
constexpr std::int64_t kMostPower =
    200'000;  // of ten: deeper than any view, so that sums are short

Error wrongView(const char* what) {
  return {std::string("its view has ") + what + "; correct its numbers"};
}

// Whether sums of the numbers have few enough digits to be computed at once.
bool areNear(std::span<const Decimal> numbers) {
  for (const Decimal& number : numbers)
    if (number.exponent() < -kMostPower || number.exponent() > kMostPower) return false;
  return true;
}

Decimal middle(const Decimal& a, const Decimal& b) {
  return julia::half(a + b);
}

Decimal sizeOf(const Decimal& a) {
  return a.isNegative() ? Decimal() - a : a;
}

bool isStretched(double proportions) {
  return !(std::abs(proportions / kScreen - 1.0) <= kMostStretch);
}

Result<ForeignView> checkedView(ForeignView view) {
  const Decimal& radius = view.view.radius;
  if (radius.isZero() || radius.isNegative()) return wrongView("no height");
  return view;
}

// The length of the side between two corners of a turned view, with a double's precision at any
// depth.
Scaled lengthOf(const Scaled& x, const Scaled& y) {
  const std::int64_t unit = std::max(x.exponent, y.exponent);
  return Scaled::of(std::hypot(x.in(unit), y.in(unit)), unit);
}

}  // namespace

Result<ForeignView> viewOfCorners(std::span<const Decimal> numbers) {
  if (numbers.size() != 4 && numbers.size() != 6) return wrongView("not four or six numbers");
  if (!areNear(numbers)) return wrongView("a number that is out of range");
  const Decimal& left = numbers[0];
  const Decimal& right = numbers[1];
  const Decimal& bottom = numbers[2];
  const Decimal& top = numbers[3];
  ForeignView view;
  view.view.centre = {middle(left, right), middle(bottom, top)};
  const bool isUpright = numbers.size() == 4 || (numbers[4] == left && numbers[5] == bottom);
  const Decimal& x = isUpright ? left : numbers[4];
  const Decimal& y = isUpright ? bottom : numbers[5];
  const Scaled height = lengthOf(Scaled::ofDifference(left, x), Scaled::ofDifference(top, y));
  const Scaled width = lengthOf(Scaled::ofDifference(right, x), Scaled::ofDifference(bottom, y));
  if (height.isZero() || width.isZero()) return wrongView("no height or no width");
  view.isTurned = !isUpright || isLess(right, left) || isLess(top, bottom);
  view.isStretched = isStretched(width / height);
  view.view.radius = isUpright ? sizeOf(julia::half(top - bottom))
                               : julia::decimalOf(height * 0.5, julia::kDoubleDigits);
  return checkedView(view);
}

Result<ForeignView> viewOfMagnification(std::span<const Decimal> numbers) {
  if (numbers.size() < 3 || numbers.size() > 6) return wrongView("not three to six numbers");
  if (!areNear(numbers)) return wrongView("a number that is out of range");
  const Scaled magnification = Scaled::of(numbers[2]);
  if (magnification.isZero()) return wrongView("no magnification");
  const auto number = [&](std::size_t at) {
    return at < numbers.size() ? numbers[at].toDouble() : 0.0;
  };
  ForeignView view;
  view.view.centre = {numbers[0], numbers[1]};
  view.view.radius =
      julia::decimalOf(Scaled::of(1.0 / std::abs(magnification.mantissa), -magnification.exponent),
                       julia::kDoubleDigits);
  view.isTurned = numbers[2].isNegative() || number(4) != 0.0 || number(5) != 0.0;
  const double wider = number(3) == 0.0 ? 1.0 : number(3);
  view.isStretched = isStretched(kScreen * wider);
  return checkedView(view);
}

Result<ForeignView> viewOfSides(std::span<const Decimal> numbers) {
  if (numbers.size() != 4) return wrongView("not four numbers");
  if (!areNear(numbers)) return wrongView("a number that is out of range");
  const Decimal width = sizeOf(numbers[2]);
  const Decimal height = sizeOf(numbers[3]);
  // The radius is half of 3/4 of the width, or half of the height if that is more.
  const Decimal wide = width * Decimal::fromDouble(0.375);
  const Decimal high = julia::half(height);
  ForeignView view;
  view.view = {.centre = {numbers[0], numbers[1]}, .radius = isLess(high, wide) ? wide : high};
  return checkedView(view);
}

}  // namespace fatou::io
