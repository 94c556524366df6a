// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>

#include <QByteArray>
#include <QString>

#include "core/stats/run.h"

namespace fatou::io {

// A run under the name that a trace viewer shows it by.
struct TracedRun {
  QString name;
  stats::Run run;  // checked
};

// Runs as a trace in Chrome's Trace Event Format (JSON Object Format, 2016), which Perfetto,
// Tracy's importer and speedscope read. Each run is a process with a thread for its caller and one
// for each engine; times are in microseconds from the run's start, to the nanosecond:
//
// - the caller's "run" holds "planning" until the first band is submitted, and "gathering" from the
//   end of the last one;
// - an engine's bands are named by their rows, with iterations and processor time as arguments;
//   those of a serial run are the caller's, inside "run";
// - the counter "queue" is how many bands are submitted and not started.
QByteArray traceJson(std::span<const TracedRun> runs);

// Packs bytes into a gzip file (RFC 1952), at the fastest level. Throws std::bad_alloc.
QByteArray gzipped(const QByteArray& bytes);

}  // namespace fatou::io
