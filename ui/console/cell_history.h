// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

#include "ui/state/settings.h"

namespace fatou::ui {

// The cells that were run, the latest last, as the settings keep them. Pure but for those.
class CellHistory {
 public:
  static constexpr qsizetype kMost = 200;
  static constexpr qsizetype kLongest = 20'000;  // letters; longer cells are not kept

  explicit CellHistory(Settings& settings);

  const QStringList& texts() const { return m_texts; }
  // Keeps a text as the latest one; the same text before it goes.
  void add(const QString& text);
  // The text `step` further from where the last call was, -1 for an older one; `begun`, which was
  // there at first, behind the latest one.
  QString stepped(int step, const QString& begun);

 private:
  Settings& m_settings;
  QStringList m_texts;
  qsizetype m_at = 0;  // texts().size(): at what was begun
  QString m_begun;
};

}  // namespace fatou::ui
