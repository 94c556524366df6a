// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <initializer_list>
#include <vector>

#include <QByteArray>
#include <QString>

#include "app/fatou/options.h"
#include "core/base/result.h"
#include "core/render/renderer.h"
#include "core/stats/run.h"

namespace fatou::app {

// The runs over a picture's slabs as values, with this machine's number of cores.
std::vector<stats::Run> toRuns(const std::vector<render::RunRecord>& records,
                               render::ViewKind view);

// Complains of the files that these options name, where they are given, before the work and not
// after it.
void requireWritable(const Options& options, std::initializer_list<const char*> names);

// Writes beside the name, then renames.
Status writeFile(const QString& path, const QByteArray& bytes);

}  // namespace fatou::app
