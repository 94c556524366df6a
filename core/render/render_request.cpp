// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/render/render_request.h"

#include "core/julia/formulas/formula_row.h"
#include "core/julia/plane/grid.h"

namespace fatou::render {
namespace {

Status inRange(const std::string& name, std::int64_t value, std::int64_t low, std::int64_t high) {
  if (value >= low && value <= high) return success();
  return Error{name + " " + std::to_string(value) + " is out of range: use " + std::to_string(low) +
               " to " + std::to_string(high)};
}

// Returns the formula, the place and the size of the picture as parameters. The usual formula is
// left out.
Parameters placeParameters(const PictureRequest& picture) {
  Parameters pairs;
  if (picture.place.formula != julia::Formula())
    pairs.emplace_back("formula", julia::toString(picture.place.formula));
  pairs.emplace_back("c", picture.place.c.text());
  if (const auto* corners = std::get_if<julia::CornerView>(&picture.place.view)) {
    pairs.emplace_back("region", corners->xmin.text() + "," + corners->ymin.text() + "," +
                                     corners->xmax.text() + "," + corners->ymax.text());
  } else {
    const auto& centred = std::get<julia::CentreView>(picture.place.view);
    pairs.emplace_back("center", centred.centre.text());
    pairs.emplace_back("radius", centred.radius.text());
  }
  pairs.emplace_back("size", std::to_string(picture.width) + "x" + std::to_string(picture.height));
  pairs.emplace_back("tmax", std::to_string(picture.place.tmax));
  return pairs;
}

void addEngines(const RenderRequest& request, Parameters& pairs) {
  const EngineSetup& engines = request.engines;
  if (engines.viewKind != ViewKind::Serial)
    pairs.emplace_back("engines", std::to_string(engines.count));
  pairs.emplace_back("view", toString(engines.viewKind));
  pairs.emplace_back("band", engines.bandRows == 0 ? "auto" : std::to_string(engines.bandRows));
  pairs.emplace_back("kernel", toString(kernelOf(request)));
}

// The value is said where it is not the usual one.
void addNumbers(const PictureRequest& picture, Parameters& pairs) {
  if (numberTypeOf(picture) == julia::NumberType::Perturbation)
    pairs.emplace_back("numbers", julia::toString(julia::NumberType::Perturbation));
}

// Checks that the formula has what the picture asks for beyond the counts.
Status checkAbilities(const PictureRequest& picture) {
  const julia::Formula formula = picture.place.formula;
  if (picture.quantities.smooth)
    if (auto smooth = require(formula, julia::Ability::Smooth); !smooth) return smooth;
  if (picture.quantities.distance)
    if (auto distance = require(formula, julia::Ability::Distance); !distance) return distance;
  if (picture.quantities.cycle && !formula.hasBasins())
    return Error{"formula " + julia::toString(formula) +
                 " has no basins to tell apart: leave its cycles out"};
  if (has(formula, julia::Ability::Deep)) return success();
  if (numberTypeOf(picture) == julia::NumberType::Double) return success();
  return require(formula, julia::Ability::Deep);
}

}  // namespace

std::string toString(Kernel kernel) {
  return kernel == Kernel::Plain ? "plain" : "fast";
}

Kernel kernelFor(julia::Formula formula, Kernel wanted) {
  return has(formula, julia::Ability::Fast) ? wanted : Kernel::Plain;
}

Kernel kernelOf(const RenderRequest& request) {
  return kernelFor(request.picture.place.formula, request.engines.kernel);
}

std::optional<Kernel> parseKernel(std::string_view text) {
  for (const Kernel kernel : {Kernel::Plain, Kernel::Fast})
    if (text == toString(kernel)) return kernel;
  return std::nullopt;
}

std::optional<ViewKind> parseViewKind(std::string_view text) {
  const auto kind = stats::parseViewKind(text);
  return kind == ViewKind::Guided ? std::nullopt : kind;
}

julia::NumberType numberTypeOf(const PictureRequest& picture) {
  return julia::numberTypeFor(picture.place, picture.width, picture.height);
}

Status check(const PictureRequest& picture) {
  if (auto place = julia::check(picture.place); !place) return place;
  if (auto width = inRange("width", picture.width, 1, kMaxSide); !width) return width;
  if (auto height = inRange("height", picture.height, 1, kMaxSide); !height) return height;
  return checkAbilities(picture);
}

Status check(const RenderRequest& request) {
  if (auto picture = check(request.picture); !picture) return picture;
  if (auto count = inRange("engines", request.engines.count, 1, kMaxEngines); !count) return count;
  if (request.engines.viewKind == ViewKind::Guided)
    return Error{"view guided is predicted only: use direct, balanced or serial"};
  return inRange("band", request.engines.bandRows, 0, kMaxSide);
}

Status checkResolved(const RenderRequest& request) {
  if (Status s = check(request); !s) return s;
  const PictureRequest& picture = request.picture;
  if (numberTypeOf(picture) == julia::NumberType::Perturbation) return success();
  const auto grid = julia::makeGrid(picture.place.view, picture.width, picture.height);
  if (!grid) return grid.error();
  return success();
}

Parameters parameters(const RenderRequest& request) {
  Parameters pairs = placeParameters(request.picture);
  addEngines(request, pairs);
  addNumbers(request.picture, pairs);
  return pairs;
}

Parameters parameters(const PictureRequest& picture) {
  Parameters pairs = placeParameters(picture);
  addNumbers(picture, pairs);
  return pairs;
}

}  // namespace fatou::render
