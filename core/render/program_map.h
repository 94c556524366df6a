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

// A power of two, 10^-6.
inline constexpr double kMapTrap = 0x1p-20;

// A formula's map computed by its program: the orbits of critical points, in doubles, which leave
// where mapExitOf() says. Of a rational map that is no polynomial, or any whose basins are told
// apart, they leave as well where the polynomial g of its CriticalFamily's fixedPoints() is |g(z)|
// <= kMapTrap, for there they are attracted for good whatever the parameter is: so it is at the
// roots of Newton's method, and at the 1 of Magnet 1. Immutable, shared by all engines.
class ProgramMap {
 public:
  // Of a request that passes check(). The Error is that of a formula that is too long, that has
  // fewer critical points, or of which nothing says where its orbits escape.
  static Result<std::shared_ptr<const ProgramMap>> create(const MapRequest& request);

  // Fills the counts of the parameters xs[col] + i ys[row], in row order, and smooth counts where
  // there is room for them: whole ones of a formula of which it is not known how orbits go to
  // infinity, or whose orbits leave elsewhere, too. False when stopped.
  bool fill(std::span<const double> xs, std::span<const double> ys, std::span<std::int32_t> counts,
            std::span<float> smooth, const std::stop_token& stop) const;

 private:
  using Starts = std::vector<kernels::ComplexNumber>;

  explicit ProgramMap(julia::CriticalFamily family) : m_family(std::move(family)) {}

  Status findTrap(const MapRequest& request);

  // fill() of rows that are few enough for where all their orbits begin to be in memory.
  bool fillRows(std::span<const double> xs, std::span<const double> ys,
                std::span<std::int32_t> counts, std::span<float> smooth,
                const std::stop_token& stop) const;
  // Of each orbit that is followed: one start for all pixels, or one a pixel; not all of them when
  // stopped.
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
