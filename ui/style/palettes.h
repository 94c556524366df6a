// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPalette>

namespace fatou::ui {

// The two looks, as palettes. What the roles mean here:
//   Window panels, Base fields, Button buttons, AlternateBase menus and other popups,
//   Light borders of what can be typed into, pressed or ticked, which are told from their grounds
//   (3 to 1), Mid hairlines that nothing depends on, Midlight frames of popups,
//   Highlight the one accent colour,
//   Link the accent where it is text, PlaceholderText secondary text, BrightText what is wrong.
QPalette darkPalette();
QPalette lightPalette();

// Whether the palette's panels are darker than its text.
bool isDark(const QPalette& palette);

// WCAG 2.1's ratio of two opaque colours' relative luminances, 1 to 21.
double contrast(const QColor& a, const QColor& b);

}  // namespace fatou::ui
