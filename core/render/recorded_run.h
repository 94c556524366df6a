// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/render/renderer.h"
#include "core/stats/run.h"

namespace fatou::render {

// A run as the value that statistics, files and timelines take: times in seconds from its start.
// `cores` of the machine, 0 where unknown; a run that was on other hosts, too, does not say how
// many it had. Engines are 0 ... engines - 1 in it, whatever their ids.
stats::Run toRun(const RunRecord& record, ViewKind viewKind, int cores);

// One band of a run that started at `started`, for timelines that grow while it runs.
stats::Band toBand(const BandRecord& record, engines::Clock::time_point started);

}  // namespace fatou::render
