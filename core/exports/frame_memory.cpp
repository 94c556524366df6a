// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exports/frame_memory.h"

#include "core/base/large_pages.h"
#include "core/base/started_or_later.h"
#include "core/exports/target_files.h"
#include "core/render/tile_plan.h"

namespace fatou::exports {

std::future<void> takeFrameMemory(const PictureSpec& spec, const std::vector<Target>& targets,
                                  std::int64_t slabSamples, render::Frame& frame) {
  const render::PictureRequest& picture = spec.request.picture;
  const int samples = spec.samples;
  const render::RowRange slab =
      render::slabs(picture.width, picture.height, samples, slabSamples).front();
  const auto work = [&frame, width = picture.width * samples,
                     rows = render::RowRange{slab.begin * samples, slab.end * samples},
                     quantities = quantitiesFor(spec, targets), keepsNumbers = !targets.empty()] {
    if (keepsNumbers) {
      frame.reset(width, rows, quantities);
      frame.touch();
    }
    touchMemoryForTiles();
  };
  return startedOrLater(work);
}

}  // namespace fatou::exports
