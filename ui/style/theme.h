// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QApplication;
class QWidget;

namespace fatou::ui {

enum class ColorScheme { System, Dark, Light };
enum class TextSize { Normal, Large, Presenter };

// Dresses the application: style, palette, font, style sheet. May be called again at any time.
// System follows the desktop until another scheme is applied. Large text is 1.25, a presenter's
// 1.6 times as large as the desktop's.
//
// Widgets choose a look by dynamic properties, set before they are first shown:
//   class    QLabel heading, title, secondary, error, figure, numeric, chip, key, good, bad,
//            warning;
//            QLineEdit, spin and combo boxes numeric; QPushButton primary; lists and scroll areas
//            flush; QFrame line
//   segment  first, middle or last: checkable buttons side by side that are one control
void applyTheme(QApplication& app, ColorScheme scheme, TextSize text = TextSize::Normal);

// Marks a field whose text cannot be used, or clears the mark.
void setInvalid(QWidget& field, bool invalid);

}  // namespace fatou::ui
