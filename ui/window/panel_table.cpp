// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/panel_table.h"

#include <QAction>
#include <QCoreApplication>
#include <QUndoStack>
#include <QUndoView>

#include "core/io/gradients/built_in_gradients.h"
#include "ui/canvas/fractal_canvas.h"
#include "ui/engines/engine_controller.h"
#include "ui/engines/engine_state_panel.h"
#include "ui/export/exports_panel.h"
#include "ui/lab/lab_panel.h"
#include "ui/lab/run_strip.h"
#include "ui/models/places_model.h"
#include "ui/panels/color_panel.h"
#include "ui/panels/engines_panel.h"
#include "ui/panels/gradient_form.h"
#include "ui/panels/places_panel.h"
#include "ui/panels/region_panel.h"
#include "ui/panels/resolution_panel.h"
#include "ui/state/actions.h"
#include "ui/state/explorer_document.h"
#include "ui/state/file_controller.h"
#include "ui/state/settings.h"
#include "ui/state/state_commands.h"
#include "ui/widgets/elided_delegate.h"
#include "ui/window/console_dock.h"
#include "ui/window/explorer.h"
#include "ui/window/lessons_dock.h"
#include "ui/window/panel_frame.h"
#include "ui/window/parameter_dock.h"
#include "ui/window/shown_state.h"

namespace fatou::ui {
namespace {

constexpr int kSideWidth = 300;
constexpr int kRunHeight = 176;
constexpr int kConsoleRoom = 360;
constexpr int kMapHeight = 368;  // down to the lower edge of the map
constexpr int kLowestRun = 110;  // two lanes, their axis and the line below can be told apart

// Keeps what is on the canvas, and lets the user name it.
void addBookmark(const ExplorerDocument& document, PlacesModel& places, PlacesPanel& panel) {
  const julia::Place place = document.state().place;
  const QString name = PlacesModel::suggestedName(place);
  if (places.addBookmark({.name = name.toStdString(), .about = {}, .place = place}))
    panel.nameBookmark(places.bookmarkCount() - 1);
}

QWidget* makePlaces(const PanelContext& context) {
  auto* panel = new PlacesPanel(context.places, context.thumbnails);
  QObject::connect(panel, &PlacesPanel::placeChosen, &context.files, &FileController::go);
  const auto add = [&document = context.document, &places = context.places, panel] {
    addBookmark(document, places, *panel);
  };
  QObject::connect(panel, &PlacesPanel::bookmarkRequested, panel, add);
  QObject::connect(context.actions.addBookmark, &QAction::triggered, panel, add);
  follow(context.feed, panel,
         [](auto& p, const ShownState& shown) { p.setCurrentPlace(shown.state.place); });
  return panel;
}

QWidget* makeRegion(const PanelContext& context) {
  auto* panel = new RegionPanel;
  QObject::connect(panel, &RegionPanel::placeEdited, &context.commands, &StateCommands::setPlace);
  follow(context.feed, panel, [](auto& p, const ShownState& shown) {
    if (shown.region) p.setState(shown.state, *shown.region);
  });
  return scrollable(stacked({panel}));
}

QWidget* makeColors(const PanelContext& context) {
  auto* panel = new ColorPanel(io::builtInGradients(), context.gradients);
  Explorer* explorer = &context.explorer;
  QObject::connect(panel, &ColorPanel::coloringChanged, explorer, &Explorer::setColoring);
  QObject::connect(panel, &ColorPanel::offsetCycled, explorer, &Explorer::showOffset);
  QObject::connect(&context.files, &FileController::gradientOpened, &panel->gradientForm(),
                   &GradientForm::take);
  follow(context.feed, panel, [](auto& p, const ShownState& shown) {
    p.setColoring(shown.state.coloring);
    p.setFormula(shown.state.place.formula);
  });
  return scrollable(panel);
}

EnginesPanel* makeEngineSetup(const PanelContext& context) {
  auto* panel = new EnginesPanel(context.cores);
  QObject::connect(panel, &EnginesPanel::enginesEdited, &context.commands,
                   &StateCommands::setEngines);
  follow(context.feed, panel,
         [](auto& p, const ShownState& shown) { p.setState(shown.state, shown.canvas); });
  return panel;
}

ResolutionPanel* makeResolution(const PanelContext& context) {
  auto* panel = new ResolutionPanel;
  panel->setScaledToFit(context.settings.value(settings::kScaledToFit));
  StateCommands* commands = &context.commands;
  QObject::connect(panel, &ResolutionPanel::sizeEdited, commands, &StateCommands::setSize);
  QObject::connect(panel, &ResolutionPanel::samplesEdited, commands, &StateCommands::setSamples);
  QObject::connect(panel, &ResolutionPanel::scaledToFitChanged, &context.canvas,
                   [&canvas = context.canvas, &settings = context.settings](bool scaled) {
                     canvas.setScaledToFit(scaled);
                     settings.setValue(settings::kScaledToFit, scaled);
                   });
  follow(context.feed, panel,
         [](auto& p, const ShownState& shown) { p.setState(shown.state, shown.canvas); });
  return panel;
}

QWidget* makeEngines(const PanelContext& context) {
  EnginesPanel* setup = makeEngineSetup(context);
  auto* state = new EngineStatePanel(context.engines.places());
  return scrollable(stacked({setup, state, makeResolution(context)}));
}

QWidget* makeHistory(const PanelContext& context) {
  auto* view = new QUndoView(&context.document.history());
  view->setProperty("class", QStringLiteral("flush"));
  view->setEmptyLabel(QCoreApplication::translate("fatou::ui::WindowPanels", "Start"));
  view->setAccessibleName(QCoreApplication::translate("fatou::ui::WindowPanels", "History"));
  view->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  view->setItemDelegate(new ElidedDelegate(view));
  return view;
}

QWidget* makeRun(const PanelContext&) {
  auto* strip = new RunStrip;
  strip->setMinimumHeight(kLowestRun);
  return strip;
}

QWidget* makeLab(const PanelContext& context) {
  return new LabPanel(context.cores);
}

QWidget* makeExports(const PanelContext&) {
  return new ExportsPanel;
}

constexpr auto kLeft = Qt::LeftDockWidgetArea;
constexpr auto kRight = Qt::RightDockWidgetArea;
constexpr auto kBottom = Qt::BottomDockWidgetArea;

constexpr PanelRow kPanels[] = {
    {.name = "parameter",
     .title = QT_TRANSLATE_NOOP("fatou::ui::WindowPanels", "Formula"),
     .hint = QT_TRANSLATE_NOOP("fatou::ui::WindowPanels", "drag on the map"),
     .area = kLeft,
     .extent = kSideWidth,
     .height = kMapHeight,
     .make = makeParameter},
    {.name = "places",
     .title = QT_TRANSLATE_NOOP("fatou::ui::WindowPanels", "Places"),
     .area = kLeft,
     .isInFront = true,
     .make = makePlaces},
    {.name = "region",
     .title = QT_TRANSLATE_NOOP("fatou::ui::WindowPanels", "Region"),
     .area = kLeft,
     .behind = "places",
     .make = makeRegion},
    {.name = "colors",
     .title = QT_TRANSLATE_NOOP("fatou::ui::WindowPanels", "Colour"),
     .area = kRight,
     .extent = kSideWidth,
     .isInFront = true,
     .make = makeColors},
    {.name = "engines",
     .title = QT_TRANSLATE_NOOP("fatou::ui::WindowPanels", "Engines"),
     .area = kRight,
     .behind = "colors",
     .make = makeEngines},
    {.name = "history",
     .title = QT_TRANSLATE_NOOP("fatou::ui::WindowPanels", "History"),
     .area = kRight,
     .behind = "colors",
     .make = makeHistory},
    {.name = "run",
     .title = QT_TRANSLATE_NOOP("fatou::ui::WindowPanels", "Run"),
     .area = kBottom,
     .extent = kRunHeight,
     .make = makeRun},
    {.name = "lab",
     .title = QT_TRANSLATE_NOOP("fatou::ui::WindowPanels", "Lab"),
     .area = kBottom,
     .behind = "run",
     .isShown = false,
     .isListed = false,
     .make = makeLab},
    {.name = "console",
     .title = QT_TRANSLATE_NOOP("fatou::ui::WindowPanels", "Console"),
     .hint = QT_TRANSLATE_NOOP("fatou::ui::WindowPanels", "Python on your engines"),
     .area = kBottom,
     .behind = "run",
     .isShown = false,
     .isListed = false,
     .action = &Actions::showConsole,
     .room = kConsoleRoom,
     .make = makeConsole},
    {.name = "lessons",
     .title = QT_TRANSLATE_NOOP("fatou::ui::WindowPanels", "Lessons"),
     .area = kRight,
     .behind = "colors",
     .isShown = false,
     .isListed = false,
     .action = &Actions::showLessons,
     .make = makeLessons},
    {.name = "exports",
     .title = QT_TRANSLATE_NOOP("fatou::ui::WindowPanels", "Exports"),
     .area = kBottom,
     .behind = "lab",
     .isShown = false,
     .isListed = false,
     .make = makeExports},
};

}  // namespace

std::span<const PanelRow> panelTable() {
  return kPanels;
}

}  // namespace fatou::ui
