// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"

namespace fatou::mpi {

// A machine where engines can be started, and how many of them find a place there.
struct Host {
  std::string name{};
  int places = 1;

  friend bool operator==(const Host&, const Host&) = default;
};
// Engines fill the places of the first host, then those of the second, and so on.
using Hosts = std::vector<Host>;

inline constexpr int kMostPlaces = 1'024;  // of a host

// Hosts as in "a:8,b". Without a number a host has one place; named twice, it has the sum. The
// Error is one sentence about what in the text is wrong.
Result<Hosts> parseHosts(std::string_view text);

// Hosts from a file that has one a line, as Open MPI writes it ("a slots=8") or as MPICH does
// ("a:8"); `#` begins a comment. The Error names the file, and the line where one is wrong.
Result<Hosts> readHostfile(const std::string& path);

// Adds a host, or its places to those it has. The Error quotes `name` or `places`.
Status addHost(Hosts& hosts, std::string_view name, std::string_view places);

// Makes the host of this name the first one, if it is among them.
void moveToFront(Hosts& hosts, std::string_view name);

int placesOf(const Hosts& hosts);

// The name of the host where a rank (from 1) runs; nothing for a rank beyond the places.
std::optional<std::string> hostOfRank(const Hosts& hosts, int rank);

// Writes hosts as parseHosts() reads them: "a:8,b:1".
std::string toText(const Hosts& hosts);

// The hosts without their places, for a sentence: "a, b".
std::string namesOf(const Hosts& hosts);

}  // namespace fatou::mpi
