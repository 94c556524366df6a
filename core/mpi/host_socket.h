// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "core/mpi/socket.h"

// Sockets between processes of different hosts. They send at once what is written to them, and end
// on both sides when the other host has been out of reach for ten seconds. Child processes do not
// inherit them.
namespace fatou::mpi {

// Listens on any free port of all networks; accepting does not wait. Throws std::system_error.
Descriptor listenToHosts();

// The port at which a socket listens. Throws std::system_error.
std::uint16_t portOf(int listening);

// The numeric addresses by which other hosts may reach this one. Where it has none, those that only
// this host can use.
std::vector<std::string> addressesHere();

// Accepts one connection, whoever it is from; the descriptor is not open where none waits.
Descriptor acceptFromHost(int listening);

// Connects to a listening socket; sending and receiving do not wait. Throws std::system_error where
// it fails, or takes longer than `patience`.
Descriptor connectToHost(const std::string& address, std::uint16_t port,
                         std::chrono::milliseconds patience);

}  // namespace fatou::mpi
