// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QWidget;

namespace fatou::ui {

struct PanelContext;

// The console, connected to the picture that its cells can set, and to the timeline, which shows
// their tasks.
QWidget* makeConsole(const PanelContext& context);

}  // namespace fatou::ui
