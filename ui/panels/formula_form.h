// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "core/julia/plane/place.h"

class QPushButton;

namespace fatou::ui {

class FormulaEdit;
class ParameterRows;

// A form for f(z): its text, and its parameters except c.
class FormulaForm : public QWidget {
  Q_OBJECT
 public:
  explicit FormulaForm(QWidget* parent = nullptr);

  // Shows the place's formula. Emits no signal.
  void setPlace(const julia::Place& place);

  FormulaEdit& edit() const { return *m_edit; }

 Q_SIGNALS:
  // Emitted when the user has changed the formula; all until `finished` belongs to the same step.
  void formulaEdited(const fatou::julia::Formula& formula, bool finished);
  // Emitted when the user wants to see the catalogue.
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
