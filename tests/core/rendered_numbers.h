// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

#include "core/render/frame.h"
#include "core/render/renderer.h"

// The numbers of whole pictures as a client's engines compute them.
namespace fatou::tests {

struct BasinNumbers {
  std::vector<std::int32_t> counts;
  std::vector<std::int32_t> cycles;

  friend bool operator==(const BasinNumbers&, const BasinNumbers&) = default;
};

// Renders the picture into a frame that is new; false where a part of it is missing.
inline bool renderInto(render::Frame& frame, const render::RenderRequest& request,
                       const engines::Client& client) {
  const auto job = render::RenderJob::create(request).value();
  frame.reset(request.picture.width, {0, request.picture.height}, request.picture.quantities);
  const auto run = render::Renderer(client).render(
      job, frame.rows(), [&](const auto& tile, const auto&) { frame.add(tile); });
  return run.ok() && frame.complete();
}

// J of the picture; empty where it is not complete.
inline std::vector<std::int32_t> renderedCounts(const render::RenderRequest& request,
                                                const engines::Client& client) {
  render::Frame frame;
  if (!renderInto(frame, request, client)) return {};
  return {frame.counts().begin(), frame.counts().end()};
}

// J and the cycles of a picture that tells basins apart; empty where it is not complete.
inline BasinNumbers renderedBasins(const render::RenderRequest& request,
                                   const engines::Client& client) {
  render::Frame frame;
  if (!renderInto(frame, request, client)) return {};
  return {{frame.counts().begin(), frame.counts().end()},
          {frame.cycles().begin(), frame.cycles().end()}};
}

}  // namespace fatou::tests
