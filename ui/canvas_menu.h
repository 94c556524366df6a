// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QPoint>

class QWidget;

namespace fatou::ui {

class Actions;
class Explorer;
class FractalCanvas;

// The menu over the picture: what concerns the point under the mouse, then the canvas' actions. And
// what is copied of the picture.
class CanvasMenu : public QObject {
  Q_OBJECT
 public:
  struct Context {
    const Actions& actions;
    const FractalCanvas& canvas;
    Explorer& explorer;
  };
  CanvasMenu(const Context& context, QWidget* window);

 public Q_SLOTS:
  void showAt(QPoint globalPosition);
  void copyPicture();

 Q_SIGNALS:
  // One sentence for the user on what was copied.
  void done(const QString& message);

 private:
  void copyPoint(QPointF pixel);

  const Context m_context;
  QWidget* m_window;
};

}  // namespace fatou::ui
