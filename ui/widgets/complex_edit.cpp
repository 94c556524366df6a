// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/complex_edit.h"

#include <algorithm>

#include "core/julia/complex_text.h"

namespace fatou::ui {

QString complexText(const julia::ComplexDecimal& number) {
  const QString re = QString::fromStdString(number.re.text());
  const QString im = QString::fromStdString(number.im.text());
  // Tests the text and not the number, as "-0" has a sign, too.
  if (im.startsWith(QLatin1Char('-')))
    return re + QStringLiteral(" - ") + im.mid(1) + QLatin1Char('i');
  return re + QStringLiteral(" + ") + im + QLatin1Char('i');
}

ComplexEdit::ComplexEdit(QWidget* parent) : CheckedEdit(parent) {
  setMaxLength(4 * static_cast<int>(julia::Decimal::kMaxDigits));
  showGood(complexText(m_value));
}

void ComplexEdit::setValue(const julia::ComplexDecimal& value) {
  m_value = value;
  showGood(complexText(value));
}

std::optional<julia::ComplexDecimal> ComplexEdit::draft() const {
  if (!isChanged()) return m_value;
  auto parsed = julia::parseClearComplex(text().toStdString());
  if (!parsed) return std::nullopt;
  return std::move(parsed).value();
}

QString ComplexEdit::problemOf(const QString& text) const {
  const auto parsed = julia::parseClearComplex(text.toStdString());
  if (!parsed) return QString::fromStdString(parsed.error().message);
  if (!m_check) return {};
  const Status status = m_check(parsed.value());
  return status ? QString() : QString::fromStdString(status.error().message);
}

QString ComplexEdit::shortened(const QString& text, int width) const {
  // The sign between the parts is the one with a space behind it.
  const qsizetype gap = text.indexOf(u' ');
  if (gap < 0) return CheckedEdit::shortened(text, width);
  const QString sign = text.mid(gap, 3);
  const int room = width - fontMetrics().horizontalAdvance(sign);
  const QString re = text.left(gap);
  const QString im = text.mid(gap + 3);
  // A short part leaves its room to the other one.
  const int reWidth = fontMetrics().horizontalAdvance(re);
  const int imWidth = fontMetrics().horizontalAdvance(im);
  const int forRe = reWidth < room / 2 ? reWidth : std::max(room / 2, room - imWidth);
  return CheckedEdit::shortened(re, forRe) + sign + CheckedEdit::shortened(im, room - forRe);
}

void ComplexEdit::take(const QString& text) {
  const julia::ComplexDecimal before = m_value;
  setValue(julia::parseClearComplex(text.toStdString()).value());
  if (!(m_value == before)) Q_EMIT valueEdited(m_value);
}

}  // namespace fatou::ui
