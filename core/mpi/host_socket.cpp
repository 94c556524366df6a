// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/mpi/host_socket.h"

#include <array>
#include <cerrno>
#include <ifaddrs.h>
#include <memory>
#include <net/if.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <system_error>

namespace fatou::mpi {
namespace {

constexpr int kHostSocketType = SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK;

// TCP's keep-alive: a host that is silent for kIdleSeconds is asked every kAskSeconds whether it is
// there, and the socket ends after kAskTimes questions without an answer.
constexpr int kIdleSeconds = 4;
constexpr int kAskSeconds = 2;
constexpr int kAskTimes = 3;
constexpr int kUnansweredMs = 10'000;  // how long bytes may be on their way before the socket ends

[[noreturn]] void failHere(const std::string& what) {
  throw std::system_error(errno, std::generic_category(), what);
}

void set(int socket, int level, int option, int value) {
  ::setsockopt(socket, level, option, &value, sizeof value);
}

void setUp(int socket) {
  set(socket, IPPROTO_TCP, TCP_NODELAY, 1);
  set(socket, SOL_SOCKET, SO_KEEPALIVE, 1);
  set(socket, IPPROTO_TCP, TCP_KEEPIDLE, kIdleSeconds);
  set(socket, IPPROTO_TCP, TCP_KEEPINTVL, kAskSeconds);
  set(socket, IPPROTO_TCP, TCP_KEEPCNT, kAskTimes);
  set(socket, IPPROTO_TCP, TCP_USER_TIMEOUT, kUnansweredMs);
}

sockaddr* general(sockaddr_storage& address) {
  return reinterpret_cast<sockaddr*>(&address);
}

constexpr socklen_t sizeOfAddress(sa_family_t family) {
  return family == AF_INET6 ? socklen_t{sizeof(sockaddr_in6)} : socklen_t{sizeof(sockaddr_in)};
}

// Binds to all addresses with any port. A socket of IPv6 takes IPv4's addresses, too.
bool bindToAny(int socket, sa_family_t family) {
  sockaddr_storage any{};
  any.ss_family = family;
  set(socket, IPPROTO_IPV6, IPV6_V6ONLY, 0);  // no such option with IPv4, which does not matter
  return ::bind(socket, general(any), sizeOfAddress(family)) == 0;
}

// Whether an address holds for one network only. To use one, other hosts would have to know the
// network's name, too.
bool isOfOneLink(const sockaddr& address) {
  if (address.sa_family != AF_INET6) return false;
  const in6_addr& number = reinterpret_cast<const sockaddr_in6&>(address).sin6_addr;
  return number.s6_addr[0] == 0xfe && (number.s6_addr[1] & 0xc0) == 0x80;
}

std::string numericAddress(const sockaddr& address) {
  std::array<char, NI_MAXHOST> text{};
  const int failed = ::getnameinfo(&address, sizeOfAddress(address.sa_family), text.data(),
                                   static_cast<socklen_t>(text.size()), nullptr, 0, NI_NUMERICHOST);
  return failed == 0 ? text.data() : "";
}

// Waits until connecting has ended; returns 0, or the errno of its failure.
int outcomeOfConnect(int socket, std::chrono::milliseconds patience) {
  pollfd done{.fd = socket, .events = POLLOUT, .revents = 0};
  const int count = ::poll(&done, 1, static_cast<int>(patience.count()));
  if (count < 0) return errno;
  if (count == 0) return ETIMEDOUT;
  int error = 0;
  socklen_t size = sizeof error;
  return ::getsockopt(socket, SOL_SOCKET, SO_ERROR, &error, &size) == 0 ? error : errno;
}

}  // namespace

Descriptor listenToHosts() {
  for (const sa_family_t family : {sa_family_t{AF_INET6}, sa_family_t{AF_INET}}) {
    Descriptor socket(::socket(family, kHostSocketType, 0));
    if (socket.isOpen() && bindToAny(socket.number(), family) &&
        ::listen(socket.number(), SOMAXCONN) == 0)
      return socket;
  }
  failHere("no socket can be made for other hosts");
}

std::uint16_t portOf(int listening) {
  sockaddr_storage address{};
  socklen_t size = sizeof address;
  if (::getsockname(listening, general(address), &size) != 0)
    failHere("a socket does not say where it is");
  // The port stands at the same place for both families.
  return ntohs(reinterpret_cast<const sockaddr_in&>(address).sin_port);
}

std::vector<std::string> addressesHere() {
  ifaddrs* all = nullptr;
  if (::getifaddrs(&all) != 0) return {};
  const std::unique_ptr<ifaddrs, decltype(&::freeifaddrs)> owner(all, &::freeifaddrs);
  std::vector<std::string> outer;
  std::vector<std::string> inner;
  for (const ifaddrs* each = all; each != nullptr; each = each->ifa_next) {
    if (each->ifa_addr == nullptr || (each->ifa_flags & IFF_UP) == 0) continue;
    const int family = each->ifa_addr->sa_family;
    if ((family != AF_INET && family != AF_INET6) || isOfOneLink(*each->ifa_addr)) continue;
    auto& addresses = (each->ifa_flags & IFF_LOOPBACK) != 0 ? inner : outer;
    addresses.push_back(numericAddress(*each->ifa_addr));
  }
  return outer.empty() ? inner : outer;
}

Descriptor acceptFromHost(int listening) {
  Descriptor peer(::accept4(listening, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC));
  if (peer.isOpen()) setUp(peer.number());
  return peer;
}

Descriptor connectToHost(const std::string& address, std::uint16_t port,
                         std::chrono::milliseconds patience) {
  addrinfo hints{};
  hints.ai_family = AF_UNSPEC;
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV;
  addrinfo* found = nullptr;
  if (::getaddrinfo(address.c_str(), std::to_string(port).c_str(), &hints, &found) != 0) {
    errno = EINVAL;
    failHere(address);
  }
  const std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> owner(found, &::freeaddrinfo);
  Descriptor socket(::socket(found->ai_family, kHostSocketType, 0));
  if (!socket.isOpen()) failHere(address);
  setUp(socket.number());
  if (::connect(socket.number(), found->ai_addr, found->ai_addrlen) == 0) return socket;
  if (errno == EINPROGRESS) errno = outcomeOfConnect(socket.number(), patience);
  if (errno != 0) failHere(address);
  return socket;
}

}  // namespace fatou::mpi
