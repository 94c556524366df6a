// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QIcon>
#include <QPalette>
#include <QStringList>
#include <QStringView>

namespace fatou::ui {

// resources/icons/<name>.svg in the palette's colour, taken whenever it is drawn: crisp at every
// size and pixel ratio, and right after a change of the theme. Checked icons have the accent.
// `role` is for icons on other grounds than a panel's, e.g. HighlightedText on the accent.
// An unknown name is a bug and stops the program.
QIcon icon(QStringView name, QPalette::ColorRole role = QPalette::WindowText);

// The program's own mark, in its own colours.
QIcon programIcon();

// All names that icon() knows, sorted.
QStringList iconNames();

}  // namespace fatou::ui
