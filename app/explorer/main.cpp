// SPDX-License-Identifier: GPL-3.0-or-later
#include <QApplication>

#include "ui/canvas/fractal_canvas.h"
#include "ui/explorer.h"
#include "ui/explorer_document.h"
#include "ui/render_controller.h"
#include "ui/style/theme.h"

int main(int argc, char* argv[]) {
  QApplication app(argc, argv);
  fatou::ui::applyTheme(app, fatou::ui::ColorScheme::Dark);
  fatou::ui::ExplorerDocument document(fatou::ui::ExplorerState::initial());
  fatou::ui::RenderController renders;
  fatou::ui::FractalCanvas canvas(document.state().coloring);
  fatou::ui::Explorer explorer(document, canvas, renders);
  canvas.setOverlays(fatou::ui::Overlay::Grid);
  canvas.resize(1000, 700);
  canvas.show();
  return QApplication::exec();
}
