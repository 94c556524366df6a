// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>
#include <optional>

#include <QObject>
#include <QPointF>
#include <QRectF>

#include "core/julia/dynamics/attracting_cycle.h"
#include "core/julia/plane/movable_view.h"
#include "ui/state/explorer_document.h"

namespace fatou::render {
class RenderJob;
struct RunRecord;
}  // namespace fatou::render

namespace fatou::ui {

class FractalCanvas;
class RenderController;

// Keeps the canvas showing what the document says, and turns gestures on it into changes of the
// document.
class Explorer : public QObject {
  Q_OBJECT
 public:
  Explorer(ExplorerDocument& document, FractalCanvas& canvas, RenderController& renders,
           QObject* parent = nullptr);

  // The region that is on the canvas, as it was computed; nothing before there is one.
  const std::optional<julia::CornerView>& shownRegion() const { return m_shown; }

 public Q_SLOTS:
  // Renders the whole picture again, for another timing.
  void renderAgain();
  void stop();
  void zoomBy(double factor);  // at the middle
  void centreOn(QPointF pixel);
  void resetView();
  // While paused nothing is rendered; what was asked for meanwhile follows.
  void setPaused(bool paused);

  // Takes another c. While a drag is not `finished`, its changes are one step of the history, and
  // pictures may be skipped.
  void setC(const fatou::julia::ComplexDecimal& c, bool finished);
  // Shows another c without taking it; nothing ends that.
  void previewC(const std::optional<fatou::julia::ComplexDecimal>& c);
  // The same of a formula with other numbers in it.
  void setNumbers(const fatou::julia::Formula& formula, bool finished);
  void previewNumbers(const std::optional<fatou::julia::Formula>& formula);
  // Takes another colouring; steps are as for c.
  void setColoring(const fatou::color::Coloring& coloring, bool finished);
  // Shows another offset without a step of the history, for cycling colours.
  void showOffset(double offset);

 Q_SIGNALS:
  // A picture is on its way for this region.
  void shownRegionChanged(const fatou::julia::CornerView& region);
  void cycleFound(const std::optional<fatou::julia::AttractingCycle>& cycle);
  // One sentence about what could not be done; empty when the last one no longer holds.
  void noticeChanged(const QString& notice);

 private:
  void connectAll();
  void follow(const ExplorerState& now, const ExplorerState& before);
  void show(bool afresh = false);
  void refine();
  bool mayWait() const;
  void catchUp();
  void pan(QPointF pixels);
  void zoom(QPointF pixel, double factor);
  void zoomAtMiddle(double factor);
  void zoomToBox(const QRectF& box);
  void move(const std::function<Result<julia::MovableView>(const julia::MovableView&)>& how,
            const QString& text = {});
  void notice(const QString& text);
  void takeJob(const std::shared_ptr<const render::RenderJob>& job);
  void takeRun(const render::RunRecord& run);
  int gestureOf(int& gesture, bool finished);
  ExplorerState shownState() const;

  ExplorerDocument& m_document;
  FractalCanvas& m_canvas;
  RenderController& m_renders;
  std::optional<julia::CornerView> m_shown;
  std::optional<julia::ComplexDecimal> m_preview;
  std::optional<julia::Formula> m_previewOfNumbers;
  std::optional<julia::AttractingCycle> m_cycle;  // of the picture
  QString m_notice;
  QPointF m_panRest;   // of a drag, less than a pixel
  int m_gesture = 0;   // on the canvas
  int m_cGesture = 0;  // 0 between drags
  int m_colorGesture = 0;
  bool m_paused = false;
  bool m_behind = false;  // the document is ahead of the canvas
};

}  // namespace fatou::ui
