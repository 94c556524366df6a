// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/style/calm_style.h"

#include <QAbstractItemView>
#include <QLabel>

namespace fatou::ui {

CalmStyle::CalmStyle() : QProxyStyle(QStringLiteral("Fusion")) {}

void CalmStyle::polish(QWidget* widget) {
  QProxyStyle::polish(widget);
  // A label takes text for HTML if it looks like HTML, as a file's name can. This program's tool
  // tips are HTML, and stay so.
  auto* label = qobject_cast<QLabel*>(widget);
  if (label != nullptr && label->textFormat() == Qt::AutoText && !widget->inherits("QTipLabel"))
    label->setTextFormat(Qt::PlainText);
  // A view that had to lay out its items before it was polished, because a row was made current,
  // would keep rows of the wrong height.
  if (auto* view = qobject_cast<QAbstractItemView*>(widget))
    QMetaObject::invokeMethod(
        view, [view] { view->doItemsLayout(); }, Qt::QueuedConnection);
}

int CalmStyle::styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget,
                         QStyleHintReturn* returnData) const {
  switch (hint) {
    case SH_Slider_AbsoluteSetButtons:  // a click on the groove goes there
      return Qt::LeftButton;
    case SH_ToolTip_WakeUpDelay:
      return 500;
    case SH_DialogButtonBox_ButtonsHaveIcons:
    case SH_EtchDisabledText:
    case SH_ComboBox_Popup:
    case SH_ItemView_PaintAlternatingRowColorsForEmptyArea:
      return 0;
    default:
      return QProxyStyle::styleHint(hint, option, widget, returnData);
  }
}

int CalmStyle::pixelMetric(PixelMetric metric, const QStyleOption* option,
                           const QWidget* widget) const {
  switch (metric) {
    case PM_ToolBarIconSize:
      return 20;
    case PM_SmallIconSize:
    case PM_ButtonIconSize:
      return 16;
    case PM_DockWidgetSeparatorExtent:
      return 5;  // a hairline could not be caught
    default:
      return QProxyStyle::pixelMetric(metric, option, widget);
  }
}

}  // namespace fatou::ui
