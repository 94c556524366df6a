// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/state/state_commands.h"

#include <algorithm>

#include <QAction>
#include <QActionGroup>

#include "core/io/gradients/built_in_gradients.h"
#include "ui/state/actions.h"
#include "ui/state/explorer_document.h"
#include "ui/state/history_text.h"
#include "ui/state/picture_request.h"

namespace fatou::ui {

StateCommands::StateCommands(ExplorerDocument& document, int mostEngines, QObject* parent)
    : QObject(parent), m_document(document), m_mostEngines(mostEngines) {}

void StateCommands::serve(const Actions& actions) {
  connect(actions.viewKinds, &QActionGroup::triggered, this, [this](const QAction* action) {
    setViewKind(static_cast<render::ViewKind>(action->data().toInt()));
  });
  connect(actions.kernels, &QActionGroup::triggered, this, [this](const QAction* action) {
    setKernel(static_cast<render::Kernel>(action->data().toInt()));
  });
  connect(actions.moreEngines, &QAction::triggered, this, [this] { addEngines(1); });
  connect(actions.fewerEngines, &QAction::triggered, this, [this] { addEngines(-1); });
  connect(actions.nextGradient, &QAction::triggered, this, [this] { stepGradient(1); });
  connect(actions.previousGradient, &QAction::triggered, this, [this] { stepGradient(-1); });
}

void StateCommands::setPlace(const julia::Place& place, const QString& step) {
  ExplorerState state = m_document.state();
  state.place = place;
  m_document.change(state, step);
}

// While a formula is typed, the view may be zoomed out for one that has no depth; it comes back
// with a formula that has depth.
void StateCommands::setFormula(const julia::Formula& formula, bool finished) {
  ExplorerState state = m_document.state();
  const QString step = formulaStep(state.place.formula, formula);
  const bool isTyped =
      state.place.view == m_typing.shown && state.place.formula == m_typing.formula;
  if (m_typing.gesture == 0 || !isTyped)
    m_typing = {
        .gesture = m_document.newGesture(), .given = state.place.view, .shown = {}, .formula = {}};
  state.place.view = m_typing.given;
  state = withFormula(state, formula);
  m_typing.shown = state.place.view;
  m_typing.formula = state.place.formula;
  const bool isSameView = m_typing.shown == m_typing.given;
  m_document.change(state,
                    isSameView ? step : tr("%1, zoomed out as it has no deep zoom").arg(step),
                    m_typing.gesture);
  if (finished) m_typing = {};
}

void StateCommands::setIterations(std::int32_t tmax) {
  julia::Place place = m_document.state().place;
  place.tmax = tmax;
  setPlace(place, tr("Iterations"));
}

void StateCommands::setMapPlane(const render::MapPlane& plane, const QString& step) {
  ExplorerState state = m_document.state();
  state.mapPlane = plane;
  m_document.change(state, step);
}

void StateCommands::setSize(std::optional<PixelSize> size, const QString& step) {
  ExplorerState state = m_document.state();
  state.size = size;
  m_document.change(state, step);
}

void StateCommands::setSamples(int samples, const QString& step) {
  ExplorerState state = m_document.state();
  state.samples = samples;
  m_document.change(state, step);
}

void StateCommands::setEngines(const render::EngineSetup& engines, const QString& step) {
  ExplorerState state = m_document.state();
  state.engines = engines;
  m_document.change(state, step);
}

void StateCommands::setViewKind(render::ViewKind kind) {
  render::EngineSetup engines = m_document.state().engines;
  engines.viewKind = kind;
  setEngines(engines, tr("View: %1").arg(QString::fromStdString(render::toString(kind))));
}

void StateCommands::setKernel(render::Kernel kernel) {
  render::EngineSetup engines = m_document.state().engines;
  engines.kernel = kernel;
  setEngines(engines, tr("Kernel: %1").arg(QString::fromStdString(render::toString(kernel))));
}

void StateCommands::addEngines(int more) {
  render::EngineSetup engines = m_document.state().engines;
  engines.count = std::clamp(engines.count + more, 1, m_mostEngines);
  setEngines(engines, tr("Engines: %1").arg(engines.count));
}

void StateCommands::stepGradient(int step) {
  const auto gradients = io::builtInGradients();
  ExplorerState state = m_document.state();
  const auto at =
      std::ranges::find(gradients, state.coloring.gradient.name, &color::Gradient::name);
  const auto count = static_cast<std::ptrdiff_t>(gradients.size());
  const auto next = at == gradients.end() ? 0 : (at - gradients.begin() + step + count) % count;
  state.coloring.takeGradient(gradients[static_cast<std::size_t>(next)]);
  m_document.change(state,
                    tr("Gradient: %1").arg(QString::fromStdString(state.coloring.gradient.name)));
}

}  // namespace fatou::ui
