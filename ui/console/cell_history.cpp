// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/console/cell_history.h"

#include <algorithm>

namespace fatou::ui {

CellHistory::CellHistory(Settings& settings)
    : m_settings(settings), m_texts(settings.value(settings::kCellHistory).mid(0, kMost)) {
  m_at = m_texts.size();
}

void CellHistory::add(const QString& text) {
  if (!text.trimmed().isEmpty() && text.size() <= kLongest) {
    m_texts.removeAll(text);
    m_texts << text;
    while (m_texts.size() > kMost) m_texts.removeFirst();
    m_settings.setValue(settings::kCellHistory, m_texts);
  }
  m_at = m_texts.size();
  m_begun.clear();
}

QString CellHistory::stepped(int step, const QString& begun) {
  if (m_at == m_texts.size()) m_begun = begun;
  m_at = std::clamp<qsizetype>(m_at + step, 0, m_texts.size());
  return m_at == m_texts.size() ? m_begun : m_texts[m_at];
}

}  // namespace fatou::ui
