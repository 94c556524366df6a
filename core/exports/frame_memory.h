// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <future>
#include <vector>

#include "core/exports/picture_spec.h"
#include "core/render/frame.h"

namespace fatou::exports {

// Begins to take the memory of the numbers of an export's first slab, which is as large as any, and
// of the first tiles, on a thread of its own: engines that are processes take long to start, and
// nothing else is to be done meanwhile. Without targets the frame keeps no numbers, and needs no
// memory. The frame must not be used before the future's get(), which may throw std::bad_alloc, and
// must outlive the future.
//
// An export waits for this before its first run, whatever its engines are. So the clock of a run
// covers planning, computing and collecting, and not how long the system takes to find memory for a
// picture.
std::future<void> takeFrameMemory(const PictureSpec& spec, const std::vector<Target>& targets,
                                  std::int64_t slabSamples, render::Frame& frame);

}  // namespace fatou::exports
