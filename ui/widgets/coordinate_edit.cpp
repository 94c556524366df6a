// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/coordinate_edit.h"

#include <cmath>
#include <optional>

#include <QKeyEvent>
#include <QRegularExpression>

namespace fatou::ui {
namespace {

constexpr int kLongestShown = 30;

Status checkFinite(const julia::Decimal& number) {
  if (std::isfinite(number.toDouble())) return success();
  return Error{"'" + number.text().substr(0, 20) + "' is too large: use numbers below 1e308"};
}

// "-0,75" is a number to half of Europe and a pair to parseComplex(): neither is guessed.
bool hasDecimalComma(const QString& text) {
  static const QRegularExpression kNumber(
      QStringLiteral("^[+\\-\u2212]?\\d+,\\d+([eE][+-]?\\d+)?$"));
  return kNumber.match(text.trimmed()).hasMatch();
}

// Nothing for a real number, which is one coordinate, and for no number.
std::optional<julia::ComplexDecimal> complexOf(const QString& text) {
  if (julia::Decimal::parse(text.toStdString())) return std::nullopt;
  auto number = julia::parseComplex(text.toStdString());
  if (!number) return std::nullopt;
  return std::move(number).value();
}

}  // namespace

CoordinateEdit::CoordinateEdit(QWidget* parent) : DecimalEdit(parent) {
  setMaxLength(4 * static_cast<int>(julia::Decimal::kMaxDigits));
  setCheck(checkFinite);
}

QString CoordinateEdit::problemOf(const QString& text) const {
  if (hasDecimalComma(text)) {
    const QString shown = text.trimmed().left(kLongestShown);
    return tr("'%1' may be one number or two: write %2, or %3 for a whole c")
        .arg(shown, QString(shown).replace(u',', u'.'),
             QString(shown).replace(u',', QStringLiteral(" + ")) + u'i');
  }
  const auto number = complexOf(text);
  if (!number) return DecimalEdit::problemOf(text);
  for (const auto& part : {number->re, number->im})
    if (const auto status = checkFinite(part); !status)
      return QString::fromStdString(status.error().message);
  return {};
}

void CoordinateEdit::take(const QString& text) {
  if (const auto number = complexOf(text))
    Q_EMIT complexEdited(*number);
  else
    DecimalEdit::take(text);
}

void CoordinateEdit::keyPressEvent(QKeyEvent* event) {
  DecimalEdit::keyPressEvent(event);
  if (event->matches(QKeySequence::Paste) && complexOf(text()) && !hasDecimalComma(text()))
    commit();
}

}  // namespace fatou::ui
