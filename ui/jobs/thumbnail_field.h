// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <stop_token>

#include <QImage>
#include <QSize>

#include "core/base/iteration_field.h"
#include "core/color/coloring.h"
#include "core/color/shader.h"
#include "core/engines/client.h"
#include "core/julia/plane/place.h"
#include "core/render/tile.h"

namespace fatou::ui {

// The iteration counts behind a thumbnail, which colours are laid over. Immutable.
struct ThumbnailField {
  std::int32_t tmax = 1;
  IterationField numbers;

  QSize size() const { return {static_cast<int>(numbers.width), static_cast<int>(numbers.rows())}; }
};

// The outcome of rendering a thumbnail: a field, or none because it was stopped or cannot be had.
struct ThumbnailOutcome {
  std::shared_ptr<const ThumbnailField> field;
  bool stopped = false;
};

// No thumbnail iterates a point longer, whatever its place asks for: that bounds one of 168 x 124
// points to 104 million iterations, some tens of milliseconds; a deep one that is near 0 all the
// time takes ten times as long.
inline constexpr std::int32_t kMostThumbnailIterations = 5'000;

// Renders a place on the client's engines, or on the calling thread where there are none that can.
// Blocks until it is done or `stop` is requested. A region of other proportions than `size` is cut
// at the sides, not squeezed.
ThumbnailOutcome renderThumbnailField(const julia::Place& place, QSize size,
                                      const engines::Client& client, const std::stop_token& stop);

// The field in colours, scaled down to `pixels`.
QImage drawThumbnail(const ThumbnailField& field, const color::Shader& shader, QSize pixels);

}  // namespace fatou::ui
