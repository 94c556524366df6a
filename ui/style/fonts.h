// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFont>

namespace fatou::ui {

// Inter where it is installed, else the system's family; `scale` times as large, and never smaller
// than is easy to read.
QFont interfaceFont(const QFont& system, double scale);

// For numbers in fields, tables and chips: all digits are equally wide, so that they do not jump
// while they change. As large to the eye as the application's font.
QFont numericFont();

}  // namespace fatou::ui
