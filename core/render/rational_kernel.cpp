// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/render/rational_kernel.h"

#include <cstddef>
#include <limits>
#include <span>

#include "core/julia/dynamics/rational_depth.h"
#include "core/julia/formulas/program_builder.h"
#include "core/kernels/rational_escape_time.h"

namespace fatou::render {
namespace {

// Returns the basins to be told apart, if the formula asks for them: those of the setup, or its
// own.
Result<std::optional<julia::Basins>> basinsFor(const julia::Place& place, const DeepSetup& setup) {
  if (!place.formula.hasBasins()) return std::optional<julia::Basins>();
  if (setup.basins) return setup.basins;
  auto found = julia::basinsOf(place.formula, place.c);
  if (!found) return found.error();
  return std::optional<julia::Basins>(std::move(found).value());
}

// z^d + c has the same radius as its kernel in doubles, whatever c is.
Result<julia::EscapeExit> exitOf(const julia::Place& place,
                                 const std::optional<julia::Basins>& basins) {
  constexpr double kNowhere = std::numeric_limits<double>::infinity();
  if (basins) return julia::EscapeExit{.radius = basins->escapeRadius.value_or(kNowhere)};
  if (place.formula.isPower())
    return julia::EscapeExit{.radius = 2.0, .degree = place.formula.degree(), .lead = 1.0};
  return julia::escapeExitOf(place.formula, place.c);
}

}  // namespace

Result<std::shared_ptr<const PictureKernel>> RationalKernel::create(const PictureRequest& picture,
                                                                    const DeepSetup& setup) {
  const julia::Place& place = picture.place;
  auto basins = basinsFor(place, setup);
  if (!basins) return basins.error();
  const std::optional<julia::Basins>& ends = basins.value();
  const auto exit = exitOf(place, ends);
  if (!exit) return exit.error();
  const auto program =
      julia::buildProgram(place.formula, place.c, {.slope = picture.quantities.distance});
  if (!program) return program.error();
  const julia::DeepGrid grid =
      julia::makeDeepGrid(place.view, picture.width, picture.height, julia::centreOf(place.view));
  auto parts = julia::rationalDepth(
      {.place = place,
       .escapeRadius = exit.value().radius,
       .discs = ends ? std::span(ends->discs) : std::span<const kernels::BasinDisc>(),
       .mostSteps = setup.mostSteps,
       .stop = setup.stop,
       .progress = setup.progress},
      grid);
  if (!parts) return parts.error();
  auto reference = std::make_shared<const kernels::RationalReference>(std::move(parts).value());
  if (setup.stop.stop_requested()) return Error{"the reference orbit was stopped"};
  return std::shared_ptr<const PictureKernel>(std::make_shared<RationalKernel>(
      picture, grid, exit.value(), ends, program.value(), std::move(reference)));
}

bool RationalKernel::fill(const julia::Grid& points, Tile& tile,
                          const std::stop_token& stop) const {
  kernels::RationalJob job{.reference = *m_reference,
                           .program = m_program,
                           .growth = {.degree = m_exit.degree, .lead = m_exit.lead},
                           .xs = points.xs,
                           .ys = points.ys};
  const Quantities& wanted = picture().quantities;
  if (wanted.cycle) {
    tile.cycles.resize(tile.counts.rows(), tile.counts.cols());
    job.cycles = {tile.cycles.data(), static_cast<std::size_t>(tile.cycles.size())};
  }
  const kernels::EscapeQuantities quantities{
      .smooth = zeroRoom(wanted.smooth, tile.counts, tile.smooth),
      .distance = zeroRoom(wanted.distance, tile.counts, tile.distance),
      .pixelSize = pixelSize()};
  return kernels::rationalEscapeTimes(
      job, {tile.counts.data(), static_cast<std::size_t>(tile.counts.size())}, quantities, stop);
}

}  // namespace fatou::render
