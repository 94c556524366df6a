// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/fatou/rank_places.h"

#include <cstdlib>
#include <optional>
#include <utility>

#include <QFile>

#include "app/fatou/command.h"

namespace fatou::app {
namespace {

const char* environmentVariable(const char* name) {
  return std::getenv(name);
}

// Of an option whose hosts are these, or are wrong.
mpi::Hosts hostsOr(const QString& name, const Result<mpi::Hosts>& hosts) {
  if (hosts) return hosts.value();
  throw badUsage(
      QStringLiteral("--%1: %2").arg(name, QString::fromStdString(hosts.error().message)));
}

std::optional<mpi::Hosts> hostsOf(const Options& options) {
  const QString list = QStringLiteral("hosts");
  const QString file = QStringLiteral("hostfile");
  if (options.isSet(list) && options.isSet(file))
    throw badUsage(QStringLiteral("--hosts and --hostfile exclude each other: use one"));
  if (options.isSet(list)) return hostsOr(list, mpi::parseHosts(options.value(list).toStdString()));
  if (options.isSet(file))
    return hostsOr(file, mpi::readHostfile(QFile::encodeName(options.value(file)).toStdString()));
  return std::nullopt;
}

void requirePlaces(int ranks, int places, const char* ofWhom, const char* remedy) {
  if (ranks <= places) return;
  throw badUsage(QStringLiteral("--mpi %1 asks for more engines than %2 (%3): ask for fewer, or %4")
                     .arg(ranks)
                     .arg(QLatin1StringView(ofWhom))
                     .arg(places)
                     .arg(QLatin1StringView(remedy)));
}

}  // namespace

mpi::Allocation placesOfRanks(const Options& options, int ranks) {
  if (auto hosts = hostsOf(options)) {
    requirePlaces(ranks, mpi::placesOf(*hosts), "the hosts have places",
                  "name more hosts, or more places like node1:8");
    // Inside of a job Slurm starts what is on its hosts, this one included, and knows only its
    // names.
    const char* const here = environmentVariable("SLURMD_NODENAME");
    return {.hosts = std::move(*hosts), .here = here == nullptr ? "" : here};
  }
  const auto slurm = mpi::slurmAllocation(environmentVariable);
  if (!slurm) throw badUsage(slurm.error());
  if (!slurm.value()) return {};
  const mpi::Allocation& job = *slurm.value();
  requirePlaces(ranks, mpi::placesOf(job.hosts), "the Slurm job has tasks",
                "give the job more with --ntasks");
  return job.hosts.size() == 1 ? mpi::Allocation() : job;
}

}  // namespace fatou::app
