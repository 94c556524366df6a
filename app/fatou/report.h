// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <initializer_list>
#include <vector>

#include <QByteArray>
#include <QJsonObject>
#include <QString>

#include "app/fatou/options.h"
#include "core/base/result.h"
#include "core/render/renderer.h"
#include "core/stats/run_summary.h"

namespace fatou::app {

// What the runs over a picture's slabs came to together; their wall times add up.
stats::RunSummary summarize(const std::vector<render::RunRecord>& runs);

// Objects that scripts read. Times are seconds; those of a band count from the start of its run.
QJsonObject toJson(const render::RenderRequest& request);
QJsonObject toJson(const stats::RunSummary& summary);
QJsonObject machineJson();
QByteArray timingJson(const render::RenderRequest& request,
                      const std::vector<render::RunRecord>& runs);

// Complains of the files that these options name, where they are given, before the work and not
// after it.
void requireWritable(const Options& options, std::initializer_list<const char*> names);

// Writes beside the name, then renames.
Status writeFile(const QString& path, const QByteArray& bytes);

}  // namespace fatou::app
