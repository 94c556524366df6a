// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/morph_controls.h"

#include <cmath>

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QSignalBlocker>
#include <QVBoxLayout>

#include "ui/style/icons.h"
#include "ui/style/number_font.h"
#include "ui/widgets/field_row.h"
#include "ui/widgets/segmented_buttons.h"
#include "ui/widgets/slider_row.h"

namespace fatou::ui {
namespace {

constexpr int kTickMs = 16;
constexpr int kCircle = 0;  // of the segments; the other one is the line
// Seconds for the whole way, by a slider whose right end is fast.
constexpr double kSlowest = 240.0;
constexpr double kFastest = 4.0;
constexpr double kUsual = 40.0;

double secondsAt(double speed) {
  return kSlowest * std::pow(kFastest / kSlowest, speed);
}
double speedOf(double seconds) {
  return std::log(seconds / kSlowest) / std::log(kFastest / kSlowest);
}

QString pointText(std::complex<double> c) {
  return QStringLiteral("%1 %2 %3i")
      .arg(c.real(), 0, 'f', 4)
      .arg(c.imag() < 0.0 ? QChar(0x2212) : QLatin1Char('+'))
      .arg(std::abs(c.imag()), 0, 'f', 4)
      .replace(QLatin1Char('-'), QChar(0x2212));
}

}  // namespace

MorphControls::MorphControls(QWidget* parent)
    : QWidget(parent), m_kind(new SegmentedButtons(this)) {
  m_kind->addSegment(tr("Circle"), tr("Around the main cardioid, at the radius above"));
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
  m_fromRow = new FieldRow(tr("A"), makeEnd(tr("A"), &m_from), {}, this);
  m_toRow = new FieldRow(tr("B"), makeEnd(tr("B"), &m_to), {}, this);
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

// An end of the line: where it is, and a button that puts it where c is.
QWidget* MorphControls::makeEnd(const QString& name, std::complex<double>* end) {
  auto* field = new QWidget(this);
  auto* text = new QLabel(pointText(*end), field);
  text->setFont(numberFont(font()));
  auto* here = new QPushButton(tr("Here"), field);
  here->setToolTip(tr("Puts %1 where c is now").arg(name));
  here->setAccessibleName(tr("%1 here").arg(name));
  auto* row = new QHBoxLayout(field);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(8);
  row->addWidget(text, 1);
  row->addWidget(here);
  connect(here, &QPushButton::clicked, this, [this, text, end] {
    *end = m_c;
    text->setText(pointText(m_c));
    m_phase = julia::nearestPhase(path(), m_c);
    showPath();
  });
  return field;
}

void MorphControls::setC(std::complex<double> c) {
  m_c = c;
}

void MorphControls::setRadius(double radius) {
  if (isPlaying()) return;
  m_radius = radius;
  showPath();
}

julia::MorphPath MorphControls::path() const {
  if (m_kind->current() == kCircle) return julia::CardioidCircle{m_radius};
  return julia::StraightLine{m_from, m_to};
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
  m_play->setEnabled(circle ? m_radius > 0.0 : m_from != m_to);
  m_note->setVisible(!m_play->isEnabled());
  m_note->setText(circle ? tr("A circle of radius 0 is a point: choose a radius above.")
                         : tr("A and B are the same point: move c and put one of them there."));
}

double MorphControls::turnsASecond() const {
  return 1.0 / secondsAt(m_speed->value());
}

}  // namespace fatou::ui
