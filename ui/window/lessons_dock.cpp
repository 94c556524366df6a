// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/lessons_dock.h"

#include "ui/console/console_session.h"
#include "ui/lessons/lessons_panel.h"
#include "ui/state/explorer_document.h"
#include "ui/window/panel_table.h"

namespace fatou::ui {

QWidget* makeLessons(const PanelContext& context) {
  auto* cells = new ConsoleSession(
      {.engines = [&document = context.document] { return document.state().engines.count; }});
  auto* panel = new LessonsPanel({.session = {.document = context.document,
                                              .comparisons = context.comparisons,
                                              .cells = *cells,
                                              .cores = context.cores},
                                  .settings = context.settings});
  cells->setParent(panel);
  return panel;
}

}  // namespace fatou::ui
