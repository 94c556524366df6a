// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rank_places.h"

#include <chrono>
#include <cstdlib>
#include <string>
#include <utility>

#include <QFile>

#include "core/mpi/allocation.h"
#include "core/mpi/rank.h"

namespace fatou::app {
namespace {

// How long engines on other hosts may take to come: ssh or a batch system needs its time to begin
// there.
constexpr std::chrono::seconds kHostsPatience{60};

const char* environmentVariable(const char* name) {
  return std::getenv(name);
}

// The hosts; where they are wrong, an Error that names the option.
Result<mpi::Hosts> named(const std::string& option, Result<mpi::Hosts> hosts) {
  if (hosts) return hosts;
  return Error{option + ": " + hosts.error().message};
}

Result<mpi::Hosts> hostsOf(const RankOptions& wish) {
  if (wish.hosts && wish.hostfile)
    return Error{"--hosts and --hostfile exclude each other: use one"};
  if (wish.hosts) return named("--hosts", mpi::parseHosts(wish.hosts->toStdString()));
  return named("--hostfile", mpi::readHostfile(QFile::encodeName(*wish.hostfile).toStdString()));
}

Status requirePlaces(int ranks, int places, const std::string& ofWhom, const std::string& remedy) {
  if (ranks <= places) return success();
  return Error{"--mpi " + std::to_string(ranks) + " asks for more engines than " + ofWhom + " (" +
               std::to_string(places) + "): ask for fewer, or " + remedy};
}

Result<mpi::Allocation> namedPlaces(const RankOptions& wish) {
  auto hosts = hostsOf(wish);
  if (!hosts) return hosts.error();
  if (auto status = requirePlaces(wish.ranks, mpi::placesOf(hosts.value()), "the hosts have places",
                                  "name more hosts, or more places like node1:8");
      !status)
    return status.error();
  // Inside of a job it is Slurm that starts ranks on all hosts, this one included, and it knows
  // them only by its own names.
  const char* const name = environmentVariable("SLURMD_NODENAME");
  mpi::Allocation allocation{.hosts = std::move(hosts).value(),
                             .here = name == nullptr ? "" : name};
  mpi::moveToFront(allocation.hosts, allocation.here);
  return allocation;
}

Result<mpi::Allocation> allPlaces(const RankOptions& wish) {
  if (wish.hosts || wish.hostfile) return namedPlaces(wish);
  const auto slurm = mpi::slurmAllocation(environmentVariable);
  if (!slurm) return slurm.error();
  if (!slurm.value()) return mpi::Allocation();
  const mpi::Allocation& job = *slurm.value();
  if (auto status = requirePlaces(wish.ranks, mpi::placesOf(job.hosts), "the Slurm job has tasks",
                                  "give the job more with --ntasks");
      !status)
    return status.error();
  return job.hosts.size() == 1 ? mpi::Allocation() : job;
}

}  // namespace

Result<mpi::MpiOptions> rankOptions(const RankOptions& wish) {
  auto found = allPlaces(wish);
  if (!found) return found.error();
  mpi::Allocation where = std::move(found).value();
  mpi::MpiOptions options{.implementation = mpi::builtWith(), .engines = wish.ranks};
  if (!where.hosts.empty()) options.patience = kHostsPatience;
  options.hosts = std::move(where.hosts);
  options.here = std::move(where.here);
  return options;
}

}  // namespace fatou::app
