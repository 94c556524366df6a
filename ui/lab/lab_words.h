// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include <QString>

#include "core/io/lab_report.h"
#include "core/stats/comparison.h"
#include "core/stats/losses.h"

namespace fatou::ui {

// "Balanced": the view's, or policy's, name for users.
QString viewName(const std::string& view);

// "Balanced, 2 engines", with the band height where it was chosen.
QString configurationName(const stats::Configuration& configuration);

// "Waiting for the queue": a word of the glossary as a title.
QString titleOf(const char* term);

// The caption of a request's picture for a label, as io::captionOf() words it.
QString captionText(const io::Facts& request);

// A sentence of core/stats from its capital to its full stop; empty for none.
QString sentenceText(const std::string& words);

// The glossary's sentence for a word; empty where it has none.
QString explanationOf(const char* term);

// A share as text: "97 %".
QString percentText(double share, int decimals = 0);

// A sentence that says how much of a view's work can be shared, by Amdahl's law fitted to its
// times.
QString amdahlText(const QString& view, const std::optional<stats::AmdahlFit>& fit);

// Says that other programs took cores while a comparison was measured, where that spoils its
// figures; else empty.
QString disturbanceText(const io::LabReport& report, const std::vector<stats::ComparisonRow>& rows);

// Says what bound imbalance alone sets to the speed-up of a run.
QString imbalanceBoundText(const QString& name, int engines, double imbalance);

}  // namespace fatou::ui
