// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/python/channel.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstdint>
#include <cstring>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace fatou::python {
namespace {

constexpr auto kNever = engines::Clock::time_point::max();
constexpr std::size_t kMostFilesAtOnce = 64;
constexpr int kGraceMs = 500;  // between the end of a process's socket and its own

// One message with a descriptor beside its bytes.
ssize_t sendWith(int socket, std::string_view bytes, int descriptor) {
  iovec part{.iov_base = const_cast<char*>(bytes.data()), .iov_len = bytes.size()};
  alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof(int))> control{};
  msghdr message{};
  message.msg_iov = &part;
  message.msg_iovlen = 1;
  if (descriptor >= 0) {
    message.msg_control = control.data();
    message.msg_controllen = control.size();
    cmsghdr* const head = CMSG_FIRSTHDR(&message);
    head->cmsg_level = SOL_SOCKET;
    head->cmsg_type = SCM_RIGHTS;
    head->cmsg_len = CMSG_LEN(sizeof(int));
    std::memcpy(CMSG_DATA(head), &descriptor, sizeof(int));
  }
  return ::sendmsg(socket, &message, MSG_DONTWAIT | MSG_NOSIGNAL);
}

int millisecondsUntil(engines::Clock::time_point until) {
  if (until == kNever) return -1;
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - engines::Clock::now());
  return static_cast<int>(std::clamp<std::int64_t>(left.count(), 0, 1'000'000));
}

}  // namespace

Channel::Channel(ChildProcess& process)
    : m_process(process),
      m_bell(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)),
      m_until(kNever.time_since_epoch().count()),
      m_givenUpAt(kNever.time_since_epoch().count()) {
  if (!m_bell.isOpen())
    throw std::system_error(errno, std::generic_category(), "no descriptor is left");
}

void Channel::send(std::string_view bytes, int descriptor) {
  while (!bytes.empty()) {
    const ssize_t sent = sendWith(m_process.channel(), bytes, descriptor);
    if (sent > 0) {
      bytes.remove_prefix(static_cast<std::size_t>(sent));
      descriptor = -1;  // it has gone with the first bytes
    } else if (errno == EAGAIN || errno == EWOULDBLOCK) {
      wait(POLLOUT);
    } else if (errno != EINTR) {
      lose();
    }
  }
}

// A short answer is read with its head; what is long is not copied twice.
void Channel::receive(std::span<char> bytes) {
  while (!bytes.empty()) {
    if (m_taken < m_end) {
      const std::size_t part = std::min(bytes.size(), m_end - m_taken);
      std::memcpy(bytes.data(), m_ahead.data() + m_taken, part);
      m_taken += part;
      bytes = bytes.subspan(part);
    } else if (bytes.size() < m_ahead.size()) {
      m_taken = m_end = 0;
      m_end = readSome(m_ahead);
    } else {
      bytes = bytes.subspan(readSome(bytes));
    }
  }
}

// Waits for a byte at least.
std::size_t Channel::readSome(std::span<char> to) {
  for (;;) {
    iovec part{.iov_base = to.data(), .iov_len = to.size()};
    alignas(cmsghdr) std::array<char, CMSG_SPACE(kMostFilesAtOnce * sizeof(int))> control;
    msghdr message{};
    message.msg_iov = &part;
    message.msg_iovlen = 1;
    message.msg_control = control.data();
    message.msg_controllen = control.size();
    const ssize_t got = ::recvmsg(m_process.channel(), &message, MSG_DONTWAIT | MSG_CMSG_CLOEXEC);
    if (got > 0) {
      python::takeFiles(message, m_files);
      if (m_files.size() > kMostFilesAtOnce) giveUp("it sent files that nobody asked for");
      return static_cast<std::size_t>(got);
    }
    if (got == 0) lose();
    if (errno == EAGAIN || errno == EWOULDBLOCK)
      wait(POLLIN);
    else if (errno != EINTR)
      lose();
  }
}

std::vector<std::shared_ptr<const MemoryFile>> Channel::takeFiles(std::size_t count) {
  std::vector<std::shared_ptr<const MemoryFile>> files;
  for (; files.size() < count && !m_files.empty(); m_files.pop_front())
    files.push_back(std::make_shared<const MemoryFile>(std::move(m_files.front())));
  return files;
}

void Channel::ring() noexcept {
  const std::uint64_t one = 1;
  static_cast<void>(::write(m_bell.number(), &one, sizeof one));
}

void Channel::limit(Clock::time_point until, const char* why) noexcept {
  m_why = why;
  m_until = until.time_since_epoch().count();
  ring();
}

void Channel::giveUpAt(Clock::time_point time) noexcept {
  const auto wanted = time.time_since_epoch().count();
  auto known = m_givenUpAt.load();
  while (wanted < known && !m_givenUpAt.compare_exchange_weak(known, wanted)) continue;
  ring();
}

bool Channel::isGivenUp() const noexcept {
  return Clock::time_point{Clock::duration(m_givenUpAt.load())} <= Clock::now();
}

void Channel::noLimit() noexcept {
  m_until = kNever.time_since_epoch().count();
}

// Bytes that are there count before the end of the process: what it has answered holds.
void Channel::wait(short events) {
  const Clock::time_point until{Clock::duration(m_until.load())};
  const Clock::time_point last{Clock::duration(m_givenUpAt.load())};
  const auto now = Clock::now();
  if (last <= now) throw InterpreterLost("it was not waited for");
  if (until <= now) giveUp(m_why.load());
  std::array<pollfd, 3> all{{{m_process.channel(), events, 0},
                             {m_process.ended(), POLLIN, 0},
                             {m_bell.number(), POLLIN, 0}}};
  if (::poll(all.data(), all.size(), millisecondsUntil(std::min(until, last))) <= 0) return;
  if (all[2].revents != 0) {
    std::uint64_t rings = 0;
    static_cast<void>(::read(m_bell.number(), &rings, sizeof rings));
  }
  if (all[0].revents == 0 && all[1].revents != 0) lose();
}

// The socket may end before the process: then this tells how it has ended, and kills one that has
// only closed its socket.
void Channel::lose() {
  pollfd end{m_process.ended(), POLLIN, 0};
  if (::poll(&end, 1, kGraceMs) != 1) giveUp("it closed its channel to this program");
  throw InterpreterLost(m_process.howItEnded());
}

void Channel::giveUp(const std::string& why) {
  m_process.kill(why);
  throw InterpreterLost(m_process.howItEnded());
}

}  // namespace fatou::python
