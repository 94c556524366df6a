// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "core/julia/plane/place.h"

class QPushButton;

namespace fatou::ui {

class FormulaEdit;
class ParameterRows;

// What f(z) is: its text, and the numbers in it beside c.
class FormulaForm : public QWidget {
  Q_OBJECT
 public:
  explicit FormulaForm(QWidget* parent = nullptr);

  // Shows the place's formula. No signal.
  void setPlace(const julia::Place& place);

  FormulaEdit& edit() const { return *m_edit; }

 Q_SIGNALS:
  // The user wants another formula; until `finished` what follows belongs to the same step.
  void formulaEdited(const fatou::julia::Formula& formula, bool finished);
  // The user wants to see what formulas there are.
  void catalogueRequested();

 private:
  void addCatalogueButton();
  void connectAll();
  void offerName();
  void take(const julia::Formula& formula, bool finished);

  FormulaEdit* m_edit;
  QPushButton* m_add;
  ParameterRows* m_rows;
  julia::Place m_place;
};

}  // namespace fatou::ui
