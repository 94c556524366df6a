// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/status_line.h"

#include <QLabel>
#include <QStatusBar>
#include <QStyle>

#include "core/io/files/shown_text.h"
#include "ui/style/number_text.h"

namespace fatou::ui {
namespace {

constexpr int kMessageMs = 5'000;

QLabel* makeLabel(QStatusBar& bar, const QString& look) {
  auto* label = new QLabel(&bar);
  label->setProperty("class", look);
  label->setTextFormat(Qt::PlainText);
  return label;
}

}  // namespace

StatusLine::StatusLine(QStatusBar& bar, const QString& simdTarget)
    : QObject(&bar),
      m_bar(bar),
      m_stage(makeLabel(bar, QStringLiteral("secondary"))),
      m_picture(makeLabel(bar, QStringLiteral("secondary"))),
      m_numbers(makeLabel(bar, QStringLiteral("secondary"))),
      m_simdTarget(simdTarget) {
  auto* hint = makeLabel(bar, QStringLiteral("secondary"));
  hint->setText(tr("Drag to move · wheel to zoom · Shift-drag for a box"));
  bar.addWidget(m_stage);
  bar.addWidget(m_picture);
  bar.addWidget(m_numbers);
  bar.addPermanentWidget(hint);
  setNumberType(julia::NumberType::Double);
}

void StatusLine::setPicture(PixelSize size, int samples) {
  QString text = tr("%1 × %2").arg(size.width).arg(size.height);
  if (samples > 1) text += tr(", %1 × %1 samples").arg(samples);
  m_picture->setText(text);
}

void StatusLine::setNumberType(julia::NumberType type) {
  const bool deep = type == julia::NumberType::Perturbation;
  m_numbers->setText((deep ? tr("perturbation, %1") : tr("double, %1")).arg(m_simdTarget));
  m_numbers->setToolTip(
      deep ? tr("Pixels are computed as distances from an orbit of many digits, with these vector "
                "instructions")
           : tr("The type of numbers and the vector instructions of the kernel"));
  m_orbitText.clear();
  showStage();
}

void StatusLine::showOrbit(std::int64_t steps) {
  m_orbitText = tr("Reference orbit: %1 steps").arg(groupedText(steps));
  showStage();
}

void StatusLine::setStage(const QString& stage) {
  m_stageText = stage;
  m_orbitText.clear();
  showStage();
}

void StatusLine::setReading(const QString& what) {
  m_reading = io::shownLine(what);
  showStage();
}

void StatusLine::setNotice(const QString& notice) {
  m_notice = notice;
  showStage();
}

void StatusLine::flash(const QString& message) {
  m_bar.showMessage(io::shownLine(message), kMessageMs);
}

// A hint goes before progress, which changes by itself.
void StatusLine::showStage() {
  const bool hints = !m_notice.isEmpty();
  const QString& stage = m_orbitText.isEmpty() ? m_stageText : m_orbitText;
  const QString& progress = m_reading.isEmpty() ? stage : m_reading;
  m_stage->setText(hints ? m_notice : progress);
  m_stage->setToolTip(m_notice);
  m_stage->setProperty("class", hints ? QStringLiteral("error") : QStringLiteral("secondary"));
  m_stage->style()->unpolish(m_stage);
  m_stage->style()->polish(m_stage);
}

}  // namespace fatou::ui
