// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/coordinate_edit.h"

#include <cmath>
#include <optional>

#include <QKeyEvent>

#include "core/julia/numbers/complex_text.h"

namespace fatou::ui {
namespace {

Status checkFinite(const julia::Decimal& number) {
  if (std::isfinite(number.toDouble())) return success();
  return Error{'\'' + number.text().substr(0, 20) + "' is too large: use numbers below 1e308"};
}

// The complex number of a text; nothing for a real number, which is one coordinate, and for no
// number.
std::optional<julia::ComplexDecimal> complexOf(const QString& text) {
  if (julia::Decimal::parse(text.toStdString())) return std::nullopt;
  auto number = julia::parseClearComplex(text.toStdString());
  if (!number) return std::nullopt;
  return std::move(number).value();
}

}  // namespace

CoordinateEdit::CoordinateEdit(QWidget* parent) : DecimalEdit(parent) {
  setMaxLength(4 * static_cast<int>(julia::Decimal::kMaxDigits));
  setCheck(checkFinite);
}

QString CoordinateEdit::problemOf(const QString& text) const {
  const auto number = complexOf(text);
  if (!number && text.contains(u',') && !julia::Decimal::parse(text.toStdString()))
    return QString::fromStdString(julia::parseClearComplex(text.toStdString()).error().message);
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
  if (event->matches(QKeySequence::Paste) && complexOf(text())) commit();
}

}  // namespace fatou::ui
