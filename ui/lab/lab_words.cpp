// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/lab/lab_words.h"

#include <QCoreApplication>

#include "core/io/reports/caption.h"
#include "core/stats/glossary.h"
#include "core/stats/words.h"

namespace fatou::ui {
namespace {

QString tr(const char* text) {
  return QCoreApplication::translate("fatou::ui::LabWords", text);
}

QString capitalized(QString text) {
  if (!text.isEmpty()) text[0] = text[0].toUpper();
  return text;
}

}  // namespace

QString viewName(const std::string& view) {
  return capitalized(tr(view.c_str()));
}

QString configurationName(const stats::Configuration& configuration) {
  const QString view = viewName(configuration.view);
  if (configuration.isSerial()) return view;
  const QString engines =
      configuration.engines == 1 ? tr("1 engine") : tr("%1 engines").arg(configuration.engines);
  if (configuration.bandRows == 0) return QStringLiteral("%1, %2").arg(view, engines);
  return tr("%1, %2, bands of %3").arg(view, engines).arg(configuration.bandRows);
}

QString titleOf(const char* term) {
  return capitalized(tr(term));
}

QString captionText(const io::Facts& request) {
  return QString::fromStdString(io::captionOf(request));
}

QString sentenceText(const std::string& words) {
  return QString::fromStdString(stats::asSentence(words));
}

QString explanationOf(const char* term) {
  const stats::Term* found = stats::findTerm(term);
  return found == nullptr ? QString() : tr(found->explanation);
}

QString percentText(double share, int decimals) {
  return QString::number(share * 100, 'f', decimals) + QStringLiteral(" %");
}

QString amdahlText(const QString& view, const std::optional<stats::AmdahlFit>& fit) {
  return QStringLiteral("%1: %2.").arg(view, QString::fromStdString(stats::amdahlSentence(fit)));
}

QString disturbanceText(const io::LabReport& report,
                        const std::vector<stats::ComparisonRow>& rows) {
  return sentenceText(stats::disturbanceSentence(report.otherCores, report.cores(), rows));
}

QString imbalanceBoundText(const QString& name, int engines, double imbalance) {
  if (!(imbalance > 0.0)) return {};
  return tr("%1: an imbalance of %2 alone bounds the speed-up by %3.")
      .arg(name, QString::number(imbalance, 'f', 2), QString::number(engines / imbalance, 'f', 2));
}

}  // namespace fatou::ui
