// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/style/theme.h"

#include <QApplication>
#include <QStyle>
#include <QWidget>

#include "ui/style/calm_style.h"
#include "ui/style/fonts.h"
#include "ui/style/palettes.h"
#include "ui/style/style_sheet.h"
#include "ui/style/system_scheme.h"

namespace fatou::ui {
namespace {

SystemScheme& systemScheme(QApplication& app) {
  if (auto* known = app.findChild<SystemScheme*>()) return *known;
  QApplication::setStyle(new CalmStyle);  // the application owns it
  return *new SystemScheme(app);
}

double scaleOf(TextSize text) {
  switch (text) {
    case TextSize::Large:
      return 1.25;
    case TextSize::Presenter:
      return 1.6;
    case TextSize::Normal:
      break;
  }
  return 1.0;
}

void dress(QApplication& app, const QPalette& palette, const QFont& font) {
  QApplication::setPalette(palette);
  QApplication::setFont(font);
  app.setStyleSheet(styleSheet(palette, QApplication::font(), numericFont()));
}

}  // namespace

void applyTheme(QApplication& app, ColorScheme scheme, TextSize text) {
  SystemScheme& system = systemScheme(app);
  system.disconnect(&app);
  if (scheme == ColorScheme::System) {
    QObject::connect(&system, &SystemScheme::changed, &app,
                     [&app, text] { applyTheme(app, ColorScheme::System, text); });
  }
  const bool dark = scheme == ColorScheme::System ? system.isDark() : scheme == ColorScheme::Dark;
  dress(app, dark ? darkPalette() : lightPalette(), interfaceFont(system.font(), scaleOf(text)));
}

void setInvalid(QWidget& field, bool invalid) {
  if (field.property("invalid").toBool() == invalid) return;
  field.setProperty("invalid", invalid);
  field.style()->unpolish(&field);  // a style sheet looks at properties only when it polishes
  field.style()->polish(&field);
  field.update();
}

}  // namespace fatou::ui
