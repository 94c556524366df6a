// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/mpi/mpi_engines.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <exception>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <stop_token>
#include <string>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#include "core/base/exception_text.h"
#include "core/engines/tasks/engine.h"
#include "core/mpi/launch_thread.h"
#include "core/mpi/mpi_job.h"

namespace fatou::mpi {
namespace {

using engines::Cluster;

// How many jobs in a row may die before they have answered anything.
constexpr int kMostBarren = 3;

// How long engines may take to come to hosts where some have been before: so long, or so many times
// what it has taken.
constexpr std::chrono::nanoseconds kPatienceAgain = std::chrono::seconds(20);
constexpr int kPatienceFactor = 4;

// Hosts that are tried at the same time.
constexpr std::size_t kHostsAtOnce = 32;

// The jobs of one source. A job that has died is replaced by another for those who used it, on
// those of its hosts that are left.
class MpiEngines : public std::enable_shared_from_this<MpiEngines> {
 public:
  static std::shared_ptr<MpiEngines> create(MpiOptions options, std::string simdTarget) {
    return {new MpiEngines(std::move(options), std::move(simdTarget)), destroy};
  }

  void addTo(engines::Client& client, int count, const std::stop_token& stop) {
    if (count < 0) throw std::invalid_argument("the number of engines must not be negative");
    const std::scoped_lock lock(m_mutex);
    forgetEnded();
    // The first job has as many engines as the options say, so that who asks for them one after the
    // other gets them all from it.
    const bool isFirst =
        std::ranges::none_of(m_jobs, [](const auto& job) { return job->isAlive(); });
    Wish wish{.engines = count,
              .atLeast = isFirst ? m_options.engines : 0,
              .hosts = m_hosts,
              .stop = stop};
    Ids added;
    try {
      add(client, wish, added);
    } catch (...) {
      for (const auto id : added) client.cluster().cutOff(id);
      throw;
    }
    if (count > 0 && added.empty()) throw noHostLeft(m_options.hosts, "all have been left out");
  }

 private:
  using Ids = std::vector<engines::EngineId>;

  // Engines that somebody is to have.
  struct Wish {
    int engines = 0;
    int atLeast = 0;  // in a job that is started for them
    Hosts hosts{};    // where they may be; on this machine where there are none
    std::stop_token stop{};
  };

  // A job tried on one host, or why there is none. Each host has one, as they are tried side by
  // side.
  struct Attempt {
    std::shared_ptr<MpiJob> job{};
    std::string complaint{};  // where there is no job
  };

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

  // Drops jobs that have ended. A job that is about to end stays: its thread may want the lock that
  // is held here, and dropping the job would wait for its thread.
  void forgetEnded() {
    std::erase_if(m_jobs, [](const auto& job) { return job->hasEnded(); });
  }

  // Adds as many as are wished for, or as there is room for where hosts have been left out. Whoever
  // catches what it throws may find some added.
  void add(engines::Client& client, Wish& wish, Ids& added) {
    limit(wish);
    std::size_t next = 0;
    for (int launches = 0;; ++launches) {
      for (; next < m_jobs.size(); ++next) addFrom(*m_jobs[next], client, wish, added);
      const int missing = wish.engines - static_cast<int>(added.size());
      if (missing <= 0) return;
      if (launches == kMostBarren)
        throw engines::EngineError(
            "no engines can be started: they end as soon as they have begun");
      m_launches.run([&] { start(wish, std::max(missing, wish.atLeast)); });
    }
  }

  void addFrom(MpiJob& job, engines::Client& client, const Wish& wish, Ids& added) {
    while (static_cast<int>(added.size()) < wish.engines) {
      auto engine = job.takeSeat(client.cluster().weak_from_this(), shared_from_this());
      if (!engine) return;
      try {
        added.push_back(client.addEngine(std::move(*engine)));
      } catch (const SeatLost&) {  // another takes its place
      }
    }
  }

  // Keeps a wish to the places of its hosts, once others have been left out.
  void limit(Wish& wish) const {
    if (m_hosts.size() == m_options.hosts.size()) return;
    wish.engines = std::min(wish.engines, placesOf(wish.hosts));
    wish.atLeast = std::min(wish.atLeast, wish.engines);
  }

  // Starts so many more. Once engines have been on these hosts, one that has gone since keeps only
  // its own away: it is left out from then on.
  void start(Wish& wish, int count) {
    std::string complaint;
    const auto begin = engines::Clock::now();
    try {
      m_jobs.push_back(launch(wish.hosts, count, wish.stop));
      m_slowestStart = std::max<std::chrono::nanoseconds>(
          m_slowestStart.value_or(std::chrono::nanoseconds(0)), engines::Clock::now() - begin);
      return;
    } catch (const LaunchStopped&) {
      throw;
    } catch (const engines::EngineError& error) {
      if (!m_slowestStart || m_options.hosts.size() < 2) throw;
      if (m_hosts.size() < 2) throw noHostLeft(m_options.hosts, error.what());
      complaint = error.what();
    }
    if (wish.hosts.size() > 1)
      startOnEach(wish, count);
    else
      leaveOut(wish.hosts.front(), complaint);
    wish.hosts = leftOf(wish.hosts);
    limit(wish);
  }

  // MPI does not say which host keeps a job from beginning. So each gets a job of its own.
  void startOnEach(const Wish& wish, int count) {
    std::vector<Attempt> attempts(wish.hosts.size());
    std::atomic<std::size_t> next{0};
    const auto work = [&] {
      for (std::size_t i = next++; i < attempts.size(); i = next++)
        attempts[i] = attempt(wish.hosts[i], count, wish.stop);
    };
    {
      std::vector<std::jthread> threads;
      while (threads.size() < std::min(attempts.size(), kHostsAtOnce)) threads.emplace_back(work);
    }
    if (m_options.stop.stop_requested() || wish.stop.stop_requested()) throw LaunchStopped();
    if (std::ranges::none_of(attempts, [](const Attempt& each) { return each.job != nullptr; }))
      throw noHostLeft(wish.hosts, attempts.front().complaint);
    for (std::size_t i = 0; i < attempts.size(); ++i)
      if (attempts[i].job)
        m_jobs.push_back(std::move(attempts[i].job));
      else
        leaveOut(wish.hosts[i], attempts[i].complaint);
  }

  Attempt attempt(const Host& host, int count, const std::stop_token& stop) {
    try {
      return {.job = launch(Hosts{host}, std::min(count, host.places), stop)};
    } catch (const std::exception& error) {
      return {.complaint = exceptionText(error)};
    }
  }

  // The error where engines have been on these hosts, and none can be there any more. `why` is what
  // is wrong with one of them.
  static engines::EngineError noHostLeft(const Hosts& hosts, const std::string& why) {
    return engines::EngineError(
        "no engines can be started again on any of the hosts " + namesOf(hosts) +
        ": see that they are up and let ssh in, or name others (" + why + ")");
  }

  void leaveOut(const Host& host, const std::string& why) {
    std::erase(m_hosts, host);
    tell(host.name + " is left out from now on: " + why);
  }

  Hosts leftOf(const Hosts& hosts) const {
    Hosts left;
    for (const Host& host : hosts)
      if (std::ranges::find(m_hosts, host) != m_hosts.end()) left.push_back(host);
    return left;
  }

  std::shared_ptr<MpiJob> launch(const Hosts& hosts, int count, const std::stop_token& stop) {
    MpiOptions options = m_options;
    options.hosts = hosts;
    if (m_slowestStart && !hosts.empty())
      options.patience =
          std::min(options.patience, std::max(kPatienceAgain, kPatienceFactor * *m_slowestStart));
    return MpiJob::launch(
        options, count, m_simdTarget,
        [weak = weak_from_this(), hosts](const MpiJob::Users& users, bool hasAnswered) {
          auto source = weak.lock();
          if (!source) return;
          const engines::EngineThreadScope scope(source.get());
          source->replace(users, hosts, hasAnswered);
          source.reset();
        },
        stop);
  }

  // Runs on the thread of the job that has died. Where no other job can be started, its users lose
  // their engines.
  void replace(const MpiJob::Users& users, const Hosts& hosts, bool hasAnswered) {
    const std::scoped_lock lock(m_mutex);
    forgetEnded();
    m_barren = hasAnswered ? 0 : m_barren + 1;
    if (m_barren >= kMostBarren)
      return tell("the engines have ended " + std::to_string(m_barren) +
                  " times without an answer: they are not started again");
    std::map<std::shared_ptr<Cluster>, int> counts;
    for (const auto& user : users)
      if (const auto cluster = user.lock()) ++counts[cluster];
    while (!counts.empty()) {
      auto one = counts.extract(counts.begin());
      replaceFor(one.key(), {.engines = one.mapped(), .hosts = leftOf(hosts)});
    }
  }

  // Takes the cluster away from its caller, as this may be its last owner.
  void replaceFor(std::shared_ptr<Cluster>& cluster, Wish wish) {
    const engines::EngineThreadScope scope(cluster.get());
    const int ended = wish.engines;
    try {
      engines::Client client(cluster);
      Ids added;  // which stay, however few they are
      add(client, wish, added);
      const bool areAll = static_cast<int>(added.size()) == ended;
      tell("the engines have ended, and " +
           (areAll ? "" : std::to_string(added.size()) + " of " + std::to_string(ended) + " ") +
           "were started again");
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
  LaunchThread m_launches;  // is made with this source, which nobody makes in the background
  std::mutex m_mutex;
  std::vector<std::shared_ptr<MpiJob>> m_jobs;
  Hosts m_hosts = m_options.hosts;                         // without those that have been left out
  std::optional<std::chrono::nanoseconds> m_slowestStart;  // of a job, once there has been one
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
