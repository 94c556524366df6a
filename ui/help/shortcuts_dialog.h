// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>
#include <QList>

#include "ui/state/actions.h"

namespace fatou::ui {

// Help: every key that does something, by menu, and what mouse, wheel, fingers and keys do on the
// picture, the map and the timeline.
class ShortcutsDialog : public QDialog {
  Q_OBJECT
 public:
  ShortcutsDialog(const QList<Actions::Group>& groups, QWidget* parent);
};

}  // namespace fatou::ui
