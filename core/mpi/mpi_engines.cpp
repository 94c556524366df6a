// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/mpi/mpi_engines.h"

#include <algorithm>
#include <exception>
#include <map>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <stop_token>
#include <string>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#include "core/base/exception_text.h"
#include "core/engines/engine.h"
#include "core/mpi/mpi_job.h"

namespace fatou::mpi {
namespace {

using engines::Cluster;

// How many jobs in a row may die before they have answered anything.
constexpr int kMostBarren = 3;

// The jobs of one source. A job that has died is replaced by another for those who used it.
class MpiEngines : public std::enable_shared_from_this<MpiEngines> {
 public:
  static std::shared_ptr<MpiEngines> create(MpiOptions options, std::string simdTarget) {
    return {new MpiEngines(std::move(options), std::move(simdTarget)), destroy};
  }

  void addTo(engines::Client& client, int count, const std::stop_token& stop) {
    if (count < 0) throw std::invalid_argument("the number of engines must not be negative");
    Jobs dead;  // end without the lock, which their threads may want
    const std::scoped_lock lock(m_mutex);
    const auto firstDead = std::partition(m_jobs.begin(), m_jobs.end(),
                                          [](const auto& job) { return job->isAlive(); });
    dead.assign(firstDead, m_jobs.end());
    m_jobs.erase(firstDead, m_jobs.end());
    // The first job has as many engines as the options say, so that who asks for them one after the
    // other gets them all from it.
    add(client, count, m_jobs.empty() ? m_options.engines : 0, stop);
  }

 private:
  using Jobs = std::vector<std::shared_ptr<MpiJob>>;

  MpiEngines(MpiOptions options, std::string simdTarget)
      : m_options(std::move(options)), m_simdTarget(std::move(simdTarget)) {}

  // A job's thread cannot wait for its own end, so that another thread has to.
  static void destroy(MpiEngines* source) {
    if (!engines::isEngineOf(source)) {
      delete source;
      return;
    }
    try {
      std::thread([source] { delete source; }).detach();
    } catch (const std::system_error&) {  // the jobs stay until this process ends, and end with it
    }
  }

  void add(engines::Client& client, int count, int atLeast, const std::stop_token& stop) {
    auto wanted = take(client, count, atLeast, stop);
    std::vector<engines::EngineId> added;
    try {
      for (auto& engine : wanted) added.push_back(client.addEngine(std::move(engine)));
    } catch (...) {
      for (const auto id : added) client.cluster().cutOff(id);
      throw;
    }
  }

  // Takes `count` seats, or none where they cannot all be had. A job that has to be started for
  // them has `atLeast` engines or more.
  std::vector<engines::RemoteEngine> take(const engines::Client& client, int count, int atLeast,
                                          const std::stop_token& stop) {
    std::vector<engines::RemoteEngine> taken;
    const auto takeFrom = [&](MpiJob& job) {
      while (static_cast<int>(taken.size()) < count) {
        auto engine = job.takeSeat(client.cluster().weak_from_this(), shared_from_this());
        if (!engine) return;
        taken.push_back(std::move(*engine));
      }
    };
    for (const auto& job : m_jobs) takeFrom(*job);
    for (int jobs = 0; static_cast<int>(taken.size()) < count; ++jobs) {
      if (jobs == kMostBarren)
        throw engines::EngineError(
            "no engines can be started: they end as soon as they have begun");
      const int missing = count - static_cast<int>(taken.size());
      m_jobs.push_back(launch(std::max(missing, atLeast), stop));
      takeFrom(*m_jobs.back());
    }
    return taken;
  }

  std::shared_ptr<MpiJob> launch(int count, const std::stop_token& stop) {
    return MpiJob::launch(
        m_options, count, m_simdTarget,
        [weak = weak_from_this()](const MpiJob::Users& users, bool hasAnswered) {
          auto source = weak.lock();
          if (!source) return;
          const engines::EngineThreadScope scope(source.get());
          source->replace(users, hasAnswered);
          source.reset();
        },
        stop);
  }

  // Runs on the thread of the job that has died. Where no other job can be started, its users lose
  // their engines.
  void replace(const MpiJob::Users& users, bool hasAnswered) {
    const std::scoped_lock lock(m_mutex);
    m_barren = hasAnswered ? 0 : m_barren + 1;
    if (m_barren >= kMostBarren)
      return tell("the engines have ended " + std::to_string(m_barren) +
                  " times without an answer: they are not started again");
    std::map<std::shared_ptr<Cluster>, int> counts;
    for (const auto& user : users)
      if (const auto cluster = user.lock()) ++counts[cluster];
    while (!counts.empty()) {
      auto one = counts.extract(counts.begin());
      replaceFor(one.key(), one.mapped());
    }
  }

  // Takes the cluster away from its caller, as this may be its last owner.
  void replaceFor(std::shared_ptr<Cluster>& cluster, int count) {
    const engines::EngineThreadScope scope(cluster.get());
    try {
      engines::Client client(cluster);
      add(client, count, 0, {});
      tell("the engines have ended, and were started again");
    } catch (const LaunchStopped&) {  // as was asked
    } catch (const std::exception& error) {
      tell("the engines have ended; " + exceptionText(error));
    }
    cluster.reset();  // here, where the last owner's end is not waited for
  }

  void tell(const std::string& sentence) const {
    if (m_options.notice) m_options.notice(sentence);
  }

  const MpiOptions m_options;
  const std::string m_simdTarget;
  std::mutex m_mutex;
  Jobs m_jobs;
  int m_barren = 0;  // jobs in a row that have died without an answer
};

}  // namespace

engines::EngineSource mpiEngines(MpiOptions options, std::string simdTarget) {
  const auto source = MpiEngines::create(std::move(options), std::move(simdTarget));
  return engines::EngineSource(
      [source](engines::Client& client, int count, const std::stop_token& stop) {
        source->addTo(client, count, stop);
      });
}

}  // namespace fatou::mpi
