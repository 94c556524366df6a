// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <initializer_list>
#include <vector>

#include <QByteArray>
#include <QString>
#include <QStringList>

#include "app/fatou/options.h"
#include "core/io/output_target.h"
#include "core/io/trace_json.h"
#include "core/render/renderer.h"
#include "core/stats/run.h"

namespace fatou::app {

// The runs over a picture's slabs as values, with this machine's number of cores.
std::vector<stats::Run> toRuns(const std::vector<render::RunRecord>& records,
                               render::ViewKind view);

// Adds --force, without which no file that exists is replaced.
void addForceOption(Options& options);
io::Replace replaceOf(const Options& options);

// Refuses files of these options that cannot be written, before the work and not after it; also a
// file that two of them name, or that is one of `others`.
void requireWritable(const Options& options, std::initializer_list<const char*> names,
                     QStringList others = {});

// Writes the file that the option names.
void writeReport(const Options& options, const char* name, const QByteArray& bytes);

// --trace, and the file that it names, where it is given: gzipped where it ends in ".gz".
void addTraceOption(Options& options);
void writeTrace(const Options& options, const std::vector<io::TracedRun>& runs);

}  // namespace fatou::app
