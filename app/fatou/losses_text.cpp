// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/fatou/losses_text.h"

#include <algorithm>

#include "app/fatou/text.h"
#include "core/stats/glossary.h"
#include "core/stats/time_parts.h"
#include "core/stats/words.h"

namespace fatou::app {

QString figuresText(const std::vector<stats::Configuration>& configurations,
                    const std::vector<stats::ComparisonRow>& rows) {
  QList<QStringList> lines;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const auto& configuration = configurations[i];
    const auto& row = rows[i];
    lines +=
        {QString::fromStdString(configuration.view),
         configuration.isSerial() ? QStringLiteral("-") : QString::number(configuration.engines),
         durationText(engines::Seconds(row.wallTime.median)),
         QStringLiteral("±%1").arg(percentText(row.spread)),
         QString::number(row.speedup.median, 'f', 2),
         percentText(row.efficiency.median),
         QString::number(row.imbalance, 'f', 2),
         rateText(row.iterationsPerSecond)};
  }
  return tableText(
      {QStringLiteral("view"), QStringLiteral("engines"), QStringLiteral("wall time"),
       QStringLiteral("spread"), QStringLiteral("speed-up"), QStringLiteral("efficiency"),
       QStringLiteral("imbalance"), QStringLiteral("iterations")},
      lines);
}

QString disturbanceText(const io::LabReport& report,
                        const std::vector<stats::ComparisonRow>& rows) {
  auto text =
      QString::fromStdString(stats::disturbanceSentence(report.otherCores, report.cores(), rows));
  return text.isEmpty() ? text : QStringLiteral("Disturbed: %1.\n").arg(text);
}

QString lossesText(const std::vector<stats::Configuration>& configurations,
                   const std::vector<stats::ComparisonRow>& rows) {
  QStringList header{QStringLiteral("view"), QStringLiteral("engines")};
  for (const auto& part : stats::timeParts()) header += QString::fromUtf8(part.term);
  // Engines that are threads send no messages, so that they get no column of bytes.
  const bool hasMessages =
      std::ranges::any_of(rows, [](const auto& row) { return row.losses.bytesOverWire > 0; });
  if (hasMessages) header += QStringLiteral("over the wire");
  QList<QStringList> lines;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    QStringList line{QString::fromStdString(configurations[i].view),
                     configurations[i].isSerial() ? QStringLiteral("-")
                                                  : QString::number(configurations[i].engines)};
    for (const auto& part : stats::timeParts())
      line += QString::fromStdString(stats::shareText(rows[i].losses, part));
    if (hasMessages) line += QString::fromStdString(stats::bytesText(rows[i].losses.bytesOverWire));
    lines += line;
  }
  QString text = QStringLiteral("\nWhere the engines' time went (engines x wall time):\n");
  text += tableText(header, lines);
  for (const auto kind : stats::kLossKinds)
    text += QStringLiteral("- %1: %2\n")
                .arg(QString::fromUtf8(stats::termOf(kind).term),
                     QString::fromUtf8(stats::termOf(kind).explanation));
  return text;
}

QString amdahlText(const io::LabReport& report) {
  QString text(u'\n');
  for (const char* view : {"direct", "balanced"}) {
    const auto fit = stats::fitView(report.configurations, view, report.cores());
    text += QStringLiteral("%1: %2\n")
                .arg(QLatin1StringView(view), QString::fromStdString(stats::amdahlSentence(fit)));
  }
  return text;
}

}  // namespace fatou::app
