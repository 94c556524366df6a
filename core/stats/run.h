// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/base/range.h"
#include "core/base/result.h"

namespace fatou::stats {

// Rows [begin, end) of a picture; row 0 is the lowest.
using Rows = Range<std::int32_t>;

// How a band went to an engine elsewhere and came back: by messages, whose bytes are counted
// without what carries them. Stamps are the caller's, in seconds from the start of the run.
struct Travel {
  double sent = 0.0;      // its call left
  double answered = 0.0;  // its answer was there
  std::int64_t bytesSent = 0;
  std::int64_t bytesReceived = 0;

  friend bool operator==(const Travel&, const Travel&) = default;
};

// One band of a recorded run. Stamps are seconds from the start of the run.
struct Band {
  int engine = 0;
  Rows rows;                    // that were computed
  Rows mirrored;                // that repeat them, without cost; empty where there are none
  std::int64_t iterations = 0;  // of both together
  double submitted = 0.0;
  double started = 0.0;
  double completed = 0.0;
  double received = 0.0;
  double cpuTime = 0.0;   // seconds its thread spent on a core; 0 where unknown
  std::int32_t cell = 1;  // a sample stands for cell x cell pixels; > 1 in a coarse first pass
  std::optional<Travel> travel{};  // nothing where the engine is a thread of the caller's process
  double coreWait = 0.0;  // seconds before it started for which its engine, which had ended its
                          // last band, was without a core; 0 where unknown

  double duration() const { return completed - started; }

  friend bool operator==(const Band&, const Band&) = default;
};

// A run as a value: what was done when and by whom. It may be recorded, read from a file, drawn in
// a test or predicted.
struct Run {
  std::string view = "balanced";  // serial, direct, balanced; guided where predicted
  int engines = 1;                // that could take part
  int cores = 0;                  // of the machine; 0 where unknown
  double wallTime = 0.0;          // from the start, before planning, to the last tile delivered
  double callerCpuTime = 0.0;     // of the thread that plans and gathers; 0 where unknown
  double otherCpuTime = 0.0;      // of the caller's program, of threads that had no part in the run
  bool complete = true;           // false when it was stopped
  std::vector<Band> bands;        // in any order; those of one engine do not overlap

  bool isSerial() const { return view == "serial"; }

  friend bool operator==(const Run&, const Run&) = default;
};

// Says what makes the run impossible: an engine it has not, stamps that run backwards or beyond
// the end, bands of one engine that overlap, rows that are none, more iterations than 64 bits
// count. All below takes checked runs.
Status check(const Run& run);

// The runs over a picture's slabs as one, the next starting where the one before ended. An empty
// list gives an empty run.
Run joined(std::span<const Run> runs);

// Sum of the bands' durations; of their CPU times, 0 where one is unknown.
double busyTime(const Run& run);
double cpuTime(const Run& run);

// Sum of the times for which engines were without a core between two bands.
double coreWait(const Run& run);

// How long each engine was busy, by id; engines that did nothing count with 0.
std::vector<double> busyTimes(const Run& run);

// Max over mean of the engines' busy times: 1 is perfect, 0 where nothing was done. Speed-up is at
// most engines / imbalance.
double imbalance(const Run& run);

std::int64_t iterations(const Run& run);

// Bytes over the wire in all messages, calls and answers; 0 where all engines are threads.
std::int64_t bytesOverWire(const Run& run);
bool hasTravelled(const Run& run);  // some band has

// The lowest and the highest row that bands name, mirrored ones included.
Rows rowsOf(const Run& run);

}  // namespace fatou::stats
