// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSize>
#include <QStyledItemDelegate>

namespace fatou::ui {

// Draws a row of the catalogue: the picture of the formula, and beside it the name, the text, and a
// line on what it shows.
class CatalogueDelegate : public QStyledItemDelegate {
  Q_OBJECT
 public:
  using QStyledItemDelegate::QStyledItemDelegate;

  void paint(QPainter* painter, const QStyleOptionViewItem& option,
             const QModelIndex& index) const override;
  QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

 private:
  void paintPicture(QPainter& painter, const QRectF& rect, const QModelIndex& index) const;
  void paintTexts(QPainter& painter, const QRect& rect, const QStyleOptionViewItem& option,
                  const QModelIndex& index) const;
};

}  // namespace fatou::ui
