// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/elided_delegate.h"

#include <QAbstractItemView>
#include <QHelpEvent>
#include <QToolTip>

namespace fatou::ui {

// A list gives an item at least its own width.
QSize ElidedDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const {
  return {1, QStyledItemDelegate::sizeHint(option, index).height()};
}

bool ElidedDelegate::helpEvent(QHelpEvent* event, QAbstractItemView* view,
                               const QStyleOptionViewItem& option, const QModelIndex& index) {
  if (event->type() != QEvent::ToolTip) return false;
  const bool isCut = QStyledItemDelegate::sizeHint(option, index).width() > option.rect.width();
  // As HTML the text wraps.
  const QString whole =
      QStringLiteral("<p>%1</p>").arg(index.data(Qt::DisplayRole).toString().toHtmlEscaped());
  QToolTip::showText(event->globalPos(), isCut ? whole : QString(), view);
  return true;
}

}  // namespace fatou::ui
