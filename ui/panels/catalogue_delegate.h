// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSize>
#include <QStyledItemDelegate>

namespace fatou::ui {

// Draws a formula of the catalogue: its picture, and beside it the name, the formula, and what is
// to be seen.
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
