// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <stop_token>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "core/engines/remote/loopback.h"
#include "core/engines/tasks/errors.h"
#include "tests/patience.h"
#include "ui/engines/engine_place.h"

namespace fatou::ui {

// Engines elsewhere that come when a test lets them, fail to come, and die when it wants. Whoever
// starts them waits at the gate; for the test's patience, so that a window that waits there, too,
// fails the test and does not hang it.
class GatedEngines {
 public:
  void open() {
    {
      const std::scoped_lock lock(m_mutex);
      m_isOpen = true;
    }
    m_changed.notify_all();
  }
  void close() {
    const std::scoped_lock lock(m_mutex);
    m_isOpen = false;
  }
  // Lets no engine be started from now on, for this reason; an empty reason ends that.
  void refuse(std::string why) {
    const std::scoped_lock lock(m_mutex);
    m_refusal = std::move(why);
  }
  // The host of the engine that is started n-th.
  void nameHosts(std::vector<std::string> hosts) { m_hosts = std::move(hosts); }

  // The number of engines asked for, each time.
  std::vector<int> asked() const {
    const std::scoped_lock lock(m_mutex);
    return m_asked;
  }
  int sources() const { return m_sources; }
  bool wasStopped() const {
    const std::scoped_lock lock(m_mutex);
    return m_wasStopped;
  }
  // Whether any engine was started on this thread.
  bool wereStartedOn(std::thread::id thread) const {
    const std::scoped_lock lock(m_mutex);
    return m_startedHere && thread == m_here;
  }
  // The n-th engine that was started.
  engines::LoopbackFaults& engine(std::size_t n) const {
    const std::scoped_lock lock(m_mutex);
    return *m_faults.at(n);
  }

  // Makes an engine for the caller to add, as a source adds engines that replace others.
  engines::RemoteEngine make() {
    const std::scoped_lock lock(m_mutex);
    m_faults.push_back(std::make_shared<engines::LoopbackFaults>());
    engines::RemoteEngine engine = engines::loopbackEngine(m_faults.back());
    if (m_faults.size() <= m_hosts.size()) engine.info.host = m_hosts[m_faults.size() - 1];
    return engine;
  }

  // The places of a window: threads first, then these engines.
  static EnginePlaces places(const std::shared_ptr<GatedEngines>& gated) {
    EnginePlaces all = threadsOf({});
    all.front().name = QStringLiteral("Threads");
    all.push_back({.key = QStringLiteral("processes"),
                   .name = QStringLiteral("Processes"),
                   .about = QStringLiteral("In other processes"),
                   .makeSource =
                       [gated] {
                         ++gated->m_sources;
                         return engines::EngineSource([gated](engines::Client& client, int count,
                                                              const std::stop_token& stop) {
                           gated->add(client, count, stop);
                         });
                       },
                   .isElsewhere = true});
    return all;
  }

 private:
  void add(engines::Client& client, int count, const std::stop_token& stop) {
    waitAtGate(count, stop);
    for (int i = 0; i < count; ++i) client.addEngine(make());
  }
  void waitAtGate(int count, const std::stop_token& stop) {
    std::unique_lock lock(m_mutex);
    m_asked.push_back(count);
    m_startedHere = m_startedHere || std::this_thread::get_id() == m_here;
    const bool isOpen =
        m_changed.wait_for(lock, stop, tests::kPatience, [this] { return m_isOpen; });
    m_wasStopped = stop.stop_requested();
    if (!isOpen) throw engines::EngineError("no engines can be started: the gate is closed");
    if (!m_refusal.empty()) throw engines::EngineError(m_refusal);
  }

  const std::thread::id m_here = std::this_thread::get_id();
  mutable std::mutex m_mutex;
  std::condition_variable_any m_changed;
  bool m_isOpen = false;
  bool m_wasStopped = false;
  bool m_startedHere = false;
  std::string m_refusal;
  std::vector<std::string> m_hosts;
  std::vector<int> m_asked;
  std::vector<std::shared_ptr<engines::LoopbackFaults>> m_faults;
  int m_sources = 0;
};

}  // namespace fatou::ui
