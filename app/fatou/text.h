// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>

#include <QList>
#include <QString>
#include <QStringList>

#include "core/engines/tasks/timing.h"
#include "core/io/machine/machine_facts.h"

namespace fatou::app {

// Numbers as people read them.
QString durationText(engines::Seconds time);  // "9.87 ms", "2 min 05 s"
QString countText(std::int64_t count);        // "19,133,988"
QString rateText(double perSecond);           // "3.21 G/s"
QString percentText(double share);            // "97.1 %"
QString enginesText(int engines);             // "1 engine", "4 engines"

// Words of core/stats as a sentence on a line of its own; empty for none.
QString sentenceText(const std::string& words);

// A line that names the picture that was computed; empty for an empty request.
QString captionText(const io::Facts& request);

// Rows under a header, columns aligned: the first one left, the others right.
QString tableText(const QStringList& header, const QList<QStringList>& rows);

}  // namespace fatou::app
