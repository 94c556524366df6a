// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/formula_form.h"

#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/panels/formula_edit.h"
#include "ui/panels/parameter_rows.h"
#include "ui/style/icons.h"
#include "ui/widgets/field_row.h"

namespace fatou::ui {
namespace {

constexpr int kFormulaGap = 8;

}  // namespace

FormulaForm::FormulaForm(QWidget* parent)
    : QWidget(parent),
      m_edit(new FormulaEdit(this)),
      m_add(new QPushButton(this)),
      m_rows(new ParameterRows(this)) {
  m_edit->setToolTip(
      tr("What f(z) is, read as it is typed: + − * / ^, where ^ goes from right to left, |z| for "
         "the modulus, exp, log, sqrt, sin …, d(e), newton(e). Names of one's own get their values "
         "behind it: z^2+a*z, a=0.3-0.2i"));
  m_add->hide();
  addCatalogueButton();
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(kFormulaGap);
  column->addWidget(new FieldRow(tr("Formula"), m_edit, {}, this));
  column->addWidget(m_add);
  column->addWidget(m_rows);
  connectAll();
}

void FormulaForm::addCatalogueButton() {
  auto* button = new QToolButton(m_edit);
  button->setIcon(icon(u"bookmarks"));
  button->setAutoRaise(true);
  button->setFocusPolicy(Qt::NoFocus);  // the focus is the menu's, for the keys
  button->setToolTip(tr("Choose one of the formulas that are worth knowing"));
  button->setAccessibleName(tr("Catalogue of formulas"));
  m_edit->addTrailing(button);
  connect(button, &QToolButton::clicked, this, &FormulaForm::catalogueRequested);
}

void FormulaForm::connectAll() {
  connect(m_edit, &FormulaEdit::formulaEdited, this, &FormulaForm::take);
  connect(m_rows, &ParameterRows::formulaEdited, this, &FormulaForm::take);
  connect(m_edit, &CheckedEdit::problemChanged, this, &FormulaForm::offerName);
  connect(m_edit, &QLineEdit::textEdited, this, &FormulaForm::offerName);
  connect(m_add, &QPushButton::clicked, m_edit, &FormulaEdit::addNewName);
}

void FormulaForm::setPlace(const julia::Place& place) {
  const bool isSame = place.formula == m_place.formula && place.c == m_place.c;
  m_place = place;
  m_edit->setPlace(place);
  if (isSame) return;
  // The proof takes time, so it is not looked for if the formula already names a radius.
  const bool asksForRadius = !place.formula.escapeRadius() && !isSlowToProve(place.formula) &&
                             !isEscapeProven(place.formula, place.c);
  m_rows->setFormula(place.formula, asksForRadius);
}

// Offers to make a name without a value a parameter, which never happens by itself.
void FormulaForm::offerName() {
  const QString name = m_edit->newName();
  m_add->setText(tr("Add the parameter %1").arg(name));
  m_add->setVisible(!name.isEmpty());
}

void FormulaForm::take(const julia::Formula& formula, bool finished) {
  julia::Place place = m_place;
  place.formula = formula;
  setPlace(place);
  Q_EMIT formulaEdited(formula, finished);
}

}  // namespace fatou::ui
