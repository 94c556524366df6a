// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/parameter_panel.h"

#include <algorithm>
#include <limits>

#include <QLabel>
#include <QScrollArea>
#include <QVBoxLayout>

#include "core/julia/dynamics/critical_orbit.h"
#include "core/julia/numbers/resolved_decimal.h"
#include "ui/map/map_text.h"
#include "ui/map/map_view.h"
#include "ui/panels/attracting_cycle_text.h"
#include "ui/panels/cardioid_sliders.h"
#include "ui/panels/complex_fields.h"
#include "ui/panels/facts_box.h"
#include "ui/panels/facts_text.h"
#include "ui/panels/formula_form.h"
#include "ui/panels/morph_controls.h"
#include "ui/state/formula_abilities.h"
#include "ui/style/spacing.h"
#include "ui/widgets/coordinate_edit.h"
#include "ui/widgets/disclosure.h"
#include "ui/widgets/field_row.h"
#include "ui/widgets/integer_edit.h"

namespace fatou::ui {
namespace {

constexpr int kFieldSpacing = 8;
constexpr int kHeadingGap = 4;  // more, above a heading
// A lower map would be of no use, so the panel is scrolled instead.
constexpr int kLeastMapHeight = 150;
// Following the critical orbit can take milliseconds, too long for each of 60 values of c a second.
constexpr int kDescribeMs = 60;
// The resolution of sliders and paths; a zoomed map may resolve more.
constexpr double kResolution = 1e-5;
constexpr double kLeastResolution = 1e-17;  // they move doubles

QLabel* heading(const QString& text) {
  auto* label = new QLabel(text);
  label->setProperty("class", QStringLiteral("heading"));
  return label;
}

// The height of the map in a panel of this width.
int bestMapHeight(int width) {
  return std::max(kLeastMapHeight, MapView::fullHeight(width - 2 * kPanelMargin));
}

bool isScrolled(const QWidget& panel) {
  const QWidget* viewport = panel.parentWidget();
  return viewport != nullptr && qobject_cast<QScrollArea*>(viewport->parentWidget()) != nullptr;
}

}  // namespace

ParameterPanel::ParameterPanel(QWidget* parent)
    : QWidget(parent),
      m_form(new FormulaForm(this)),
      m_fields(new ComplexFields(tr("c"), this)),
      m_rowOfC(new FieldRow({}, m_fields, {m_fields->re(), m_fields->im()}, this)),
      m_iterations(new IntegerEdit(this)),
      m_map(new MapView(this)),
      m_cycle(new QLabel(this)),
      m_facts(new FactsBox),
      m_factsSection(nullptr),
      m_cardioid(new CardioidSliders),
      m_morph(new MorphControls) {
  m_describe.setSingleShot(true);
  m_describe.setInterval(kDescribeMs);
  nameFields();
  layOut();
  connectAll();
  showFormula(m_formula);
  showC(m_c);
}

void ParameterPanel::nameFields() {
  m_iterations->setToolTip(
      tr("How many steps a point is followed before it counts as one that "
         "never escapes (tmax)"));
  m_iterations->setHint(tr("tmax"));
  m_iterations->setRange(tr("tmax"), 1, std::numeric_limits<std::int32_t>::max());
  m_cycle->setWordWrap(true);
  m_cycle->setAccessibleName(tr("Attracting cycle"));
}

void ParameterPanel::layOut() {
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(kPanelMargin, kPanelMargin, kPanelMargin, kPanelMargin);
  column->setSpacing(kFieldSpacing);
  column->addWidget(m_form);
  column->addWidget(m_rowOfC);
  column->addWidget(new FieldRow(tr("Iterations"), m_iterations, {}, this));
  // The map takes all the height that is left, up to a limit that resizeEvent() finds by the width.
  m_map->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Ignored);
  m_map->setMinimumHeight(kLeastMapHeight);
  column->addWidget(m_map, 1);
  column->addSpacing(kHeadingGap);
  column->addWidget(heading(tr("Attracting cycle")));
  column->addWidget(m_cycle);
  column->addSpacing(kHeadingGap);
  Disclosure* paths = makePaths();
  m_factsSection = new Disclosure(tr("Facts"), m_facts, this);
  column->addWidget(m_factsSection);
  column->addWidget(paths);
  column->addStretch();
}

Disclosure* ParameterPanel::makePaths() {
  auto* paths = new QWidget;
  auto* rows = new QVBoxLayout(paths);
  rows->setContentsMargins(0, 0, 0, 0);
  rows->setSpacing(kFieldSpacing);
  rows->addWidget(m_cardioid);
  rows->addSpacing(kHeadingGap);
  rows->addWidget(heading(tr("Morph")));
  rows->addWidget(m_morph);
  return new Disclosure(tr("Cardioid and morph"), paths, this);
}

void ParameterPanel::connectAll() {
  connect(m_form, &FormulaForm::formulaEdited, this, &ParameterPanel::formulaEdited);
  connect(m_iterations, &IntegerEdit::valueEdited, this,
          [this](std::int64_t tmax) { Q_EMIT iterationsEdited(static_cast<std::int32_t>(tmax)); });
  connect(m_map, &MapView::cPreviewed, this, &ParameterPanel::cPreviewed);
  connect(m_map, &MapView::cRequested, this, &ParameterPanel::choose);
  connect(m_map, &MapView::numbersRequested, this, &ParameterPanel::numbersRequested);
  connect(m_map, &MapView::numbersPreviewed, this, &ParameterPanel::numbersPreviewed);
  connect(m_map, &MapView::planeRequested, this, [this](const render::MapPlane& plane) {
    Q_EMIT mapPlaneRequested(plane, mapName(m_formula, plane));
  });
  connect(m_fields, &ComplexFields::valueEdited, this,
          [this](const julia::ComplexDecimal& c) { choose(c, true); });
  const auto resolved = [this](std::complex<double> c) {
    const double unit = m_map->frame().unit.toDouble();
    return julia::resolvedDecimal(c, std::clamp(unit, kLeastResolution, kResolution));
  };
  connect(
      m_cardioid, &CardioidSliders::moved, this,
      [this, resolved](std::complex<double> c, bool finished) { choose(resolved(c), finished); });
  connect(m_morph, &MorphControls::moved, this,
          [this, resolved](std::complex<double> c, bool finished) {
            showC(resolved(c));
            Q_EMIT cRequested(m_c, finished);
          });
  connect(&m_describe, &QTimer::timeout, this, &ParameterPanel::describe);
}

void ParameterPanel::setPlace(const julia::Place& place) {
  if (!(place.c == m_c)) m_morph->interrupt();  // another place, an undo
  m_form->setPlace(place);
  if (place.formula != m_formula) showFormula(place.formula);
  showC(place.c);
  m_iterations->setValue(place.tmax);
}

void ParameterPanel::setMapPlane(const std::optional<render::MapPlane>& plane) {
  m_map->setPlane(plane ? *plane : render::usualPlane(m_formula, {}));
}

QSize ParameterPanel::sizeHint() const {
  const QSize least = QWidget::sizeHint();
  return {least.width(), least.height() + m_map->sizeHint().height() - kLeastMapHeight};
}

int ParameterPanel::heightForWidth(int width) const {
  const int least = layout()->totalMinimumHeightForWidth(width);
  const bool scrolls = isScrolled(*this) && least > parentWidget()->height();
  return scrolls ? least + bestMapHeight(width) - kLeastMapHeight : least;
}

void ParameterPanel::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  m_map->setMaximumHeight(bestMapHeight(width()));
}

// Taking c by hand ends a path that is being played.
void ParameterPanel::choose(const julia::ComplexDecimal& c, bool finished) {
  m_morph->setPlaying(false);
  showC(c);
  Q_EMIT cRequested(c, finished);
}

void ParameterPanel::showFormula(julia::Formula formula) {
  m_formula = formula;
  m_rowOfC->setVisible(formula.usesC());
  greyWidget(*m_cardioid, {}, whyNot(formula, julia::Ability::Morphs));
  m_morph->setFormula(formula);
  m_map->setFormula(formula);
  if (!julia::has(formula, julia::Ability::Cycles)) m_cycle->setText(QStringLiteral("…"));
  Q_EMIT cycleMissed(m_c, {});  // what was said is of another formula
}

void ParameterPanel::showC(const julia::ComplexDecimal& c) {
  const std::complex<double> point{c.re.toDouble(), c.im.toDouble()};
  m_c = c;
  m_map->setParameter(c);
  m_fields->setValue(c);
  m_cardioid->setC(point);
  m_morph->setRadius(m_cardioid->radius());
  m_morph->setC(point);
  if (!m_describe.isActive()) m_describe.start();
}

void ParameterPanel::setFacts(const FoundFacts& found) {
  if (!found.areOf(m_formula, m_c)) return;
  const QList<FactLine> lines = factLines(found);
  QStringList all;
  for (const FactLine& line : lines) all << tr("%1: %2").arg(line.title, line.text);
  m_factsSection->setHeading(tr("Facts: %1").arg(factsSummary(found)), all.join(u'\n'));
  m_facts->setFacts(found);
  if (julia::has(m_formula, julia::Ability::Cycles)) return;
  m_cycle->setText(attractingCyclesText(found.facts));
  Q_EMIT cycleMissed(m_c, noCycleText(found));
}

void ParameterPanel::describe() {
  if (!julia::has(m_formula, julia::Ability::Cycles)) return;  // setFacts() sets the text instead
  // A c with more digits than a double holds may lie in a tiny Mandelbrot set, with an interior
  // that its neighbours do not have, so the text then says that it is about the rounded c.
  constexpr std::size_t kMostDigits = 25;
  const bool isLong = std::max(m_c.re.digits().size(), m_c.im.digits().size()) > kMostDigits;
  const julia::CriticalOrbit orbit = julia::followCriticalOrbit(m_c);
  const QString text = attractingCycleText(orbit);
  m_cycle->setText(isLong ? tr("Of c rounded to a double: %1").arg(text) : text);
  Q_EMIT cycleMissed(m_c, isLong ? QString() : noCycleText(orbit));
}

}  // namespace fatou::ui
