// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "app/fatou/options.h"
#include "core/exports/exporter.h"
#include "core/exports/picture_spec.h"

namespace fatou::app {

// Adds the options of commands that write pictures: --gradient, --mapping and so on, --supersample,
// and the choices for the files. Complaints are Failures, as those of Options.
void addExportOptions(Options& options);

// Adds those of these options that apply to one file without samples: all but --supersample,
// --lines and --keep.
void addColoringOptions(Options& options);

// The coloring that the options describe: that of --colors-from or else `otherwise`, with the
// changes of the other options.
color::Coloring coloringOf(const Options& options, const color::Coloring& otherwise);
// Returns the coloring without --lines, for pictures that have no distances.
color::Coloring countColoringOf(const Options& options, const color::Coloring& otherwise);

int samplesOf(const Options& options);
int dpiOf(const Options& options);  // 0 where it is left out

// One target for each -o.
std::vector<exports::Target> targetsOf(const Options& options);

exports::ExportOptions exportOptionsOf(const Options& options);

}  // namespace fatou::app
