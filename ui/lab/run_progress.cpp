// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/lab/run_progress.h"

#include <algorithm>

#include <QCoreApplication>

#include "ui/lab/lab_words.h"
#include "ui/style/number_text.h"

namespace fatou::ui {
namespace {

QString inWords(const char* text) {
  return QCoreApplication::translate("RunProgress", text);
}

// Rounds to two figures at the most, as the time is a guess.
QString roughTime(double seconds) {
  if (seconds >= 99.5)
    return inWords(QT_TRANSLATE_NOOP("RunProgress", "%1 min")).arg(qRound(seconds / 60.0));
  return QStringLiteral("%1 s").arg(seconds, 0, 'f', seconds < 9.95 ? 1 : 0);
}

}  // namespace

double RunProgress::share() const {
  if (plannedSamples <= 0) return 0.0;
  return std::clamp(static_cast<double>(samples) / static_cast<double>(plannedSamples), 0.0, 1.0);
}

std::optional<double> RunProgress::left() const {
  const double done = share();
  if (done <= 0.0) return std::nullopt;
  return elapsed * (1.0 - done) / done;
}

QString progressText(const RunProgress& progress) {
  const QString bands = groupedText(static_cast<std::int64_t>(progress.bands));
  if (progress.plannedBands == 0)
    return inWords(QT_TRANSLATE_NOOP("RunProgress", "Running: %1 bands")).arg(bands);
  const QString planned = groupedText(static_cast<std::int64_t>(progress.plannedBands));
  const QString text = inWords(QT_TRANSLATE_NOOP("RunProgress", "%1 of %2 bands · %3"))
                           .arg(bands, planned, percentText(progress.share()));
  const auto left = progress.left();
  if (!left) return text;
  return inWords(QT_TRANSLATE_NOOP("RunProgress", "%1 · about %2 left"))
      .arg(text, roughTime(*left));
}

}  // namespace fatou::ui
