// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/main_window.h"

#include <algorithm>
#include <array>
#include <utility>

#include <QAction>
#include <QActionGroup>
#include <QApplication>
#include <QCloseEvent>
#include <QDockWidget>
#include <QMenuBar>
#include <QStatusBar>
#include <QTabBar>

#include "core/julia/formulas/formula_row.h"
#include "ui/canvas/first_hints.h"
#include "ui/canvas/fractal_canvas.h"
#include "ui/canvas/verification_controller.h"
#include "ui/export/export_controller.h"
#include "ui/export/exports_panel.h"
#include "ui/help/help_menu.h"
#include "ui/jobs/thumbnail_renderer.h"
#include "ui/lab/lab.h"
#include "ui/lab/lab_panel.h"
#include "ui/lab/run_strip.h"
#include "ui/map/map_controller.h"
#include "ui/map/map_view.h"
#include "ui/picture/render_controller.h"
#include "ui/state/actions.h"
#include "ui/state/explorer_document.h"
#include "ui/state/file_controller.h"
#include "ui/state/formula_abilities.h"
#include "ui/state/history_text.h"
#include "ui/state/settings.h"
#include "ui/state/state_commands.h"
#include "ui/widgets/dock_title.h"
#include "ui/widgets/focus_ring.h"
#include "ui/widgets/wheel_guard.h"
#include "ui/window/canvas_menu.h"
#include "ui/window/dock_sizes.h"
#include "ui/window/engine_connections.h"
#include "ui/window/explorer.h"
#include "ui/window/panel_table.h"
#include "ui/window/picture_alone.h"
#include "ui/window/run_connections.h"
#include "ui/window/shown_state.h"
#include "ui/window/status_line.h"
#include "ui/window/window_bars.h"
#include "ui/window/window_layout.h"
#include "ui/window/window_panels.h"

namespace fatou::ui {
namespace {

constexpr double kZoomStep = 1.5;

struct OverlayAction {
  Overlay overlay;
  QAction* action;
};

std::array<OverlayAction, 6> overlayActions(const Actions& actions) {
  return {{{Overlay::Grid, actions.showGrid},
           {Overlay::Orbit, actions.showOrbit},
           {Overlay::Cycle, actions.showCycle},
           {Overlay::CriticalOrbits, actions.showCriticalOrbits},
           {Overlay::Engines, actions.tintEngines},
           {Overlay::Cost, actions.heatMap}}};
}

}  // namespace

MainWindow::MainWindow(const Context& context, QWidget* parent)
    : QMainWindow(parent),
      m_context(context),
      m_actions(new Actions(context.document.history(), this)),
      m_canvas(new FractalCanvas(context.document.state().coloring, this)),
      m_messages(new MessageBar(m_canvas)),
      m_explorer(new Explorer(context.document, *m_canvas, context.renders, this)),
      m_files(new FileController({context.document, context.settings, *this}, this)),
      m_commands(new StateCommands(
          context.document, std::max(4 * context.cores, context.renders.engineController().most()),
          this)),
      m_status(new StatusLine(*statusBar(), context.simdTarget)),
      m_feed(new StateFeed(this)),
      m_listedDocks(dockPanels(*this, panelTable(), panelContext())),
      m_lab(new Lab({context.document, *m_canvas, context.comparisons, panelIn<LabPanel>(*this),
                     context.settings, *this, context.cores},
                    this)),
      m_exports(new ExportController(
          {context.document, *m_canvas, context.renders, *m_files, context.exports,
           panelIn<ExportsPanel>(*this), context.places, context.settings, *this, context.cores},
          this)),
      m_alone(new PictureAlone(*this)),
      m_verification(new VerificationController(*m_canvas, context.renders, this)) {
  qApp->installEventFilter(new WheelGuard(this));
  setCentralWidget(m_canvas);
  new FocusRing(m_canvas);
  buildBars();
  connectAll();
  restoreLayout();
  new DockSizes(*this);
  showState();
}

MainWindow::~MainWindow() = default;

PanelContext MainWindow::panelContext() const {
  return {.feed = *m_feed,
          .document = m_context.document,
          .explorer = *m_explorer,
          .commands = *m_commands,
          .files = *m_files,
          .canvas = *m_canvas,
          .actions = *m_actions,
          .engines = m_context.renders.engineController(),
          .places = m_context.places,
          .thumbnails = m_context.thumbnails,
          .gradients = m_context.gradients,
          .maps = m_context.maps,
          .settings = m_context.settings,
          .cores = m_context.cores};
}

void MainWindow::buildBars() {
  fillMenuBar(*menuBar(), *m_actions, m_listedDocks);
  addToolBar(new ToolBar(*m_actions, this));
}

void MainWindow::connectAll() {
  connect(&m_context.document, &ExplorerDocument::stateChanged, this, &MainWindow::showState);
  connect(m_explorer, &Explorer::shownRegionChanged, this, &MainWindow::showState);
  connect(m_explorer, &Explorer::noticeChanged, m_status, &StatusLine::setNotice);
  connect(m_explorer, &Explorer::noticeChanged, m_alone, &PictureAlone::setNotice);
  connect(m_files, &FileController::failed, this, &MainWindow::complain);
  connect(m_files, &FileController::done, m_status, &StatusLine::flash);
  connect(m_files, &FileController::runOpened, m_lab, &Lab::showRun);
  connect(m_files, &FileController::reading, m_status, &StatusLine::setReading);
  connect(m_exports, &ExportController::failed, this, &MainWindow::complain);
  connect(m_exports, &ExportController::done, m_status, &StatusLine::flash);
  auto* menu = new CanvasMenu({*m_actions, *m_canvas, *m_explorer}, this);
  connect(m_canvas, &FractalCanvas::menuRequested, menu, &CanvasMenu::showAt);
  connect(m_actions->copyPicture, &QAction::triggered, menu, &CanvasMenu::copyPicture);
  connect(menu, &CanvasMenu::done, m_status, &StatusLine::flash);
  connect(&m_context.maps, &MapController::refused, this, &MainWindow::complain);
  connectHints();
  auto& strip = panelIn<RunStrip>(*this);
  connectRun({m_context.renders, *m_files, *m_actions, *m_canvas, strip, *m_lab, *m_status});
  connectEngines({m_context.renders.engineController(), *m_actions, strip, *m_status,
                  m_context.settings, *this, m_context.cores});
  connectActions();
  m_commands->serve(*m_actions);
  connectLab();
  m_exports->serve(*m_actions);
  m_verification->serve(*m_actions);
  connect(m_verification, &VerificationController::told, m_status, &StatusLine::setStage);
  connectHelp(*m_actions, {m_context.version, m_context.simdTarget}, *this);
}

void MainWindow::connectHints() {
  auto* hints = new FirstHints(*m_canvas, m_context.settings);
  const auto& map = panelIn<MapView>(*this);
  connect(&map, &MapView::cRequested, hints, &FirstHints::takeMap);
  connect(&map, &MapView::numbersRequested, hints, &FirstHints::takeMap);
  auto* title = static_cast<DockTitle*>(dockOf(map).titleBarWidget());
  connect(m_feed, &StateFeed::shown, hints, [hints, title](const ShownState& shown) {
    const bool hasMap = has(shown.state.place.formula, julia::Ability::Map);
    hints->setHasMap(hasMap);
    title->setHintShown(hasMap);
  });
  for (QAction* zoom : {m_actions->zoomIn, m_actions->zoomOut})
    connect(zoom, &QAction::triggered, hints, &FirstHints::takeZoom);
}

void MainWindow::connectActions() {
  const Actions& a = *m_actions;
  connect(a.openPlace, &QAction::triggered, m_files, &FileController::askToOpen);
  connect(a.savePlace, &QAction::triggered, m_files, &FileController::askToSavePlace);
  connect(a.copyPlace, &QAction::triggered, m_files, &FileController::copyPlace);
  connect(a.pastePlace, &QAction::triggered, m_files, &FileController::pastePlace);
  connect(a.quit, &QAction::triggered, this, &QWidget::close);
  connect(a.resetView, &QAction::triggered, m_explorer, &Explorer::resetView);
  connect(a.zoomIn, &QAction::triggered, this, [this] { m_explorer->zoomBy(kZoomStep); });
  connect(a.zoomOut, &QAction::triggered, this, [this] { m_explorer->zoomBy(1.0 / kZoomStep); });
  connect(a.stopRender, &QAction::triggered, m_explorer, &Explorer::stop);
  connect(a.stopRender, &QAction::triggered, m_files, &FileController::cancel);
  connect(a.stopRender, &QAction::triggered, this,
          [this] { m_actions->fullScreen->setChecked(false); });
  connect(a.tools, &QActionGroup::triggered, this, [this](const QAction* tool) {
    m_canvas->gestures().setLeftDrag(tool == m_actions->boxTool ? Gestures::LeftDrag::Box
                                                                : Gestures::LeftDrag::Pan);
  });
  for (const OverlayAction& each : overlayActions(a))
    connect(each.action, &QAction::toggled, this, &MainWindow::showOverlays);
  connect(a.fullScreen, &QAction::toggled, m_alone, &PictureAlone::setOn);
  connect(a.resetLayout, &QAction::triggered, this, [this] {
    m_actions->fullScreen->setChecked(false);
    restoreState(m_firstLayout);
    giveFirstHeights(*this, panelTable());
  });
  connect(a.colorSchemes, &QActionGroup::triggered, this, &MainWindow::changeLook);
  connect(a.textSizes, &QActionGroup::triggered, this, &MainWindow::changeLook);
}

void MainWindow::changeLook() {
  const int scheme = m_actions->colorSchemes->checkedAction()->data().toInt();
  const int text = m_actions->textSizes->checkedAction()->data().toInt();
  m_context.settings.setValue(settings::kColorScheme, scheme);
  m_context.settings.setValue(settings::kTextSize, text);
  applyTheme(*qApp, static_cast<ColorScheme>(scheme), static_cast<TextSize>(text));
}

void MainWindow::connectLab() {
  connect(m_actions->compare, &QAction::triggered, m_lab, &Lab::show);
  connect(m_actions->showLab, &QAction::triggered, m_lab, &Lab::setShown);
  connect(m_lab, &Lab::shownChanged, m_actions->showLab, &QAction::setChecked);
  connect(m_lab, &Lab::measuring, m_explorer, &Explorer::setPaused);
  connect(m_lab, &Lab::measuring, m_verification, &VerificationController::setPaused);
  connect(m_lab, &Lab::failed, this, &MainWindow::complain);
  connect(m_lab, &Lab::done, m_status, &StatusLine::flash);
  connect(m_lab, &Lab::openRequested, m_files, &FileController::open);
}

void MainWindow::restoreLayout() {
  const Settings& stored = m_context.settings;
  m_firstLayout = restoreWindow(*this, stored);
  m_isFirst = stored.value(settings::kWindowLayout).isEmpty();
  const auto overlays = Overlays::fromInt(stored.value(settings::kOverlays));
  for (const OverlayAction& each : overlayActions(*m_actions))
    each.action->setChecked(overlays.testFlag(each.overlay));
  m_canvas->setScaledToFit(stored.value(settings::kScaledToFit));
  Actions::choose(*m_actions->colorSchemes, stored.value(settings::kColorScheme));
  Actions::choose(*m_actions->textSizes, stored.value(settings::kTextSize));
}

void MainWindow::showState() {
  const ExplorerState& state = m_context.document.state();
  const PixelSize canvas = m_canvas->devicePixels();
  Q_EMIT m_feed->shown({.state = state, .canvas = canvas, .region = m_explorer->shownRegion()});
  m_context.maps.setColoring(state.coloring);
  m_context.thumbnails.setColoring(state.coloring);
  m_status->setPicture(state.size.value_or(canvas), state.samples);
  Actions::choose(*m_actions->viewKinds, static_cast<int>(state.engines.viewKind));
  Actions::choose(*m_actions->kernels,
                  static_cast<int>(kernelFor(state.place.formula, state.engines.kernel)));
  greyActions(*m_actions, state.place.formula);
  setWindowTitle(tr("%1 – Fatou").arg(placeTitle(state.place)));
}

void MainWindow::showOverlays() {
  Overlays overlays;
  for (const OverlayAction& each : overlayActions(*m_actions))
    overlays.setFlag(each.overlay, each.action->isChecked());
  m_canvas->setOverlays(overlays);
  m_context.settings.setValue(settings::kOverlays, overlays.toInt());
}

void MainWindow::openFile(const QString& path) {
  m_files->open(path);
}

void MainWindow::showExports() {
  m_exports->setShown(true);
}

void MainWindow::offer(const MessageBar::Message& message) {
  m_messages->add(message);
}

// Qt keeps tab bars that it does not need outside the window, where Tab would find them. Fields of
// a dock bring its tab to the front when they get the focus, so no tab bar has to have it.
void MainWindow::childEvent(QChildEvent* event) {
  if (auto* tabs = qobject_cast<QTabBar*>(event->child())) tabs->setFocusPolicy(Qt::NoFocus);
  QMainWindow::childEvent(event);
}

void MainWindow::showEvent(QShowEvent* event) {
  QMainWindow::showEvent(event);
  if (std::exchange(m_isFirst, false)) giveFirstHeights(*this, panelTable());
}

void MainWindow::closeEvent(QCloseEvent* event) {
  if (!m_exports->mayQuit()) return event->ignore();
  keepLayout();
  QMainWindow::closeEvent(event);
}

void MainWindow::keepLayout() {
  m_context.settings.setValue(settings::kWindowGeometry, m_alone->geometry());
  m_context.settings.setValue(settings::kWindowLayout, m_alone->layout());
}

}  // namespace fatou::ui
