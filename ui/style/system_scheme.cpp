// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/style/system_scheme.h"

#include <utility>

#include <QApplication>
#include <QEvent>
#include <QScopedValueRollback>

#include "ui/style/palettes.h"

namespace fatou::ui {

SystemScheme::SystemScheme(QApplication& app)
    : QObject(&app), m_app(app), m_font(QApplication::font()) {
  m_dark = platformIsDark();
  app.installEventFilter(this);
}

bool SystemScheme::eventFilter(QObject*, QEvent* event) {
  // ThemeChange comes to windows and widgets, to each one; the first that brings news is enough.
  if (event->type() != QEvent::ThemeChange || m_asking) return false;
  const bool dark = platformIsDark();
  if (dark != std::exchange(m_dark, dark)) Q_EMIT changed();
  return false;
}

bool SystemScheme::platformIsDark() {
  const QScopedValueRollback asking(m_asking, true);
  const QPalette ours = QApplication::palette();
  QApplication::setPalette(QPalette());  // an empty palette lets the platform's through
  const bool dark = ui::isDark(QApplication::palette());
  QApplication::setPalette(ours);
  return dark;
}

}  // namespace fatou::ui
