// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/canvas_chips.h"

#include <QLabel>

namespace fatou::ui {

QLabel* makeChip(QWidget& canvas) {
  auto* chip = new QLabel(&canvas);
  chip->setProperty("class", QStringLiteral("chip"));
  chip->setTextFormat(Qt::RichText);
  chip->setAttribute(Qt::WA_TransparentForMouseEvents);
  chip->hide();
  return chip;
}

CanvasChips::CanvasChips(QWidget& canvas)
    : m_canvas(canvas),
      m_zoom(makeChip(canvas)),
      m_readout(makeChip(canvas)),
      m_note(makeChip(canvas)) {}

void CanvasChips::setZoom(const QString& richText) {
  m_zoom->setText(richText);
  layOut();
}

// Rich text, in which runs of spaces would shrink.
void CanvasChips::setReadout(const QString& text) {
  m_readout->setText(QString(text).replace(QStringLiteral("   "), QStringLiteral("&nbsp;&nbsp; ")));
  layOut();
}

void CanvasChips::setNote(const QString& text) {
  m_note->setText(text);
  layOut();
}

void CanvasChips::layOut() {
  const int width = m_canvas.width();
  const int height = m_canvas.height();
  const bool hasRoom = width > 240 && height > 160;
  m_zoom->setVisible(!m_zoom->text().isEmpty() && hasRoom);
  m_note->setVisible(!m_note->text().isEmpty() && hasRoom);
  m_readout->setVisible(!m_readout->text().isEmpty());
  for (QLabel* chip : {m_zoom, m_readout, m_note}) chip->adjustSize();
  m_zoom->move(width - m_zoom->width() - kChipMargin, kChipMargin);
  // The note lies below the hints that the picture shows there while it has the screen alone.
  m_note->move(kChipMargin, 2 * kChipMargin + m_note->height());
  m_readout->move(kChipMargin, height - m_readout->height() - kChipMargin);
}

std::vector<QRectF> CanvasChips::rects() const {
  std::vector<QRectF> rects;
  for (const QLabel* chip : {m_zoom, m_readout, m_note})
    if (!chip->isHidden()) rects.emplace_back(chip->geometry());
  return rects;
}

}  // namespace fatou::ui
