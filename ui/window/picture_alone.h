// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QObject>
#include <QString>

class QLabel;
class QMainWindow;

namespace fatou::ui {

// Gives the whole screen to the central widget, and gives back what was around it: docks, bars and
// whether the window was full.
class PictureAlone : public QObject {
  Q_OBJECT
 public:
  explicit PictureAlone(QMainWindow& window);

  void setOn(bool on);
  bool isOn() const { return !m_layout.isEmpty(); }
  // Takes the status bar's notice about the picture, and shows it over the picture while there is
  // no status bar. An empty notice ends it.
  void setNotice(const QString& notice);
  // The window's saveGeometry() and saveState(), as they are or as they will be again.
  QByteArray geometry() const;
  QByteArray layout() const;

 private:
  void showNotice();

  QMainWindow& m_window;
  QString m_notice;
  QLabel* m_label = nullptr;  // made with the first notice
  QByteArray m_geometry;      // of before
  QByteArray m_layout;        // the same; empty while all is shown
};

}  // namespace fatou::ui
