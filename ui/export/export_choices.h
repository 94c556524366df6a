// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include "core/io/formats/picture_info.h"
#include "ui/export/size_form.h"

namespace fatou::ui {

class Settings;

// The choices for the last export, with which the next one begins.
struct ExportChoices {
  SizeChoice size;
  QString ending = QStringLiteral("png");  // of the format
  io::FileOptions options;

  friend bool operator==(const ExportChoices&, const ExportChoices&) = default;
};

// The stored choices. A choice that is out of range, as in a file that was edited or damaged, is
// the default.
ExportChoices storedChoices(const Settings& settings);
void storeChoices(const ExportChoices& choices, Settings& settings);

}  // namespace fatou::ui
