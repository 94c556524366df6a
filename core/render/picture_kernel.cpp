// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/render/picture_kernel.h"

#include <complex>
#include <cstddef>
#include <numeric>
#include <span>
#include <vector>

#include "core/base/check.h"
#include "core/engines/tasks/errors.h"
#include "core/julia/formulas/formula_row.h"
#include "core/kernels/escape_quantities.h"
#include "core/kernels/escape_time.h"
#include "core/kernels/monotone_escape.h"
#include "core/render/basin_kernel.h"
#include "core/render/mirror_image.h"
#include "core/render/program_kernel.h"
#include "core/render/rational_kernel.h"

namespace fatou::render {
namespace {

// The numbers at the samples of [from, from + length).
std::vector<double> sampled(const std::vector<double>& axis, std::int32_t first,
                            std::int32_t stride, std::int32_t count) {
  std::vector<double> points(static_cast<std::size_t>(count));
  for (std::int32_t i = 0; i < count; ++i)
    points[static_cast<std::size_t>(i)] = axis[static_cast<std::size_t>(first + i * stride)];
  return points;
}

// The points of a block's samples.
julia::Grid pointsOf(const julia::Grid& grid, const PixelBlock& block) {
  return {.xs = sampled(grid.xs, block.firstColumn(), block.sampling.strideX, block.columns()),
          .ys = sampled(grid.ys, block.firstRow(), block.sampling.strideY, block.rows())};
}

// A tile for the counts of a block.
Tile emptyTile(const PixelBlock& block) {
  Tile tile{.rect = block.rect, .sampling = block.sampling};
  tile.counts.resize(block.rows(), block.columns());
  return tile;
}

std::int64_t sumOf(const CountArray& counts) {
  return std::accumulate(counts.data(), counts.data() + counts.size(), std::int64_t{0});
}

template <typename Array>
auto numbersIn(Array& array) {
  return std::span(array.data(), static_cast<std::size_t>(array.size()));
}

// Room for one number a count, if wanted.
std::span<float> asked(bool wanted, const CountArray& counts, QuantityArray& array) {
  if (!wanted) return {};
  array.resize(counts.rows(), counts.cols());
  return numbersIn(array);
}

// Each point of an axis replaced by `samples` points spread evenly over its pixel.
std::vector<double> spread(const std::vector<double>& axis, int samples) {
  const double pixel =
      axis.size() > 1 ? (axis.back() - axis.front()) / static_cast<double>(axis.size() - 1) : 0.0;
  std::vector<double> points;
  points.reserve(axis.size() * static_cast<std::size_t>(samples));
  for (const double point : axis)
    for (int k = 0; k < samples; ++k)
      points.push_back(point + pixel * (2 * k + 1 - samples) / (2 * samples));
  return points;
}

[[noreturn]] void abortTask() {
  throw engines::TaskAborted("the render was stopped");
}

// Looks at every step of every orbit, in doubles.
class PlainKernel : public PictureKernel {
 public:
  // If `copies`, the half of a picture that repeats the other bit for bit is copied.
  PlainKernel(const PictureRequest& picture, const julia::Grid& grid, bool copies)
      : PictureKernel(picture, grid, julia::pixelSize(grid)),
        m_c(picture.place.c.toDouble()),
        m_copies(copies) {}

 protected:
  std::complex<double> c() const { return m_c; }

  kernels::EscapeTimeJob jobOf(const julia::Grid& points) const {
    return {.cRe = m_c.real(),
            .cIm = m_c.imag(),
            .tmax = picture().place.tmax,
            .xs = points.xs,
            .ys = points.ys,
            .degree = picture().place.formula.degree()};
  }

  // Room for what is to be computed along with a tile's counts.
  kernels::SmoothPicture roomOf(Tile& tile) const {
    return {numbersIn(tile.counts), asked(picture().quantities.smooth, tile.counts, tile.smooth)};
  }

  // Computes J, and smooth counts if the picture asks for them. False when stopped.
  virtual bool fillCounts(const kernels::EscapeTimeJob& job, Tile& tile,
                          const std::stop_token& stop) const {
    const kernels::SmoothPicture room = roomOf(tile);
    return kernels::escapeTimes(job, room.counts, stop) &&
           kernels::escapeQuantities(job, room.counts, {.smooth = room.smooth, .distance = {}},
                                     stop);
  }

  // Computes distances from the counts if the picture asks for them. False when stopped.
  bool fillDistances(const kernels::EscapeTimeJob& job, Tile& tile,
                     const std::stop_token& stop) const {
    if (!picture().quantities.distance) return true;
    const kernels::EscapeQuantities quantities{.smooth = {},
                                               .distance = asked(true, tile.counts, tile.distance),
                                               .pixelSize = pixelSize()};
    return kernels::escapeQuantities(job, numbersIn(tile.counts), quantities, stop);
  }

 private:
  std::shared_ptr<PictureKernel> copy() const override {
    return std::make_shared<PlainKernel>(*this);
  }
  bool fill(const julia::Grid& points, Tile& tile, const std::stop_token& stop) const override {
    const kernels::EscapeTimeJob job = jobOf(points);
    return fillCounts(job, tile, stop) && fillDistances(job, tile, stop);
  }

  julia::Mirror mirrorOf(const julia::Grid& grid) const override {
    if (!m_copies) return {};
    const julia::Mirror mirror = julia::mirrorOf(picture().place.formula, picture().place.c, grid);
    return mirror.distance > 0.0 ? julia::Mirror{} : mirror;
  }

  std::complex<double> m_c;
  bool m_copies;
};

// Spares what is proven: interiors, steps, and the half of a picture that repeats the other.
class FastKernel final : public PlainKernel {
 public:
  FastKernel(const PictureRequest& picture, const julia::Grid& grid)
      : PlainKernel(picture, grid, true),
        m_cycle(julia::findAttractingCycle(c())),
        m_trap(julia::interiorTrap(m_cycle)) {}

  const std::optional<julia::AttractingCycle>& attractingCycle() const override { return m_cycle; }

  std::pair<Tile, Tile> computeNearlyMirrored(RowRange rows,
                                              const std::stop_token& stop) const override {
    const auto width = static_cast<std::int32_t>(grid().xs.size());
    const auto height = static_cast<std::int32_t>(grid().ys.size());
    const PixelBlock block = fullRows(width, rows);
    Tile tile = emptyTile(block);
    const julia::Grid points = pointsOf(grid(), block);
    const kernels::EscapeTimeJob job = jobOf(points);
    kernels::MirrorReport report;
    if (!fillMirrored(job, rows, tile, report, stop)) abortTask();
    tile.lanes = report.statistics;
    tile.iterations = sumOf(tile.counts);
    Tile image = mirrorImage(tile, mirror().symmetry, height);
    correctMirrorImage(report, tile, mirror().symmetry, image);
    // Nothing proves that distances repeat: those of the mirror's rows are computed by themselves.
    const julia::Grid imagePoints = pointsOf(grid(), {.rect = image.rect, .sampling = {}});
    if (!fillDistances(job, tile, stop) || !fillDistances(jobOf(imagePoints), image, stop))
      abortTask();
    return {std::move(tile), std::move(image)};
  }

 private:
  std::shared_ptr<PictureKernel> copy() const override {
    return std::make_shared<FastKernel>(*this);
  }

  // Points that mirror each other only nearly have no proof of equal counts if orbits can return
  // from outside, so such a mirror is not used.
  julia::Mirror mirrorOf(const julia::Grid& grid) const override {
    const julia::Mirror mirror = julia::mirrorOf(picture().place.formula, picture().place.c, grid);
    const bool isMonotone = kernels::escapeIsMonotone(c().real(), c().imag());
    return mirror.distance > 0.0 && !isMonotone ? julia::Mirror{} : mirror;
  }

  bool fillCounts(const kernels::EscapeTimeJob& job, Tile& tile,
                  const std::stop_token& stop) const override {
    const kernels::SmoothPicture room = roomOf(tile);
    return room.smooth.empty()
               ? kernels::fastEscapeTimes(job, m_trap, room.counts, &tile.lanes, stop)
               : kernels::fastSmoothCounts(job, m_trap, room, &tile.lanes, stop);
  }

  // The counts of rows, and what their mirrors' are where they differ.
  bool fillMirrored(const kernels::EscapeTimeJob& job, RowRange rows, Tile& tile,
                    kernels::MirrorReport& report, const std::stop_token& stop) const {
    const julia::Grid mirrored = mirrorPoints(grid(), mirror().symmetry, rows);
    const kernels::NearMirror near{mirrored.xs, mirrored.ys, mirror().distance};
    const kernels::SmoothPicture room = roomOf(tile);
    return room.smooth.empty()
               ? kernels::fastMirroredEscapeTimes(job, near, m_trap, room.counts, report, stop)
               : kernels::fastMirroredSmoothCounts(job, near, m_trap, room, report, stop);
  }

  std::optional<julia::AttractingCycle> m_cycle;
  std::optional<kernels::InteriorTrap> m_trap;
};

// Follows distances from orbits of many digits. It has no mirror, and its trap is in the
// DeepPicture.
class DeepKernel final : public PictureKernel {
 public:
  DeepKernel(const PictureRequest& picture, std::shared_ptr<const DeepPicture> deep)
      : PictureKernel(picture, deep->grid().offsets, deep->grid().pixelSize),
        m_deep(std::move(deep)) {}

  julia::NumberType numberType() const override { return julia::NumberType::Perturbation; }
  const DeepPicture* deep() const override { return m_deep.get(); }

 private:
  std::shared_ptr<PictureKernel> copy() const override {
    return std::make_shared<DeepKernel>(*this);
  }
  bool fill(const julia::Grid& points, Tile& tile, const std::stop_token& stop) const override {
    const kernels::DeepQuantities quantities{
        .smooth = asked(picture().quantities.smooth, tile.counts, tile.smooth),
        .distance = asked(picture().quantities.distance, tile.counts, tile.distance),
        .step = pixelSize()};
    return kernels::deepEscapeTimes({m_deep->reference(), points.xs, points.ys},
                                    numbersIn(tile.counts), quantities, &tile.lanes, stop);
  }

  std::shared_ptr<const DeepPicture> m_deep;
};

Result<std::shared_ptr<const PictureKernel>> createDeep(const PictureRequest& picture,
                                                        Kernel kernel, const DeepSetup& setup) {
  const auto trap =
      kernel == Kernel::Plain
          ? std::nullopt
          : julia::interiorTrap(julia::findAttractingCycle(picture.place.c.toDouble()));
  auto deep = DeepPicture::create(picture, trap, setup);
  if (!deep) return deep.error();
  return std::shared_ptr<const PictureKernel>(
      std::make_shared<DeepKernel>(picture, std::move(deep).value()));
}

}  // namespace

Result<std::shared_ptr<const PictureKernel>> PictureKernel::create(const PictureRequest& picture,
                                                                   Kernel kernel,
                                                                   const DeepSetup& setup) {
  if (numberTypeOf(picture) == julia::NumberType::Perturbation)
    return picture.place.formula == julia::Formula() ? createDeep(picture, kernel, setup)
                                                     : RationalKernel::create(picture, setup);
  const auto grid = julia::makeGrid(picture.place.view, picture.width, picture.height);
  if (!grid) return grid.error();
  // A formula without a fast kernel has one kernel alone, which then copies what repeats.
  const bool hasFast = has(picture.place.formula, julia::Ability::Fast);
  std::shared_ptr<PictureKernel> made;
  if (const julia::Formula& formula = picture.place.formula; rowOf(formula).program) {
    auto program = formula.hasBasins() ? BasinKernel::create(picture, grid.value(), setup.basins)
                                       : ProgramKernel::create(picture, grid.value());
    if (!program) return program.error();
    made = std::move(program).value();
  } else if (hasFast && kernel == Kernel::Fast) {
    made = std::make_shared<FastKernel>(picture, grid.value());
  } else {
    made = std::make_shared<PlainKernel>(picture, grid.value(), !hasFast);
  }
  made->findMirror();
  return std::shared_ptr<const PictureKernel>(std::move(made));
}

const std::optional<julia::AttractingCycle>& PictureKernel::attractingCycle() const {
  static const std::optional<julia::AttractingCycle> kNone;
  return kNone;
}

Tile PictureKernel::compute(const PixelBlock& block, const std::stop_token& stop) const {
  Tile tile = emptyTile(block);
  if (!fill(pointsOf(m_grid, block), tile, stop)) abortTask();
  tile.iterations = sumOf(tile.counts);
  return tile;
}

std::pair<Tile, Tile> PictureKernel::computeNearlyMirrored(RowRange /*rows*/,
                                                           const std::stop_token& /*stop*/) const {
  FATOU_CHECK(!"a kernel that proves mirrors");
  return {};
}

std::shared_ptr<const PictureKernel> PictureKernel::supersampled(int samples) const {
  const std::shared_ptr<PictureKernel> fine = copy();
  fine->m_grid = {.xs = spread(m_grid.xs, samples), .ys = spread(m_grid.ys, samples)};
  fine->findMirror();
  return fine;
}

}  // namespace fatou::render
