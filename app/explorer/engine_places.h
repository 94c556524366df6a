// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>

#include "core/mpi/launch_command.h"
#include "ui/engines/engine_place.h"

namespace fatou::app {

// The keys of places, as settings and the command line's options have them.
inline constexpr char kThreadsKey[] = "threads";
inline constexpr char kProcessesKey[] = "processes";
inline constexpr char kHostsKey[] = "hosts";

// Why engines cannot be processes, and what would help; nothing where they can.
std::optional<std::string> whyNoProcesses();

// The places where the window can have engines: threads, processes of this machine if there is MPI,
// and what `onHosts` starts if there are hosts to choose.
ui::EnginePlaces enginePlaces(const std::optional<mpi::MpiOptions>& onHosts);

// The index of the place with this key; the first one where none has it.
int placeOf(const ui::EnginePlaces& places, const QString& key);

}  // namespace fatou::app
