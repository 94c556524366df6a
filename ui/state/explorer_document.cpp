// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/state/explorer_document.h"

#include <utility>

#include <QUndoCommand>

#include "core/io/files/shown_text.h"

namespace fatou::ui {

// One step: swaps the state it holds with the current one, both ways.
class ChangeCommand : public QUndoCommand {
 public:
  ChangeCommand(ExplorerDocument& document, const ExplorerState& to, const QString& text,
                int gesture)
      : QUndoCommand(text), m_document(document), m_other(to), m_gesture(gesture) {}

  int id() const override { return m_gesture == 0 ? -1 : 1; }
  void undo() override { swap(); }
  void redo() override { swap(); }
  bool mergeWith(const QUndoCommand* next) override {
    if (static_cast<const ChangeCommand*>(next)->m_gesture != m_gesture) return false;
    setText(next->text());                       // which says where the gesture has led to
    setObsolete(m_other == m_document.state());  // the gesture led back to where it began
    return true;
  }

 private:
  void swap() {
    const ExplorerState current = m_document.state();
    m_document.apply(std::exchange(m_other, current));
  }

  ExplorerDocument& m_document;
  ExplorerState m_other;
  int m_gesture;
};

ExplorerDocument::ExplorerDocument(const ExplorerState& initial, QObject* parent)
    : QObject(parent), m_state(initial) {
  m_history.setUndoLimit(1'000);
}

void ExplorerDocument::change(const ExplorerState& to, const QString& text, int gesture) {
  ExplorerState next = to;
  const julia::Expression before = m_state.place.formula.expression();
  const julia::Expression after = next.place.formula.expression();
  if (gesture == 0)
    m_beginning.reset();
  else if (!m_beginning || m_beginning->gesture != gesture)
    m_beginning = Beginning{.gesture = gesture, .expression = before, .mapPlane = m_state.mapPlane};
  if (after != before) {
    const bool isBack = m_beginning && m_beginning->expression == after;
    next.mapPlane = isBack ? m_beginning->mapPlane : std::nullopt;
  }
  if (next == m_state) return;
  m_history.push(new ChangeCommand(*this, next, io::shownLine(text), gesture));
}

void ExplorerDocument::apply(const ExplorerState& state) {
  const ExplorerState before = std::exchange(m_state, state);
  Q_EMIT stateChanged(m_state, before);
}

}  // namespace fatou::ui
