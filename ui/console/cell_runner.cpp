// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/console/cell_runner.h"

namespace fatou::ui {

bool CellResult::isGood() const {
  return !isStopped && complaint.isEmpty() && errors.empty();
}

CellRunner::CellRunner(QObject* parent) : QObject(parent) {}

}  // namespace fatou::ui
