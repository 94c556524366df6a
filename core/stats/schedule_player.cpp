// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/stats/schedule_player.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace fatou::stats {
namespace {

// The rows that repeat a band's, as the renderer mirrors them.
Rows mirrorOf(Rows rows, std::int32_t about) {
  if (about == 0) return {};
  const Rows mirrored{about - rows.end, std::min(about - rows.begin, about / 2)};
  return mirrored.size() > 0 ? mirrored : Rows{};
}

}  // namespace

SchedulePlayer::SchedulePlayer(const CostModel& model, const Scenario& scenario)
    : m_model(model),
      m_scenario(scenario),
      m_serial(scenario.policy == Policy::Serial),
      m_engines(m_serial ? 1 : std::max(1, scenario.engines)),
      m_elsewhere(!m_serial && scenario.network.has_value()),
      m_network(scenario.network.value_or(Network{})),
      m_source(scenario, model.seconds.rows,
               std::max(1, scenario.bandRows > 0 ? scenario.bandRows : model.bandRows)),
      m_hub(m_network, m_engines),
      m_current(static_cast<std::size_t>(m_engines), 0) {}

double SchedulePlayer::slowdown(int engine) const {
  const auto index = static_cast<std::size_t>(engine);
  return index < m_scenario.slowdown.size() ? m_scenario.slowdown[index] : 1.0;
}

Band SchedulePlayer::bandOf(int engine, Rows rows) const {
  Band band{.engine = engine, .rows = rows, .mirrored = mirrorOf(rows, m_model.mirroredAbout)};
  const double copies = 1.0 + static_cast<double>(band.mirrored.size()) / rows.size();
  band.iterations = std::llround(m_model.iterations.sum(rows) * copies);
  band.cpuTime = m_model.seconds.sum(rows) * slowdown(engine);
  band.submitted = m_model.startUp;
  return band;
}

// --- time ---------------------------------------------------------------------------------------

// How many times longer everything takes on threads that share the cores.
double SchedulePlayer::crowd() const {
  return m_scenario.cores > 0 ? std::max(1.0, double(m_active) / m_scenario.cores) : 1.0;
}

double SchedulePlayer::timeOf(const Event& event) const {
  return m_time + std::max(0.0, event.at - m_virtual) * crowd();
}

void SchedulePlayer::handleNext() {
  const bool isMessage =
      !m_arrivals.empty() && (m_events.empty() || m_arrivals.top().at <= timeOf(m_events.top()));
  if (isMessage) {
    const Arrival arrival = m_arrivals.top();
    m_arrivals.pop();
    const double now = std::max(m_time, arrival.at);
    m_virtual += (now - m_time) / crowd();
    m_time = now;
    return handle(arrival);
  }
  const Event event = m_events.top();
  m_events.pop();
  m_time = timeOf(event);
  m_virtual = std::max(m_virtual, event.at);
  handle(event);
}

void SchedulePlayer::handle(const Event& event) {
  switch (event.step) {
    case Step::Take:
      return take(event.thread);
    case Step::Start: {
      Band& band = m_bands[current(event.thread)];
      band.started = m_time;
      return after(band.cpuTime, event.thread, Step::Complete);
    }
    case Step::Complete:
      return m_elsewhere ? completeElsewhere(event.thread) : complete(event.thread);
    case Step::Gathered:
      return gathered();
  }
}

void SchedulePlayer::handle(const Arrival& arrival) {
  const int engine = m_bands[arrival.band].engine;
  switch (arrival.message) {
    case Message::CallIsThere:
      desk(engine).waiting.push_back(arrival.band);
      return startNext(engine);
    case Message::AnswerIsAtHub:
      return foretell(m_hub.answerArrives(arrival.answer), Message::AnswerIsThere, arrival.band);
    case Message::AnswerIsThere:
      return answered(arrival.band);
  }
}

// --- engines here -------------------------------------------------------------------------------

void SchedulePlayer::take(int engine) {
  const auto rows = m_source.next(engine);
  if (!rows) {
    --m_active;
    return;
  }
  current(engine) = m_bands.size();
  m_bands.push_back(bandOf(engine, *rows));
  after(m_model.handOver, engine, Step::Start);
}

void SchedulePlayer::complete(int engine) {
  const std::size_t done = current(engine);
  m_bands[done].completed = m_bands[done].received = m_time;
  if (m_serial) return after(gatheringOf(m_bands[done]), engine, Step::Take);
  gather(done);
  take(engine);
}

void SchedulePlayer::gather(std::size_t band) {
  m_toGather.push_back(band);
  if (m_toGather.size() > 1) return;
  ++m_active;
  gatherNext();
}

void SchedulePlayer::gatherNext() {
  after(gatheringOf(m_bands[m_toGather.front()]), m_engines, Step::Gathered);
}

void SchedulePlayer::gathered() {
  m_toGather.pop_front();
  if (m_toGather.empty())
    --m_active;
  else
    gatherNext();
}

// --- engines elsewhere --------------------------------------------------------------------------

bool SchedulePlayer::mayAsk(const Desk& own) const {
  if (own.underWay == 0) return true;
  if (!own.lastWasShort || own.underWay >= m_network.underWay) return false;
  // An engine that has no band would begin the next one of the queue sooner.
  return m_scenario.policy == Policy::Direct || m_idleDesks == 0;
}

void SchedulePlayer::ask(int engine) {
  Desk& own = desk(engine);
  while (mayAsk(own)) {
    const auto rows = m_source.next(engine);
    if (!rows) return;
    if (own.underWay++ == 0) --m_idleDesks;
    Band band = bandOf(engine, *rows);
    band.travel = Travel{.sent = m_time, .bytesSent = std::llround(m_model.callBytes)};
    m_bands.push_back(band);
    foretell(m_hub.callArrives(engine, m_time, m_model.callBytes), Message::CallIsThere,
             m_bands.size() - 1);
  }
}

void SchedulePlayer::startNext(int engine) {
  Desk& own = desk(engine);
  if (own.isBusy || own.waiting.empty()) return;
  current(engine) = own.waiting.front();
  own.waiting.pop_front();
  own.isBusy = true;
  ++m_active;
  after(m_model.handOver, engine, Step::Start);
}

void SchedulePlayer::completeElsewhere(int engine) {
  const std::size_t done = current(engine);
  Band& band = m_bands[done];
  band.completed = m_time;
  const double bytes = m_model.answerBytesARow * band.rows.size();
  band.travel->bytesReceived = std::llround(bytes);
  const Hub::Answer answer = m_hub.answerLeaves(engine, m_time, bytes);
  foretell(answer.first, Message::AnswerIsAtHub, done, answer);
  desk(engine).isBusy = false;
  --m_active;
  startNext(engine);
}

void SchedulePlayer::answered(std::size_t band) {
  Band& done = m_bands[band];
  done.travel->answered = done.received = m_time;
  const int engine = done.engine;
  Desk& own = desk(engine);
  own.lastWasShort = done.duration() < kShortBand;
  if (--own.underWay == 0) ++m_idleDesks;
  gather(band);
  ask(engine);
}

// --- all ----------------------------------------------------------------------------------------

void SchedulePlayer::begin() {
  m_time = m_model.startUp;
  if (!m_elsewhere) {
    m_active = m_engines;
    for (int engine = 0; engine < m_engines; ++engine) after(0.0, engine, Step::Take);
    return;
  }
  m_desks.resize(static_cast<std::size_t>(m_engines));
  m_idleDesks = m_engines;
  for (int engine = 0; engine < m_engines; ++engine) ask(engine);
}

Run SchedulePlayer::play() {
  begin();
  while (!m_events.empty() || !m_arrivals.empty()) handleNext();
  return {.view = toString(m_scenario.policy),
          .engines = m_engines,
          .cores = m_scenario.cores,
          .wallTime = m_time,
          .bands = std::move(m_bands)};
}

}  // namespace fatou::stats
