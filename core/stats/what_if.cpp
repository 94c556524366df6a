// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/stats/what_if.h"

#include "core/stats/schedule_player.h"

namespace fatou::stats {

Run replay(const CostModel& model, const Scenario& scenario) {
  return SchedulePlayer(model, scenario).play();
}

}  // namespace fatou::stats
