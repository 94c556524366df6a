// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/render/verification.h"

#include <algorithm>
#include <cmath>
#include <memory>
#include <optional>
#include <stdexcept>
#include <tuple>
#include <utility>

#include "core/base/check.h"
#include "core/engines/prepared.h"
#include "core/engines/tasks/errors.h"
#include "core/julia/dynamics/attracting_cycle.h"
#include "core/julia/dynamics/exact_count.h"
#include "core/julia/formulas/formula_row.h"
#include "core/julia/plane/grid.h"
#include "core/render/formula_verification.h"
#include "core/render/sendable.h"

namespace fatou::render {
namespace {

// The bits beyond those that tell neighbouring pixels apart: what a comparison needs, with a
// margin.
constexpr std::int64_t kMarginBits = 192;

// The logarithm of how far a deep picture's points may be off, as a share of the view: their
// offsets are doubles, and so are all distances along the way.
constexpr double kLog2Placed = -48.0;

// The error, beyond rounding, that a smooth count may have; for a distance, the relative error.
constexpr double kTolerance = 1e-3;
// The relative rounding error of a float, and about the smallest number for which it holds.
constexpr double kFloatError = 0x1p-22;
constexpr double kLeastFloat = 1e-37;

bool isRight(double value, double exact, double tolerance) {
  return std::abs(value - exact) <= tolerance;
}

double distanceOf(const julia::ExactQuantities& exact) {
  return std::min(std::exp2(exact.log2Distance), double{std::numeric_limits<float>::max()});
}

// Compares smooth count and distance of a pixel whose J is right.
void compareQuantities(const SampledPixel& pixel,
                       const std::optional<julia::ExactQuantities>& exact, CheckedPixel& checked) {
  checked.agreement = Agreement::Agrees;
  if (!exact) return;
  const auto note = [&checked](Quantity quantity, double value) {
    checked.agreement = Agreement::Differs;
    checked.differs = quantity;
    checked.exactValue = value;
  };
  const double distance = distanceOf(*exact);
  const double ofDistance = distance * (kTolerance + exact->distanceError) + kLeastFloat;
  const double ofSmooth = kTolerance + kFloatError * std::abs(exact->smooth) + exact->smoothError;
  if (pixel.distance && !isRight(*pixel.distance, distance, ofDistance))
    note(Quantity::Distance, distance);
  if (pixel.smooth && !isRight(*pixel.smooth, exact->smooth, ofSmooth))
    note(Quantity::Smooth, exact->smooth);
}

// The part of the check that all pixels of a picture have in common.
struct ExactPicture {
  julia::DeepGrid grid;
  julia::CountToCheck common;
  std::optional<julia::FormulaCountToCheck> ofFormula{};  // of any formula but z^2 + c

  std::optional<julia::ExactCount> exactOf(const SampledPixel& pixel,
                                           const std::stop_token& stop) const {
    const julia::ExactPoint point{.origin = grid.origin,
                                  .x = grid.offsets.xs[static_cast<std::size_t>(pixel.column)],
                                  .y = grid.offsets.ys[static_cast<std::size_t>(pixel.row)],
                                  .exponent = grid.exponent};
    if (ofFormula) {
      julia::FormulaCountToCheck what = *ofFormula;
      what.point = point;
      what.expected = pixel.count;
      return julia::exactFormulaCount(what, stop);
    }
    julia::CountToCheck what = common;
    what.point = point;
    what.expected = pixel.count;
    what.wantsQuantities = pixel.smooth || pixel.distance;
    return julia::exactCount(what, stop);
  }

  CheckedPixel check(const SampledPixel& pixel, const std::stop_token& stop) const {
    const auto exact = exactOf(pixel, stop);
    if (!exact) throw engines::TaskAborted("the verification was stopped");
    CheckedPixel checked{.pixel = pixel,
                         .exact = exact->count,
                         .agreement = Agreement::Differs,
                         .bits = exact->bits,
                         .steps = exact->steps};
    checked.exactValue = exact->count;
    if (!exact->isKnown)
      checked.agreement = Agreement::TooLong;
    else if (exact->count == pixel.count)
      compareQuantities(pixel, exact->quantities, checked);
    else if (exact->isWithinRounding)
      checked.agreement = Agreement::Undecidable;
    return checked;
  }
};

// The points of a picture as it is computed: doubles, or distances from the middle.
Result<julia::DeepGrid> exactGrid(const PictureRequest& request, julia::NumberType numbers) {
  const julia::View& view = request.place.view;
  if (numbers == julia::NumberType::Perturbation)
    return julia::makeDeepGrid(view, request.width, request.height, julia::centreOf(view));
  auto grid = julia::makeGrid(view, request.width, request.height);
  if (!grid) return grid.error();
  const double pixelSize = julia::pixelSize(grid.value());
  return julia::DeepGrid{.origin = {}, .offsets = std::move(grid).value(), .pixelSize = pixelSize};
}

Result<std::shared_ptr<const ExactPicture>> exactPicture(const PictureRequest& request,
                                                         double nanosecondsEach) {
  if (auto status = check(request); !status) return status.error();
  if (auto exact = require(request.place.formula, julia::Ability::Verified); !exact)
    return exact.error();
  const julia::NumberType numbers = numberTypeOf(request);
  auto grid = exactGrid(request, numbers);
  if (!grid) return grid.error();
  ExactPicture picture{.grid = std::move(grid).value(), .common = {}};
  julia::CountToCheck& common = picture.common;
  common.c = request.place.c;
  common.tmax = request.place.tmax;
  common.bits = kMarginBits;
  common.budget = nanosecondsEach;
  common.log2PixelSize =
      std::log2(picture.grid.pixelSize) + static_cast<double>(picture.grid.exponent);
  if (numbers == julia::NumberType::Perturbation) {
    const julia::DeepGrid& deep = picture.grid;
    const double log2Reach = static_cast<double>(deep.exponent) + std::log2(deep.reach);
    common.rounding = {.log2Start = log2Reach + kLog2Placed, .log2Offset = log2Reach};
    common.bits += std::max<std::int64_t>(0, -deep.exponent - std::ilogb(deep.pixelSize));
  }
  if (request.place.formula == julia::Formula()) {
    common.trap = julia::interiorTrap(julia::findAttractingCycle(common.c.toDouble()));
    return std::make_shared<const ExactPicture>(std::move(picture));
  }
  auto what = formulaCount(request.place, common);
  if (!what) return what.error();
  picture.ofFormula = std::move(what).value();
  return std::make_shared<const ExactPicture>(std::move(picture));
}

// The values from which an ExactPicture is made.
struct ExactRecipe {
  PictureRequest picture{};
  double nanosecondsEach = 0.0;  // that a pixel may take

  std::shared_ptr<const ExactPicture> product(const std::stop_token& /*stop*/) const {
    const auto exact = exactPicture(picture, nanosecondsEach);
    if (!exact) throw std::runtime_error(exact.error().message);
    return exact.value();
  }

  friend bool operator==(const ExactRecipe&, const ExactRecipe&) = default;
  static constexpr auto kFields = std::tuple(&ExactRecipe::picture, &ExactRecipe::nanosecondsEach);
};

// The task that engines run.
struct CheckPixel {
  engines::Prepared<ExactPicture, ExactRecipe> picture;

  CheckedPixel operator()(engines::Engine& engine, const SampledPixel& pixel) const {
    const auto made = picture.on(engine);
    const auto isAt = [](std::int32_t at, const std::vector<double>& axis) {
      return at >= 0 && static_cast<std::size_t>(at) < axis.size();
    };
    if (!isAt(pixel.column, made->grid.offsets.xs) || !isAt(pixel.row, made->grid.offsets.ys))
      throw std::invalid_argument("a pixel that is not in its picture");
    return made->check(pixel, engine.stopToken());
  }

  static constexpr auto kFields = std::tuple(&CheckPixel::picture);
};

std::string grouped(std::int64_t number) {
  std::string text = std::to_string(number);
  for (auto at = static_cast<std::ptrdiff_t>(text.size()) - 3; at > 0; at -= 3)
    text.insert(static_cast<std::size_t>(at), 1, ',');
  return text;
}

std::string counted(int number, const char* one, const char* many) {
  return grouped(number) + (number == 1 ? one : many);
}

std::string verdict(const VerificationSummary& summary) {
  if (summary.agree == summary.checked()) return summary.agree == 1 ? "it agrees" : "all agree";
  std::string text = counted(summary.agree, " agrees", " agree");
  if (summary.undecidable > 0)
    text += ", " + counted(summary.undecidable, " is", " are") + " undecidable in double precision";
  if (summary.differ > 0) text += ", " + counted(summary.differ, " differs", " differ");
  return text;
}

}  // namespace

void VerificationSummary::add(const CheckedPixel& checked) {
  switch (checked.agreement) {
    case Agreement::Agrees:
      ++agree;
      break;
    case Agreement::Undecidable:
      ++undecidable;
      break;
    case Agreement::Differs:
      ++differ;
      break;
    case Agreement::TooLong:
      ++tooLong;
      fewestLong = std::min(fewestLong, checked.steps);
      return;
  }
  bits = std::max(bits, checked.bits);
}

std::string toString(const VerificationSummary& summary) {
  std::string text = "Verified " + counted(summary.checked(), " pixel", " pixels");
  if (summary.checked() > 0)
    text += " with " + grouped(summary.bits) + " bits: " + verdict(summary);
  if (summary.tooLong > 0)
    text += "; " + counted(summary.tooLong, " was", " were") + " left out beyond " +
            grouped(summary.fewestLong) + " steps";
  return text;
}

Result<engines::Ended> Verifier::verify(const PictureRequest& request,
                                        const std::vector<SampledPixel>& pixels,
                                        const CheckSink& sink, const std::stop_token& stop) const {
  const ExactRecipe recipe{
      .picture = request,
      .nanosecondsEach =
          1e9 * m_budget.count() / static_cast<double>(std::max<std::size_t>(1, pixels.size()))};
  const auto picture = exactPicture(request, recipe.nanosecondsEach);
  if (!picture) return picture.error();
  if (m_client.size() == 0) return Error{"there are no engines to verify the picture"};
  const auto ended = engines::stream(
      m_client.loadBalancedView(), CheckPixel{{.recipe = recipe, .here = picture.value()}}, pixels,
      [&](std::size_t place, const CheckedPixel& checked,
          const engines::TaskRecord& task) -> Status {
        const SampledPixel& asked = pixels[place];
        if (checked.pixel.column != asked.column || checked.pixel.row != asked.row)
          return engines::wrongAnswer(task);
        sink(checked);
        return success();
      },
      stop);
  if (!ended) return Error{"the verification failed: " + ended.error().message};
  return ended;
}

}  // namespace fatou::render
