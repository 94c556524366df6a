// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include <QString>

#include "core/io/reports/lab_report.h"
#include "core/stats/comparison.h"

namespace fatou::app {

// The figures of each configuration, a line each.
QString figuresText(const std::vector<stats::Configuration>& configurations,
                    const std::vector<stats::ComparisonRow>& rows);

// A line that says how much other programs disturbed the figures; empty if they did not.
QString disturbanceText(const io::LabReport& report, const std::vector<stats::ComparisonRow>& rows);

// A table of where each configuration's engine time went, in shares of it, and what the words mean.
QString lossesText(const std::vector<stats::Configuration>& configurations,
                   const std::vector<stats::ComparisonRow>& rows);

// A line for each view that says how much of its work can be shared, by Amdahl's law fitted to its
// times.
QString amdahlText(const io::LabReport& report);

}  // namespace fatou::app
