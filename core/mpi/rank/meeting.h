// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "core/mpi/socket.h"

namespace fatou::mpi {

// What the ranks of one job know, and nobody else.
using Token = std::array<char, 32>;

// A random one. Throws std::system_error.
Token newToken();

// What an engine sends to the hub on their socket, once.
struct Greeting {
  Token token{};
  std::int32_t rank = 0;
};

// On the engine's side: comes to the hub. Throws std::system_error.
Descriptor greetHub(const std::string& path, const Greeting& greeting);

// On the hub's side: those who have come, and have not yet said who they are.
class Arrivals {
 public:
  explicit Arrivals(const Token& token) : m_token(token) {}

  // Returns the number of the descriptor that is to be watched; nothing where nobody has come.
  std::optional<int> accept(int listening);
  bool holds(int descriptor) const { return m_greetings.contains(descriptor); }

  struct Arrival {
    int rank = 0;
    Descriptor socket{};
  };
  // Reads on. Once all is said gives who it is, if he knows the token and is one of the ranks; else
  // he is sent away.
  std::optional<Arrival> read(int descriptor, int ranks);

 private:
  struct Begun {
    Descriptor socket{};
    std::array<char, sizeof(Greeting)> bytes{};
    std::size_t size = 0;
  };

  const Token m_token;
  std::map<int, Begun> m_greetings;  // by descriptor
};

}  // namespace fatou::mpi
