// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include <QObject>

#include "core/render/renderer.h"

namespace fatou::ui {

class ConsoleSession;
class RunStrip;
struct CellTasksBegun;

// Has the timeline show what a cell's engines do, while they do it. Pictures come first: while one
// is computed the timeline is its own, also where it begins after the cell.
class CellTimeline : public QObject {
  Q_OBJECT
 public:
  // The strip is this object's parent.
  CellTimeline(const ConsoleSession& session, RunStrip& strip);

 private:
  void begin(const CellTasksBegun& tasks);
  void add(const std::vector<render::BandRecord>& tasks);
  void finish(const render::RunRecord& run);

  RunStrip& m_strip;
  bool m_isShown = false;  // the strip's run that goes on is that of a cell
};

}  // namespace fatou::ui
