// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/mpi/rank/meeting.h"

#include <cerrno>
#include <cstring>
#include <sys/random.h>
#include <sys/socket.h>
#include <system_error>
#include <utility>

namespace fatou::mpi {

Token newToken() {
  Token token{};
  if (::getrandom(token.data(), token.size(), 0) != static_cast<ssize_t>(token.size()))
    throw std::system_error(errno, std::generic_category(), "the system has no random numbers");
  return token;
}

Descriptor greetHub(const std::string& path, const Greeting& greeting) {
  Descriptor socket = connectTo(path);
  if (::send(socket.number(), &greeting, sizeof greeting, MSG_NOSIGNAL) !=
      static_cast<ssize_t>(sizeof greeting))
    throw std::system_error(errno, std::generic_category(), "the hub has gone");
  return socket;
}

std::optional<int> Arrivals::accept(int listening) {
  Begun begun{.socket = acceptOwn(listening)};
  if (!begun.socket.isOpen()) return std::nullopt;
  const int number = begun.socket.number();
  m_greetings.insert_or_assign(number, std::move(begun));
  return number;
}

std::optional<Arrivals::Arrival> Arrivals::read(int descriptor, int ranks) {
  Begun& begun = m_greetings.at(descriptor);
  const ssize_t got = ::recv(descriptor, begun.bytes.data() + begun.size,
                             begun.bytes.size() - begun.size, MSG_DONTWAIT);
  if (got < 0 && (errno == EAGAIN || errno == EINTR)) return std::nullopt;
  begun.size += got > 0 ? static_cast<std::size_t>(got) : 0;
  if (got > 0 && begun.size < begun.bytes.size()) return std::nullopt;
  const auto node = m_greetings.extract(descriptor);
  Greeting greeting;
  std::memcpy(&greeting, node.mapped().bytes.data(), sizeof greeting);
  const bool isOurs = node.mapped().size == sizeof greeting && greeting.token == m_token;
  if (!isOurs || greeting.rank < 1 || greeting.rank >= ranks) return std::nullopt;
  return Arrival{.rank = greeting.rank, .socket = std::move(node.mapped().socket)};
}

}  // namespace fatou::mpi
