// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <utility>

#include <QPlainTextEdit>
#include <QStringList>

class QCompleter;
class QStringListModel;

namespace fatou::ui {

class PythonHighlighter;

// Python to be typed: coloured, indented as the line before, completed with Tab, and with a mark at
// the line of an error. As high as its text, up to a few lines.
class CellEdit : public QPlainTextEdit {
  Q_OBJECT
 public:
  // Gives what the begun word or attribute may become.
  using Completions = std::function<QStringList(const QString& begun)>;

  explicit CellEdit(QWidget* parent = nullptr);

  void setCompletions(Completions completions) { m_completions = std::move(completions); }

  // Marks a line, counted from 1, until the text changes; 0 takes the mark away.
  void markError(int line, const QString& sentence);
  int errorLine() const { return m_errorLine; }
  // The word before the cursor that could be completed: "np.lin".
  QString begun() const;

  QSize sizeHint() const override;
  QSize minimumSizeHint() const override;

 Q_SIGNALS:
  // Shift+Return, or Ctrl+Return, which some are used to.
  void runRequested();
  // Up in the first line and Down in the last one, while nothing is selected: another text of the
  // history, -1 for an older one.
  void historyRequested(int step);

 protected:
  void keyPressEvent(QKeyEvent* event) override;
  void changeEvent(QEvent* event) override;

 private:
  bool takeKey(const QKeyEvent& event);
  bool takeHistoryKey(const QKeyEvent& event);
  void breakLine();
  void completeOrIndent();
  void insertCompletion(const QString& word);

  Completions m_completions;
  PythonHighlighter* m_highlighter;
  QStringListModel* m_words;
  QCompleter* m_completer;
  int m_errorLine = 0;
};

}  // namespace fatou::ui
