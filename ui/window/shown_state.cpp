// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/shown_state.h"

namespace fatou::ui {

StateFeed::StateFeed(QObject* parent) : QObject(parent) {}

}  // namespace fatou::ui
