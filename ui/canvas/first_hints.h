// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>

#include <QList>
#include <QObject>
#include <QRect>

class QLabel;

namespace fatou::ui {

class FractalCanvas;
class Settings;

// The hints that a first start shows in a corner of the canvas: how to move, to zoom and to choose
// another set. Each hint goes for good once that was done. They never cover what else is shown on
// the canvas, and give way to it. A picture that has the screen alone, and a canvas without room,
// show none.
class FirstHints : public QObject {
  Q_OBJECT
 public:
  enum class Hint { Move = 0, Zoom = 1, Map = 2 };

  // The canvas becomes the parent; the settings remember what was done.
  FirstHints(FractalCanvas& canvas, Settings& settings);

  // How many hints are still to be shown.
  int left() const;

  // Whether the formula that is shown has a map; where it has none, the hint at the map waits.
  void setHasMap(bool has);

 public Q_SLOTS:
  void takeMove() { done(Hint::Move); }
  void takeZoom() { done(Hint::Zoom); }
  void takeMap() { done(Hint::Map); }

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void done(Hint hint);
  bool isHint(const QObject* object) const;
  void watch(QObject* child);
  void layOut();
  QList<QRect> shownBeside() const;
  QRect freeRect(QSize size, int bottom) const;

  FractalCanvas& m_canvas;
  Settings& m_settings;
  std::array<QLabel*, 3> m_labels{};  // null where it was done
  bool m_hasMap = true;
};

}  // namespace fatou::ui
