// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "core/base/result.h"
#include "core/julia/plane/deep_grid.h"
#include "core/julia/plane/place.h"
#include "core/stats/view_kind.h"

namespace fatou::render {

using stats::toString;
using stats::ViewKind;

enum class Kernel { Plain, Fast };

inline constexpr std::int32_t kMaxSide = 65'536;
inline constexpr int kMaxEngines = 1'024;

// The quantities to compute beside J, for colouring. J is the same whether they are asked for or
// not.
struct Quantities {
  bool smooth = false;    // the smooth count
  bool distance = false;  // the distance to the Julia set, in pixels
  bool cycle = false;     // the cycle that the orbit ends in, for a formula with basins

  friend bool operator==(const Quantities&, const Quantities&) = default;
  static constexpr auto kFields =
      std::tuple(&Quantities::smooth, &Quantities::distance, &Quantities::cycle);
};

// The definition of a picture. Equal requests give the same numbers, bit for bit, however they are
// computed.
struct PictureRequest {
  julia::Place place;
  std::int32_t width = 1024;   // 1 ... kMaxSide
  std::int32_t height = 1024;  // 1 ... kMaxSide
  Quantities quantities{};

  friend bool operator==(const PictureRequest&, const PictureRequest&) = default;
  static constexpr auto kFields = std::tuple(&PictureRequest::place, &PictureRequest::width,
                                             &PictureRequest::height, &PictureRequest::quantities);
};

// How a picture is computed: how the work is shared out, and by which loops. Its timing depends on
// this, its numbers do not.
struct EngineSetup {
  int count = 1;  // 1 ... kMaxEngines; not used by Serial
  ViewKind viewKind = ViewKind::Balanced;
  std::int32_t bandRows = 0;  // rows a band; 0 chooses from the height and the engines
  Kernel kernel = Kernel::Fast;

  // Engines that take part: one where the calling thread does all.
  int workers() const { return viewKind == ViewKind::Serial ? 1 : count; }

  friend bool operator==(const EngineSetup&, const EngineSetup&) = default;
};

// A picture and how to compute it.
struct RenderRequest {
  PictureRequest picture{};
  EngineSetup engines{};

  friend bool operator==(const RenderRequest&, const RenderRequest&) = default;
};

// The loops that compute a formula's pictures: those that are wanted, or the plain ones where it
// has no others.
Kernel kernelFor(julia::Formula formula, Kernel wanted);
Kernel kernelOf(const RenderRequest& request);

// In which numbers the picture is computed: what its place and size call for.
julia::NumberType numberTypeOf(const PictureRequest& picture);

std::string toString(Kernel kernel);
std::optional<Kernel> parseKernel(std::string_view text);
// A view kind by its name; nothing for those that compute no pictures either.
std::optional<ViewKind> parseViewKind(std::string_view text);

// The Error of a request that cannot be rendered, naming what is out of range or what the formula
// lacks.
Status check(const PictureRequest& picture);
Status check(const RenderRequest& request);

// check(), and whether doubles tell the picture's points apart where it is computed in doubles: all
// that RenderJob::create() can complain of, without what that computes.
Status checkResolved(const RenderRequest& request);

// Names and values, in the words of the command line.
using Parameters = std::vector<std::pair<std::string, std::string>>;

// The request: what files and timings record about their origin.
Parameters parameters(const RenderRequest& request);

// The picture's alone, which are among those of the request and in the same order.
Parameters parameters(const PictureRequest& picture);

}  // namespace fatou::render
