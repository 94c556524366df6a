// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/status_line.h"

#include <QLabel>
#include <QStatusBar>
#include <QStyle>

namespace fatou::ui {
namespace {

constexpr int kFlashMs = 5'000;

QLabel* makeLabel(QStatusBar& bar, const QString& look) {
  auto* label = new QLabel(&bar);
  label->setProperty("class", look);
  return label;
}

}  // namespace

StatusLine::StatusLine(QStatusBar& bar, const QString& arithmetic)
    : QObject(&bar),
      m_bar(bar),
      m_stage(makeLabel(bar, QStringLiteral("secondary"))),
      m_picture(makeLabel(bar, QStringLiteral("secondary"))) {
  auto* numbers = makeLabel(bar, QStringLiteral("secondary"));
  numbers->setText(arithmetic);
  numbers->setToolTip(tr("The type of numbers and the vector instructions of the kernel"));
  auto* hint = makeLabel(bar, QStringLiteral("secondary"));
  hint->setText(tr("Drag to move · wheel to zoom · Shift-drag for a box"));
  bar.addWidget(m_stage);
  bar.addWidget(m_picture);
  bar.addWidget(numbers);
  bar.addPermanentWidget(hint);
}

void StatusLine::setPicture(PixelSize size, int samples) {
  QString text = tr("%1 × %2").arg(size.width).arg(size.height);
  if (samples > 1) text += tr(", %1 × %1 samples").arg(samples);
  m_picture->setText(text);
}

void StatusLine::setStage(const QString& stage) {
  m_stageText = stage;
  showStage();
}

void StatusLine::setNotice(const QString& notice) {
  m_notice = notice;
  showStage();
}

void StatusLine::flash(const QString& message) {
  m_bar.showMessage(message, kFlashMs);
}

void StatusLine::showStage() {
  const bool trouble = !m_notice.isEmpty();
  m_stage->setText(trouble ? m_notice : m_stageText);
  m_stage->setProperty("class", trouble ? QStringLiteral("error") : QStringLiteral("secondary"));
  m_stage->style()->unpolish(m_stage);
  m_stage->style()->polish(m_stage);
}

}  // namespace fatou::ui
