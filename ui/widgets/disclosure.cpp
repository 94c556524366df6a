// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/disclosure.h"

#include <QToolButton>
#include <QVBoxLayout>

namespace fatou::ui {

Disclosure::Disclosure(const QString& heading, QWidget* content, QWidget* parent)
    : QWidget(parent), m_heading(new QToolButton(this)), m_content(content) {
  m_heading->setText(heading);
  m_heading->setCheckable(true);
  m_heading->setAutoRaise(true);
  m_heading->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
  m_heading->setProperty("class", QStringLiteral("heading"));
  m_heading->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(8);
  column->addWidget(m_heading);
  column->addWidget(m_content);
  show(false);
  connect(m_heading, &QToolButton::toggled, this, [this](bool open) {
    show(open);
    Q_EMIT openChanged(open);
  });
}

bool Disclosure::isOpen() const {
  return m_heading->isChecked();
}

void Disclosure::setOpen(bool open) {
  m_heading->setChecked(open);
}

void Disclosure::show(bool open) {
  m_heading->setArrowType(open ? Qt::DownArrow : Qt::RightArrow);
  m_content->setVisible(open);
}

}  // namespace fatou::ui
