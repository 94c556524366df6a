// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLabel>
#include <QString>

class QDialog;
class QWidget;

namespace fatou::ui {

// A label of one of the theme's classes: heading, title, secondary, key, numeric ...
QLabel* classLabel(const QString& text, const char* themeClass, QWidget* parent);

// Fills a dialog: `content`, which scrolls if there is not enough room, over a Close button that
// is the default and closes it.
void showScrolled(QDialog& dialog, QWidget* content);

}  // namespace fatou::ui
