// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <variant>
#include <vector>

#include <QObject>
#include <QString>

#include "core/base/result.h"
#include "core/julia/formulas/formula.h"
#include "core/julia/plane/place.h"
#include "ui/jobs/background_job.h"
#include "ui/state/formula_draft.h"

namespace fatou::ui {

// Reads formulas whose text isSlowToRead() beside the GUI thread, on which it lives; the latest one
// wins.
class FormulaReader : public QObject {
  Q_OBJECT
 public:
  // Throws std::system_error where no thread can be started.
  explicit FormulaReader(QObject* parent = nullptr);

  // Has finished() follow with the draftOf() these, unless another text comes before.
  void read(const QString& text, const std::vector<julia::FormulaParameter>& values,
            const julia::Place& place);
  // Leaves what is being read.
  void drop();

  // The text that is being read; empty while none is.
  const QString& text() const { return m_text; }

 Q_SIGNALS:
  void finished(const QString& text, const fatou::ui::FormulaDraft& draft);

 private:
  using Event = std::variant<FormulaDraft, Error>;

  void take(const Event& event);

  QString m_text;
  BackgroundJob<Event> m_job;
};

}  // namespace fatou::ui
