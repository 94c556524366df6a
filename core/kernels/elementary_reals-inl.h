// SPDX-License-Identifier: GPL-3.0-or-later
// Real functions that the complex ones are made of. One source serves vectors of doubles and
// doubles, so that they cannot differ. It is included into a namespace that has number<V>(),
// less(), equal(), both(), select(), selectNegative(), squareRoot() and operations on bits; so it
// has neither an include guard nor a namespace of its own.
//
// The only operations that round are + - * / and square roots, which are correctly rounded on every
// machine. Nothing is contracted.

// A complex number, or one a lane.
template <class V>
struct Complex {
  V re;
  V im;
};

template <class V>
FATOU_LANES V absolute(V x) {
  return bitsAnd(x, ~kSignBit);
}
// Returns the sign bit of a number alone, which withSign() puts into a non-negative number.
template <class V>
FATOU_LANES V signOf(V x) {
  return bitsAnd(x, kSignBit);
}
template <class V>
FATOU_LANES V withSign(V x, V sign) {
  return bitsXor(x, sign);
}
template <class V>
FATOU_LANES V negated(V x) {
  return bitsXor(x, number<V>(-0.0));
}
// The minimum of x and a limit. Unlike the processor's instruction it keeps a NaN in x.
template <class V>
FATOU_LANES V atMost(V x, double most) {
  return select(less(number<V>(most), x), number<V>(most), x);
}
template <class V>
FATOU_LANES V atLeast(V x, double least) {
  return select(less(x, number<V>(least)), number<V>(least), x);
}

// terms[0] + terms[1] x + ..., with an even number of terms, as two chains of every other term.
template <class V, std::size_t kTerms>
FATOU_LANES V polynomial(const double (&terms)[kTerms], V x) {
  static_assert(kTerms % 2 == 0 && kTerms >= 2);
  const V x2 = x * x;
  V even = number<V>(terms[kTerms - 2]);
  V odd = number<V>(terms[kTerms - 1]);
  for (std::size_t k = kTerms - 2; k >= 2; k -= 2) {
    even = even * x2 + number<V>(terms[k - 2]);
    odd = odd * x2 + number<V>(terms[k - 1]);
  }
  return even + odd * x;
}

// A number with twice the digits of a double: `low` is the rounding error of `high`.
template <class V>
struct Sum {
  V high;
  V low;
};
// a + b, exactly (Knuth).
template <class V>
FATOU_LANES Sum<V> exactSum(V a, V b) {
  const V high = a + b;
  const V of = high - a;
  return {high, (a - (high - of)) + (b - of)};
}
// a + b, exactly, for |a| >= |b| or a = 0 (Dekker).
template <class V>
FATOU_LANES Sum<V> orderedSum(V a, V b) {
  const V high = a + b;
  return {high, (a - high) + b};
}
// a b, exactly, for sizes up to 2^500 without subnormal numbers: products of halves of 26 bits are
// exact (Veltkamp, Dekker).
template <class V>
FATOU_LANES Sum<V> exactProduct(V a, V b) {
  const V splitter = number<V>(0x1p27 + 1.0);
  const V farA = splitter * a;
  const V farB = splitter * b;
  const V frontA = farA - (farA - a);
  const V frontB = farB - (farB - b);
  const V restA = a - frontA;
  const V restB = b - frontB;
  const V high = a * b;
  return {high, ((frontA * frontB - high) + (frontA * restB + restA * frontB)) + restA * restB};
}
// a b to about 100 bits.
template <class V>
FATOU_LANES Sum<V> product(const Sum<V>& a, const Sum<V>& b) {
  const Sum<V> exact = exactProduct(a.high, b.high);
  return {exact.high, exact.low + (a.high * b.low + a.low * b.high)};
}

// 2^n for a whole n from -1022 to 1023.
template <class V>
FATOU_LANES V powerOfTwo(V n) {
  return bitsShiftedLeft<52>(n + number<V>(kRounder + 1023.0));
}
// x 2^n for a whole |n| <= 2043. It overflows or underflows only if the exact product does.
template <class V>
FATOU_LANES V timesPowerOfTwo(V x, V n) {
  const V half = (number<V>(0.5) * n + number<V>(kRounder)) - number<V>(kRounder);
  return (x * powerOfTwo(half)) * powerOfTwo(n - half);
}

// e^x = 2^exponent (1 + even + odd) with cosh r = 1 + even and sinh r = odd, r = x - exponent ln 2.
template <class V>
struct ExpParts {
  V r;
  V oddRest;
  V even;
  V exponent;
};
template <class V>
FATOU_LANES ExpParts<V> expParts(V any) {
  const V x = atLeast(atMost(any, kMostExponent), -kMostExponent);
  const V exponent = (x * number<V>(kPerLn2) + number<V>(kRounder)) - number<V>(kRounder);
  const V high = x - exponent * number<V>(kLn2High);
  const V low = exponent * number<V>(kLn2Low);
  const V r = high - low;
  const V rounded = (high - r) - low;
  const V r2 = r * r;
  const V oddRest = r * r2 * polynomial(kSinhTerms, r2) + rounded;
  const V even = number<V>(0.5) * r2 + r2 * r2 * polynomial(kCoshTerms, r2);
  return {r, oddRest, even, exponent};
}

// sinh y and cosh y in units of 2^exponent, so that neither overflows; their products are scaled
// last. T is V or Sum<V>.
template <class V, class T>
struct HyperbolicParts {
  T sinh;
  T cosh;
  V exponent;
};
// With e^|y| = 2^k (cosh r + sinh r), sinh |y| = 2^k (a sinh r + b cosh r) and cosh |y| = 2^k (b
// sinh r + a cosh r), where a and b are (1 +- 2^-2k) / 2. `small` is the 2^-2k / 2 among them.
template <class V>
FATOU_LANES V smallerHalf(const ExpParts<V>& e) {
  return number<V>(0.5) * powerOfTwo(number<V>(-2.0) * atMost(e.exponent, 500.0));
}
// The largest terms are added last.
template <class V>
FATOU_LANES HyperbolicParts<V, V> hyperbolicParts(V y) {
  const ExpParts<V> e = expParts(absolute(y));
  const V small = smallerHalf(e);
  const V a = number<V>(0.5) + small;
  const V b = number<V>(0.5) - small;
  const V sinh = b + (a * e.r + (a * e.oddRest + b * e.even));
  const V cosh = a + (b * e.r + (b * e.oddRest + a * e.even));
  return {withSign(sinh, signOf(y)), cosh, e.exponent};
}
// sinh y and cosh y to 60 bits: a r and b r are sums of two exact products.
template <class V>
FATOU_LANES HyperbolicParts<V, Sum<V>> hyperbolicSums(V y) {
  const ExpParts<V> e = expParts(absolute(y));
  const V small = smallerHalf(e);
  const V a = number<V>(0.5) + small;
  const V b = number<V>(0.5) - small;
  const V r = number<V>(0.5) * e.r;
  const auto total = [&](V one, V other, V smallR) FATOU_LANES_BODY {
    const Sum<V> linear = orderedSum(r, smallR);
    const Sum<V> most = orderedSum(other, linear.high);
    const V rest = linear.low + (one * e.oddRest + other * e.even);
    return orderedSum(most.high, most.low + rest);
  };
  const Sum<V> sinh = total(a, b, small * e.r);
  const Sum<V> cosh = total(b, a, negated(small * e.r));
  const V sign = signOf(y);
  return {Sum<V>{withSign(sinh.high, sign), withSign(sinh.low, sign)}, cosh, e.exponent};
}

template <class V>
struct SineCosine {
  Sum<V> sin;
  Sum<V> cos;
};
// The angle less a multiple of pi / 2, with an error of 2^-106 (Cody and Waite's reduction that
// keeps the rounding errors of its parts). The last bits of `quarters` are the multiple.
template <class V>
FATOU_LANES Sum<V> reducedAngle(V angle, V& quarters) {
  quarters = angle * number<V>(kPerHalfPi) + number<V>(kRounder);
  const V k = quarters - number<V>(kRounder);
  const V first = angle - k * number<V>(kHalfPiParts[0]);
  const Sum<V> second = exactSum(first, negated(k * number<V>(kHalfPiParts[1])));
  const Sum<V> third = exactSum(second.high, negated(k * number<V>(kHalfPiParts[2])));
  return orderedSum(third.high, (second.low + third.low) - k * number<V>(kHalfPiParts[3]));
}
// sin and cos of an angle, which are exactly odd and even. Both are NaN for a NaN and from
// kAngleLimit on.
template <class V>
FATOU_LANES SineCosine<V> sineCosine(V angle) {
  const V size = absolute(angle);
  V quarters;
  const Sum<V> r = reducedAngle(
      select(less(size, number<V>(kAngleLimit)), size, number<V>(kNoNumber)), quarters);
  const V r2 = r.high * r.high;
  const V half = number<V>(0.5) * r2;
  const V one = number<V>(1.0);
  const V rest = one - half;
  const Sum<V> sin = orderedSum(r.high, r.high * r2 * polynomial(kSinTerms, r2) + r.low * rest);
  const Sum<V> cos = orderedSum(
      rest, ((one - rest) - half) + (r2 * r2 * polynomial(kCosTerms, r2) - r.high * r.low));
  const V odd = bitsShiftedLeft<63>(quarters);
  const V turned = signOf(bitsShiftedLeft<62>(quarters));
  const V sinSign = withSign(turned, signOf(angle));
  const V cosSign = withSign(turned, odd);
  return {{withSign(selectNegative(odd, cos.high, sin.high), sinSign),
           withSign(selectNegative(odd, cos.low, sin.low), sinSign)},
          {withSign(selectNegative(odd, sin.high, cos.high), cosSign),
           withSign(selectNegative(odd, sin.low, cos.low), cosSign)}};
}

// log(2^e (high + low)) for a positive, normal, finite `high` and |low| <= 2^-52 high.
template <class V>
FATOU_LANES V logOfSum(Sum<V> x, V e) {
  const V shifted = bitsAdd(x.high, static_cast<std::uint64_t>(kHalfOctave));
  const V biased = bitsOr(bitsShiftedRight<52>(shifted), kWholeBits);
  const V exponent = e + (biased - number<V>(kWhole + 1023.0));
  const V m = bitsAdd(bitsAnd(shifted, static_cast<std::uint64_t>(kMantissaBits)),
                      static_cast<std::uint64_t>(kSqrtHalfBits));
  const V f = m - number<V>(1.0);
  const V s = f / (number<V>(2.0) + f);
  const V s2 = s * s;
  const V half = number<V>(0.5) * f * f;
  const V small = exponent * number<V>(kLn2Low) + x.low / x.high;
  const V bent = s * (half + s2 * polynomial(kLogTerms, s2)) + small;
  return exponent * number<V>(kLn2High) - ((half - bent) - f);
}
// `log`, or the values for which logOfSum() is not made: x = 0, infinity and x < 0.
template <class V>
FATOU_LANES V logOrSpecial(V x, V log) {
  const V zero = number<V>(0.0);
  const V infinity = number<V>(kInfinity);
  const V special = select(equal(x, zero), number<V>(-kInfinity),
                           select(equal(x, infinity), infinity, number<V>(kNoNumber)));
  return select(both(less(zero, x), less(x, infinity)), log, special);
}
// log(1 + x) for x >= 0.
template <class V>
FATOU_LANES V logOfOneAnd(V x) {
  const Sum<V> sum = exactSum(number<V>(1.0), x);
  const V zero = number<V>(0.0);
  const V low = select(less(sum.high, number<V>(kInfinity)), sum.low, zero);
  return logOrSpecial(sum.high, logOfSum(Sum<V>{sum.high, low}, zero));
}

// asinh x = log(1 + (|x| + x^2 / (1 + sqrt(1 + x^2)))), or log|x| + log 2 for large x.
template <class V>
FATOU_LANES V areaSine(V x) {
  const V size = absolute(x);
  const V one = number<V>(1.0);
  const V x2 = size * size;
  const auto isLarge = less(number<V>(0x1p28), size);
  const V beyondOne = select(isLarge, size - one, size + x2 / (one + squareRoot(one + x2)));
  const V log = logOfOneAnd(beyondOne);
  return withSign(select(isLarge, log + number<V>(kLn2), log), signOf(x));
}

// atan2(y, x), the angle of x + iy, from -pi to pi. With q = small / large and c = 0, 1/2 or 1, it
// is made of atan c + atan((q - c) / (1 + c q)), where that numerator is exact.
template <class V>
FATOU_LANES V angleOf(V y, V x) {
  const V zero = number<V>(0.0);
  const V one = number<V>(1.0);
  const auto isSteep = less(absolute(x), absolute(y));
  const V small = select(isSteep, absolute(x), absolute(y));
  const V large = select(isSteep, absolute(y), absolute(x));
  const auto middle = less(number<V>(0.25) * large, small);
  const auto upper = less(number<V>(0.75) * large, small);
  const V c = select(upper, one, select(middle, number<V>(0.5), zero));
  const V high =
      select(upper, number<V>(0.25 * kPiHigh), select(middle, number<V>(kAtanHalfHigh), zero));
  const V low =
      select(upper, number<V>(0.25 * kPiLow), select(middle, number<V>(kAtanHalfLow), zero));
  const V divisor = select(equal(large, zero), one, large + c * small);
  const V t =
      select(middle, small - c * large, small) / divisor;  // c is 0, and large may be infinite
  const V t2 = t * t;
  const V gentle = high - ((t * t2 * polynomial(kAtanTerms, t2) - low) - t);
  const V right =
      select(isSteep, number<V>(0.5 * kPiHigh) - (gentle - number<V>(0.5 * kPiLow)), gentle);
  const V angle = selectNegative(x, number<V>(kPiHigh) - (right - number<V>(kPiLow)), right);
  return withSign(angle, signOf(y));
}
