// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include <QStringList>
#include <QStyledItemDelegate>

#include "core/julia/plane/place.h"

namespace fatou::ui {

// Draws a place as a rounded thumbnail with its name below: an accent ring around the one that is
// on the canvas, a ribbon on those the user made.
class PlaceDelegate : public QStyledItemDelegate {
  Q_OBJECT
 public:
  explicit PlaceDelegate(QObject* parent = nullptr) : QStyledItemDelegate(parent) {}

  // The place that has the ring from now on; the view is to be drawn again.
  void setCurrentPlace(const julia::Place& place) { m_current = place; }

  // How large a cell is. All its thumbnails are as large as thumbnailSize() of its width.
  void setCellSize(QSize size) { m_cellSize = size; }
  QSize cellSize() const { return m_cellSize; }
  static QSize thumbnailSize(int cellWidth);
  static QSize cellSizeFor(int cellWidth, const QFont& font);
  // A name as it stands in a cell: in up to two lines, and cut where those are too few.
  static QStringList nameLines(const QString& name, int cellWidth, const QFont& font);

  // Around every thumbnail, so that two are twice this apart.
  static constexpr int kMargin = 3;

  void paint(QPainter* painter, const QStyleOptionViewItem& option,
             const QModelIndex& index) const override;
  QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
  QWidget* createEditor(QWidget* parent, const QStyleOptionViewItem& option,
                        const QModelIndex& index) const override;
  void setEditorData(QWidget* editor, const QModelIndex& index) const override;
  void updateEditorGeometry(QWidget* editor, const QStyleOptionViewItem& option,
                            const QModelIndex& index) const override;

 private:
  bool isCurrent(const QModelIndex& index) const;
  void paintPicture(QPainter& painter, const QRectF& rect, const QModelIndex& index) const;
  void paintRing(QPainter& painter, const QRectF& rect, const QStyleOptionViewItem& option,
                 bool current) const;
  void paintRibbon(QPainter& painter, const QRectF& rect) const;
  void paintName(QPainter& painter, const QRect& rect, const QStyleOptionViewItem& option,
                 const QModelIndex& index) const;

  std::optional<julia::Place> m_current;
  QSize m_cellSize;
};

}  // namespace fatou::ui
