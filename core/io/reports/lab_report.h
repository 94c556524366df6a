// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <vector>

#include <QByteArray>

#include "core/io/machine/machine_facts.h"
#include "core/stats/comparison.h"

namespace fatou::io {

// A comparison with everything needed to hand it in: what was computed, where, and every repeat.
struct LabReport {
  Facts request;
  Facts machine;
  std::vector<stats::Configuration> configurations;  // the serial one first
  std::optional<double> otherCores{};  // that other programs took meanwhile; nothing where unknown

  // The cores the machine has by its facts; 0 where they do not say.
  int cores() const;
};

// One line a configuration under a header; times in seconds, losses in engine-seconds.
QByteArray reportCsv(const LabReport& report);

// {"request", "machine", "other_cores", "configurations": [figures, losses, repeats and the typical
// run's bands], "amdahl": {view: {"fraction", "low", "high", "serial_time", "conclusive"}}}. A fit
// that is not conclusive bounds nothing, and may lie outside 0 ... 1.
QByteArray reportJson(const LabReport& report);

// One HTML page that needs nothing else: charts as SVG, tables, every word explained.
QByteArray reportHtml(const LabReport& report);

}  // namespace fatou::io
