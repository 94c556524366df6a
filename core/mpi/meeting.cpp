// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/mpi/meeting.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <poll.h>
#include <stdexcept>
#include <sys/random.h>
#include <sys/socket.h>
#include <system_error>
#include <utility>

#include "core/mpi/host_socket.h"
#include "core/mpi/start_up.h"

namespace fatou::mpi {
namespace {

constexpr std::chrono::seconds kUntilConnected{3};
constexpr std::chrono::seconds kUntilGreeted{10};

[[noreturn]] void failWith(int error, const char* what) {
  throw std::system_error(error, std::generic_category(), what);
}

// Receives as many bytes as `token` has.
void receive(int socket, Token& token) {
  const auto until = std::chrono::steady_clock::now() + kUntilGreeted;
  for (std::size_t size = 0; size < token.size();) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
        until - std::chrono::steady_clock::now());
    pollfd news{.fd = socket, .events = POLLIN, .revents = 0};
    if (left.count() <= 0 || ::poll(&news, 1, static_cast<int>(left.count())) == 0)
      failWith(ETIMEDOUT, "it does not answer");
    const ssize_t got = ::recv(socket, token.data() + size, token.size() - size, MSG_DONTWAIT);
    if (got == 0) failWith(ECONNRESET, "it has gone");
    if (got < 0 && errno != EAGAIN && errno != EINTR) failWith(errno, "it has gone");
    if (got > 0) size += static_cast<std::size_t>(got);
  }
}

}  // namespace

Secrets newSecrets() {
  Secrets secrets;
  if (::getrandom(&secrets, sizeof secrets, 0) != static_cast<ssize_t>(sizeof secrets))
    failWith(errno, "the system has no random numbers");
  return secrets;
}

HubAddress hubAddress(const std::vector<std::string>& addresses, std::uint16_t port) {
  HubAddress address{.port = port};
  std::size_t count = 0;
  for (const std::string& each : addresses) {
    if (each.empty() || each.size() >= address.addresses[0].size()) continue;
    if (count == HubAddress::kMost) break;
    std::ranges::copy(each, address.addresses[count++].begin());
  }
  return address;
}

void greetHub(int socket, int rank, const Secrets& secrets) {
  const Greeting greeting{.token = secrets.ofEngines, .rank = rank};
  if (::send(socket, &greeting, sizeof greeting, MSG_NOSIGNAL) !=
      static_cast<ssize_t>(sizeof greeting))
    failWith(errno, "the hub has gone");
  Token answer{};
  receive(socket, answer);
  if (answer != secrets.ofHub) failWith(EPROTO, "somebody else is where the hub should be");
}

// Some of the addresses may belong to networks that this host does not know, or that have the same
// numbers here and lead to somebody else.
Descriptor comeFromOtherHost(const HubAddress& hub, int rank, const Secrets& secrets,
                             const std::string& host) {
  std::string tried;
  std::string why = "it has no address";
  for (const HubAddress::Text& each : hub.addresses) {
    const std::string address = each.data();
    if (address.empty()) break;
    try {
      Descriptor socket = connectToHost(address, hub.port, kUntilConnected);
      greetHub(socket.number(), rank, secrets);
      return socket;
    } catch (const std::system_error& error) {
      tried += (tried.empty() ? "" : ", ") + address;
      why = error.code().message();
    }
  }
  throw std::runtime_error(
      kNoWayToHub + host + " cannot reach the machine where fatou was started (" + tried +
      ", port " + std::to_string(hub.port) + ": " + why +
      "): see that a network connects them, and that no firewall stands between");
}

std::optional<int> Arrivals::add(Descriptor come) {
  forgetTheSilent();
  if (!come.isOpen()) return std::nullopt;
  const int number = come.number();
  m_greetings.insert_or_assign(number, Begun{.socket = std::move(come)});
  return number;
}

void Arrivals::forgetTheSilent() {
  const auto before = std::chrono::steady_clock::now() - kUntilGreeted;
  const auto isSilent = [before](const auto& each) { return each.second.since < before; };
  if (std::erase_if(m_greetings, isSilent) > 0) sendAway("said nothing");
}

void Arrivals::sendAway(const std::string& why) {
  std::string notice = "somebody came to the hub of the engines who " + why + ", and was sent away";
  if (std::ranges::find(m_notices, notice) == m_notices.end())
    m_notices.push_back(std::move(notice));
}

std::optional<std::string> Arrivals::nextNotice() {
  if (m_given == m_notices.size()) return std::nullopt;
  return m_notices[m_given++];
}

std::optional<Arrivals::Arrival> Arrivals::read(int descriptor, int ranks) {
  Begun& begun = m_greetings.at(descriptor);
  const ssize_t got = ::recv(descriptor, begun.bytes.data() + begun.size,
                             begun.bytes.size() - begun.size, MSG_DONTWAIT);
  if (got < 0 && (errno == EAGAIN || errno == EINTR)) return std::nullopt;
  begun.size += got > 0 ? static_cast<std::size_t>(got) : 0;
  if (got > 0 && begun.size < begun.bytes.size()) return std::nullopt;
  auto node = m_greetings.extract(descriptor);
  Greeting greeting;
  std::memcpy(&greeting, node.mapped().bytes.data(), sizeof greeting);
  const bool isWhole = node.mapped().size == sizeof greeting;
  if (!isWhole || greeting.token != m_secrets.ofEngines || greeting.rank < 1 ||
      greeting.rank >= ranks) {
    sendAway("does not know the token of this job");
    return std::nullopt;
  }
  const ssize_t sent = ::send(descriptor, m_secrets.ofHub.data(), m_secrets.ofHub.size(),
                              MSG_DONTWAIT | MSG_NOSIGNAL);
  if (sent != static_cast<ssize_t>(m_secrets.ofHub.size())) return std::nullopt;
  return Arrival{.rank = greeting.rank, .socket = std::move(node.mapped().socket)};
}

}  // namespace fatou::mpi
