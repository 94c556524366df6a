// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/run_connections.h"

#include <QAction>
#include <QTimer>

#include "ui/canvas/fractal_canvas.h"
#include "ui/lab/lab.h"
#include "ui/lab/run_strip.h"
#include "ui/picture/render_controller.h"
#include "ui/state/actions.h"
#include "ui/state/file_controller.h"
#include "ui/state/stop_switch.h"
#include "ui/window/status_line.h"

namespace fatou::ui {
namespace {

constexpr int kRowFlashMs = 600;

void connectStrip(const RunViews& views) {
  const RenderController* renders = &views.renders;
  RunStrip* strip = &views.strip;
  QObject::connect(
      renders, &RenderController::begun, strip, [renders, strip](const RenderOrder& order) {
        strip->begin(order.request.engines.count, engines::Clock::now(), renders->watch());
      });
  QObject::connect(renders, &RenderController::planned, strip, &RunStrip::plan);
  QObject::connect(renders, &RenderController::tileReady, strip,
                   [strip](const render::Tile& tile, const render::BandRecord& band) {
                     // A band's mirror image comes as a tile of its own.
                     if (tile.rect.y == band.rows.begin) strip->addBand(band);
                   });
  QObject::connect(renders, &RenderController::finished, strip,
                   [strip](const render::RunRecord& run) { strip->finish(run, run.complete); });
}

void connectStatus(const RunViews& views) {
  StatusLine* status = &views.status;
  QObject::connect(&views.renders, &RenderController::begun, status, [status] {
    status->setNotice({});
    status->setStage(RunStrip::tr("Computing"));
  });
  QObject::connect(&views.renders, &RenderController::orbitProgressed, status,
                   &StatusLine::showOrbit);
  QObject::connect(&views.renders, &RenderController::jobReady, status,
                   [status](const auto& job) { status->setNumberType(job->numberType()); });
  QObject::connect(
      &views.renders, &RenderController::finished, status, [status](const render::RunRecord& run) {
        status->setStage(run.complete ? RunStrip::tr("Ready") : RunStrip::tr("Stopped"));
      });
}

void connectCanvas(const RunViews& views) {
  FractalCanvas* canvas = &views.canvas;
  QObject::connect(canvas, &FractalCanvas::rowHovered, &views.strip, &RunStrip::highlightRows);
  QObject::connect(&views.strip, &RunStrip::bandHovered, canvas, &FractalCanvas::highlightRows);
  QObject::connect(&views.strip, &RunStrip::momentShown, canvas, &FractalCanvas::showLanded);
  QObject::connect(
      &views.strip, &RunStrip::bandClicked, canvas, [canvas](const render::RowRange& rows) {
        canvas->highlightRows(rows);
        QTimer::singleShot(kRowFlashMs, canvas, [canvas] { canvas->highlightRows(std::nullopt); });
      });
}

void connectStop(const RunViews& views) {
  using enum StopSwitch::Cause;
  const Actions& a = views.actions;
  auto* stop = new StopSwitch(a.stopRender);
  QObject::connect(&views.renders, &RenderController::workingChanged, stop,
                   [stop](bool working) { stop->set(Computing, working); });
  QObject::connect(&views.files, &FileController::reading, stop,
                   [stop](const QString& what) { stop->set(Reading, !what.isEmpty()); });
  QObject::connect(&views.strip, &RunStrip::playingChanged, stop,
                   [stop](bool playing) { stop->set(Playing, playing); });
  QObject::connect(a.fullScreen, &QAction::toggled, stop,
                   [stop](bool on) { stop->set(FullScreen, on); });
  QObject::connect(a.stopRender, &QAction::triggered, &views.strip, &RunStrip::stopPlaying);
}

}  // namespace

void connectRun(const RunViews& views) {
  connectStrip(views);
  connectStatus(views);
  connectCanvas(views);
  connectStop(views);
  QObject::connect(&views.renders, &RenderController::finished, &views.lab, &Lab::takeRun);
  QObject::connect(&views.renders, &RenderController::finished, &views.lab, &Lab::takePicture);
  QObject::connect(views.actions.pinRun, &QAction::triggered, &views.lab, &Lab::pinRun);
}

}  // namespace fatou::ui
