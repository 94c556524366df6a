// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

namespace fatou::ui {

// Help: what the window's numbers mean, each in plain words and with its formula.
class NumbersDialog : public QDialog {
  Q_OBJECT
 public:
  explicit NumbersDialog(QWidget* parent);
};

}  // namespace fatou::ui
