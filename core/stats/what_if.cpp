// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/stats/what_if.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <deque>
#include <tuple>
#include <utility>

#include <queue>

#include "core/stats/chunk_source.h"

namespace fatou::stats {
namespace {

constexpr std::array<std::pair<Policy, const char*>, 4> kPolicies{{{Policy::Serial, "serial"},
                                                                   {Policy::Direct, "direct"},
                                                                   {Policy::Balanced, "balanced"},
                                                                   {Policy::Guided, "guided"}}};

// The rows that repeat a band's, as the renderer mirrors them.
Rows mirrorOf(Rows rows, std::int32_t about) {
  if (about == 0) return {};
  const Rows mirrored{about - rows.end, std::min(about - rows.begin, about / 2)};
  return mirrored.size() > 0 ? mirrored : Rows{};
}

// Plays a schedule by events. Threads that are active share the cores evenly, so all of them get
// on at one rate: how far they got is a virtual time, in which every event can be foretold.
class Player {
 public:
  Player(const CostModel& model, const Scenario& scenario)
      : m_model(model),
        m_scenario(scenario),
        m_serial(scenario.policy == Policy::Serial),
        m_engines(m_serial ? 1 : std::max(1, scenario.engines)),
        m_source(scenario, model.seconds.rows,
                 std::max(1, scenario.bandRows > 0 ? scenario.bandRows : model.bandRows)),
        m_current(static_cast<std::size_t>(m_engines), 0) {}

  Run play();

 private:
  enum class Step { Take, Start, Complete, Gathered };
  struct Event {
    double at = 0.0;  // virtual
    int thread = 0;   // an engine, or m_engines for the caller
    Step step = Step::Take;

    bool operator>(const Event& other) const {
      return std::tie(at, thread, step) > std::tie(other.at, other.thread, other.step);
    }
  };

  void handle(const Event& event);
  void take(int engine);
  void complete(int engine);
  void gathered();
  void gatherNext();
  void after(double cost, int thread, Step step) {
    m_events.push({m_virtual + cost, thread, step});
  }
  double slowdown(int engine) const;
  double gatheringOf(const Band& band) const { return m_model.gatheringARow * band.rows.size(); }
  Band bandOf(int engine, Rows rows) const;
  void advanceTo(double at);

  const CostModel& m_model;
  const Scenario& m_scenario;
  bool m_serial;
  int m_engines;
  ChunkSource m_source;
  std::priority_queue<Event, std::vector<Event>, std::greater<>> m_events;
  std::vector<std::size_t> m_current;  // the band each engine is at
  std::deque<std::size_t> m_toGather;  // bands the caller has not taken in, in order of arrival
  std::vector<Band> m_bands;
  double m_virtual = 0.0;
  double m_time = 0.0;
  int m_active = 0;
};

double Player::slowdown(int engine) const {
  const auto index = static_cast<std::size_t>(engine);
  return index < m_scenario.slowdown.size() ? m_scenario.slowdown[index] : 1.0;
}

Band Player::bandOf(int engine, Rows rows) const {
  Band band{.engine = engine, .rows = rows, .mirrored = mirrorOf(rows, m_model.mirroredAbout)};
  const double copies = 1.0 + static_cast<double>(band.mirrored.size()) / rows.size();
  band.iterations = std::llround(m_model.iterations.sum(rows) * copies);
  band.cpuTime = m_model.seconds.sum(rows) * slowdown(engine);
  band.submitted = m_model.startUp;
  return band;
}

void Player::advanceTo(double at) {
  const double crowd =
      m_scenario.cores > 0 ? std::max(1.0, double(m_active) / m_scenario.cores) : 1.0;
  m_time += (at - m_virtual) * crowd;
  m_virtual = at;
}

void Player::take(int engine) {
  const auto rows = m_source.next(engine);
  if (!rows) {
    --m_active;
    return;
  }
  m_current[static_cast<std::size_t>(engine)] = m_bands.size();
  m_bands.push_back(bandOf(engine, *rows));
  after(m_model.handOver, engine, Step::Start);
}

void Player::complete(int engine) {
  const std::size_t done = m_current[static_cast<std::size_t>(engine)];
  m_bands[done].completed = m_bands[done].received = m_time;
  if (m_serial) return after(gatheringOf(m_bands[done]), engine, Step::Take);
  m_toGather.push_back(done);
  if (m_toGather.size() == 1) {
    ++m_active;
    gatherNext();
  }
  take(engine);
}

void Player::gatherNext() {
  after(gatheringOf(m_bands[m_toGather.front()]), m_engines, Step::Gathered);
}

void Player::gathered() {
  m_toGather.pop_front();
  if (m_toGather.empty())
    --m_active;
  else
    gatherNext();
}

void Player::handle(const Event& event) {
  switch (event.step) {
    case Step::Take:
      return take(event.thread);
    case Step::Start: {
      Band& band = m_bands[m_current[static_cast<std::size_t>(event.thread)]];
      band.started = m_time;
      return after(band.cpuTime, event.thread, Step::Complete);
    }
    case Step::Complete:
      return complete(event.thread);
    case Step::Gathered:
      return gathered();
  }
}

Run Player::play() {
  m_time = m_model.startUp;
  m_active = m_engines;
  for (int engine = 0; engine < m_engines; ++engine) after(0.0, engine, Step::Take);
  while (!m_events.empty()) {
    const Event event = m_events.top();
    m_events.pop();
    advanceTo(event.at);
    handle(event);
  }
  return {.view = toString(m_scenario.policy),
          .engines = m_engines,
          .cores = m_scenario.cores,
          .wallTime = m_time,
          .bands = std::move(m_bands)};
}

}  // namespace

std::string toString(Policy policy) {
  for (const auto& [each, name] : kPolicies)
    if (each == policy) return name;
  return {};
}

std::optional<Policy> policyFromString(std::string_view text) {
  for (const auto& [policy, name] : kPolicies)
    if (text == name) return policy;
  return std::nullopt;
}

Run replay(const CostModel& model, const Scenario& scenario) {
  return Player(model, scenario).play();
}

}  // namespace fatou::stats
