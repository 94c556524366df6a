// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace fatou::ui {

class Actions;
class FileController;
class FractalCanvas;
class Lab;
class RenderController;
class RunStrip;
class StatusLine;

// Who takes part in showing a run.
struct RunViews {
  const RenderController& renders;
  FileController& files;
  const Actions& actions;
  FractalCanvas& canvas;
  RunStrip& strip;
  Lab& lab;
  StatusLine& status;
};

// Shows what is computed in the strip, the status line and the lab, and what is pointed at in the
// strip on the canvas; and has the action that stops it enabled while there is something to stop.
void connectRun(const RunViews& views);

}  // namespace fatou::ui
