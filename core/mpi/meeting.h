// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/mpi/socket.h"

namespace fatou::mpi {

using Token = std::array<char, 32>;

// The tokens by which the ranks of one job recognise each other. Nobody else knows them.
struct Secrets {
  Token ofEngines{};  // which engines send to the hub
  Token ofHub{};      // which the hub answers with
};

// Makes random ones. Throws std::system_error.
Secrets newSecrets();

// What an engine sends to the hub on their socket, once.
struct Greeting {
  Token token{};
  std::int32_t rank = 0;
};

// The place where engines of other hosts find the hub. Its size is fixed, as MPI broadcasts it.
struct HubAddress {
  static constexpr std::size_t kMost = 16;
  using Text = std::array<char, 64>;  // ends with 0

  std::array<Text, kMost> addresses{};  // numeric; those that are not needed are empty
  std::uint16_t port = 0;
};
HubAddress hubAddress(const std::vector<std::string>& addresses, std::uint16_t port);

// An engine tells the hub who it is, and makes sure by the answer that it is the hub. Waits ten
// seconds at most. Throws std::system_error where somebody else answers, or nobody.
void greetHub(int socket, int rank, const Secrets& secrets);

// Connects to the hub from another host and greets it. Throws std::runtime_error with kNoWayToHub
// and a sentence.
Descriptor comeFromOtherHost(const HubAddress& hub, int rank, const Secrets& secrets,
                             const std::string& host);

// The hub keeps here the connections that have not yet said whom they are from.
class Arrivals {
 public:
  explicit Arrivals(const Secrets& secrets) : m_secrets(secrets) {}

  // Returns the number of the descriptor that is to be watched; nothing where it is not open.
  std::optional<int> add(Descriptor come);
  bool holds(int descriptor) const { return m_greetings.contains(descriptor); }

  struct Arrival {
    int rank = 0;
    Descriptor socket{};
  };
  // Reads on from a connection. When the greeting is complete, answers it and returns who has come,
  // if the token is right and the rank is one of the job's; else closes the connection.
  std::optional<Arrival> read(int descriptor, int ranks);

  // A sentence that says that somebody was sent away, and why. Each is given once, as whoever was
  // sent away may come again and again.
  std::optional<std::string> nextNotice();

 private:
  struct Begun {
    Descriptor socket{};
    std::array<char, sizeof(Greeting)> bytes{};
    std::size_t size = 0;
    std::chrono::steady_clock::time_point since = std::chrono::steady_clock::now();
  };

  void sendAway(const std::string& why);
  void forgetTheSilent();

  const Secrets m_secrets;
  std::map<int, Begun> m_greetings;    // by descriptor
  std::vector<std::string> m_notices;  // of all that have been sent away
  std::size_t m_given = 0;             // of these
};

}  // namespace fatou::mpi
