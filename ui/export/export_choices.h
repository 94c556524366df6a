// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include "core/io/formats/picture_info.h"
#include "ui/export/size_form.h"

namespace fatou::ui {

class Settings;

// What was chosen for the last export, for the next one to begin with.
struct ExportChoices {
  SizeChoice size;
  QString ending = QStringLiteral("png");  // of the format
  io::FileOptions options;

  friend bool operator==(const ExportChoices&, const ExportChoices&) = default;
};

// What was stored; what is out of range in a file that was edited or damaged is the default.
ExportChoices storedChoices(const Settings& settings);
void storeChoices(const ExportChoices& choices, Settings& settings);

}  // namespace fatou::ui
