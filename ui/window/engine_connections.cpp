// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/engine_connections.h"

#include <cstddef>

#include <QAction>

#include "ui/engines/engine_controller.h"
#include "ui/engines/engine_state_panel.h"
#include "ui/lab/run_strip.h"
#include "ui/panels/engines_panel.h"
#include "ui/state/actions.h"
#include "ui/state/settings.h"
#include "ui/window/main_window.h"
#include "ui/window/status_line.h"
#include "ui/window/window_panels.h"

namespace fatou::ui {
namespace {

// Cores of other machines are not known.
void showPlace(const EngineViews& views, int index) {
  const EnginePlace& place = views.engines.places()[static_cast<std::size_t>(index)];
  panelIn<EnginesPanel>(views.window)
      .setLimits(place.isThisMachine ? views.cores : 0,
                 place.most > 0 ? place.most : EnginesPanel::mostFor(views.cores));
}

void connectState(const EngineViews& views) {
  const EngineController* engines = &views.engines;
  const auto show = [views](const EngineState& state) {
    panelIn<EngineStatePanel>(views.window).setState(state);
    views.strip.setEngines(state.engines);
    showPlace(views, state.place);
  };
  show(engines->state());
  QObject::connect(engines, &EngineController::stateChanged, &views.window, show);
}

void connectWishes(const EngineViews& views) {
  EngineController* engines = &views.engines;
  const EngineStatePanel* panel = &panelIn<EngineStatePanel>(views.window);
  QObject::connect(panel, &EngineStatePanel::placeChosen, engines, &EngineController::choose);
  QObject::connect(panel, &EngineStatePanel::placeChosen, &views.window, [views](int place) {
    views.settings.setValue(settings::kEnginePlace,
                            views.engines.places()[static_cast<std::size_t>(place)].key);
  });
  QObject::connect(panel, &EngineStatePanel::restartRequested, engines, &EngineController::restart);
  QObject::connect(views.actions.restartEngines, &QAction::triggered, engines,
                   &EngineController::restart);
}

void connectMessages(const EngineViews& views) {
  EngineController* engines = &views.engines;
  MainWindow* window = &views.window;
  QObject::connect(engines, &EngineController::failed, window,
                   [engines, window](const QString& sentence) {
                     window->offer({.text = sentence,
                                    .actionText = MainWindow::tr("Restart Engines"),
                                    .action = [engines] { engines->restart(); }});
                   });
  QObject::connect(engines, &EngineController::restarted, window, [window](int count) {
    window->complain(count == 1
                         ? MainWindow::tr("An engine had ended; another was started in its place.")
                         : MainWindow::tr("%1 engines had ended; as many were started in their "
                                          "place.")
                               .arg(count));
  });
  QObject::connect(
      engines, &EngineController::lost, &views.status, [status = &views.status](int count) {
        status->flash(
            count == 1
                ? MainWindow::tr("An engine was lost; the others do its work")
                : MainWindow::tr("%1 engines were lost; the others do their work").arg(count));
      });
}

}  // namespace

void connectEngines(const EngineViews& views) {
  connectState(views);
  connectWishes(views);
  connectMessages(views);
}

}  // namespace fatou::ui
