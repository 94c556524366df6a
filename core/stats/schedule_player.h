// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <tuple>
#include <vector>

#include <queue>

#include "core/stats/chunk_source.h"
#include "core/stats/network.h"
#include "core/stats/what_if.h"

namespace fatou::stats {

// Plays a schedule by events. Threads that are active share the cores evenly, so that all of them
// work at the same rate. The work that each has done since the beginning is a virtual time, in
// which their events can be foretold. Messages do not need the cores; their events are in real
// time.
class SchedulePlayer {
 public:
  SchedulePlayer(const CostModel& model, const Scenario& scenario);

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
  enum class Message { CallIsThere, AnswerIsAtHub, AnswerIsThere };
  struct Arrival {
    double at = 0.0;           // real
    std::uint64_t number = 0;  // of those at the same time, the first that was foretold comes first
    Message message = Message::CallIsThere;
    std::size_t band = 0;
    Hub::Answer answer{};

    bool operator>(const Arrival& other) const {
      return std::tie(at, number) > std::tie(other.at, other.number);
    }
  };
  template <typename E>
  using Earliest = std::priority_queue<E, std::vector<E>, std::greater<>>;

  // The bands that are with an engine elsewhere.
  struct Desk {
    std::deque<std::size_t> waiting;  // bands that have arrived and are not begun
    int underWay = 0;                 // bands that are not answered
    bool isBusy = false;
    bool lastWasShort = false;
  };

  void begin();
  void handleNext();
  void handle(const Event& event);
  void handle(const Arrival& arrival);
  double crowd() const;
  double timeOf(const Event& event) const;
  void after(double cost, int thread, Step step) {
    m_events.push({m_virtual + cost, thread, step});
  }
  void foretell(double at, Message message, std::size_t band, const Hub::Answer& answer = {}) {
    m_arrivals.push({at, ++m_foretold, message, band, answer});
  }

  void take(int engine);
  void complete(int engine);
  void gather(std::size_t band);
  void gathered();
  void gatherNext();

  void ask(int engine);
  bool mayAsk(const Desk& own) const;
  void startNext(int engine);
  void completeElsewhere(int engine);
  void answered(std::size_t band);

  double slowdown(int engine) const;
  double gatheringOf(const Band& band) const { return m_model.gatheringARow * band.rows.size(); }
  Band bandOf(int engine, Rows rows) const;
  std::size_t& current(int engine) { return m_current[static_cast<std::size_t>(engine)]; }
  Desk& desk(int engine) { return m_desks[static_cast<std::size_t>(engine)]; }

  const CostModel& m_model;
  const Scenario& m_scenario;
  const bool m_serial;
  const int m_engines;
  const bool m_elsewhere;
  const Network m_network;
  ChunkSource m_source;
  Hub m_hub;
  Earliest<Event> m_events;
  Earliest<Arrival> m_arrivals;
  std::uint64_t m_foretold = 0;
  std::vector<std::size_t> m_current;  // the band each engine is at
  std::vector<Desk> m_desks;           // of engines elsewhere
  int m_idleDesks = 0;                 // engines elsewhere without a band
  std::deque<std::size_t> m_toGather;  // bands the caller has not taken in, in order of arrival
  std::vector<Band> m_bands;
  double m_virtual = 0.0;
  double m_time = 0.0;
  int m_active = 0;
};

}  // namespace fatou::stats
