// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

namespace fatou::ui {

// The words of Python's grammar, sorted.
const QStringList& pythonKeywords();

}  // namespace fatou::ui
