// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFont>
#include <QObject>

class QApplication;

namespace fatou::ui {

// Whether the desktop is dark, and word of its changes. Qt 6.4 does not say; the palette that the
// platform would give does. Keeps the desktop's font, too, as the application is given another.
class SystemScheme : public QObject {
  Q_OBJECT
 public:
  explicit SystemScheme(QApplication& app);  // becomes its child

  bool isDark() const { return m_dark; }
  const QFont& font() const { return m_font; }

 Q_SIGNALS:
  void changed();

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  bool platformIsDark();

  QApplication& m_app;
  const QFont m_font;
  bool m_asking = false;
  bool m_dark = false;
};

}  // namespace fatou::ui
