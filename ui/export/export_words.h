// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include <QString>

#include "ui/export/export_estimate.h"
#include "ui/export/export_job.h"

namespace fatou::ui {

// A length of time as one speaks of it: "a second", "40 seconds", "3 minutes", "2 h 10 min".
QString roughTimeText(double seconds);

// "1.2 MB", "38 GB", in powers of ten.
QString bytesText(double bytes);
// "3 to 90 MB"; one number where both are the same.
QString bytesText(const ByteRange& range);

// "4961 × 3508 · 2×2 samples".
QString pictureText(const exports::PictureSpec& spec);

// How an export stands: "43 %, about 3 minutes left".
QString stageText(const ExportJob& job);

}  // namespace fatou::ui
