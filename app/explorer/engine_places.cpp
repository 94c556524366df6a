// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/explorer/engine_places.h"

#include <algorithm>
#include <functional>
#include <utility>

#include <QCoreApplication>

#include "core/kernels/escape_time.h"
#include "core/mpi/mpi_engines.h"
#include "core/mpi/rank.h"

namespace fatou::app {
namespace {

QString said(const char* text) {
  return QCoreApplication::translate("fatou::app::EnginePlaces", text);
}

std::function<engines::EngineSource()> sourcesOf(mpi::MpiOptions options) {
  return [options = std::move(options)] {
    return mpi::mpiEngines(options, kernels::simdTargetName());
  };
}

}  // namespace

std::optional<std::string> whyNoProcesses() {
  if (mpi::builtWith() != mpi::Implementation::None) return std::nullopt;
  return "this fatou-explorer was built without MPI; install openmpi-bin and libopenmpi-dev, or "
         "mpich and libmpich-dev, and build it again";
}

ui::EnginePlaces enginePlaces(const std::optional<mpi::MpiOptions>& onHosts) {
  ui::EnginePlaces places{
      {.key = QLatin1StringView(kThreadsKey),
       .name = said("Threads"),
       .about = said("Engines are threads of this program: there at once, and what is computed "
                     "need not be sent")}};
  if (whyNoProcesses()) return places;
  places.push_back({.key = QLatin1StringView(kProcessesKey),
                    .name = said("Processes"),
                    .about = said("Engines are processes of this machine, ranks of an MPI job: the "
                                  "window survives whatever happens to them"),
                    .makeSource = sourcesOf({.implementation = mpi::builtWith()}),
                    .isElsewhere = true});
  if (onHosts)
    places.push_back(
        {.key = QLatin1StringView(kHostsKey),
         .name = said("Hosts"),
         .about = said("Engines are processes of the machines that the command line or "
                       "the batch system names, ranks of an MPI job"),
         .makeSource = sourcesOf(*onHosts),
         .isElsewhere = true,
         .isThisMachine = false,
         .most = mpi::placesOf(onHosts->hosts)});
  return places;
}

int placeOf(const ui::EnginePlaces& places, const QString& key) {
  const auto found = std::ranges::find(places, key, &ui::EnginePlace::key);
  return found == places.end() ? 0 : static_cast<int>(found - places.begin());
}

}  // namespace fatou::app
