// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/fatou/losses_text.h"

#include <cmath>

#include "app/fatou/text.h"
#include "core/stats/glossary.h"

namespace fatou::app {

QString lossesText(const std::vector<stats::Configuration>& configurations,
                   const std::vector<stats::ComparisonRow>& rows) {
  QStringList header{QStringLiteral("view"), QStringLiteral("engines"), QStringLiteral("ideal")};
  for (const auto kind : stats::kLossKinds) header += QString::fromUtf8(stats::termOf(kind).term);
  QList<QStringList> lines;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    QStringList line{QString::fromStdString(configurations[i].view),
                     configurations[i].isSerial() ? QStringLiteral("-")
                                                  : QString::number(configurations[i].engines),
                     percentText(rows[i].losses.idealShare())};
    for (const auto kind : stats::kLossKinds) line += percentText(rows[i].losses.share(kind));
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

namespace {

QString boundText(const stats::AmdahlFit& fit) {
  if (!fit.isConclusive()) return QStringLiteral(", too uncertain for a bound: use more --repeats");
  if (!std::isfinite(fit.greatestSpeedup())) return QStringLiteral(", no bound in sight");
  return QStringLiteral(", no more than %1 times faster on any number of cores")
      .arg(fit.greatestSpeedup(), 0, 'f', 1);
}

}  // namespace

QString amdahlText(const io::LabReport& report) {
  QString text;
  for (const char* view : {"direct", "balanced"}) {
    const auto fit = stats::fitView(report.configurations, view, report.cores());
    if (!fit) continue;
    text += QStringLiteral("Amdahl's law, %1: serial fraction %2")
                .arg(QLatin1StringView(view), percentText(fit->fraction));
    if (std::isfinite(fit->low))
      text += QStringLiteral(" (95 % interval %1 to %2)")
                  .arg(percentText(fit->low), percentText(fit->high));
    text += boundText(*fit) + u'\n';
  }
  return text.isEmpty() ? text : u'\n' + text;
}

}  // namespace fatou::app
