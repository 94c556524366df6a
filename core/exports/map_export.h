// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <stop_token>
#include <vector>

#include "core/base/result.h"
#include "core/color/coloring.h"
#include "core/engines/client.h"
#include "core/exports/picture_spec.h"
#include "core/io/files/output_target.h"
#include "core/render/parameter_map.h"

namespace fatou::exports {

// The most pixels of a map that is written: it is in memory whole, 8 bytes a pixel.
inline constexpr std::int64_t kMostMapPixels = std::int64_t{1} << 28;

// A map, whole: which parameters, and in which colours.
struct MapSpec {
  render::MapRequest request{};
  color::Coloring coloring = color::Coloring::defaultColoring();
  int dpi = 0;  // as in PictureSpec
};

// All of the spec as names and values: what a file carries of its origin.
io::Parameters parameters(const MapSpec& spec);

struct MapRecord {
  std::int64_t sum = 0;     // of the counts
  std::int64_t inside = 0;  // pixels that did not escape
};

// Called with the number of rows that have come.
using MapProgress = std::function<void(std::int32_t rows)>;

// The Error of a map that cannot be computed or written, before anything is: a request out of
// range, a file that is there, distances, which maps have not.
Status checkMapExport(const MapSpec& spec, const std::vector<Target>& targets,
                      const io::Replace& replace);

// Computes a map on the engines of the client and writes it to files, whose bytes depend on the
// spec alone. Blocks; nothing when stopped, and then no file is there.
Result<std::optional<MapRecord>> exportMap(const engines::Client& client, const MapSpec& spec,
                                           const std::vector<Target>& targets,
                                           const io::Replace& replace,
                                           const MapProgress& progress = {},
                                           const std::stop_token& stop = {});

}  // namespace fatou::exports
