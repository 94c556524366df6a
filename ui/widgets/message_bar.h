// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <vector>

#include <QFrame>
#include <QString>

class QLabel;
class QPushButton;

namespace fatou::ui {

// Shows sentences that must reach the user: over a widget, the latest on top, each until it is
// closed. Nothing else that the window says replaces them.
class MessageBar : public QFrame {
  Q_OBJECT
 public:
  struct Message {
    QString text;                    // plain, one sentence or two
    QString actionText;              // of a button beside it; none where empty
    std::function<void()> action{};  // what the button does, after which the message goes
  };

  // Makes the bar a child of `over`, at whose upper edge it lies without taking room in a layout.
  explicit MessageBar(QWidget* over);

  // Puts the message on top, also if it was there already.
  void add(Message message);
  // All messages that have not been closed, the one on top first.
  QStringList texts() const;

 public Q_SLOTS:
  // Closes the one on top.
  void closeCurrent();

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void showCurrent();
  void layOut();
  void act();

  std::vector<Message> m_messages;  // the latest last
  QLabel* m_text;
  QLabel* m_more;
  QPushButton* m_action;
};

}  // namespace fatou::ui
