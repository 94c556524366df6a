// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

#include "core/base/result.h"
#include "ui/export/export_job.h"

namespace fatou::ui {

// An export as text, from which the very same one can be gone on with another time.
QByteArray exportJson(const ExportOrder& order);

// Reads the export back; the Error says what is wrong as "REASON; REMEDY".
Result<ExportOrder> parseExportJson(const QByteArray& json);

}  // namespace fatou::ui
