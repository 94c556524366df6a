// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/elided_delegate.h"

#include <QAbstractItemView>
#include <QHelpEvent>
#include <QToolTip>

namespace fatou::ui {

// Asks for no width, as a list makes an item at least as wide as itself.
QSize ElidedDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const {
  return {1, QStyledItemDelegate::sizeHint(option, index).height()};
}

bool ElidedDelegate::helpEvent(QHelpEvent* event, QAbstractItemView* view,
                               const QStyleOptionViewItem& option, const QModelIndex& index) {
  if (event->type() != QEvent::ToolTip) return false;
  const bool isCut = QStyledItemDelegate::sizeHint(option, index).width() > option.rect.width();
  // A tool tip wraps its text only where that is HTML.
  const QString whole =
      QStringLiteral("<p>%1</p>").arg(index.data(Qt::DisplayRole).toString().toHtmlEscaped());
  QToolTip::showText(event->globalPos(), isCut ? whole : QString(), view);
  return true;
}

}  // namespace fatou::ui
