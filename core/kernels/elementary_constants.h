// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <limits>

// Constants of elementary_reals-inl.h. All series are Taylor series with exact coefficients; the
// comment on each states the bound of its first omitted term.
namespace fatou::kernels {

inline constexpr double kInfinity = std::numeric_limits<double>::infinity();
inline constexpr double kNoNumber = std::numeric_limits<double>::quiet_NaN();

inline constexpr std::uint64_t kSignBit = 0x8000000000000000;
inline constexpr std::uint64_t kExponentUnit = 0x0010000000000000;
inline constexpr std::uint64_t kEvenExponentBits = 0x7fe0000000000000;
// 2^52; a small whole number can be or'ed into its last bits.
inline constexpr std::uint64_t kWholeBits = 0x4330000000000000;
inline constexpr double kWhole = 0x1p52;
// Added to |x| < 2^51, it leaves the nearest whole number in the last bits.
inline constexpr double kRounder = 0x1.8p52;

// ln 2 in two parts. The first one has 38 bits, so its multiples up to 2^15 are exact.
inline constexpr double kLn2 = 0x1.62e42fefa39efp-1;
inline constexpr double kLn2High = 0x1.62e42fefa0000p-1;
inline constexpr double kLn2Low = 0x1.cf79abc9e3b3ap-40;
inline constexpr double kPerLn2 = 0x1.71547652b82fep+0;
// e^x is computed up to a binary exponent of 2043, which two powers of two can make.
inline constexpr double kMostExponent = 1416.0;

// pi / 2 in four parts. The first three have 33 bits, so their multiples up to 2^20 are exact.
inline constexpr double kHalfPiParts[] = {0x1.921fb54400000p+0, 0x1.0b4611a600000p-34,
                                          0x1.3198a2e000000p-69, 0x1.b839a252049c1p-104};
inline constexpr double kPerHalfPi = 0x1.45f306dc9c883p-1;
// The smallest angle that has no sine: multiples of the parts above would be rounded.
inline constexpr double kAngleLimit = 0x1p20;

inline constexpr double kPiHigh = 0x1.921fb54442d18p+1;
inline constexpr double kPiLow = 0x1.1a62633145c07p-53;
inline constexpr double kAtanHalfHigh = 0x1.dac670561bb4fp-2;  // atan(1/2)
inline constexpr double kAtanHalfLow = 0x1.a2b7f222f65e2p-56;

// sinh r = r + r^3 (1/3! + ...), cosh r = 1 + r^2 / 2 + r^4 (1/4! + ...), for |r| <= ln 2 / 2. The
// omitted terms are below 3 10^-19 of sinh r, and below 3 10^-21 for cosh r.
inline constexpr double kSinhTerms[] = {1.0 / 6.0,      1.0 / 120.0,      1.0 / 5040.0,
                                        1.0 / 362880.0, 1.0 / 39916800.0, 1.0 / 6227020800.0};
inline constexpr double kCoshTerms[] = {1.0 / 24.0,      1.0 / 720.0,       1.0 / 40320.0,
                                        1.0 / 3628800.0, 1.0 / 479001600.0, 1.0 / 87178291200.0};
// sin r and cos r in the same form, for |r| <= pi / 4. The omitted terms are below 2 10^-19 of sin
// r, and below 4 10^-21 for cos r.
inline constexpr double kSinTerms[] = {
    -1.0 / 6.0,        1.0 / 120.0,        -1.0 / 5040.0,          1.0 / 362880.0,
    -1.0 / 39916800.0, 1.0 / 6227020800.0, -1.0 / 1307674368000.0, 1.0 / 355687428096000.0};
inline constexpr double kCosTerms[] = {
    1.0 / 24.0,        -1.0 / 720.0,         1.0 / 40320.0,          -1.0 / 3628800.0,
    1.0 / 479001600.0, -1.0 / 87178291200.0, 1.0 / 20922789888000.0, -1.0 / 6402373705728000.0};
// log((1 + s) / (1 - s)) = 2 s + s^3 (2/3 + ...) for |s| < 0.1716. The omitted terms are below
// 10^-18 of it.
inline constexpr double kLogTerms[] = {2.0 / 3.0,  2.0 / 5.0,  2.0 / 7.0,  2.0 / 9.0,  2.0 / 11.0,
                                       2.0 / 13.0, 2.0 / 15.0, 2.0 / 17.0, 2.0 / 19.0, 2.0 / 21.0};
// atan t = t - t^3 (1/3 - ...) for |t| <= 1/4. The omitted terms are below 10^-17 of it.
inline constexpr double kAtanTerms[] = {1.0 / 3.0,  -1.0 / 5.0,  1.0 / 7.0,  -1.0 / 9.0,
                                        1.0 / 11.0, -1.0 / 13.0, 1.0 / 15.0, -1.0 / 17.0,
                                        1.0 / 19.0, -1.0 / 21.0, 1.0 / 23.0, -1.0 / 25.0};

}  // namespace fatou::kernels
