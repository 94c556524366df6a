// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include <QByteArray>
#include <QJsonObject>
#include <QString>

#include "core/base/result.h"
#include "core/io/machine/machine_facts.h"
#include "core/stats/run.h"
#include "core/stats/run_summary.h"

namespace fatou::io {

// What `fatou render --timing FILE.json` writes: a request, where it ran, and one run a slab of the
// picture, mostly a single one.
struct Recording {
  Facts request;
  Facts machine;
  std::vector<stats::Run> runs;
  // From the program's start until its first tile was there, in seconds; where it is known.
  std::optional<double> firstTile{};

  stats::Run run() const { return stats::joined(runs); }
};

// How many samples a row of the request's picture has; 0 where it does not say.
std::int32_t samplesARow(const Facts& request);

// {"wall_time", "engines", "cores", "view", "complete", "caller_cpu_time", "other_cpu_time",
// "bands": [{"engine", "first_row", "rows", "mirrored_first_row", "mirrored_rows", "iterations",
// "submitted", "started", "completed", "received", "cpu_time", "core_wait", "cell", "sent",
// "answered", "bytes_sent", "bytes_received"}, ...]}; seconds from the start. CPU times are left
// out where unknown, the wait for a core where there was none, the cell where it is 1, and the last
// four where the engine is a thread of the caller's process. Where all are, the cores are left out,
// too: they are the machine's.
QJsonObject toJson(const stats::Run& run);
QJsonObject toJson(const stats::RunSummary& summary);
QJsonObject toJson(const Facts& facts);  // "cores" as a number, the others as text

// The whole file: {"request", "machine", "summary", "runs", "first_tile"}; the last one is left out
// where it is not known.
QByteArray recordingJson(const Recording& recording);

// Reads it back; older files lack CPU times, views, and what went over the wire. The Error of the
// bytes is what follows `Cannot read "NAME":`, without a stop; that of the file is the whole
// sentence. Files of more than kLargestRecording bytes are refused unread.
inline constexpr qint64 kLargestRecording = qint64{64} << 20;
Result<Recording> recordingFromJson(const QByteArray& json);
Result<Recording> readRecording(const QString& path);

}  // namespace fatou::io
