// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/render/render_request.h"

#include "core/julia/grid.h"

namespace fatou::render {
namespace {

Status inRange(const std::string& name, std::int64_t value, std::int64_t low, std::int64_t high) {
  if (value >= low && value <= high) return success();
  return Error{name + " " + std::to_string(value) + " is out of range: use " + std::to_string(low) +
               " to " + std::to_string(high)};
}

}  // namespace

std::string toString(ViewKind kind) {
  switch (kind) {
    case ViewKind::Direct:
      return "direct";
    case ViewKind::Balanced:
      return "balanced";
    case ViewKind::Serial:
      return "serial";
  }
  FATOU_CHECK(!"a view kind");
  return {};
}

std::string toString(Kernel kernel) {
  return kernel == Kernel::Plain ? "plain" : "fast";
}

julia::NumberType numberTypeOf(const RenderRequest& request) {
  return julia::numberTypeFor(request.place, request.width, request.height);
}

Status check(const RenderRequest& request) {
  if (auto place = julia::check(request.place); !place) return place;
  for (auto status : {inRange("width", request.width, 1, kMaxSide),
                      inRange("height", request.height, 1, kMaxSide),
                      inRange("engines", request.engines, 1, kMaxEngines),
                      inRange("band", request.bandRows, 0, kMaxSide)})
    if (!status) return status;
  return success();
}

Status checkResolved(const RenderRequest& request) {
  if (Status s = check(request); !s) return s;
  if (numberTypeOf(request) == julia::NumberType::Perturbation) return success();
  const auto grid = julia::makeGrid(request.place.view, request.width, request.height);
  if (!grid) return grid.error();
  return success();
}

std::vector<std::pair<std::string, std::string>> parameters(const RenderRequest& request) {
  std::vector<std::pair<std::string, std::string>> pairs;
  pairs.emplace_back("c", request.place.c.text());
  if (const auto* corners = std::get_if<julia::CornerView>(&request.place.view)) {
    pairs.emplace_back("region", corners->xmin.text() + "," + corners->ymin.text() + "," +
                                     corners->xmax.text() + "," + corners->ymax.text());
  } else {
    const auto& centred = std::get<julia::CentreView>(request.place.view);
    pairs.emplace_back("center", centred.centre.text());
    pairs.emplace_back("radius", centred.radius.text());
  }
  pairs.emplace_back("size", std::to_string(request.width) + "x" + std::to_string(request.height));
  pairs.emplace_back("tmax", std::to_string(request.place.tmax));
  if (request.viewKind != ViewKind::Serial)
    pairs.emplace_back("engines", std::to_string(request.engines));
  pairs.emplace_back("view", toString(request.viewKind));
  pairs.emplace_back("band", request.bandRows == 0 ? "auto" : std::to_string(request.bandRows));
  pairs.emplace_back("kernel", toString(request.kernel));
  // Said where it is not the usual one.
  if (numberTypeOf(request) == julia::NumberType::Perturbation)
    pairs.emplace_back("numbers", julia::toString(julia::NumberType::Perturbation));
  return pairs;
}

}  // namespace fatou::render
