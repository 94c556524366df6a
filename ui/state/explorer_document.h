// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include <QObject>
#include <QUndoStack>

#include "ui/state/explorer_state.h"

namespace fatou::ui {

// What the user is looking at, with its history. The only writer of the current state.
class ExplorerDocument : public QObject {
  Q_OBJECT
 public:
  explicit ExplorerDocument(const ExplorerState& initial, QObject* parent = nullptr);

  const ExplorerState& state() const { return m_state; }
  QUndoStack& history() { return m_history; }

  // Makes `to` the current state and one step of the history, called `text`. Steps with the same
  // nonzero `gesture` merge into one: a drag or a burst of the wheel is undone at once. Another
  // formula has its usual map; within a gesture the one that it began with has its chosen map
  // again.
  void change(const ExplorerState& to, const QString& text, int gesture = 0);

  // A number for a gesture that begins now, different from all before.
  int newGesture() { return ++m_lastGesture; }

 Q_SIGNALS:
  // After every change, undo and redo; `before` is what was.
  void stateChanged(const fatou::ui::ExplorerState& now, const fatou::ui::ExplorerState& before);

 private:
  friend class ChangeCommand;
  void apply(const ExplorerState& state);

  // What the latest gesture began with.
  struct Beginning {
    int gesture = 0;
    julia::Expression expression;
    std::optional<render::MapPlane> mapPlane;
  };

  ExplorerState m_state;
  QUndoStack m_history;
  std::optional<Beginning> m_beginning;
  int m_lastGesture = 0;
};

}  // namespace fatou::ui
