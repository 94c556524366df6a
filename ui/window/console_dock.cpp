// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/console_dock.h"

#include <QAction>

#include "core/base/check.h"
#include "ui/canvas/fractal_canvas.h"
#include "ui/console/console_panel.h"
#include "ui/console/explorer_bridge.h"
#include "ui/console/explorer_object.h"
#include "ui/engines/engine_controller.h"
#include "ui/lab/run_strip.h"
#include "ui/state/actions.h"
#include "ui/state/explorer_document.h"
#include "ui/state/stop_switch.h"
#include "ui/window/cell_timeline.h"
#include "ui/window/panel_table.h"

namespace fatou::ui {
namespace {

// What stops a picture stops cells, too.
void connectStopOfCells(const PanelContext& context, ConsoleSession& session) {
  QAction* action = context.actions.stopRender;
  QObject::connect(action, &QAction::triggered, &session, &ConsoleSession::stop);
  QObject::connect(&session, &ConsoleSession::runningChanged, action, [action](bool running) {
    if (auto* stop = action->findChild<StopSwitch*>()) stop->set(StopSwitch::Cause::Cells, running);
  });
}

}  // namespace

QWidget* makeConsole(const PanelContext& context) {
  const FractalCanvas* canvas = &context.canvas;
  auto* object = new ExplorerObject({.document = context.document,
                                     .canvas = [canvas] { return canvas->devicePixels(); },
                                     .engines = context.engines.atWork()});
  auto* bridge = new ExplorerBridge(*object, object);
  const ExplorerDocument* document = &context.document;
  auto* panel = new ConsolePanel({.engines = [document] { return document->state().engines.count; },
                                  .explorerSocket = [bridge] { return bridge->path(); }},
                                 context.settings);
  object->setParent(panel);
  ConsoleSession* session = &panel->session();
  QObject::connect(session, &CellRunner::started, object, &ExplorerObject::beginCell);
  QObject::connect(object, &ExplorerObject::shown, session, &ConsoleSession::showPicture);
  auto* strip = canvas->window()->findChild<RunStrip*>();
  FATOU_CHECK(strip != nullptr);  // its row is before this one
  new CellTimeline(*session, *strip);
  connectStopOfCells(context, *session);
  return panel;
}

}  // namespace fatou::ui
