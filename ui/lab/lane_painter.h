// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include <QFontMetrics>
#include <QPalette>
#include <QRect>
#include <QString>

#include "ui/lab/lane_layout.h"
#include "ui/lab/run_lanes.h"

class QPainter;

namespace fatou::ui {

// The name of a lane: "engine 3", or "node2 · 3" if the engines are on several machines.
QString laneName(const RunLanes& run, std::size_t lane);
// The pixels that names get, whichever of them is the longest; long ones are cut.
int laneNameWidth(const RunLanes& run, const QFontMetrics& metrics);

// The positions of all parts of a timeline, in its viewport's pixels.
struct LaneGeometry {
  TimeAxis axis;
  LaneHeights heights;
  QSize size;        // of the viewport
  int left = 0;      // where bars begin
  int scrolled = 0;  // pixels of lanes above the viewport
  int lanes = 0;
  int textHeight = 0;

  static constexpr int kTickLength = 4;
  static constexpr int kLabelGap = 10;  // between a lane's name and its bars

  int axisHeight() const { return kTickLength + 2 + textHeight; }
  int room() const { return size.height() - axisHeight(); }
  // The top of the time axis, which is below the last lane that can be seen.
  int axisTop() const;
  QRect laneRect(std::size_t lane) const;
  int xOf(double seconds) const;

  friend bool operator==(const LaneGeometry&, const LaneGeometry&) = default;
};

// Draws a run's lanes: names, bars, time axis, the moments of submission, of the first and last
// tile and of what lies between and after them, the current bar, and the moment scrubbed to. Bars
// of a coarse pass are hatched, those that are still under way an outline; so is what the caller
// gathers after the last tile.
class LanePainter {
 public:
  struct Subject {
    const RunLanes& run;
    const LaneGeometry& geometry;
    const std::vector<std::vector<PaintedBar>>& bars;  // one entry a lane
  };
  LanePainter(QPainter& painter, const Subject& subject, const QPalette& palette);

  void paintAxis() const;
  void paintLanes() const;
  void paintMoments() const;
  void paintCurrent(std::size_t band) const;
  // Marks a moment and dims all that happens after it.
  void paintCursor(double seconds) const;

 private:
  void paintName(std::size_t lane) const;
  void paintBars(std::size_t lane) const;
  void paintUnderWay() const;
  void paintGathering() const;
  QColor colorOf(std::size_t lane) const;
  QColor alternateColorOf(std::size_t lane) const;
  // A mark with its name below the axis, where there is room for it beyond `taken`; the pixel it
  // takes to.
  struct Moment {
    double seconds = 0.0;
    QString name;
    int roomRight = 0;  // pixels to leave free at the right end
  };
  int paintMoment(const Moment& moment, int taken) const;

  QPainter& m_painter;
  const Subject m_subject;
  const LaneGeometry& m_geometry;
  const QPalette m_palette;
  const QFontMetrics m_metrics;
};

}  // namespace fatou::ui
