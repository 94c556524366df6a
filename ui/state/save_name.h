// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCoreApplication>
#include <QFileInfo>
#include <QString>

#include "core/io/files/output_target.h"

namespace fatou::ui {

// The name that a file dialog has brought, and whether it has asked about a file that is there.
struct SaveName {
  QString path;
  io::Replace replace;
};

// Adds `ending` to a name without one. The dialog has not asked about that name, so a file that has
// it may not be replaced.
inline SaveName saveName(const QString& chosen, const QString& ending) {
  if (!QFileInfo(chosen).suffix().isEmpty()) return {chosen, true};
  return {chosen + ending,
          {false, QCoreApplication::translate("fatou::ui::SaveName",
                                              "type it with its ending to be asked")}};
}

}  // namespace fatou::ui
