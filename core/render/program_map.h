// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <utility>
#include <vector>

#include "core/base/result.h"
#include "core/julia/formulas/critical_family.h"
#include "core/julia/formulas/escape_exit.h"
#include "core/kernels/program_escape_time.h"
#include "core/render/parameter_map.h"

namespace fatou::render {

// The |g(z)| up to which an orbit counts as attracted: about 10^-6, and a power of two.
inline constexpr double kMapTrap = 0x1p-20;

// A formula's map that is computed by its program, in doubles. It follows the orbits of critical
// points, which end where mapExitOf() says. For a rational map that is not a polynomial, and for
// any formula with basins, they also end where |g(z)| <= kMapTrap, g being the polynomial
// fixedPoints() of the CriticalFamily: its roots attract orbits whatever the parameter is, such as
// the roots of Newton's method and the point 1 of Magnet 1. Immutable, shared by all engines.
class ProgramMap {
 public:
  // Requires a request that passes check(). The Error is for a formula that is too long, has fewer
  // critical points, or whose escape radius is not known. The result means nothing once a stop was
  // requested, which is noticed within some milliseconds.
  static Result<std::shared_ptr<const ProgramMap>> create(const MapRequest& request,
                                                          const std::stop_token& stop = {});

  // Computes counts of the parameters xs[col] + i ys[row], in row order, and smooth counts unless
  // their span is empty. Smooth counts are whole if the growth of orbits is not known or some
  // orbits end at fixed points. Returns false when stopped.
  bool fill(std::span<const double> xs, std::span<const double> ys, std::span<std::int32_t> counts,
            std::span<float> smooth, const std::stop_token& stop) const;

 private:
  using Starts = std::vector<kernels::ComplexNumber>;

  explicit ProgramMap(julia::CriticalFamily family) : m_family(std::move(family)) {}

  Status findTrap(const MapRequest& request);

  // Does the work of fill() for so few rows that all starting points fit into memory.
  bool fillRows(std::span<const double> xs, std::span<const double> ys,
                std::span<std::int32_t> counts, std::span<float> smooth,
                const std::stop_token& stop) const;
  // Returns for each followed orbit one starting point for all pixels or one for each. When
  // stopped, some are missing.
  std::vector<Starts> startsFor(const kernels::ProgramJob& job, const std::stop_token& stop) const;
  Starts startsOf(std::size_t point, const kernels::ProgramJob& job,
                  const std::stop_token& stop) const;
  bool follow(const kernels::ProgramJob& job, std::span<std::int32_t> counts,
              std::span<float> smooth, const std::stop_token& stop) const;

  kernels::Program m_program;
  std::optional<kernels::Program> m_trap;
  julia::EscapeExit m_exit;
  julia::CriticalFamily m_family;
  std::int32_t m_critical = 1;
  std::optional<kernels::ComplexNumber> m_start;
  std::int32_t m_tmax = 1;
};

}  // namespace fatou::render
