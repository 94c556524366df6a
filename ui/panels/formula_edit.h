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

// A field for the text of f(z), which is read at every key. A correct formula is adopted at once; a
// mistake is marked in the text, and the formula before it stays in force, also while a text that
// takes long is still being read. The user's own spelling is kept as long as it means the formula
// that is shown.
class FormulaEdit : public CheckedEdit {
  Q_OBJECT
 public:
  explicit FormulaEdit(QWidget* parent = nullptr);

  // Shows the place's formula. Texts are read with the c of this place. Emits no signal.
  void setPlace(const julia::Place& place);
  const julia::Formula& formula() const { return m_place.formula; }

  // Offers the rows of a model whose `role` contains what was typed, and shows their names.
  void setCompletions(QAbstractItemModel* model, int role);

  // Returns a name in the text that has no value yet; empty if there is none.
  QString newName() const;
  // Gives newName() a value and reads the text again.
  void addNewName();

  // Returns the line below the mistake; nothing if there is none or it is scrolled out of view.
  std::optional<QRectF> markLine() const;

 Q_SIGNALS:
  // Emitted when the user has typed another formula; all until `finished` belongs to the same step.
  void formulaEdited(const fatou::julia::Formula& formula, bool finished);
  // Emitted when the user has ended the text with Return and no mistake is known: the next keys are
  // meant for the picture.
  void entered();
  // Emitted when the user has chosen a row of the completions.
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
  // The values of parameters, also of those that are not in the text at the moment.
  std::vector<julia::FormulaParameter> m_values;
  // The spelling of expressions that the user typed, the latest last.
  std::vector<std::pair<julia::Expression, QString>> m_typed;
  // The last text that was read, and what was read from it.
  mutable std::optional<std::pair<QString, FormulaDraft>> m_draft;
  QCompleter* m_completer = nullptr;
  bool m_isOpen = false;  // a step of the history has begun
  bool m_isLeft = false;  // the step ends once the text is read
  FormulaReader m_reader;
};

}  // namespace fatou::ui
