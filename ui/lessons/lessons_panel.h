// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include <QWidget>

#include "core/base/result.h"
#include "core/io/lessons/lesson.h"
#include "ui/jobs/file_reader.h"
#include "ui/lessons/lesson_progress.h"
#include "ui/lessons/lesson_session.h"

class QLabel;
class QListWidget;
class QPushButton;
class QScrollArea;
class QStackedWidget;

namespace fatou::ui {

class Settings;

// The lessons: a list that says how far the user has come, and the page of the one that is open.
// Nothing is computed or run but by a button or a key.
class LessonsPanel : public QWidget {
  Q_OBJECT
 public:
  struct Context {
    LessonSession::Context session;
    Settings& settings;  // which keep the progress
  };
  explicit LessonsPanel(const Context& context, QWidget* parent = nullptr);

  LessonSession& session() { return m_session; }
  const std::vector<io::Lesson>& lessons() const { return m_lessons; }
  // The page that is shown, from 0; -1 while the list is.
  int page() const { return m_page; }

 public Q_SLOTS:
  // Opens a lesson of the list at the first page that was not read.
  void openLesson(int row);
  void next();
  void back();
  void showList();
  // Adds the lesson of a file, once it is read, and opens it; says what is wrong with a bad one.
  void openFile(const QString& path);
  void askToOpen();

 protected:
  void showEvent(QShowEvent* event) override;

 private:
  QWidget* buildList();
  QWidget* buildReader();
  void connectAll();
  void loadBuiltIn();
  void takeBuiltIn(const Result<std::vector<io::Lesson>>& lessons);
  void takeFile(const Result<io::Lesson>& lesson);
  void showPage(int page);
  void fillList();
  void addRow(const io::Lesson& lesson);
  int pagesRead(const io::Lesson& lesson) const;
  QString progressText(const io::Lesson& lesson) const;
  void complain(const QString& sentence);

  Settings& m_settings;
  LessonSession m_session;
  LessonProgress m_progress;
  std::vector<io::Lesson> m_lessons;
  bool m_isLoaded = false;
  int m_lesson = -1;
  int m_page = -1;
  QStackedWidget* m_stack;
  QListWidget* m_list;
  QLabel* m_problem;
  QLabel* m_heading;
  QLabel* m_where;  // "2 of 5"
  QScrollArea* m_area;
  QPushButton* m_all;
  QPushButton* m_back;
  QPushButton* m_next;
  QPushButton* m_open;
  FileReader m_builtIn;
  FileReader m_files;
};

}  // namespace fatou::ui
