// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/panel_frame.h"

#include <algorithm>

#include <QEvent>
#include <QFrame>
#include <QScrollArea>
#include <QScrollBar>
#include <QVBoxLayout>

#include "ui/style/spacing.h"

namespace fatou::ui {
namespace {

constexpr int kSectionGap = 20;

// Scrolls up and down only, so that it is never narrower than what is in it.
class TallPanel : public QScrollArea {
 public:
  QSize minimumSizeHint() const override {
    const QSize least = QScrollArea::minimumSizeHint();
    const int bar = verticalScrollBar()->sizeHint().width();
    return {std::max(least.width(), widget()->minimumSizeHint().width() + bar), least.height()};
  }

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override {
    if (watched == widget() && event->type() == QEvent::LayoutRequest) updateGeometry();
    return QScrollArea::eventFilter(watched, event);
  }
};

}  // namespace

QWidget* scrollable(QWidget* content) {
  auto* area = new TallPanel;
  area->setProperty("class", QStringLiteral("flush"));
  area->setWidgetResizable(true);
  area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  area->setFrameShape(QFrame::NoFrame);
  area->setFocusPolicy(Qt::NoFocus);  // Tab goes from field to field, and they scroll into view
  area->setWidget(content);
  return area;
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
