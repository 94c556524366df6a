// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/morph_controls.h"

#include <cmath>

#include <QLabel>
#include <QPushButton>
#include <QSignalBlocker>
#include <QToolButton>
#include <QVBoxLayout>

#include "core/julia/numbers/resolved_decimal.h"
#include "ui/state/formula_abilities.h"
#include "ui/style/icons.h"
#include "ui/widgets/complex_edit.h"
#include "ui/widgets/field_row.h"
#include "ui/widgets/segmented_buttons.h"
#include "ui/widgets/slider_row.h"

namespace fatou::ui {
namespace {

constexpr int kTickMs = 16;
constexpr int kCircle = 0;  // of the segments
constexpr int kLine = 1;
// Seconds for the whole way, by a slider whose right end is fast.
constexpr double kSlowest = 240.0;
constexpr double kFastest = 4.0;
constexpr double kUsual = 40.0;
constexpr double kLineResolution = 1e-5;  // of the line's ends

double secondsAt(double speed) {
  return kSlowest * std::pow(kFastest / kSlowest, speed);
}
double speedOf(double seconds) {
  return std::log(seconds / kSlowest) / std::log(kFastest / kSlowest);
}

std::complex<double> toDouble(const julia::ComplexDecimal& c) {
  return {c.re.toDouble(), c.im.toDouble()};
}

}  // namespace

MorphControls::MorphControls(QWidget* parent)
    : QWidget(parent), m_kind(new SegmentedButtons(this)) {
  m_kind->addSegment(tr("Circle"), circleToolTip());
  m_kind->addSegment(tr("Line"), tr("Straight from A to B and back"));
  m_speed = new SliderRow(
      {.text = [](double speed) { return tr("%1 s").arg(secondsAt(speed), 0, 'f', 0); },
       .widest = QStringLiteral("240 s")},
      tr("Speed"), tr("How long the whole way takes"), this);
  m_speed->setValue(speedOf(kUsual));
  m_play = new QPushButton(tr("Play"), this);
  m_play->setIcon(icon(u"play"));
  m_play->setCheckable(true);
  m_play->setToolTip(tr("Moves c along the path, from where it is nearest"));
  m_note = new QLabel(this);
  m_note->setProperty("class", QStringLiteral("secondary"));
  m_note->setWordWrap(true);
  buildRows();
  m_timer.setTimerType(Qt::PreciseTimer);
  m_timer.setInterval(kTickMs);
  connect(&m_timer, &QTimer::timeout, this,
          [this] { advance(static_cast<double>(m_clock.nsecsElapsed()) * 1e-9); });
  connect(m_play, &QPushButton::toggled, this, &MorphControls::setPlaying);
  connect(m_kind, &SegmentedButtons::currentEdited, this, [this] {
    setPlaying(false);
    showPath();
  });
  showPath();
}

void MorphControls::buildRows() {
  m_from = makeEnd(tr("A"), {-0.7269, 0.1889});
  m_to = makeEnd(tr("B"), {-0.123, 0.745});
  m_fromRow = new FieldRow(tr("A"), m_from, {}, this);
  m_toRow = new FieldRow(tr("B"), m_to, {}, this);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(8);
  column->addWidget(new FieldRow(tr("Path"), m_kind, {}, this));
  column->addWidget(m_fromRow);
  column->addWidget(m_toRow);
  column->addWidget(new FieldRow(tr("Once in"), m_speed, {}, this));
  column->addWidget(m_play);
  column->addWidget(m_note);
}

// An end of the line: typed, or put where c is by the button in the field.
ComplexEdit* MorphControls::makeEnd(const QString& name, std::complex<double> where) {
  auto* end = new ComplexEdit(this);
  end->setValue(julia::resolvedDecimal(where, kLineResolution));
  end->setAccessibleName(tr("Path's end %1").arg(name));
  end->setToolTip(tr("Where the line ends: a number a+bi"));
  auto* here = new QToolButton(end);
  here->setIcon(icon(u"pick"));
  here->setAutoRaise(true);
  here->setToolTip(tr("Put %1 here, where c is now").arg(name));
  here->setAccessibleName(here->toolTip());
  end->addTrailing(here);
  connect(end, &ComplexEdit::valueEdited, this, &MorphControls::changeLine);
  connect(here, &QToolButton::clicked, this, [this, end] {
    end->setValue(julia::resolvedDecimal(m_c, kLineResolution));
    changeLine();
  });
  return end;
}

void MorphControls::changeLine() {
  m_phase = julia::nearestPhase(path(), m_c);
  showPath();
}

void MorphControls::setC(std::complex<double> c) {
  m_c = c;
}

QString MorphControls::circleToolTip() {
  return tr("Around the main cardioid, at the radius above");
}

void MorphControls::setFormula(julia::Formula formula) {
  const QString why = whyNot(formula, julia::Ability::Morphs);
  m_kind->setSegmentEnabled(kCircle, why.isEmpty(), why.isEmpty() ? circleToolTip() : why);
  if (why.isEmpty() || m_kind->current() != kCircle) return;
  interrupt();
  m_kind->setCurrent(kLine);
  showPath();
}

void MorphControls::setRadius(double radius) {
  if (isPlaying()) return;
  m_radius = radius;
  showPath();
}

julia::MorphPath MorphControls::path() const {
  if (m_kind->current() == kCircle) return julia::CardioidCircle{m_radius};
  return julia::StraightLine{toDouble(m_from->value()), toDouble(m_to->value())};
}

void MorphControls::setPlaying(bool playing) {
  if (playing == isPlaying()) return;
  if (!playing) {
    interrupt();
    Q_EMIT moved(m_c, true);
    return;
  }
  m_phase = julia::nearestPhase(path(), m_c);
  m_clock.start();
  m_timer.start();
  showPlaying();
}

void MorphControls::interrupt() {
  m_timer.stop();
  showPlaying();
}

void MorphControls::advance(double seconds) {
  m_clock.start();
  m_phase += seconds * turnsASecond();
  m_phase -= std::floor(m_phase);
  m_c = julia::pointOn(path(), m_phase);
  Q_EMIT moved(m_c, false);
}

void MorphControls::showPlaying() {
  const QSignalBlocker silent(m_play);
  m_play->setChecked(isPlaying());
  m_play->setText(isPlaying() ? tr("Pause") : tr("Play"));
  m_play->setIcon(icon(isPlaying() ? u"pause" : u"play"));
}

void MorphControls::showPath() {
  const bool circle = m_kind->current() == kCircle;
  m_fromRow->setVisible(!circle);
  m_toRow->setVisible(!circle);
  m_play->setEnabled(circle ? m_radius > 0.0 : !(m_from->value() == m_to->value()));
  m_note->setVisible(!m_play->isEnabled());
  m_note->setText(circle ? tr("A circle of radius 0 is a point: choose a radius above.")
                         : tr("A and B are the same point: move c and put one of them there."));
}

double MorphControls::turnsASecond() const {
  return 1.0 / secondsAt(m_speed->value());
}

}  // namespace fatou::ui
