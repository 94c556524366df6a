// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/fatou/text.h"

#include <algorithm>

#include <QLocale>

#include "core/io/reports/caption.h"
#include "core/stats/words.h"

namespace fatou::app {

QString durationText(engines::Seconds time) {
  return QString::fromStdString(stats::timeText(time.count()));
}

QString countText(std::int64_t count) {
  return QLocale(QLocale::English, QLocale::UnitedStates).toString(static_cast<qlonglong>(count));
}

QString rateText(double perSecond) {
  return perSecond < 1e9 ? QStringLiteral("%1 M/s").arg(perSecond / 1e6, 0, 'f', 1)
                         : QStringLiteral("%1 G/s").arg(perSecond / 1e9, 0, 'f', 2);
}

QString percentText(double share) {
  return QString::fromStdString(stats::percentText(share));
}

QString enginesText(int engines) {
  return engines == 1 ? QStringLiteral("1 engine") : QStringLiteral("%1 engines").arg(engines);
}

QString sentenceText(const std::string& words) {
  return words.empty() ? QString() : QString::fromStdString(stats::asSentence(words)) + u'\n';
}

QString captionText(const io::Facts& request) {
  const auto caption = QString::fromStdString(io::captionOf(request));
  return caption.isEmpty() ? caption : caption + u'\n';
}

QString tableText(const QStringList& header, const QList<QStringList>& rows) {
  QList<qsizetype> widths;
  for (const QString& title : header) widths += title.size();
  for (const QStringList& row : rows)
    for (qsizetype i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], row[i].size());
  QString text;
  for (const QStringList& row : QList<QStringList>{header} + rows) {
    QString line = row.first().leftJustified(widths.first());
    for (qsizetype i = 1; i < row.size(); ++i)
      line += QStringLiteral("  ") + row[i].rightJustified(widths[i]);
    while (line.endsWith(u' ')) line.chop(1);
    text += line + u'\n';
  }
  return text;
}

}  // namespace fatou::app
