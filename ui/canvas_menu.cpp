// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas_menu.h"

#include <cmath>

#include <QClipboard>
#include <QGuiApplication>
#include <QMenu>
#include <QWidget>

#include "ui/actions.h"
#include "ui/canvas/fractal_canvas.h"
#include "ui/explorer.h"

namespace fatou::ui {

CanvasMenu::CanvasMenu(const Context& context, QWidget* window)
    : QObject(window), m_context(context), m_window(window) {}

void CanvasMenu::showAt(QPoint globalPosition) {
  QMenu menu(m_window);
  const FractalCanvas& canvas = m_context.canvas;
  const QPointF pixel = canvas.toPixel(canvas.mapFromGlobal(QPointF(globalPosition)));
  menu.addAction(tr("Ce&ntre Here"), this, [this, pixel] { m_context.explorer.centreOn(pixel); });
  menu.addAction(tr("Copy Thi&s Point"), this, [this, pixel] { copyPoint(pixel); });
  menu.addSeparator();
  Actions::fill(menu, m_context.actions.canvasMenu());
  menu.exec(globalPosition);
}

void CanvasMenu::copyPicture() {
  // The clipboard keeps it while the canvas paints the next picture into the same memory.
  QGuiApplication::clipboard()->setImage(m_context.canvas.picture().image().copy());
  Q_EMIT done(tr("Copied the picture"));
}

// Copies the point in the form in which it can be pasted into the fields of c.
void CanvasMenu::copyPoint(QPointF pixel) {
  const QPoint nearest(static_cast<int>(std::lround(pixel.x())),
                       static_cast<int>(std::lround(pixel.y())));
  const auto known = m_context.canvas.picture().pixelAt(nearest);
  if (!known) {
    Q_EMIT done(tr("This point is not computed yet: try again in a moment"));
    return;
  }
  const QString text = QString::fromStdString(known->z0.text());
  QGuiApplication::clipboard()->setText(text);
  Q_EMIT done(tr("Copied %1").arg(text));
}

}  // namespace fatou::ui
