// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/lessons/lesson_session.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>
#include <vector>

#include "core/render/render_request.h"
#include "ui/state/explorer_document.h"

namespace fatou::ui {
namespace {

// As many engines as the expression says, from 1 to what can be asked for; nothing where it is not
// known.
std::optional<int> engineCount(const io::Expression& expression, const io::FigureReader& figures) {
  const auto value = io::valueOf(expression, figures);
  if (!value) return std::nullopt;
  return static_cast<int>(std::lround(std::clamp(*value, 1.0, double{render::kMaxEngines})));
}

}  // namespace

LessonSession::LessonSession(const Context& context, QObject* parent)
    : QObject(parent), m_context(context), m_figures(context.cores) {
  connectAll();
}

void LessonSession::connectAll() {
  const LabController& comparisons = m_context.comparisons;
  connect(&comparisons, &LabController::begun, this, [this] { Q_EMIT comparingChanged(true); });
  connect(&comparisons, &LabController::finished, this, &LessonSession::takeComparison);
  connect(&comparisons, &LabController::ended, this, [this] {
    m_compared.clear();
    Q_EMIT comparingChanged(false);
  });
  connect(&m_context.cells, &CellRunner::started, this, [this](CellRunId run) {
    m_run = run;
    m_printed = {};
  });
  connect(&m_context.cells, &CellRunner::output, this,
          [this](CellRunId run, int engine, int stream, const QString& text) {
            if (run == m_run && stream == 1) m_printed.take(engine, text);
          });
}

io::FigureReader LessonSession::reader() const {
  return [this](const io::Figure& figure) { return m_figures.value(figure); };
}

void LessonSession::begin() {
  m_figures = LessonFigures(m_context.cores);
  m_compared.clear();
  m_printed = {};
  m_run = 0;
  Q_EMIT figuresChanged();
}

std::vector<int> LessonSession::counts(const std::vector<io::Expression>& of) const {
  std::vector<int> all;
  for (const io::Expression& each : of)
    if (const auto count = engineCount(each, reader())) all.push_back(*count);
  std::ranges::sort(all);
  const auto twice = std::ranges::unique(all);
  all.erase(twice.begin(), twice.end());
  return all;
}

void LessonSession::compare(const io::LessonComparison& comparison) {
  if (isComparing())
    return Q_EMIT failed(tr("Something else is being measured; measure again when that is done."));
  const std::vector<int> engines = counts(comparison.engines);
  if (engines.empty())
    return Q_EMIT failed(
        tr("How many engines this measures is not known yet; measure what is above it."));
  render::RenderRequest request;
  request.picture.place = comparison.place;
  request.picture.width = comparison.width;
  request.picture.height = comparison.height;
  request.engines.kernel = kernelFor(
      comparison.place.formula, comparison.isFast ? render::Kernel::Fast : render::Kernel::Plain);
  request.engines.bandRows = comparison.bandRows;
  m_compared = comparison.name;
  m_context.comparisons.start({.request = request,
                               .engineCounts = engines,
                               .bandHeights = {},
                               .repeats = comparison.repeats,
                               .cores = m_context.cores});
}

void LessonSession::takeComparison(const std::shared_ptr<const LabResult>& result) {
  if (m_compared.empty()) return;
  if (!result->complete || result->report.configurations.empty())
    return Q_EMIT failed(tr("It was stopped before all was measured; measure again."));
  m_figures.setComparison(m_compared, result);
  Q_EMIT figuresChanged();
}

void LessonSession::show(const io::LessonShow& block) {
  ExplorerState state = m_context.document.state();
  state.place = block.place;
  state.mapPlane.reset();
  if (const auto view = render::parseViewKind(block.view)) state.engines.viewKind = *view;
  if (block.engines)
    if (const auto count = engineCount(*block.engines, reader())) state.engines.count = *count;
  m_context.document.change(state, tr("Lesson: %1").arg(QString::fromStdString(block.about)));
}

void LessonSession::guess(const std::string& question, double value) {
  m_figures.setGuess(question, value);
  Q_EMIT figuresChanged();
}

void LessonSession::takeCell(const io::LessonCell& cell, const CellResult& result) {
  if (!result.isGood()) return;  // the cell says why
  if (result.run == m_run) m_figures.setPrinted(cell.gives, m_printed);
  if (!cell.name.empty()) m_figures.setSeconds(cell.name, result.seconds);
  Q_EMIT figuresChanged();
}

}  // namespace fatou::ui
