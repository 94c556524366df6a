// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/message_bar.h"

#include <algorithm>
#include <utility>

#include <QAccessible>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QToolButton>

#include "core/io/shown_text.h"
#include "ui/style/icons.h"

namespace fatou::ui {
namespace {

constexpr int kMargin = 10;  // to the edges of the widget below
constexpr int kWidest = 640;
constexpr int kIconSize = 16;
constexpr std::size_t kMostMessages = 100;

QLabel* plainLabel(const char* themeClass, QWidget* parent) {
  auto* label = new QLabel(parent);
  label->setTextFormat(Qt::PlainText);
  label->setProperty("class", QLatin1String(themeClass).toString());
  return label;
}

}  // namespace

MessageBar::MessageBar(QWidget* over)
    : QFrame(over),
      m_text(plainLabel("", this)),
      m_more(plainLabel("secondary", this)),
      m_action(new QPushButton(this)) {
  setProperty("class", QStringLiteral("message"));
  setAttribute(Qt::WA_NoMousePropagation);  // a click on the bar must not reach the picture
  setCursor(Qt::ArrowCursor);
  auto* symbol = new QLabel(this);
  symbol->setPixmap(icon(u"warning").pixmap(kIconSize, kIconSize));
  m_text->setWordWrap(true);
  m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
  auto* close = new QToolButton(this);
  close->setIcon(icon(u"close"));
  close->setAutoRaise(true);
  close->setToolTip(tr("Close this message"));
  close->setAccessibleName(tr("Close this message"));
  connect(close, &QToolButton::clicked, this, &MessageBar::closeCurrent);
  connect(m_action, &QPushButton::clicked, this, &MessageBar::act);
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(kMargin, 6, 6, 6);
  row->setSpacing(8);
  row->addWidget(symbol);
  row->addWidget(m_text, 1);
  row->addWidget(m_more);
  row->addWidget(m_action);
  row->addWidget(close);
  over->installEventFilter(this);
  hide();
}

void MessageBar::add(Message message) {
  message.text = io::shownText(message.text);
  std::erase_if(m_messages, [&](const Message& one) { return one.text == message.text; });
  m_messages.push_back(std::move(message));
  if (m_messages.size() > kMostMessages) m_messages.erase(m_messages.begin());
  showCurrent();
  QAccessibleEvent alert(this, QAccessible::Alert);
  QAccessible::updateAccessibility(&alert);
}

QStringList MessageBar::texts() const {
  QStringList all;
  for (const Message& message : m_messages) all.prepend(message.text);
  return all;
}

void MessageBar::closeCurrent() {
  if (!m_messages.empty()) m_messages.pop_back();
  showCurrent();
}

void MessageBar::act() {
  const Message message = m_messages.back();
  closeCurrent();
  if (message.action) message.action();
}

void MessageBar::showCurrent() {
  setVisible(!m_messages.empty());
  if (m_messages.empty()) return;
  const Message& message = m_messages.back();
  m_text->setText(message.text);
  setAccessibleName(message.text);
  const auto others = static_cast<int>(m_messages.size()) - 1;
  m_more->setText(tr("and %1 more").arg(others));
  m_more->setVisible(others > 0);
  m_action->setText(message.actionText);
  m_action->setVisible(!message.actionText.isEmpty());
  layOut();
}

void MessageBar::layOut() {
  const int width = std::min(parentWidget()->width() - 2 * kMargin, kWidest);
  layout()->activate();
  const int height = std::max(heightForWidth(width), minimumSizeHint().height());
  setGeometry(kMargin, kMargin, width, height);
  raise();
}

bool MessageBar::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() == QEvent::Resize && !m_messages.empty()) layOut();
  return QFrame::eventFilter(watched, event);
}

}  // namespace fatou::ui
