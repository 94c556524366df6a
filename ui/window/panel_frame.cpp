// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/panel_frame.h"

#include <QVBoxLayout>

#include "ui/style/spacing.h"
#include "ui/widgets/tall_area.h"

namespace fatou::ui {
namespace {

constexpr int kSectionGap = 20;

}  // namespace

QWidget* scrollable(QWidget* content) {
  return new TallArea(content);
}

QWidget* stacked(const QList<QWidget*>& sections) {
  auto* content = new QWidget;
  auto* column = new QVBoxLayout(content);
  column->setContentsMargins(kPanelMargin, kPanelMargin, kPanelMargin, kPanelMargin);
  column->setSpacing(kSectionGap);
  for (QWidget* section : sections) column->addWidget(section);
  column->addStretch();
  return content;
}

}  // namespace fatou::ui
