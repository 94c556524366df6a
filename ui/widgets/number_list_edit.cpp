// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/number_list_edit.h"

#include <algorithm>
#include <set>

#include <QRegularExpression>
#include <QStringList>

namespace fatou::ui {
namespace {

// The most numbers of a list: more would take hours to measure and could not be told apart in a
// chart.
constexpr std::size_t kMostValues = 16;

}  // namespace

NumberListEdit::NumberListEdit(const Range& range, const std::vector<int>& values, QWidget* parent)
    : CheckedEdit(parent), m_range(range), m_values(values) {
  showGood(textOf(m_values));
}

void NumberListEdit::setValues(const std::vector<int>& values) {
  m_values = values;
  showGood(textOf(m_values));
}

std::optional<std::vector<int>> NumberListEdit::parse(const QString& text) const {
  static const QRegularExpression gaps(QStringLiteral("[\\s,;]+"));
  static const QRegularExpression span(QStringLiteral("^(\\d+)(?:[-–](\\d+))?$"));
  std::set<int> found;
  for (const QString& word : text.split(gaps, Qt::SkipEmptyParts)) {
    const auto match = span.match(word);
    if (!m_range.zeroWord.isEmpty() && word.compare(m_range.zeroWord, Qt::CaseInsensitive) == 0) {
      found.insert(0);
      continue;
    }
    bool good = match.hasMatch();
    const int first = match.captured(1).toInt(&good);
    const int last = match.captured(2).isEmpty() ? first : match.captured(2).toInt(&good);
    if (!good || first < m_range.low || last > m_range.high || last < first) return std::nullopt;
    for (int value = first; value <= last && found.size() <= kMostValues; ++value)
      found.insert(value);
  }
  if (found.empty() || found.size() > kMostValues) return std::nullopt;
  return std::vector<int>(found.begin(), found.end());
}

QString NumberListEdit::problemOf(const QString& text) const {
  if (parse(text)) return {};
  const QString wanted = tr("use up to %1 numbers from %2 to %3, like 1, 2, 4")
                             .arg(kMostValues)
                             .arg(m_range.low)
                             .arg(m_range.high);
  return tr("'%1' is no list of %2: %3").arg(text.left(40), m_range.what, wanted);
}

void NumberListEdit::take(const QString& text) {
  const auto values = *parse(text);
  const bool changed = values != m_values;
  setValues(values);
  restore();
  if (changed) Q_EMIT valuesEdited(m_values);
}

QString NumberListEdit::textOf(const std::vector<int>& values) const {
  QStringList words;
  for (const int value : values)
    words += value == 0 && !m_range.zeroWord.isEmpty() ? m_range.zeroWord : QString::number(value);
  return words.join(QStringLiteral(", "));
}

}  // namespace fatou::ui
