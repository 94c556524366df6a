// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <stop_token>
#include <tuple>
#include <utility>

#include "core/base/result.h"
#include "core/engines/client.h"
#include "core/engines/stream.h"
#include "core/julia/dynamics/parameter_orbit.h"
#include "core/julia/formulas/formula.h"
#include "core/julia/numbers/scaled.h"
#include "core/julia/plane/place.h"
#include "core/render/map_plane.h"
#include "core/render/render_request.h"
#include "core/render/tile.h"

namespace fatou::render {

// A request for a map of one of a formula's parameters: how many steps critical orbits take to
// escape at the parameter of each pixel. For z^2 + c that is the Mandelbrot set. Immutable,
// printable by its view.
struct MapRequest {
  julia::CentreView view;     // in the plane of the parameter; check() limits its depth
  std::int32_t width = 270;   // 1 ... kMaxSide
  std::int32_t height = 190;  // 1 ... kMaxSide
  std::int32_t tmax = 500;    // at least 1
  bool smooth = true;         // whether tiles have the smooth count
  julia::Formula formula = {};
  MapPlane plane = {};

  friend bool operator==(const MapRequest&, const MapRequest&) = default;
  static constexpr auto kFields =
      std::tuple(&MapRequest::view, &MapRequest::width, &MapRequest::height, &MapRequest::tmax,
                 &MapRequest::smooth, &MapRequest::formula, &MapRequest::plane);
};

// The Error of a request that cannot be rendered, naming what is out of range.
Status check(const MapRequest& request);

// Returns the Error of check(), or of a request that cannot be computed after all: of a formula
// that has fewer critical points, or without a known escape radius. Takes milliseconds.
Status checkComputable(const MapRequest& request);

// Names the map in the words of the command line, for the origin that files record.
Parameters parameters(const MapRequest& request);

// tmax for a map whose height is 2 x radius: enough that its outline is sharp, for escape takes
// longer the nearer to the set one looks.
std::int32_t mapIterations(const julia::Scaled& radius);

// Gets every tile as it arrives, on the thread that called render(). Full-width bands of rows, row
// 0 the lowest, as those of Renderer; without distances.
using MapTileSink = std::function<void(const Tile&)>;

// Renders maps on the engines of a client, whichever is free: in doubles where they tell the pixels
// apart, else as distances from orbits of many digits, by those of z^2 + c or as FamilyMap does. Of
// z^d + c with kernels of its own the map of c in doubles is theirs; all others are computed by
// programs.
class MapRenderer {
 public:
  // The orbits of deep maps are kept in the cache, where there is one.
  explicit MapRenderer(engines::Client client,
                       std::shared_ptr<julia::ParameterOrbitCache> orbits = nullptr)
      : m_client(std::move(client)), m_orbits(std::move(orbits)) {}

  // Blocks until all tiles are delivered, or `stop` is requested, which leaves the engines within
  // 5 ms. The Error is that of the request or of a failed band.
  Result<engines::Ended> render(const MapRequest& request, const MapTileSink& sink,
                                const std::stop_token& stop = {}) const;

 private:
  engines::Client m_client;
  std::shared_ptr<julia::ParameterOrbitCache> m_orbits;
};

}  // namespace fatou::render
