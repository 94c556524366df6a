// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include <QWidget>

#include "core/julia/formulas/formula.h"

class QCheckBox;
class QVBoxLayout;

namespace fatou::ui {

class ComplexFields;
class DecimalEdit;
class Disclosure;
class FieldRow;
class SliderRow;

// The rows for what a formula has besides its text and c: the escape radius if none is proven,
// whether basins are told apart, and digits and sliders for each parameter.
class ParameterRows : public QWidget {
  Q_OBJECT
 public:
  explicit ParameterRows(QWidget* parent = nullptr);

  // Shows the formula's numbers. `asksForRadius` says whether the formula needs an escape radius; a
  // radius that it has is always shown. Emits no signal.
  void setFormula(const julia::Formula& formula, bool asksForRadius);

 Q_SIGNALS:
  // Emitted when the user has changed a number; all until `finished` belongs to the same step.
  void formulaEdited(const fatou::julia::Formula& formula, bool finished);

 private:
  struct Row {
    std::string name;
    FieldRow* row = nullptr;
    ComplexFields* fields = nullptr;
    SliderRow* re = nullptr;
    SliderRow* im = nullptr;
    QWidget* sliders = nullptr;
  };

  void makeRadiusField();
  void makeBasinBox();
  bool hasRowsOf(const julia::Formula& formula) const;
  void makeRows(const julia::Formula& formula);
  Row makeRow(const std::string& name);
  void slide(const Row& row, bool isReal, double value, bool finished);
  void choose(const std::string& name, const julia::ComplexDecimal& value, bool finished);
  void change(const julia::Formula& formula, bool finished);

  DecimalEdit* m_radius;
  FieldRow* m_radiusRow;
  QCheckBox* m_basins;
  QVBoxLayout* m_fields;
  QVBoxLayout* m_sliders;
  Disclosure* m_sliderSection;
  std::vector<Row> m_rows;
  julia::Formula m_formula;
};

}  // namespace fatou::ui
