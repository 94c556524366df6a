// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QWidget;

namespace fatou::ui {

struct PanelContext;

// The formula with its numbers, its catalogue, the map, and what is known of it, connected to the
// picture.
QWidget* makeParameter(const PanelContext& context);

}  // namespace fatou::ui
