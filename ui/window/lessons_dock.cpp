// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/lessons_dock.h"

#include "core/base/check.h"
#include "ui/canvas/fractal_canvas.h"
#include "ui/console/console_panel.h"
#include "ui/lessons/lessons_panel.h"
#include "ui/window/panel_table.h"

namespace fatou::ui {

QWidget* makeLessons(const PanelContext& context) {
  const auto* console = context.canvas.window()->findChild<ConsolePanel*>();
  FATOU_CHECK(console != nullptr);  // its row is before this one
  return new LessonsPanel({.session = {.document = context.document,
                                       .comparisons = context.comparisons,
                                       .cells = console->session(),
                                       .cores = context.cores},
                           .settings = context.settings});
}

}  // namespace fatou::ui
