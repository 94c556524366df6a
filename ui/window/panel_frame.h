// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>

class QWidget;

namespace fatou::ui {

// The content in an area that scrolls up and down: a dock may be lower than what is in it.
QWidget* scrollable(QWidget* content);

// Sections one below the other, as one dock's content.
QWidget* stacked(const QList<QWidget*>& sections);

}  // namespace fatou::ui
