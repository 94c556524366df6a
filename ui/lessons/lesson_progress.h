// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>

#include <QString>

namespace fatou::ui {

// How far the user has come in each lesson: the number of pages that were read, from the first on.
class LessonProgress {
 public:
  // Reads what text() wrote; what is no progress in it is passed over.
  static LessonProgress of(const QString& text);
  // "1-basics:3 2-direct-or-balanced:1", for the settings.
  QString text() const;

  int pagesRead(const QString& lesson) const {
    return m_pages.contains(lesson) ? m_pages.at(lesson) : 0;
  }
  // Notes that so many pages were read; never takes pages back.
  void read(const QString& lesson, int pages);

 private:
  std::map<QString, int> m_pages;
};

}  // namespace fatou::ui
