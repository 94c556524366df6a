// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "app/fatou/options.h"
#include "core/exports/exporter.h"
#include "core/exports/picture_spec.h"

namespace fatou::app {

// The options of commands that write pictures: --gradient, --mapping and so on, --supersample, and
// what is chosen of the files. Complaints are Failures, as those of Options.
void addExportOptions(Options& options);

// The colours that the options say: those of --colors-from, else the default's, changed.
color::Coloring coloringOf(const Options& options);

int samplesOf(const Options& options);
int dpiOf(const Options& options);  // 0 where it is left out

// A target for every -o.
std::vector<exports::Target> targetsOf(const Options& options);

exports::ExportOptions exportOptionsOf(const Options& options);

}  // namespace fatou::app
