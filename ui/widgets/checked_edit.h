// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLineEdit>

class QHBoxLayout;

namespace fatou::ui {

// A line of text that stands for a value. It is taken on Enter or when the focus leaves; text that
// stands for none stays, marked, with the last good value in force, which Esc brings back. Of a
// value too long for the field, its first and last figures are shown while nobody types, and all of
// it in the tool tip.
class CheckedEdit : public QLineEdit {
  Q_OBJECT
 public:
  explicit CheckedEdit(QWidget* parent = nullptr);

  // One sentence on what is wrong with the text; empty while nothing is. A FieldMessage shows it.
  const QString& problem() const { return m_problem; }

  // Whether the text is another than that of the value in force.
  bool isChanged() const { return text() != m_goodText; }

  // A word at the right edge, in grey: a unit, or the value's other name.
  void setHint(const QString& hint);

  // Puts a small control inside the field, at its right edge.
  void addTrailing(QWidget* control);

  // The text that is painted: the whole one, or shortened() where it is too long.
  QString shownText() const;
  // What the tool tip says: toolTip(), and below it all of the value where the field is too narrow.
  QString wholeToolTip() const;

  void commit();   // takes the text, as Enter does
  void restore();  // goes back to the value in force, as Esc does

 Q_SIGNALS:
  void problemChanged(const QString& problem);
  // Sent when the focus has gone elsewhere; a good text is taken by then.
  void left();

 protected:
  // Says what is wrong with a text, empty if nothing is.
  virtual QString problemOf(const QString& text) const = 0;
  // Whether it is not known yet what a text means: it stays as it is until who reads it commits or
  // marks it.
  virtual bool isBeingRead(const QString& text);
  // Makes a good text the value in force and tells the world.
  virtual void take(const QString& text) = 0;
  // The part of the value in force that is shown in a width that is too small for all of it.
  virtual QString shortened(const QString& text, int width) const;

  // Shows that the value in force is now written like this. Text that is being typed stays.
  void showGood(const QString& text);
  // Marks the text with what is wrong with it, or takes the mark away.
  void setProblem(const QString& problem);
  // Where the text is painted.
  QRect textRect() const;

  bool event(QEvent* event) override;
  void changeEvent(QEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void focusOutEvent(QFocusEvent* event) override;
  void paintEvent(QPaintEvent* event) override;

 private:
  void reserveRightEdge();
  bool isTooLong() const;
  void paintShown(const QString& text);
  void selectFromItsEnd();

  QString m_goodText;
  QString m_problem;
  QString m_hint;
  QHBoxLayout* m_trailing;
};

}  // namespace fatou::ui
