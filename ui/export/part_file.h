// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace fatou::ui {

// What an export that was interrupted has left of PATH, so that it can be gone on with.
bool hasPart(const QString& path);

// Removes it; nothing to remove is no failure.
void removePart(const QString& path);

}  // namespace fatou::ui
