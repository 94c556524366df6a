// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/lab/band_text.h"

#include <QCoreApplication>

#include "core/stats/words.h"
#include "ui/style/number_text.h"

namespace fatou::ui {
namespace {

QString said(const char* text) {
  return QCoreApplication::translate("BandText", text);
}

QString rowsText(const render::RowRange& rows) {
  if (rows.size() == 1) return QString::number(rows.begin);
  return QStringLiteral("%1–%2").arg(rows.begin).arg(rows.end - 1);
}

QString allRowsText(const render::BandRecord& band) {
  if (band.mirrored.size() > 0)
    return said(QT_TRANSLATE_NOOP("BandText", "rows %1, mirrored in %2"))
        .arg(rowsText(band.rows), rowsText(band.mirrored));
  const bool one = band.rows.size() == 1;
  return (one ? said(QT_TRANSLATE_NOOP("BandText", "row %1"))
              : said(QT_TRANSLATE_NOOP("BandText", "rows %1")))
      .arg(rowsText(band.rows));
}

// The bytes that went to an engine elsewhere and came back; empty where the engine is a thread.
QString travelText(const engines::TaskRecord& task) {
  if (!hasTravelled(task)) return {};
  const auto bytes = [](std::uint64_t count) {
    return QString::fromStdString(stats::bytesText(static_cast<std::int64_t>(count)));
  };
  return said(QT_TRANSLATE_NOOP("BandText", " · %1 there, %2 back"))
      .arg(bytes(task.travel.bytesSent), bytes(task.travel.bytesReceived));
}

}  // namespace

QString bandText(const RunLanes& run, std::size_t band) {
  const render::BandRecord& record = run.bands()[band];
  const LaneBar& bar = run.barOf(band);
  if (!record.name.empty())
    return said(QT_TRANSLATE_NOOP("BandText", "%1 on engine %2 · %3 · waited %4"))
               .arg(QString::fromStdString(record.name), QString::number(record.task.engine),
                    timeText(bar.end - bar.begin), timeText(run.waited(band).count())) +
           travelText(record.task);
  const QString text =
      said(QT_TRANSLATE_NOOP("BandText", "Band %1 · %2 · %3 iterations · %4 · waited %5"))
          .arg(QString::number(record.task.firstItem), allRowsText(record),
               countText(static_cast<double>(record.iterations)), timeText(bar.end - bar.begin),
               timeText(run.waited(band).count())) +
      travelText(record.task);
  if (record.cell <= 1) return text;
  return said(QT_TRANSLATE_NOOP("BandText", "%1 · coarse: a sample for %2 × %2 pixels"))
      .arg(text)
      .arg(record.cell);
}

}  // namespace fatou::ui
