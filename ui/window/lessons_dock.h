// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QWidget;

namespace fatou::ui {

struct PanelContext;

// The lessons, joined to the document, to the lab's comparisons and to the engines of the console,
// which has to be in the window: names of lessons are in the console, too.
QWidget* makeLessons(const PanelContext& context);

}  // namespace fatou::ui
