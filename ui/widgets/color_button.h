// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QColorDialog>
#include <QPointer>
#include <QPushButton>

namespace fatou::ui {

// Shows a colour and, pressed, asks for another; the asker sees every colour tried.
class ColorButton : public QPushButton {
  Q_OBJECT
 public:
  explicit ColorButton(QWidget* parent = nullptr);

  QColor color() const { return m_color; }
  void setColor(const QColor& color);

  // Opens the dialog, or brings it to the front; it is gone again once it is answered.
  void choose();
  QColorDialog* dialog() const { return m_dialog; }

 Q_SIGNALS:
  // With finished false while the dialog is open; a cancelled dialog puts the first colour back.
  void colorChanged(const QColor& color, bool finished);

 protected:
  void changeEvent(QEvent* event) override;

 private:
  void take(const QColor& color, bool finished);
  void showColor();

  QColor m_color = Qt::black;
  QPointer<QColorDialog> m_dialog;
};

}  // namespace fatou::ui
