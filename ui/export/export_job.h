// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include <QString>

#include "core/exports/exporter.h"
#include "core/exports/picture_spec.h"

namespace fatou::ui {

// What the user wants exported: a picture, and the file to write.
struct ExportOrder {
  exports::PictureSpec spec;
  exports::Target target;
  bool replace = false;  // take the place of a file that is there

  friend bool operator==(const ExportOrder&, const ExportOrder&) = default;
};

enum class ExportStage {
  Waiting,      // for its turn
  Running,      //
  Paused,       // by the user
  DiskFull,     // waits for room
  Done,         //
  Failed,       //
  Cancelled,    // by the user
  Interrupted,  // by the end of an earlier program
};

// Whether it ended without success, and can be tried again or gone on with.
constexpr bool canRetry(ExportStage stage) {
  return stage == ExportStage::Failed || stage == ExportStage::Cancelled ||
         stage == ExportStage::Interrupted;
}

// Whether it is over, whatever the outcome.
constexpr bool isOver(ExportStage stage) {
  return stage == ExportStage::Done || canRetry(stage);
}

// An export of the queue, as it stands.
struct ExportJob {
  int id = 0;
  ExportOrder order;
  ExportStage stage = ExportStage::Waiting;
  exports::ExportProgress progress;
  bool held = false;                    // rests for a while, for reasons of the program's
  double seconds = 0.0;                 // at work, without pauses
  std::optional<double> secondsLeft{};  // nothing before there is a measure
  QString message;                      // why it failed, or what waits for room
  bool keepsPart = false;               // over, and what was written is still there

  // How much of the picture is done, 0 ... 1.
  double share() const {
    if (stage == ExportStage::Done) return 1.0;
    return progress.rows > 0
               ? static_cast<double>(progress.rowsDone) / static_cast<double>(progress.rows)
               : 0.0;
  }
};

}  // namespace fatou::ui
