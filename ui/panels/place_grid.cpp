// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/place_grid.h"

#include <algorithm>
#include <cmath>

#include <QDropEvent>
#include <QEvent>
#include <QGuiApplication>
#include <QPainter>
#include <QScrollBar>

#include "ui/panels/place_delegate.h"

namespace fatou::ui {
namespace {

constexpr double kUsualCell = 92.0;

}  // namespace

PlaceGrid::PlaceGrid(QWidget* parent) : QListView(parent), m_delegate(new PlaceDelegate(this)) {
  setItemDelegate(m_delegate);
  setProperty("class", QStringLiteral("flush"));
  setFrameShape(QFrame::NoFrame);
  setFlow(LeftToRight);
  setWrapping(true);
  setResizeMode(Adjust);
  setUniformItemSizes(true);
  setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  setVerticalScrollMode(ScrollPerPixel);
  setSelectionMode(SingleSelection);
  setEditTriggers(NoEditTriggers);
  setMouseTracking(true);
  viewport()->setAutoFillBackground(false);
  setDragDropMode(DragDrop);
  setDefaultDropAction(Qt::CopyAction);
  setDropIndicatorShown(false);
}

void PlaceGrid::setCurrentPlace(const julia::Place& place) {
  m_delegate->setCurrentPlace(place);
  viewport()->update();
}

void PlaceGrid::setEmptyText(const QString& text) {
  m_emptyText = text;
  viewport()->update();
}

void PlaceGrid::resizeEvent(QResizeEvent* event) {
  fitCells();
  QListView::resizeEvent(event);
}

void PlaceGrid::changeEvent(QEvent* event) {
  QListView::changeEvent(event);
  if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange) fitCells();
}

// The scroll bar's room is left free even while there is none, so that it cannot come and go by
// turns; and a row of the whole width would wrap.
int PlaceGrid::cellWidth() const {
  const int bar = style()->pixelMetric(QStyle::PM_ScrollBarExtent, nullptr, verticalScrollBar());
  const int width = maximumViewportSize().width() - bar;
  const int columns = std::max(1, static_cast<int>(std::lround(width / kUsualCell)));
  return std::max(1, (width - 1) / columns);
}

void PlaceGrid::fitCells() {
  const QSize cell = PlaceDelegate::cellSizeFor(cellWidth(), font());
  if (cell == m_delegate->cellSize()) return;
  m_delegate->setCellSize(cell);
  setGridSize(cell);
  verticalScrollBar()->setSingleStep(cell.height() / 2);
  Q_EMIT thumbnailSizeChanged(PlaceDelegate::thumbnailSize(cell.width()));
}

QSize PlaceGrid::viewportSizeHint() const {
  constexpr int kColumns = 3;
  constexpr int kRows = 2;
  const int width = static_cast<int>(kUsualCell);
  return {kColumns * width, kRows * PlaceDelegate::cellSizeFor(width, font()).height()};
}

void PlaceGrid::paintEvent(QPaintEvent* event) {
  QListView::paintEvent(event);
  if (m_emptyText.isEmpty() || (model() && model()->rowCount() > 0)) return;
  QPainter painter(viewport());
  painter.setPen(QGuiApplication::palette().color(QPalette::PlaceholderText));
  painter.drawText(viewport()->rect().adjusted(12, 12, -12, -12),
                   Qt::AlignHCenter | Qt::AlignTop | Qt::TextWordWrap, m_emptyText);
}

// A place dropped where it comes from would only be doubled.
void PlaceGrid::dragEnterEvent(QDragEnterEvent* event) {
  if (event->source() != this) QListView::dragEnterEvent(event);
}

void PlaceGrid::dragMoveEvent(QDragMoveEvent* event) {
  if (event->source() == this)
    event->ignore();
  else
    QListView::dragMoveEvent(event);
}

void PlaceGrid::dropEvent(QDropEvent* event) {
  if (event->source() == this)
    event->ignore();
  else
    QListView::dropEvent(event);
}

}  // namespace fatou::ui
