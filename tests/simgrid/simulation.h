// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/stats/what_if.h"

namespace fatou::tests {

// Hosts of one engine each, and one more for the hub, each behind a link of its own to a switch
// that is faster than all of them together.
struct SimulatedCluster {
  int engines = 16;
  double bandwidth = 10e9 / 8.0;  // bytes a second of a link, each way; SMPI carries 95 % of it
  double latency = 2e-6;          // seconds of a link; a message passes two
  double hubTime = 0.0;           // seconds the hub spends on a message
  int slowEngines = 0;            // the first ones,
  double slowFactor = 1.0;        // and how many times longer they take
};

// The same cluster as a scenario of what-if.
stats::Scenario scenarioOf(const SimulatedCluster& cluster);

// The time that SMPI takes for a model's rows, each of them a band from one queue, in simulated
// seconds. An Error says what went wrong, at the latest after ten minutes.
Result<double> simulatedMakespan(const stats::CostModel& model, const SimulatedCluster& cluster);

}  // namespace fatou::tests
