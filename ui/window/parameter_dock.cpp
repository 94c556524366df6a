// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/parameter_dock.h"

#include <QAction>

#include "ui/canvas/fractal_canvas.h"
#include "ui/jobs/facts_finder.h"
#include "ui/map/map_controller.h"
#include "ui/map/map_view.h"
#include "ui/models/catalogue_model.h"
#include "ui/panels/catalogue_dialog.h"
#include "ui/panels/formula_edit.h"
#include "ui/panels/formula_form.h"
#include "ui/panels/parameter_panel.h"
#include "ui/state/actions.h"
#include "ui/state/file_controller.h"
#include "ui/state/state_commands.h"
#include "ui/window/explorer.h"
#include "ui/window/panel_frame.h"
#include "ui/window/panel_table.h"
#include "ui/window/shown_state.h"

namespace fatou::ui {
namespace {

// Shows the catalogue, once.
void showCatalogue(CatalogueModel& catalogue, FileController& files, QWidget* window) {
  auto* dialog = window->findChild<CatalogueDialog*>();
  if (dialog == nullptr || !dialog->isVisible()) {
    dialog = new CatalogueDialog(catalogue, window);
    QObject::connect(dialog, &CatalogueDialog::placeChosen, &files, &FileController::go);
    dialog->show();
  }
  dialog->raise();
  dialog->activateWindow();
}

// The formulas to begin with: while one is typed, and in a dialog.
void serveCatalogue(const PanelContext& context, ParameterPanel* panel) {
  auto* catalogue = new CatalogueModel(context.thumbnails, panel);
  catalogue->loadBeside();
  const FormulaForm& form = panel->formulaForm();
  form.edit().setCompletions(catalogue, CatalogueModel::SearchRole);
  FileController* files = &context.files;
  QObject::connect(&form.edit(), &FormulaEdit::completionChosen, files,
                   [files](const QModelIndex& row) { files->go(placeOfFormula(row)); });
  const auto show = [panel, catalogue, files] {
    showCatalogue(*catalogue, *files, panel->window());
  };
  QObject::connect(&form, &FormulaForm::catalogueRequested, panel, show);
  QObject::connect(context.actions.showCatalogue, &QAction::triggered, panel, show);
}

// Makes a finder whose facts about the formula the panel and the canvas show.
FactsFinder* serveFacts(const PanelContext& context, ParameterPanel* panel) {
  auto* finder = new FactsFinder(panel);
  QObject::connect(finder, &FactsFinder::found, panel,
                   [panel](const auto& found) { panel->setFacts(*found); });
  QObject::connect(finder, &FactsFinder::found, &context.canvas, &FractalCanvas::setFacts);
  return finder;
}

}  // namespace

QWidget* makeParameter(const PanelContext& context) {
  auto* panel = new ParameterPanel;
  context.maps.serve(&panel->mapView());
  Explorer* explorer = &context.explorer;
  QObject::connect(panel, &ParameterPanel::cRequested, explorer, &Explorer::setC);
  QObject::connect(panel, &ParameterPanel::cPreviewed, explorer, &Explorer::previewC);
  QObject::connect(panel, &ParameterPanel::numbersRequested, explorer, &Explorer::setNumbers);
  QObject::connect(panel, &ParameterPanel::numbersPreviewed, explorer, &Explorer::previewNumbers);
  QObject::connect(panel, &ParameterPanel::formulaEdited, &context.commands,
                   &StateCommands::setFormula);
  QObject::connect(panel, &ParameterPanel::iterationsEdited, &context.commands,
                   &StateCommands::setIterations);
  QObject::connect(panel, &ParameterPanel::cycleMissed, &context.canvas,
                   &FractalCanvas::setCycleNote);
  QObject::connect(panel, &ParameterPanel::mapPlaneRequested, &context.commands,
                   &StateCommands::setMapPlane);
  QObject::connect(&panel->formulaForm().edit(), &FormulaEdit::entered, &context.canvas,
                   [&canvas = context.canvas] { canvas.setFocus(); });
  serveCatalogue(context, panel);
  FactsFinder* finder = serveFacts(context, panel);
  follow(context.feed, panel, [finder](auto& p, const ShownState& shown) {
    p.setPlace(shown.state.place);
    p.setMapPlane(shown.state.mapPlane);
    finder->find(shown.state.place.formula, shown.state.place.c);
  });
  return scrollable(panel);
}

}  // namespace fatou::ui
