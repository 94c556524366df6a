// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <utility>
#include <vector>

#include <QRectF>

#include "core/julia/plane/place.h"
#include "ui/state/formula_draft.h"
#include "ui/state/formula_reader.h"
#include "ui/widgets/checked_edit.h"

class QAbstractItemModel;
class QCompleter;
class QModelIndex;

namespace fatou::ui {

// The text of f(z). It is read with every key: a formula is taken at once, what is wrong is marked
// where it stands, and the formula before it stays in force, as it does for as long as a text takes
// that is slow to read. A text that was typed stays as it is while it means the formula that is
// shown.
class FormulaEdit : public CheckedEdit {
  Q_OBJECT
 public:
  explicit FormulaEdit(QWidget* parent = nullptr);

  // Shows the place's formula. A text is read as one of this place, with its c. No signal.
  void setPlace(const julia::Place& place);
  const julia::Formula& formula() const { return m_place.formula; }

  // Offers the model's rows whose `role` has what is typed in it, shown by their names.
  void setCompletions(QAbstractItemModel* model, int role);

  // A name in the text that needs a value; empty where there is none.
  QString newName() const;
  // Gives newName() a value and reads the text again.
  void addNewName();

  // The line below the characters that are wrong; nothing where there are none, or they are
  // scrolled away.
  std::optional<QRectF> markLine() const;

 Q_SIGNALS:
  // The user has typed another formula; until `finished` what follows belongs to the same step.
  void formulaEdited(const fatou::julia::Formula& formula, bool finished);
  // The user has ended the text with Return, and nothing is wrong with it as far as it is read: the
  // next keys are meant for the picture.
  void entered();
  // The user chose a row of the completions.
  void completionChosen(const QModelIndex& row);

 protected:
  QString problemOf(const QString& text) const override;
  bool isBeingRead(const QString& text) override;
  void take(const QString& text) override;
  void keyPressEvent(QKeyEvent* event) override;
  void paintEvent(QPaintEvent* event) override;

 private:
  const FormulaDraft& draft(const QString& text) const;
  bool isRead(const QString& text) const { return m_draft && m_draft->first == text; }
  void readTyped(const QString& text);
  void takeRead(const QString& text, const FormulaDraft& draft);
  void accept(const QString& text);
  void finish();
  void learn(const julia::Formula& formula);
  void remember(const julia::Formula& formula, const QString& text);
  QString textOf(const julia::Formula& formula) const;
  void complete(const QString& text);
  bool isCompleting() const;

  julia::Place m_place;
  // What names stand for, also those that are not in the text at the moment.
  std::vector<julia::FormulaParameter> m_values;
  // How expressions were typed, the latest last.
  std::vector<std::pair<julia::Expression, QString>> m_typed;
  // The text that was read last.
  mutable std::optional<std::pair<QString, FormulaDraft>> m_draft;
  QCompleter* m_completer = nullptr;
  bool m_isOpen = false;  // a step of the history has begun
  bool m_isLeft = false;  // the step ends once the text is read
  FormulaReader m_reader;
};

}  // namespace fatou::ui
