// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <vector>

#include <QByteArray>
#include <QString>
#include <QXmlStreamWriter>

#include "core/stats/comparison.h"
#include "core/stats/row_cost.h"
#include "core/stats/run.h"

namespace fatou::io {

// A lane an engine, a bar a band; gaps are waiting. Bars narrower than a pixel are drawn as one
// with their neighbours. `end` is the time at the right end, so that timelines below one another
// can be compared; 0 takes the run's own wall time.
void writeTimelineSvg(const stats::Run& run, const QString& title, double end,
                      QXmlStreamWriter& to);
QByteArray timelineSvg(const stats::Run& run, const QString& title);

// What rows cost from the lowest to the highest, with the borders of direct blocks over it; empty
// for none.
void writeRowCostSvg(const stats::RowCosts& costs, const stats::Borders& borders,
                     const QString& title, QXmlStreamWriter& to);
QByteArray rowCostSvg(const stats::RowCosts& costs, const stats::Borders& borders,
                      const QString& title);

// One bar a configuration: the work itself and each loss as shares of the engines' time; a gain
// makes room for others beyond 100 %, and is drawn over it.
void writeLossesSvg(std::span<const stats::Configuration> configurations,
                    const std::vector<stats::ComparisonRow>& rows, QXmlStreamWriter& to);

}  // namespace fatou::io
