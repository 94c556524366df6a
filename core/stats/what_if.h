// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/stats/network.h"
#include "core/stats/row_cost.h"
#include "core/stats/run.h"
#include "core/stats/view_kind.h"

namespace fatou::stats {

// What a recorded run says about the cost of its work.
struct CostModel {
  RowCosts seconds;                // of the rows that are computed
  RowCosts iterations;             // of the same rows
  std::int32_t mirroredAbout = 0;  // row r also stands for mirroredAbout - 1 - r; 0: it does not
  std::int32_t bandRows = 1;       // the usual height of a band in the record
  double startUp = 0.0;            // before the first band can start
  double handOver = 0.0;           // between two bands of one engine
  double gatheringARow = 0.0;      // what taking a row in costs the caller
  double callBytes = 0.0;          // of the message that asks for a band; 0 where unknown
  double answerBytesARow = 0.0;    // of its answer, for a row that is computed; 0 where unknown
};

// `run` is checked, has bands, and is not stopped half-way.
CostModel costModel(const Run& run);

// The model with the sizes of messages: those it has, else of J alone, four bytes a pixel as
// engines of the same host send it, for a picture so many pixels wide.
CostModel withMessages(CostModel model, std::int32_t width);

// The network that a checked run tells of: latency and bandwidth by what its messages took, and as
// many bands under way as engines elsewhere have. Nothing where no band has travelled.
std::optional<Network> measuredNetwork(const Run& run);

// Another way of doing the same work.
struct Scenario {
  ViewKind viewKind = ViewKind::Balanced;
  int engines = 1;
  std::int32_t bandRows = 0;         // rows a band, for guided the least; 0 as in the record
  int cores = 0;                     // what engines and caller share; 0 when there are enough
  std::vector<double> slowdown;      // factor on the cost, by engine; 1 where there is none
  Borders borders;                   // of direct blocks; empty for the block formula
  std::optional<Network> network{};  // to engines elsewhere; nothing for threads of the caller
};

// What would have happened, as a run like a recorded one: its wall time, bands to draw, losses.
// Busy threads share the cores evenly. Over a network, messages have the model's sizes, and an
// engine is given its next band when an answer of its has come. Deterministic: of engines that are
// free at the same time the first takes the next band.
Run replay(const CostModel& model, const Scenario& scenario);

}  // namespace fatou::stats
