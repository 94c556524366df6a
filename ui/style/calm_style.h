// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QProxyStyle>

namespace fatou::ui {

// Fusion with this program's manners: sizes and behaviour that a style sheet cannot say, and labels
// that show text as it is.
class CalmStyle : public QProxyStyle {
  Q_OBJECT
 public:
  CalmStyle();

  using QProxyStyle::polish;
  void polish(QWidget* widget) override;
  int styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget,
                QStyleHintReturn* returnData) const override;
  int pixelMetric(PixelMetric metric, const QStyleOption* option,
                  const QWidget* widget) const override;
};

}  // namespace fatou::ui
