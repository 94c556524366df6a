// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "core/mpi/socket.h"

// Sockets between processes of different hosts. What goes through them goes at once, and ends on
// both sides when the other host has been out of reach for ten seconds. No child inherits them.
namespace fatou::mpi {

// On any free port of all networks; accepting does not wait. Throws std::system_error.
Descriptor listenToHosts();

// Where a listening socket is. Throws std::system_error.
std::uint16_t portOf(int listening);

// The numeric addresses by which other hosts may reach this one; those that only this one can use
// where there are no others.
std::vector<std::string> addressesHere();

// Somebody who has connected, whoever it is; not open where there is nobody.
Descriptor acceptFromHost(int listening);

// Comes to who listens there; sending and receiving do not wait. Throws std::system_error, after so
// long at most.
Descriptor connectToHost(const std::string& address, std::uint16_t port,
                         std::chrono::milliseconds patience);

}  // namespace fatou::mpi
