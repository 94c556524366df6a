// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/color_panel.h"

#include <cmath>
#include <utility>

#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QPushButton>
#include <QSignalBlocker>
#include <QSlider>
#include <QVBoxLayout>

#include "ui/formula_abilities.h"
#include "ui/panels/color_cycle.h"
#include "ui/panels/gradient_form.h"
#include "ui/style/icons.h"
#include "ui/style/spacing.h"
#include "ui/widgets/color_button.h"
#include "ui/widgets/field_form.h"
#include "ui/widgets/gradient_painter.h"
#include "ui/widgets/segmented_buttons.h"
#include "ui/widgets/value_slider.h"

namespace fatou::ui {
namespace {

using color::Coloring;
using color::Mapping;

constexpr int kSectionGap = 18;
constexpr ValueSlider::Range kDensities{color::kMinDensity, color::kMaxDensity, 1.0,
                                        ValueSlider::Scale::Logarithmic};
constexpr ValueSlider::Range kOffsets{0.0, 1.0, 0.0};
constexpr ValueSlider::Range kSpeeds{0.01, 2.0, 0.1, ValueSlider::Scale::Logarithmic};

}  // namespace

ColorPanel::ColorPanel(std::vector<color::Gradient> builtIn, OwnGradients& own, QWidget* parent)
    : QWidget(parent),
      m_cycle(new ColorCycle(this)),
      m_gradient(new GradientForm(std::move(builtIn), own, this)) {
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(kPanelMargin, kPanelMargin, kPanelMargin, kPanelMargin);
  column->setSpacing(kSectionGap);
  column->addWidget(m_gradient);
  column->addWidget(makeMappingForm());
  column->addWidget(makeInteriorForm());
  column->addStretch();
  m_cycle->setSpeed(m_speed->value());
  setColoring(m_coloring);
  setFormula({});
  connectAll();
  connectFields();
}

FieldForm* ColorPanel::makeMappingForm() {
  auto* form = new FieldForm(tr("Shading"), this);
  m_bands = new SegmentedButtons(form);
  m_bands->addSegment(tr("Smooth"), {});
  m_bands->addSegment(tr("Banded"), tr("One colour for each count J"));
  m_mapping = new QComboBox(form);
  m_mapping->addItems({tr("Linear"), tr("Logarithm"), tr("Square root"), tr("Equalised")});
  m_mapping->setToolTip(
      tr("How counts are spread over the gradient. Equalised gives every colour the same area"));
  m_density = new ValueSlider(kDensities, 2, form);
  m_density->slider()->setToolTip(tr("How often the gradient repeats. Double-click for 1"));
  m_offset = new ValueSlider(kOffsets, 3, form);
  m_offset->slider()->setToolTip(tr("Where the gradient begins. Double-click for 0"));
  form->addRow(tr("Steps"), m_bands);
  form->addRow(tr("Mapping"), m_mapping);
  form->addRow(tr("Density"), m_density);
  form->addRow(tr("Offset"), m_offset);
  form->addRow(tr("Cycle"), makeCycleRow());
  m_density->slider()->setAccessibleName(tr("Density"));
  m_offset->slider()->setAccessibleName(tr("Offset"));
  return form;
}

QWidget* ColorPanel::makeCycleRow() {
  auto* widget = new QWidget(this);
  m_play = new QPushButton(icon(u"play"), QString(), widget);
  m_play->setCheckable(true);
  m_play->setStyleSheet(QStringLiteral("min-width: 32px; max-width: 32px; padding: 0;"));
  m_play->setAccessibleName(tr("Cycle the colours"));
  m_play->setToolTip(tr("Let the colours move through the picture"));
  m_speed = new ValueSlider(kSpeeds, 2, widget);
  m_speed->slider()->setAccessibleName(tr("Speed of the cycle"));
  m_speed->slider()->setToolTip(tr("Runs through the gradient in a second"));
  auto* row = new QHBoxLayout(widget);
  row->setContentsMargins(0, 0, 0, 0);
  row->addWidget(m_play);
  row->addWidget(m_speed, 1);
  return widget;
}

FieldForm* ColorPanel::makeInteriorForm() {
  auto* form = new FieldForm(tr("Julia set"), this);
  m_interior = new ColorButton(form);
  m_interior->setAccessibleName(tr("Interior colour"));
  m_interior->setToolTip(tr("The colour of points that never escape, and of the lines"));
  m_lines = new QCheckBox(tr("Draw where the set is within a pixel"), form);
  m_lines->setAccessibleName(tr("Distance lines"));
  form->addRow(tr("Interior"), m_interior);
  form->addWide(m_lines);
  return form;
}

void ColorPanel::connectAll() {
  connect(m_gradient, &GradientForm::gradientChanged, this, &ColorPanel::chooseGradient);
  connect(m_play, &QPushButton::toggled, this, &ColorPanel::setCycling);
  connect(m_speed, &ValueSlider::valueEdited, m_cycle, &ColorCycle::setSpeed);
  connect(m_cycle, &ColorCycle::advanced, this, &ColorPanel::cycle);
}

void ColorPanel::connectFields() {
  // Each changes one member of a copy, so that what sliders cannot show exactly is kept.
  const auto connectTo = [this](auto* sender, auto signal, auto Coloring::*member, auto valueOf) {
    connect(sender, signal, this, [this, member, valueOf](auto value, auto... rest) {
      Coloring to = m_coloring;
      to.*member = valueOf(value);
      change(to, (rest && ... && true));
    });
  };
  const auto same = [](auto value) { return value; };
  connectTo(m_density, &ValueSlider::valueEdited, &Coloring::density, same);
  connectTo(m_offset, &ValueSlider::valueEdited, &Coloring::offset, same);
  connectTo(m_lines, &QCheckBox::toggled, &Coloring::distanceLines, same);
  connectTo(m_bands, &SegmentedButtons::currentEdited, &Coloring::smooth,
            [](int segment) { return segment == 0; });
  connectTo(m_mapping, &QComboBox::activated, &Coloring::mapping,
            [](int row) { return static_cast<Mapping>(row); });
  connectTo(m_interior, &ColorButton::colorChanged, &Coloring::interior,
            [](const QColor& color) { return toRgb(color); });
}

void ColorPanel::setColoring(const Coloring& coloring) {
  const double offset = isCycling() ? m_coloring.offset : coloring.offset;
  m_coloring = coloring;
  m_coloring.offset = offset;
  m_gradient->setGradient(coloring.gradient);
  showColoring();
}

void ColorPanel::setFormula(julia::Formula formula) {
  greyWidget(*m_lines, tr("Shows the thinnest threads of the set, by the estimated distance to it"),
             whyNot(formula, julia::Ability::Distance));
  const QString why = whyNot(formula, julia::Ability::Smooth);
  const QString usual = tr("Colours without steps, by the smooth count");
  m_bands->setSegmentEnabled(0, why.isEmpty(), why.isEmpty() ? usual : why);
}

void ColorPanel::showColoring() {
  const QSignalBlocker blocker(m_lines);
  m_bands->setCurrent(m_coloring.smooth ? 0 : 1);
  m_mapping->setCurrentIndex(static_cast<int>(m_coloring.mapping));
  m_density->setValue(m_coloring.density);
  m_offset->setValue(m_coloring.offset);
  m_interior->setColor(toQColor(m_coloring.interior));
  m_lines->setChecked(m_coloring.distanceLines);
}

void ColorPanel::change(const Coloring& to, bool finished) {
  m_coloring = to;
  showColoring();
  Q_EMIT coloringChanged(m_coloring, finished);
}

// The interior goes along unless the user has chosen another than the gradient's.
void ColorPanel::chooseGradient(const color::Gradient& gradient, bool finished) {
  Coloring to = m_coloring;
  if (to.interior == to.gradient.interior) to.interior = gradient.interior;
  to.gradient = gradient;
  change(to, finished);
}

bool ColorPanel::isCycling() const {
  return m_cycle->isRunning();
}

void ColorPanel::setCycling(bool cycling) {
  if (cycling == isCycling()) return;
  if (cycling)
    m_cycle->start();
  else
    m_cycle->stop();
  m_play->setChecked(cycling);
  m_play->setIcon(icon(cycling ? u"pause" : u"play"));
  if (!cycling) Q_EMIT coloringChanged(m_coloring, true);
}

void ColorPanel::cycle(double periods) {
  const double offset = m_coloring.offset + periods;
  m_coloring.offset = offset - std::floor(offset);
  m_offset->setValue(m_coloring.offset);
  Q_EMIT offsetCycled(m_coloring.offset);
}

}  // namespace fatou::ui
