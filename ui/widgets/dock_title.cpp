// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/dock_title.h"

#include <QDockWidget>
#include <QHBoxLayout>
#include <QLabel>
#include <QMainWindow>
#include <QToolButton>

#include "ui/style/icons.h"

namespace fatou::ui {
namespace {

QToolButton* makeButton(QStringView iconName, const QString& text, QWidget* parent) {
  auto* button = new QToolButton(parent);
  button->setIcon(icon(iconName));
  button->setIconSize({14, 14});
  button->setAutoRaise(true);
  button->setToolTip(text);
  button->setAccessibleName(text);
  button->setFocusPolicy(Qt::TabFocus);
  return button;
}

}  // namespace

QDockWidget& dockOf(const QWidget& panel) {
  QWidget* widget = panel.parentWidget();
  while (qobject_cast<QDockWidget*>(widget) == nullptr) widget = widget->parentWidget();
  return *static_cast<QDockWidget*>(widget);
}

DockTitle::DockTitle(QDockWidget* dock, const QString& hint)
    : QWidget(dock),
      m_dock(dock),
      m_content(new QWidget(this)),
      m_hint(new QLabel(hint, m_content)) {
  auto* outer = new QVBoxLayout(this);
  outer->setContentsMargins(0, 0, 0, 0);
  outer->addWidget(m_content);
  auto* row = new QHBoxLayout(m_content);
  row->setContentsMargins(12, 4, 6, 4);
  row->setSpacing(2);
  auto* name = new QLabel(dock->windowTitle(), m_content);
  name->setProperty("class", QStringLiteral("heading"));
  auto* floating = makeButton(u"float", tr("Float %1").arg(dock->windowTitle()), m_content);
  auto* close = makeButton(u"close", tr("Close %1").arg(dock->windowTitle()), m_content);
  m_hint->setProperty("class", QStringLiteral("secondary"));
  row->addWidget(name);
  row->addStretch();
  row->addWidget(m_hint);
  row->addWidget(floating);
  row->addWidget(close);
  connect(floating, &QToolButton::clicked, dock,
          [dock] { dock->setFloating(!dock->isFloating()); });
  connect(close, &QToolButton::clicked, dock, &QDockWidget::close);
  // Qt has no signal for becoming a tab, but these two come with it.
  connect(dock, &QDockWidget::visibilityChanged, this, &DockTitle::follow);
  connect(dock, &QDockWidget::dockLocationChanged, this, &DockTitle::follow);
  connect(dock, &QDockWidget::topLevelChanged, this, &DockTitle::follow);
}

void DockTitle::setHintShown(bool shown) {
  m_hint->setVisible(shown);
}

QSize DockTitle::sizeHint() const {
  return isTabbed() ? QSize(0, 0) : m_content->sizeHint();
}

bool DockTitle::isTabbed() const {
  const auto* window = qobject_cast<QMainWindow*>(m_dock->parentWidget());
  return window != nullptr && !m_dock->isFloating() &&
         !window->tabifiedDockWidgets(m_dock).isEmpty();
}

void DockTitle::follow() {
  m_content->setVisible(!isTabbed());
  updateGeometry();
}

}  // namespace fatou::ui
