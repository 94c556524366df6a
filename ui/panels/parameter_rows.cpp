// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/parameter_rows.h"

#include <algorithm>

#include <QCheckBox>
#include <QVBoxLayout>

#include "core/julia/numbers/resolved_decimal.h"
#include "ui/panels/complex_fields.h"
#include "ui/state/formula_draft.h"
#include "ui/widgets/coordinate_edit.h"
#include "ui/widgets/decimal_edit.h"
#include "ui/widgets/disclosure.h"
#include "ui/widgets/field_row.h"
#include "ui/widgets/slider_row.h"

namespace fatou::ui {
namespace {

constexpr int kNumberGap = 8;
constexpr double kSliderEnd = 2.0;  // most parameters of interest are within
constexpr int kSliderSteps = 4'000;

QVBoxLayout* emptyColumn(QWidget* parent) {
  auto* column = new QVBoxLayout(parent);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(kNumberGap);
  return column;
}

Status checkRadius(const julia::Decimal& radius) {
  constexpr double kMost = 1e150;
  const double value = radius.toDouble();
  if (value > 0.0 && value <= kMost) return success();
  return Error{"escape '" + radius.text().substr(0, 20) +
               "' is no radius: use a positive number up to 1e150, like 50"};
}

SliderRow* partSlider(const QString& title, QWidget* parent) {
  return new SliderRow({.low = -kSliderEnd,
                        .high = kSliderEnd,
                        .steps = kSliderSteps,
                        .text = [](double part) { return QString::number(part, 'f', 3); },
                        .widest = QStringLiteral("-0.000")},
                       title, ParameterRows::tr("Moves %1 between −2 and 2").arg(title), parent);
}

}  // namespace

ParameterRows::ParameterRows(QWidget* parent)
    : QWidget(parent),
      m_radius(new DecimalEdit(this)),
      m_radiusRow(nullptr),
      m_basins(new QCheckBox(tr("Tell basins apart"), this)) {
  auto* column = emptyColumn(this);
  makeRadiusField();
  makeBasinBox();
  column->addWidget(m_radiusRow);
  column->addWidget(m_basins);
  m_fields = emptyColumn(nullptr);
  column->addLayout(m_fields);
  auto* sliders = new QWidget;
  m_sliders = emptyColumn(sliders);
  m_sliderSection = new Disclosure(tr("Sliders"), sliders, this);
  m_sliderSection->hide();
  column->addWidget(m_sliderSection);
  hide();
}

void ParameterRows::makeRadiusField() {
  m_radius->setToolTip(
      tr("An orbit has escaped once it is further from 0 than this. Nothing proves a radius for "
         "this formula, so choose it: smaller ones cut orbits off that would come back"));
  m_radius->setCheck(checkRadius);
  m_radius->setHint(tr("radius"));
  m_radiusRow = new FieldRow(tr("Escape"), m_radius, {}, this);
  m_radiusRow->hide();
  connect(m_radius, &DecimalEdit::valueEdited, this, [this](const julia::Decimal& radius) {
    change(m_formula.withEscapeRadius(radius), true);
  });
}

void ParameterRows::makeBasinBox() {
  m_basins->setToolTip(tr(
      "Orbits end in the attracting cycles, too, and each pixel is coloured by the cycle and how "
      "soon it is reached"));
  m_basins->hide();
  connect(m_basins, &QCheckBox::clicked, this,
          [this](bool has) { change(m_formula.withBasins(has), true); });
}

void ParameterRows::setFormula(const julia::Formula& formula, bool asksForRadius) {
  m_formula = formula;
  const auto& radius = formula.escapeRadius();
  m_radius->setValue(radius ? *radius : usualEscape(formula));
  m_radiusRow->setVisible(asksForRadius || radius.has_value());
  m_basins->setChecked(formula.hasBasins());
  m_basins->setVisible(!formula.isPower() && formula.expression().isHolomorphic());
  if (!hasRowsOf(formula)) makeRows(formula);
  setVisible(!m_basins->isHidden() || !m_rows.empty() || !m_radiusRow->isHidden());
  for (std::size_t i = 0; i < m_rows.size(); ++i) {
    const Row& row = m_rows[i];
    const julia::ComplexDecimal& value = formula.parameters()[i].value;
    row.fields->setValue(value);
    if (!row.re->isHeld()) row.re->setValue(value.re.toDouble());
    if (!row.im->isHeld()) row.im->setValue(value.im.toDouble());
  }
}

bool ParameterRows::hasRowsOf(const julia::Formula& formula) const {
  return std::ranges::equal(m_rows, formula.parameters(), {}, &Row::name,
                            &julia::FormulaParameter::name);
}

// Deletes old rows later, as the event that is being handled may be one of theirs.
void ParameterRows::makeRows(const julia::Formula& formula) {
  for (const Row& row : m_rows) {
    for (QWidget* each : {static_cast<QWidget*>(row.row), row.sliders}) {
      each->hide();
      each->setParent(nullptr);
      each->deleteLater();
    }
  }
  m_rows.clear();
  QWidget* before = m_basins;
  for (const julia::FormulaParameter& each : formula.parameters()) {
    m_rows.push_back(makeRow(each.name));
    setTabOrder(before, m_rows.back().fields->re());
    setTabOrder(m_rows.back().fields->re(), m_rows.back().fields->im());
    before = m_rows.back().fields->im();
  }
  m_sliderSection->setVisible(!m_rows.empty());
}

ParameterRows::Row ParameterRows::makeRow(const std::string& name) {
  const QString title = QString::fromStdString(name);
  Row row{.name = name, .row = nullptr, .fields = new ComplexFields(title, this)};
  row.row = new FieldRow({}, row.fields, {row.fields->re(), row.fields->im()}, this);
  row.sliders = new QWidget(this);
  auto* column = emptyColumn(row.sliders);
  row.re = partSlider(tr("Re %1").arg(title), row.sliders);
  row.im = partSlider(tr("Im %1").arg(title), row.sliders);
  column->addWidget(new FieldRow(tr("Re %1").arg(title), row.re, {}, row.sliders));
  column->addWidget(new FieldRow(tr("Im %1").arg(title), row.im, {}, row.sliders));
  m_fields->addWidget(row.row);
  m_sliders->addWidget(row.sliders);
  connect(row.fields, &ComplexFields::valueEdited, this,
          [this, name](const julia::ComplexDecimal& value) { choose(name, value, true); });
  connect(row.re, &SliderRow::moved, this,
          [this, row](double value, bool finished) { slide(row, true, value, finished); });
  connect(row.im, &SliderRow::moved, this,
          [this, row](double value, bool finished) { slide(row, false, value, finished); });
  return row;
}

// Rounds only the part whose slider moves to the slider's resolution; the other part keeps its
// digits.
void ParameterRows::slide(const Row& row, bool isReal, double value, bool finished) {
  constexpr double kStep = 2.0 * kSliderEnd / kSliderSteps;
  julia::ComplexDecimal moved = row.fields->value();
  (isReal ? moved.re : moved.im) = julia::resolvedDecimal(value, kStep);
  choose(row.name, moved, finished);
}

// A row that is being removed loses the focus, and may then emit a value for a parameter that the
// formula no longer has.
void ParameterRows::choose(const std::string& name, const julia::ComplexDecimal& value,
                           bool finished) {
  const auto has = std::ranges::find(m_formula.parameters(), name, &julia::FormulaParameter::name);
  if (has == m_formula.parameters().end()) return;
  change(m_formula.with(name, value), finished);
}

void ParameterRows::change(const julia::Formula& formula, bool finished) {
  setFormula(formula, !m_radiusRow->isHidden());
  Q_EMIT formulaEdited(formula, finished);
}

}  // namespace fatou::ui
