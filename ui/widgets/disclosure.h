// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QAbstractButton;

namespace fatou::ui {

// A section of a panel that opens below its heading, for what is not always needed.
class Disclosure : public QWidget {
  Q_OBJECT
 public:
  // `content` becomes the section's own.
  Disclosure(const QString& heading, QWidget* content, QWidget* parent = nullptr);

  // Another heading, which is cut where it is too long, and its tool tip.
  void setHeading(const QString& heading, const QString& toolTip);
  QString heading() const;

  bool isOpen() const;
  void setOpen(bool open);

 Q_SIGNALS:
  void openChanged(bool open);

 private:
  QAbstractButton* m_heading;
  QWidget* m_content;
};

}  // namespace fatou::ui
