// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/export/export_words.h"

#include <algorithm>
#include <cmath>

#include <QCoreApplication>

namespace fatou::ui {
namespace {

QString tr(const char* text) {
  return QCoreApplication::translate("fatou::ui::ExportWords", text);
}

struct Unit {
  double size;
  const char* name;
};
constexpr Unit kBytes[] = {{1e12, "TB"}, {1e9, "GB"}, {1e6, "MB"}, {1e3, "kB"}, {1.0, "B"}};

const Unit& unitOf(double bytes) {
  const auto* unit = std::ranges::find_if(
      kBytes, [bytes](const Unit& candidate) { return bytes >= candidate.size * 0.995; });
  return unit == std::end(kBytes) ? kBytes[std::size(kBytes) - 1] : *unit;
}

QString twoFigures(double value) {
  return QString::number(value, 'f', value < 9.95 ? 1 : 0);
}

QString percent(double share) {
  // Rounds down, so that only an export that is done shows 100 %.
  return QStringLiteral("%1 %").arg(static_cast<int>(std::floor(share * 100.0)));
}

QString runningText(const ExportJob& job) {
  if (job.held) return tr("%1, rests while the lab measures").arg(percent(job.share()));
  if (job.progress.rows > 0 && job.progress.rowsDone >= job.progress.rows)
    return tr("Finishing the file");
  if (job.secondsLeft)
    return tr("%1, about %2 left").arg(percent(job.share()), roughTimeText(*job.secondsLeft));
  if (job.progress.rowsDone == 0) return tr("Starting");
  return job.progress.resumed ? tr("%1, gone on with").arg(percent(job.share()))
                              : percent(job.share());
}

}  // namespace

QString roughTimeText(double seconds) {
  const auto whole = static_cast<std::int64_t>(std::llround(std::max(1.0, seconds)));
  if (whole < 10) return whole == 1 ? tr("1 second") : tr("%1 seconds").arg(whole);
  if (whole < 58) return tr("%1 seconds").arg((whole + 2) / 5 * 5);
  const std::int64_t minutes = (whole + 30) / 60;
  if (minutes == 1) return tr("1 minute");
  if (minutes < 60) return tr("%1 minutes").arg(minutes);
  if (minutes < 48 * 60) {
    const QString hours = tr("%1 h").arg(minutes / 60);
    return minutes % 60 == 0 ? hours : tr("%1 %2 min").arg(hours).arg(minutes % 60);
  }
  return tr("%1 days").arg((minutes + 720) / 1440);
}

QString bytesText(double bytes) {
  const Unit& unit = unitOf(bytes);
  return QStringLiteral("%1 %2").arg(twoFigures(bytes / unit.size), QLatin1StringView(unit.name));
}

QString bytesText(const ByteRange& range) {
  if (range.least == range.most) return bytesText(range.most);
  const Unit& unit = unitOf(range.most);
  if (&unitOf(range.least) != &unit)
    return tr("%1 to %2").arg(bytesText(range.least), bytesText(range.most));
  return tr("%1 to %2").arg(twoFigures(range.least / unit.size), bytesText(range.most));
}

QString pictureText(const exports::PictureSpec& spec) {
  const QString size =
      QStringLiteral("%1 × %2").arg(spec.request.picture.width).arg(spec.request.picture.height);
  return spec.samples > 1 ? tr("%1, %2×%2 samples").arg(size).arg(spec.samples) : size;
}

QString stageText(const ExportJob& job) {
  switch (job.stage) {
    case ExportStage::Waiting:
      return job.progress.rowsDone > 0 ? tr("%1, waits for its turn").arg(percent(job.share()))
                                       : tr("Waits for its turn");
    case ExportStage::Running:
      return runningText(job);
    case ExportStage::Paused:
      return tr("%1, paused").arg(percent(job.share()));
    case ExportStage::DiskFull:
      return tr("%1, the disk is full").arg(percent(job.share()));
    case ExportStage::Done:
      return tr("Done in %1").arg(roughTimeText(job.seconds));
    case ExportStage::Failed:
      return tr("Failed");
    case ExportStage::Cancelled:
      return job.keepsPart ? tr("Cancelled; what was done is kept") : tr("Cancelled");
    case ExportStage::Interrupted:
      return job.keepsPart ? tr("Interrupted; what was done is kept")
                           : tr("Interrupted before anything was kept");
  }
  return {};
}

}  // namespace fatou::ui
