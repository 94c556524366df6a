// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <vector>

#include "core/engines/async_result.h"
#include "core/render/renderer.h"
#include "ui/console/task_bands.h"

namespace fatou::ui {

// Waits until all tasks of a result have ended. Meanwhile `ended` gets those that have, each once,
// as bands: all of about a thirtieth of a second at a time. Those that ended since are left to
// whoever looks at the result.
void followTasks(const engines::UntypedResult& answer, const TaskOrigin& origin,
                 const std::function<void(std::vector<render::BandRecord>)>& ended);

}  // namespace fatou::ui
