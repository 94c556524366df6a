// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/map/map_controller.h"

#include <cstddef>
#include <utility>

#include "ui/map/map_view.h"

namespace fatou::ui {

// The values that a job needs, as copies of its own.
struct MapController::Order {
  engines::Client client;
  render::MapRequest request;
  color::Coloring coloring;
  std::shared_ptr<const MapField> known;  // the last map
  std::shared_ptr<julia::ParameterOrbitCache> orbits;
};

MapController::Outcome MapController::carryOut(const Order& order, const std::stop_token& stop) {
  if (stop.stop_requested()) return Stopped{};
  auto field = order.known;
  if (!field || field->request != order.request) {
    if (auto status = render::check(order.request); !status) return status.error();
    auto fresh = std::make_shared<MapField>(MapField{.request = order.request});
    IterationField& numbers = fresh->numbers;
    numbers.width = static_cast<std::size_t>(order.request.width);
    numbers.counts.resize(numbers.width * static_cast<std::size_t>(order.request.height));
    if (order.request.smooth) numbers.smooth.resize(numbers.counts.size());
    const auto place = [&numbers](const render::Tile& tile) {
      numbers.setRows(static_cast<std::size_t>(tile.rect.y), tile.numbers());
    };
    const auto ended =
        render::MapRenderer(order.client, order.orbits).render(order.request, place, stop);
    if (!ended) return ended.error();
    if (ended.value() == engines::Ended::Stopped) return Stopped{};
    field = std::move(fresh);
  }
  if (stop.stop_requested()) return Stopped{};
  return Done{field, shadedMap(*field, order.coloring)};
}

MapController::MapController(engines::Client client, QObject* parent)
    : QObject(parent),
      m_client(std::move(client)),
      m_orbits(std::make_shared<julia::ParameterOrbitCache>()),
      m_coloring(color::Coloring::defaultColoring()),
      m_job([this](const Outcome& outcome) { deliver(outcome); }) {}

void MapController::serve(MapView* view) {
  connect(view, &MapView::viewChanged, this, [this, view] { render(view->request()); });
  connect(this, &MapController::pictureReady, view, &MapView::setPicture);
  render(view->request());
}

void MapController::render(const render::MapRequest& request) {
  if (m_field && m_field->request.formula != request.formula) m_field.reset();
  tell(render::check(request));
  m_wanted = request;
  start();
}

void MapController::tell(const Status& possible) {
  const QString why = possible ? QString() : QString::fromStdString(possible.error().message);
  if (std::exchange(m_refusal, why) != why && !why.isEmpty()) Q_EMIT refused(why);
}

void MapController::setPaused(bool paused) {
  if (paused == std::exchange(m_paused, paused)) return;
  if (m_paused)
    m_job.stop();
  else
    start();
}

void MapController::setClient(engines::Client client) {
  m_client = std::move(client);
  start();
}

void MapController::setColoring(const color::Coloring& coloring) {
  if (coloring == m_coloring) return;
  m_coloring = coloring;
  m_ordered.reset();  // what is under way has the old colours
  if (!m_wanted && m_field) m_wanted = m_field->request;
  start();
}

void MapController::start() {
  if (m_paused || !m_wanted || m_client.size() == 0) return;
  m_ordered = *m_wanted;
  const Order order{m_client, *m_wanted, m_coloring, m_field, m_orbits};
  m_job.start(
      [order](const auto& report, const std::stop_token& stop) { report(carryOut(order, stop)); });
}

void MapController::deliver(const Outcome& outcome) {
  // Another map, or other colours, may have been asked for while paused: that request stays.
  if (!std::holds_alternative<Stopped>(outcome) && m_wanted == m_ordered) m_wanted.reset();
  if (const auto* done = std::get_if<Done>(&outcome)) {
    m_field = done->field;
    m_failure.clear();
    Q_EMIT pictureReady(done->picture);
  } else if (const auto* error = std::get_if<Error>(&outcome)) {
    const QString why = QString::fromStdString(error->message);
    if (why != m_refusal && std::exchange(m_failure, why) != why) Q_EMIT refused(why);
    Q_EMIT failed(why);
  }
  Q_EMIT idle();
}

}  // namespace fatou::ui
