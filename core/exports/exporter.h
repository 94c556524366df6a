// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <stop_token>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/engines/engine_source.h"
#include "core/exports/pause_switch.h"
#include "core/exports/picture_spec.h"
#include "core/io/output_target.h"
#include "core/render/renderer.h"

namespace fatou::exports {

// How far an export is.
struct ExportProgress {
  std::int64_t rowsDone = 0;  // rendered, of the picture
  std::int64_t rows = 0;
  bool resumed = false;  // some of the rows were there from an earlier run
};

// The functions that an export calls while it runs, on the thread that runs it. All may be empty.
struct ExportHooks {
  std::function<void(const ExportProgress&)> progress;
  // A disk is full; called again every second or so until there is room or the export is stopped.
  std::function<void(const Error&)> diskFull;
  std::function<void()> diskHasRoom;
  const PauseSwitch* pause = nullptr;
};

// An export's wishes beside the picture and its files.
struct ExportOptions {
  io::Replace replace;        // files that are there
  bool keepOnStop = false;    // a stopped export leaves NAME.part, so that it can be gone on with;
                              // a NAME.part of an earlier run stays in any case
  bool inBackground = false;  // let everything else have the processor first
  // The most samples in memory at once. J's digest depends on it where a picture has more.
  std::int64_t slabSamples = render::kSlabSamples;
  // How often the finished rows of a slab that takes long are put aside for a program that is
  // killed.
  std::chrono::milliseconds spoolEvery{2000};
  engines::EngineSource source{};  // of the engines that compute
};

// The record of an export: its runs, and sums that tell whether two exports are of the same
// numbers.
struct ExportRecord {
  std::vector<render::RunRecord> runs;  // one or more a slab, in order
  std::int64_t sum = 0;                 // of J over all samples
  std::int64_t interior = 0;            // samples at tmax
  std::string sha256;                   // of J, see CountDigest
  bool complete = false;                // false: stopped
  bool resumed = false;                 // runs, sum and interior leave out an earlier run's rows
  bool keepsPart = false;           // where it is not complete, NAME.part is there to go on with
  render::Quantities quantities{};  // that the colours and the files needed beside J
};

// Makes the complaints that exportPicture() would begin with, and leaves nothing.
Status checkExport(const PictureSpec& spec, const std::vector<Target>& targets,
                   const ExportOptions& options);

// Renders the picture in slabs from the top down and writes it to all targets at once, in bounded
// memory; with no targets it just renders. Blocks until it is done, stopped or failed. Colours that
// depend on the whole picture are settled by a pass over a part of its points first, so that they
// are the same for every slab. Where NAME.part of the same picture is left from an earlier run, it
// goes on there.
Result<ExportRecord> exportPicture(const PictureSpec& spec, const std::vector<Target>& targets,
                                   const ExportOptions& options, const ExportHooks& hooks,
                                   const std::stop_token& stop);

}  // namespace fatou::exports
