// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/lessons/action_view.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace fatou::ui {

ActionView::ActionView(const QString& about, const QString& button, QWidget* parent)
    : QFrame(parent), m_button(new QPushButton(button, this)), m_state(new QLabel(this)) {
  auto* line = new QLabel(about, this);
  line->setTextFormat(Qt::PlainText);
  line->setWordWrap(true);
  line->setProperty("class", QStringLiteral("secondary"));
  m_state->setTextFormat(Qt::PlainText);
  m_state->setProperty("class", QStringLiteral("secondary"));
  m_button->setToolTip(QStringLiteral("<p>%1</p>").arg(about.toHtmlEscaped()));
  auto* row = new QHBoxLayout;
  row->addWidget(m_button);
  row->addWidget(m_state, 1);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 4, 0, 4);
  column->addWidget(line);
  column->addLayout(row);
  connect(m_button, &QPushButton::clicked, this, &ActionView::requested);
}

void ActionView::setState(const QString& state) {
  m_state->setText(state);
}

}  // namespace fatou::ui
