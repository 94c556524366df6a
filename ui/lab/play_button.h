// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QToolButton>

namespace fatou::ui {

// Plays a run in slow motion and ends that; how slowly is chosen from its menu.
class PlayButton : public QToolButton {
  Q_OBJECT
 public:
  explicit PlayButton(QWidget* parent = nullptr);

  // How many times longer a run takes than it did.
  double slowness() const { return m_slowness; }
  void setSlowness(double slowness);
  void setPlaying(bool playing);

 Q_SIGNALS:
  void playRequested(double slowness);
  void stopRequested();

 private:
  void press();

  double m_slowness = 100.0;
  bool m_playing = false;
};

}  // namespace fatou::ui
