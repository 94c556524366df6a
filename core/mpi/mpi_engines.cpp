// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/mpi/mpi_engines.h"

#include <algorithm>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

#include "core/mpi/mpi_job.h"

namespace fatou::mpi {
namespace {

class MpiEngines {
 public:
  MpiEngines(MpiOptions options, std::string simdTarget)
      : m_options(std::move(options)), m_simdTarget(std::move(simdTarget)) {}

  void addTo(engines::Client& client, int count) {
    auto wanted = take(count);
    std::vector<engines::EngineId> added;
    try {
      for (auto& engine : wanted) added.push_back(client.addEngine(std::move(engine)));
    } catch (...) {
      for (const auto id : added) client.cluster().cutOff(id);
      throw;
    }
  }

 private:
  // All of them or none.
  std::vector<engines::RemoteEngine> take(int count) {
    const std::scoped_lock lock(m_mutex);
    std::erase_if(m_jobs, [](const auto& job) { return !job->isAlive(); });
    std::vector<engines::RemoteEngine> taken;
    const auto takeFrom = [&](MpiJob& job) {
      while (static_cast<int>(taken.size()) < count) {
        auto engine = job.takeSeat();
        if (!engine) return;
        taken.push_back(std::move(*engine));
      }
    };
    for (const auto& job : m_jobs) takeFrom(*job);
    // Whoever asks for one after the other gets them from one job.
    const int first = m_jobs.empty() ? m_options.engines : 0;
    while (static_cast<int>(taken.size()) < count) {
      const int missing = count - static_cast<int>(taken.size());
      m_jobs.push_back(MpiJob::launch(m_options, std::max(missing, first), m_simdTarget));
      takeFrom(*m_jobs.back());
    }
    return taken;
  }

  const MpiOptions m_options;
  const std::string m_simdTarget;
  std::mutex m_mutex;
  std::vector<std::shared_ptr<MpiJob>> m_jobs;
};

}  // namespace

engines::EngineSource mpiEngines(MpiOptions options, std::string simdTarget) {
  const auto source = std::make_shared<MpiEngines>(std::move(options), std::move(simdTarget));
  return engines::EngineSource(
      [source](engines::Client& client, int count) { source->addTo(client, count); });
}

}  // namespace fatou::mpi
