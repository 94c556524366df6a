// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QWidget;

namespace fatou::ui {

struct PanelContext;

// The lessons, joined to the document, to the lab's comparisons and to Python engines of their own,
// which start with the first cell that is run.
QWidget* makeLessons(const PanelContext& context);

}  // namespace fatou::ui
