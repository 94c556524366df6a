// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/picture_alone.h"

#include <utility>

#include <QDockWidget>
#include <QMainWindow>
#include <QMenuBar>
#include <QStatusBar>
#include <QToolBar>

namespace fatou::ui {

PictureAlone::PictureAlone(QMainWindow& window) : QObject(&window), m_window(window) {}

QByteArray PictureAlone::layout() const {
  return isOn() ? m_layout : m_window.saveState();
}

void PictureAlone::setOn(bool on) {
  if (on == isOn()) return;
  const QByteArray layout = on ? m_window.saveState() : std::exchange(m_layout, {});
  if (on) m_layout = layout;
  m_window.setWindowState(m_window.windowState().setFlag(Qt::WindowFullScreen, on));
  m_window.statusBar()->setVisible(!on);
  // Not hidden: the keys of its actions would not work.
  m_window.menuBar()->setMaximumHeight(on ? 0 : QWIDGETSIZE_MAX);
  if (!on) {
    m_window.restoreState(layout);
    return;
  }
  for (QToolBar* bar : m_window.findChildren<QToolBar*>()) bar->hide();
  for (QDockWidget* dock : m_window.findChildren<QDockWidget*>()) dock->hide();
  m_window.centralWidget()->setFocus();
}

}  // namespace fatou::ui
