// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStyledItemDelegate>

namespace fatou::ui {

// Draws a lesson of the list: its title, the line about it in the quieter voice, and below them its
// minutes and how far the user has come; a check mark stands at the right of one that is done. Rows
// are as wide as the list and as high as their texts.
class LessonDelegate : public QStyledItemDelegate {
  Q_OBJECT
 public:
  // The title is the item's text.
  enum Role {
    AboutRole = Qt::UserRole,
    ProgressRole,  // "4 min · 2 of 5 pages"
    DoneRole,      // bool
  };

  using QStyledItemDelegate::QStyledItemDelegate;

  void paint(QPainter* painter, const QStyleOptionViewItem& option,
             const QModelIndex& index) const override;
  QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
  // Shows the item's tool tip only where its texts are cut.
  bool helpEvent(QHelpEvent* event, QAbstractItemView* view, const QStyleOptionViewItem& option,
                 const QModelIndex& index) override;
};

}  // namespace fatou::ui
