// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/window_layout.h"

#include <QMainWindow>
#include <QScreen>

#include "ui/state/settings.h"

namespace fatou::ui {
namespace {

constexpr QSize kFirstSize(1440, 900);
constexpr QSize kAroundWindow(16, 64);  // about what a desktop puts around a window

// The window's frame is not known before it is shown. Where the screen has no room for the first
// size and a frame, all of the screen is the best there is.
void beginInsideScreen(QMainWindow& window) {
  const QSize room = window.screen()->availableSize() - kAroundWindow;
  window.resize(kFirstSize.boundedTo(room));
  if (window.size() != kFirstSize) window.setWindowState(Qt::WindowMaximized);
}

}  // namespace

QByteArray restoreWindow(QMainWindow& window, const Settings& stored) {
  const QByteArray first = window.saveState();
  if (!window.restoreGeometry(stored.value(settings::kWindowGeometry))) beginInsideScreen(window);
  window.restoreState(stored.value(settings::kWindowLayout));
  return first;
}

}  // namespace fatou::ui
