// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/picture_alone.h"

#include <utility>

#include <QDockWidget>
#include <QLabel>
#include <QLayout>
#include <QMainWindow>
#include <QMenuBar>
#include <QStatusBar>
#include <QToolBar>

namespace fatou::ui {

PictureAlone::PictureAlone(QMainWindow& window) : QObject(&window), m_window(window) {}

QByteArray PictureAlone::geometry() const {
  return isOn() ? m_geometry : m_window.saveGeometry();
}

QByteArray PictureAlone::layout() const {
  return isOn() ? m_layout : m_window.saveState();
}

void PictureAlone::setNotice(const QString& notice) {
  m_notice = notice;
  showNotice();
}

void PictureAlone::showNotice() {
  constexpr int kFromEdge = 12;
  if (m_label == nullptr) {
    m_label = new QLabel(m_window.centralWidget());
    m_label->setProperty("class", QStringLiteral("chip"));
    m_label->setTextFormat(Qt::PlainText);
    m_label->setAttribute(Qt::WA_TransparentForMouseEvents);
    m_label->move(kFromEdge, kFromEdge);
  }
  m_label->setText(m_notice);
  m_label->adjustSize();
  m_label->setVisible(isOn() && !m_notice.isEmpty());
}

void PictureAlone::setOn(bool on) {
  if (on == isOn()) return;
  const QByteArray layout = on ? m_window.saveState() : std::exchange(m_layout, {});
  if (on) m_geometry = m_window.saveGeometry();
  if (on) m_layout = layout;
  m_window.setWindowState(m_window.windowState().setFlag(Qt::WindowFullScreen, on));
  m_window.statusBar()->setVisible(!on);
  showNotice();
  // The menu bar is made flat and not hidden, because the keys of its actions would not work.
  m_window.menuBar()->setMaximumHeight(on ? 0 : QWIDGETSIZE_MAX);
  if (!on) {
    m_window.layout()->activate();  // with the menu bar, so that the docks find their old room
    m_window.restoreState(layout);
    return;
  }
  for (QToolBar* bar : m_window.findChildren<QToolBar*>()) bar->hide();
  for (QDockWidget* dock : m_window.findChildren<QDockWidget*>()) dock->hide();
  m_window.centralWidget()->setFocus();
}

}  // namespace fatou::ui
