// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/state/formula_reader.h"

#include <utility>

#include "core/julia/formulas/escape_exit.h"
#include "core/render/map_plane.h"

namespace fatou::ui {
namespace {

// Has the map's radius proven here, off the GUI thread: the answer is kept for when the map asks.
void askForMap(const julia::Formula& formula, const std::stop_token& stop) {
  const render::MapPlane plane = render::usualPlane(formula, {});
  julia::mayEscapeProven(render::mappedFormula(formula, plane), stop);
}

}  // namespace

FormulaReader::FormulaReader(QObject* parent)
    : QObject(parent), m_job([this](const Event& event) { take(event); }) {}

void FormulaReader::read(const QString& text, const std::vector<julia::FormulaParameter>& values,
                         const julia::Place& place) {
  m_text = text;
  m_job.start([text, values, place](const auto& report, const std::stop_token& stop) {
    FormulaDraft draft = draftOf(text, values, place, stop);
    if (draft.formula) askForMap(*draft.formula, stop);
    if (!stop.stop_requested()) report(std::move(draft));
  });
}

void FormulaReader::drop() {
  if (m_text.isEmpty()) return;
  m_text.clear();
  m_job.drop();
}

// If the job has thrown, as when memory runs out, its message is shown as the text's mistake.
void FormulaReader::take(const Event& event) {
  const QString text = std::exchange(m_text, {});
  if (const auto* draft = std::get_if<FormulaDraft>(&event)) {
    Q_EMIT finished(text, *draft);
    return;
  }
  FormulaDraft failed;
  failed.problem = QString::fromStdString(std::get<Error>(event).message);
  Q_EMIT finished(text, failed);
}

}  // namespace fatou::ui
