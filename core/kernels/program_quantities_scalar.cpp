// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <numbers>

#include "core/base/check.h"
#include "core/kernels/far_away.h"
#include "core/kernels/float_log2.h"
#include "core/kernels/program_quantities.h"
#include "core/kernels/program_scalar.h"

namespace fatou::kernels {
namespace {

constexpr double kFarBits = 20.0;    // log2(|z| / R) from which on z counts as far
constexpr double kMostBits = 500.0;  // log2 |f(z)| that must not be exceeded
// Scales numbers whose squares could overflow.
constexpr double kScale = 0x1p-520;
constexpr double kScaleBits = 520.0;

double log2Modulus(ComplexNumber z) {
  const double modulus2 = norm(z);
  if (modulus2 < 0x1p1000) return 0.5 * floatLog2(modulus2);
  return 0.5 * floatLog2(norm({z.re * kScale, z.im * kScale})) + kScaleBits;
}

// Follows a pixel's orbit until it is far away; advance() returns whether it gets there.
struct FarOrbit {
  std::int64_t t = 0;
  ComplexNumber z;
  ComplexNumber dz{1.0, 0.0};

  bool advance(ScalarProgram& f, bool hasSlope, std::int32_t escape, const FarReading& reading) {
    for (;; ++t) {
      if (t >= escape && !(norm(z) < reading.far2())) return true;
      if (t >= reading.mostSteps(escape)) return false;
      z = f(z);
      if (hasSlope) dz = product(f.slope(), dz);
    }
  }
};

}  // namespace

FarReading::FarReading(const ProgramJob& job, const ProgramGrowth& growth,
                       const EscapeQuantities& wanted)
    : m_wanted(wanted),
      m_tmax(static_cast<float>(job.tmax)),
      m_mostStepsAway(mostStepsAway(job.tmax)),
      m_shift(floatLog2(growth.lead) / (growth.degree - 1)),
      m_unit(floatLog2(job.escapeRadius) + m_shift),
      m_share(1.0 / floatLog2(static_cast<double>(growth.degree))) {
  const double bits = std::min(floatLog2(job.escapeRadius) + kFarBits,
                               (kMostBits - floatLog2(growth.lead)) / growth.degree);
  m_far2 = std::ldexp(1.0, 2 * static_cast<int>(std::floor(bits)));
}

void FarReading::writeInside(std::size_t pixel) const {
  if (!m_wanted.smooth.empty()) m_wanted.smooth[pixel] = m_tmax;
  if (!m_wanted.distance.empty()) m_wanted.distance[pixel] = 0.0F;
}

void FarReading::write(std::size_t pixel, std::int64_t t, ComplexNumber z, ComplexNumber dz) const {
  const bool isFinite = std::isfinite(z.re) && std::isfinite(z.im);
  const double log = isFinite ? log2Modulus(z) + m_shift : 0.0;
  if (!m_wanted.smooth.empty()) {
    const double ahead = isFinite ? 1.0 - floatLog2(log / m_unit) * m_share : 0.0;
    m_wanted.smooth[pixel] = static_cast<float>(static_cast<double>(t) + ahead);
  }
  if (m_wanted.distance.empty()) return;
  const double slope = std::sqrt(norm(dz));
  const double modulus = std::sqrt(norm(z));
  const double distance = (modulus * (log * std::numbers::ln2)) / (slope * m_wanted.pixelSize);
  // A NaN stands for overflow, where the distance is far below any float.
  m_wanted.distance[pixel] =
      isFinite && distance == distance
          ? static_cast<float>(
                std::min(distance, static_cast<double>(std::numeric_limits<float>::max())))
          : 0.0F;
}

bool programQuantitiesScalar(const ProgramJob& job, std::span<const std::int32_t> counts,
                             const ProgramGrowth& growth, const EscapeQuantities& wanted,
                             std::stop_token stop) {
  FATOU_CHECK(counts.size() == job.xs.size() * job.ys.size());
  const FarReading reading(job, growth, wanted);
  ScalarProgram f(job.program);
  for (std::size_t i = 0; i < counts.size(); ++i) {
    if (stop.stop_requested()) return false;
    if (!job.starts.empty()) f.setParameter(job.pointOf(i));
    FarOrbit orbit{.z = job.startOf(i)};
    if (counts[i] < job.tmax &&
        orbit.advance(f, job.program.slope != Program::kNone, counts[i], reading))
      reading.write(i, orbit.t, orbit.z, orbit.dz);
    else
      reading.writeInside(i);
  }
  return true;
}

}  // namespace fatou::kernels
