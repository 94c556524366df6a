// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>
#include <QString>

class QLabel;
class QPushButton;

namespace fatou::ui {

// What can be done in a lesson: a line about it, the button that does it, and how it stands.
class ActionView : public QFrame {
  Q_OBJECT
 public:
  ActionView(const QString& about, const QString& button, QWidget* parent = nullptr);

  QPushButton& button() const { return *m_button; }
  // One short sentence beside the button; empty for none.
  void setState(const QString& state);

 Q_SIGNALS:
  void requested();

 private:
  QPushButton* m_button;
  QLabel* m_state;
};

}  // namespace fatou::ui
