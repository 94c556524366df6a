// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

#include "core/io/reports/lab_report.h"

namespace fatou::ui {

// The comparison's charts for a text: on a page each, or one below the other. Empty where there is
// nothing to be drawn.
QByteArray chartsPdf(const io::LabReport& report);
QByteArray chartsSvg(const io::LabReport& report);

}  // namespace fatou::ui
