// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/lessons/lesson_progress.h"

#include <algorithm>
#include <cstddef>

#include <QStringList>

namespace fatou::ui {
namespace {

constexpr int kMostPagesRead = 1'000;
constexpr std::size_t kMostLessonsKept = 200;

}  // namespace

LessonProgress LessonProgress::of(const QString& text) {
  LessonProgress progress;
  const QStringList entries = text.split(u' ', Qt::SkipEmptyParts);
  for (const QString& entry : entries) {
    const qsizetype colon = entry.lastIndexOf(u':');
    bool isNumber = false;
    const int pages = entry.mid(colon + 1).toInt(&isNumber);
    if (colon > 0 && isNumber) progress.read(entry.left(colon), pages);
  }
  return progress;
}

QString LessonProgress::text() const {
  QStringList entries;
  for (const auto& [lesson, pages] : m_pages) entries += lesson + u':' + QString::number(pages);
  return entries.join(u' ');
}

// A name with a space, of the user's own file, could not be read again.
void LessonProgress::read(const QString& lesson, int pages) {
  if (pages < 1 || pages > kMostPagesRead || lesson.contains(u' ')) return;
  if (m_pages.size() >= kMostLessonsKept && !m_pages.contains(lesson)) return;
  int& kept = m_pages[lesson];
  kept = std::max(kept, pages);
}

}  // namespace fatou::ui
