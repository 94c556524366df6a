// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/mpi/socket.h"

#include <array>
#include <cerrno>
#include <cstring>
#include <span>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <system_error>
#include <unistd.h>
#include <vector>

namespace fatou::mpi {
namespace {

constexpr int kSocketType = SOCK_STREAM | SOCK_CLOEXEC;
constexpr std::size_t kReadAtOnce = 128 * 1024;

// Reading and writing stop after so many rounds even where the other end keeps up, as their thread
// has other things to do, too.
constexpr int kMostRounds = 16;

[[noreturn]] void failSystem(const std::string& what) {
  throw std::system_error(errno, std::generic_category(), what);
}

sockaddr_un addressOf(const std::string& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (path.size() >= sizeof address.sun_path) {
    errno = ENAMETOOLONG;
    failSystem("no socket can be made at " + path);
  }
  std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
  return address;
}

const sockaddr* general(const sockaddr_un& address) {
  return reinterpret_cast<const sockaddr*>(&address);
}

bool isOver(ssize_t result) {
  return result == 0 || (result < 0 && errno != EAGAIN && errno != EINTR);
}

// Returns how many bytes went; 0 where the socket takes none now, less where nobody is there.
ssize_t sendParts(std::span<iovec> parts, int socket) {
  msghdr message{};
  message.msg_iov = parts.data();
  message.msg_iovlen = parts.size();
  for (;;) {
    const ssize_t sent = ::sendmsg(socket, &message, MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent >= 0) return sent;
    if (errno != EINTR) return errno == EAGAIN ? 0 : -1;
  }
}

struct NoMutex {
  void lock() {}
  void unlock() {}
};

template <typename Mutex>
bool writeRounds(FrameWriter& frames, int socket, Mutex& mutex) {
  std::array<iovec, 32> parts{};
  for (int round = 0; round < kMostRounds; ++round) {
    std::unique_lock lock(mutex);
    const std::size_t count = frames.next(parts);
    lock.unlock();
    if (count == 0) return true;
    const ssize_t sent = sendParts(std::span(parts).first(count), socket);
    if (sent <= 0) return sent == 0;
    lock.lock();
    frames.written(static_cast<std::size_t>(sent));
  }
  return true;
}

}  // namespace

Descriptor::~Descriptor() {
  if (m_number >= 0) ::close(m_number);
}

Descriptor listenAt(const std::string& path) {
  const sockaddr_un address = addressOf(path);
  Descriptor socket(::socket(AF_UNIX, kSocketType | SOCK_NONBLOCK, 0));
  if (!socket.isOpen() || ::bind(socket.number(), general(address), sizeof address) != 0 ||
      ::listen(socket.number(), SOMAXCONN) != 0)
    failSystem("no socket can be made at " + path);
  return socket;
}

Descriptor connectTo(const std::string& path) {
  const sockaddr_un address = addressOf(path);
  Descriptor socket(::socket(AF_UNIX, kSocketType, 0));  // waits for its turn to be accepted
  if (!socket.isOpen() || ::connect(socket.number(), general(address), sizeof address) != 0)
    failSystem("nobody is at " + path);
  return socket;
}

Descriptor acceptOwn(int listening) {
  Descriptor peer(::accept4(listening, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC));
  if (!peer.isOpen()) return peer;
  ucred who{};
  socklen_t size = sizeof who;
  if (::getsockopt(peer.number(), SOL_SOCKET, SO_PEERCRED, &who, &size) != 0 ||
      who.uid != ::geteuid())
    peer.close();
  return peer;
}

Descriptor makeWakeUp() {
  Descriptor made(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
  if (!made.isOpen()) failSystem("the system has no descriptor left for the engines");
  return made;
}

void wake(int wakeUp) {
  constexpr std::uint64_t one = 1;
  if (::write(wakeUp, &one, sizeof one) < 0) return;  // full: it is readable as it is
}

void drain(int wakeUp) {
  std::uint64_t count = 0;
  if (::read(wakeUp, &count, sizeof count) < 0) return;  // nobody has called
}

bool writeSome(FrameWriter& frames, int socket) {
  NoMutex none;
  return writeRounds(frames, socket, none);
}

bool writeSome(FrameWriter& frames, int socket, std::mutex& mutex) {
  return writeRounds(frames, socket, mutex);
}

bool readSome(FrameReader& frames, int socket, const std::function<void(Frame)>& sink) {
  static thread_local std::vector<char> buffer(kReadAtOnce);
  for (int round = 0; round < kMostRounds; ++round) {
    const ssize_t got = ::recv(socket, buffer.data(), buffer.size(), MSG_DONTWAIT);
    if (got <= 0 && isOver(got)) return false;
    if (got < 0 && errno == EAGAIN) return true;
    if (got < 0) continue;
    frames.read({buffer.data(), static_cast<std::size_t>(got)}, sink);
    if (static_cast<std::size_t>(got) < buffer.size()) return true;
  }
  return true;
}

}  // namespace fatou::mpi
