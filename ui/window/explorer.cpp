// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/explorer.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/julia/dynamics/whole_set.h"
#include "core/julia/plane/raster.h"
#include "ui/canvas/fractal_canvas.h"
#include "ui/picture/render_controller.h"
#include "ui/state/history_text.h"
#include "ui/state/picture_request.h"
#include "ui/style/number_text.h"
#include "ui/window/picture_hint.h"

namespace fatou::ui {
namespace {

bool hasOtherPicture(const ExplorerState& a, const ExplorerState& b) {
  return a.place != b.place || a.size != b.size || a.engines != b.engines ||
         a.coloring.distanceLines != b.coloring.distanceLines;
}

}  // namespace

Explorer::Explorer(ExplorerDocument& document, FractalCanvas& canvas, RenderController& renders,
                   QObject* parent)
    : QObject(parent), m_document(document), m_canvas(canvas), m_renders(renders) {
  connectAll();
}

void Explorer::connectAll() {
  connect(&m_document, &ExplorerDocument::stateChanged, this, &Explorer::follow);
  connect(&m_canvas, &FractalCanvas::resized, this, [this] { show(); });
  connect(&m_canvas, &FractalCanvas::gestureBegun, this, [this] {
    m_gesture = m_document.newGesture();
    m_panRest = {};
  });
  connect(&m_canvas, &FractalCanvas::panned, this, &Explorer::pan);
  connect(&m_canvas, &FractalCanvas::zoomed, this, &Explorer::zoom);
  connect(&m_canvas, &FractalCanvas::boxed, this, &Explorer::zoomToBox);
  connect(&m_renders, &RenderController::jobReady, this, &Explorer::takeJob);
  connect(&m_renders, &RenderController::tileReady, &m_canvas, &FractalCanvas::addTile);
  connect(&m_renders, &RenderController::passDone, &m_canvas, &FractalCanvas::showPass);
  connect(&m_renders, &RenderController::passDone, this, &Explorer::catchUp);
  connect(&m_renders, &RenderController::finished, this, &Explorer::takeRun);
  connect(&m_renders, &RenderController::rowsRefined, &m_canvas, &FractalCanvas::addRows);
  connect(&m_renders, &RenderController::failed, this, &Explorer::notice);
  connect(&m_renders, &RenderController::enginesArrived, this, [this] { show(); });
}

ExplorerState Explorer::shownState() const {
  ExplorerState state = m_document.state();
  if (m_preview) state.place.c = *m_preview;
  if (m_previewOfNumbers) state.place.formula = *m_previewOfNumbers;
  return state;
}

void Explorer::follow(const ExplorerState& now, const ExplorerState& before) {
  if (now.coloring != before.coloring) m_canvas.setColoring(now.coloring);
  if (hasOtherPicture(now, before))
    mayWait() ? void(m_behind = true) : show();
  else if (now.coloring != before.coloring || now.samples != before.samples)
    refine();
}

// While c is dragged, a picture's first pass is let through before the next one begins: cancelling
// it at every move of the mouse would show nothing at all.
bool Explorer::mayWait() const {
  const bool isDragged = m_cGesture != 0 || m_preview || m_previewOfNumbers;
  return isDragged && m_renders.isBeforeFirstPass();
}

void Explorer::catchUp() {
  if (std::exchange(m_behind, false)) show();
}

void Explorer::setPaused(bool paused) {
  if (paused == std::exchange(m_paused, paused)) return;
  if (paused)
    m_renders.stop();
  else
    show();
}

void Explorer::show(bool afresh) {
  if (m_paused) return;
  m_behind = false;
  const ExplorerState state = shownState();
  auto request = pictureRequest(state, m_canvas.devicePixels());
  if (!request) return notice(QString::fromStdString(request.error().message));
  const render::RenderRequest& wanted = request.value();
  const render::PictureRequest& picture = wanted.picture;
  auto raster = julia::Raster::of(picture.place.view, picture.width, picture.height);
  if (!raster) return notice(QString::fromStdString(raster.error().message));
  notice({});
  m_shown = raster.value().corners();
  m_canvas.begin(wanted, std::move(raster).value(), afresh);
  Q_EMIT shownRegionChanged(*m_shown);
  // A picture that is known already needs no rendering. While another one is being rendered an
  // order goes out all the same, because it ends that.
  if (m_canvas.picture().isComplete() && !afresh && !m_renders.isBusy()) return refine();
  m_renders.render({.request = std::move(request).value(),
                    .known = m_canvas.picture().known(),
                    .coarsest = m_canvas.picture().coarsestShown(),
                    .samples = state.samples,
                    .shader = m_canvas.picture().shader()});
}

// Refines also after a run that found the colours anew, as what was refined with the old ones is
// overwritten.
void Explorer::refine() {
  if (m_paused || m_renders.isBusy() || !m_canvas.picture().isComplete()) return;
  const ExplorerState state = shownState();
  if (state.samples <= 1) {
    m_renders.dropRefinement();
    return m_canvas.setColoring(m_canvas.picture().coloring());
  }
  m_renders.refine({.request = m_canvas.picture().request(),
                    .known = {},
                    .coarsest = 1,
                    .samples = state.samples,
                    .shader = m_canvas.picture().shader()});
}

void Explorer::renderAgain() {
  show(true);
}

void Explorer::stop() {
  m_renders.stop();
}

void Explorer::pan(QPointF pixels) {
  m_panRest += pixels;
  const QPointF whole(std::round(m_panRest.x()), std::round(m_panRest.y()));
  m_panRest -= whole;
  if (whole.isNull()) return;
  move(
      [&](const julia::MovableView& view) -> Result<julia::MovableView> {
        return view.panned(-std::llround(whole.x()), std::llround(whole.y()));
      },
      tr("Pan"));
}

void Explorer::zoom(QPointF pixel, double factor) {
  const auto& picture = m_canvas.picture();
  if (pixel == QPointF(picture.width() - 1, picture.height() - 1) / 2) return zoomAtMiddle(factor);
  move([&](const julia::MovableView& view) {
    return view.zoomed(pixel.x(), view.height() - 1 - pixel.y(), factor);
  });
}

void Explorer::centreOn(QPointF pixel) {
  m_gesture = m_document.newGesture();
  move(
      [&](const julia::MovableView& view) -> Result<julia::MovableView> {
        return view.panned(std::llround(pixel.x() - (view.width() - 1) / 2.0),
                           std::llround((view.height() - 1) / 2.0 - pixel.y()));
      },
      tr("Centre"));
}

// The centre keeps all its digits, also those that the picture does not need yet.
void Explorer::zoomAtMiddle(double factor) {
  ExplorerState state = m_document.state();
  const auto view = movableView(state, m_canvas.devicePixels());
  if (!view) return notice(QString::fromStdString(view.error().message));
  const auto zoomed = view.value().zoomed((view.value().width() - 1) / 2.0,
                                          (view.value().height() - 1) / 2.0, factor);
  if (!zoomed) return notice(QString::fromStdString(zoomed.error().message));
  const auto* given = std::get_if<julia::CentreView>(&state.place.view);
  state.place.view = given == nullptr
                         ? movedView(state, zoomed.value())
                         : julia::CentreView{given->centre, zoomed.value().centred().radius};
  m_document.change(state, zoomStep(view.value(), zoomed.value()), m_gesture);
}

void Explorer::zoomToBox(const QRectF& box) {
  move([&](const julia::MovableView& view) -> Result<julia::MovableView> {
    const QPointF centre = box.center();
    const double factor = std::min(view.width() / box.width(), view.height() / box.height());
    auto closer = view.zoomed(centre.x(), view.height() - 1 - centre.y(), factor);
    if (!closer) return closer;
    return closer.value().panned(std::llround(centre.x() - (view.width() - 1) / 2.0),
                                 std::llround((view.height() - 1) / 2.0 - centre.y()));
  });
}

// If the text is empty, the step of the history says how far it zoomed.
void Explorer::move(const std::function<Result<julia::MovableView>(const julia::MovableView&)>& how,
                    const QString& text) {
  ExplorerState state = m_document.state();
  const auto view = movableView(state, m_canvas.devicePixels());
  if (!view) return notice(QString::fromStdString(view.error().message));
  const auto moved = how(view.value());
  if (!moved) return notice(QString::fromStdString(moved.error().message));
  state.place.view = movedView(state, moved.value());
  m_document.change(state, text.isEmpty() ? zoomStep(view.value(), moved.value()) : text,
                    m_gesture);
}

void Explorer::zoomBy(double factor) {
  m_gesture = m_document.newGesture();
  zoomAtMiddle(factor);
}

void Explorer::resetView() {
  ExplorerState state = m_document.state();
  const PixelSize size = pictureSize(state, m_canvas.devicePixels());
  state.place.view = julia::wholeSetView(state.place.c, size.width, size.height);
  m_document.change(state, tr("Whole set"));
}

// The number of the drag under way; a new one with its first change, none after its last.
int Explorer::gestureOf(int& gesture, bool finished) {
  if (gesture == 0) gesture = m_document.newGesture();
  return finished ? std::exchange(gesture, 0) : gesture;
}

void Explorer::setC(const julia::ComplexDecimal& c, bool finished) {
  m_preview.reset();
  ExplorerState state = m_document.state();
  state.place.c = c;
  const int gesture = gestureOf(m_cGesture, finished);
  m_document.change(state, tr("c = %1").arg(shortText(c)), gesture);
  if (finished) catchUp();
}

void Explorer::previewC(const std::optional<julia::ComplexDecimal>& c) {
  if (c == m_preview) return;
  m_preview = c;
  mayWait() ? void(m_behind = true) : show();
}

void Explorer::setNumbers(const julia::Formula& formula, bool finished) {
  m_previewOfNumbers.reset();
  ExplorerState state = m_document.state();
  const QString step = formulaStep(state.place.formula, formula);
  state.place.formula = formula;
  m_document.change(state, step, gestureOf(m_cGesture, finished));
  if (finished) catchUp();
}

void Explorer::previewNumbers(const std::optional<julia::Formula>& formula) {
  if (formula == m_previewOfNumbers) return;
  m_previewOfNumbers = formula;
  mayWait() ? void(m_behind = true) : show();
}

void Explorer::setColoring(const color::Coloring& coloring, bool finished) {
  ExplorerState state = m_document.state();
  state.coloring = coloring;
  m_document.change(state, coloringStep(m_document.state().coloring, coloring),
                    gestureOf(m_colorGesture, finished));
}

void Explorer::showOffset(double offset) {
  color::Coloring coloring = m_canvas.picture().coloring();
  coloring.offset = offset;
  m_canvas.setColoring(coloring);
}

void Explorer::notice(const QString& text) {
  if (text.isEmpty() && m_notice.isEmpty()) return;
  m_notice = text;
  Q_EMIT noticeChanged(text);
}

void Explorer::takeJob(const std::shared_ptr<const render::RenderJob>& job) {
  m_cycle = job->attractingCycle();
  m_canvas.setCycle(m_cycle);
  Q_EMIT cycleFound(m_cycle);
}

void Explorer::takeRun(const render::RunRecord& run) {
  catchUp();
  if (!run.complete || m_renders.isBusy()) return;
  const auto before = m_canvas.picture().shader();
  m_canvas.finish();
  if (m_canvas.picture().shader() != before) refine();
  const auto& picture = m_canvas.picture();
  const QString hint = pictureHint(picture.counts(), picture.request().picture.place,
                                   picture.raster().corners(), m_cycle);
  if (!hint.isEmpty()) notice(hint);
}

}  // namespace fatou::ui
