// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/python/serve/client_stream.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <fcntl.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <system_error>
#include <unistd.h>
#include <utility>

#include "core/python/value_codec.h"

namespace fatou::python {
namespace {

using engines::WireError;

constexpr std::size_t kReadAtOnce = std::size_t{64} << 10;
constexpr std::size_t kJoined = std::size_t{64} << 10;  // short frames go out together
constexpr std::size_t kMostFiles = 64;                  // that arrive with one read
constexpr int kFarewellMilliseconds = 1000;
// A client that waits for each of its calls sends the next one soon after an answer. To wake a core
// that has gone to sleep takes as long as such a call: the thread that reads stays awake meanwhile.
constexpr std::chrono::microseconds kStaysAwake{100};

Descriptor makeBell() {
  Descriptor bell(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
  if (!bell.isOpen()) throw std::system_error(errno, std::generic_category(), "eventfd");
  return bell;
}

void ring(int bell) {
  const std::uint64_t one = 1;
  static_cast<void>(!::write(bell, &one, sizeof one));  // full: it rings already
}

// Polls without sleeping, for as long as kStaysAwake; whoever else can use the core has it.
bool isReadyAtOnce(std::span<pollfd> waited) {
  const auto until = std::chrono::steady_clock::now() + kStaysAwake;
  while (::poll(waited.data(), waited.size(), 0) <= 0) {
    if (std::chrono::steady_clock::now() >= until) return false;
    std::this_thread::yield();
  }
  return true;
}

}  // namespace

ClientStream::ClientStream(Descriptor in, Descriptor out)
    : m_in(std::move(in)),
      m_out(std::move(out)),
      m_bell(makeBell()),
      m_ahead(kReadAtOnce),
      m_writer([this] { writeAll(); }) {
  const int number = outNumber();
  ::fcntl(number, F_SETFL, ::fcntl(number, F_GETFL) | O_NONBLOCK);
}

ClientStream::~ClientStream() {
  {
    const std::scoped_lock lock(m_mutex);
    m_isEnding = true;
  }
  m_wake.notify_all();
  m_writer.join();
}

// --- in ------------------------------------------------------------------------------------------

bool ClientStream::waitForBytes() {
  std::array<pollfd, 2> waited{pollfd{.fd = m_in.number(), .events = POLLIN, .revents = 0},
                               pollfd{.fd = m_bell.number(), .events = POLLIN, .revents = 0}};
  if (!isReadyAtOnce(waited))
    while (::poll(waited.data(), waited.size(), -1) < 0)
      if (errno != EINTR) return false;
  return waited[1].revents == 0;
}

// Reads what is there, at least a byte; 0 at the end.
std::size_t ClientStream::readSome(char* to, std::size_t size) {
  while (waitForBytes()) {
    ssize_t got = 0;
    if (isSocket()) {
      iovec room{.iov_base = to, .iov_len = size};
      alignas(cmsghdr) std::array<char, CMSG_SPACE(kMostFiles * sizeof(int))> beside{};
      msghdr message{};
      message.msg_iov = &room;
      message.msg_iovlen = 1;
      message.msg_control = beside.data();
      message.msg_controllen = beside.size();
      got = ::recvmsg(m_in.number(), &message, MSG_CMSG_CLOEXEC | MSG_DONTWAIT);
      if (got > 0) takeFiles(message, m_files);
      if (m_files.size() > 2 * kMostFiles) throw WireError("files arrived that no frame has");
    } else {
      got = ::read(m_in.number(), to, size);
    }
    if (got >= 0) return static_cast<std::size_t>(got);
    if (errno != EINTR && errno != EAGAIN) return 0;
  }
  return 0;
}

bool ClientStream::take(char* to, std::size_t size) {
  while (size > 0) {
    if (m_taken < m_end) {
      const std::size_t part = std::min(size, m_end - m_taken);
      std::memcpy(to, m_ahead.data() + m_taken, part);
      m_taken += part;
      to += part;
      size -= part;
    } else if (size < kReadAtOnce) {
      m_taken = 0;
      m_end = readSome(m_ahead.data(), m_ahead.size());
      if (m_end == 0) return false;
    } else {  // what is long is not copied twice
      const std::size_t got = readSome(to, size);
      if (got == 0) return false;
      to += got;
      size -= got;
    }
  }
  return true;
}

PyArray ClientStream::arrayOf(const ArrayRoom& room, const Files& files) {
  std::shared_ptr<const char[]> data;
  if (room.where > 0) {
    if (room.where > files.size())
      throw WireError("the memory of an array has not arrived: the server has no descriptor left");
    data = mapped(files[room.where - 1U], room.offset, room.bytes);
  } else {
    std::shared_ptr<char[]> copied(new char[std::max<std::size_t>(room.bytes, 1)]);
    if (!take(copied.get(), room.bytes)) throw WireError("an array ends too early");
    data = std::move(copied);
  }
  return {room.type, room.shape, std::move(data), room.bytes};
}

ClientStream::Received ClientStream::readFrame(const ClientHead& head) {
  std::string bytes(head.bodyBytes, '\0');
  if (!take(bytes.data(), bytes.size())) throw WireError("a frame ends too early");
  const ClientBody body = readClientBody(bytes);
  Files files;
  for (; files.size() < head.descriptors && !m_files.empty(); m_files.pop_front())
    files.push_back(std::make_shared<const MemoryFile>(std::move(m_files.front())));
  std::vector<PyArray> arrays;
  for (const ArrayRoom& room : body.arrays) arrays.push_back(arrayOf(room, files));
  return {.kind = head.kind, .number = head.number, .value = decode(body.value, arrays)};
}

std::optional<ClientStream::Received> ClientStream::receive(const std::stop_token& stop) {
  const std::stop_callback ringing(stop, [this] { ring(m_bell.number()); });
  std::array<char, kClientHeadBytes> head{};
  if (!take(head.data(), head.size())) return std::nullopt;
  try {
    return readFrame(readClientHead({head.data(), head.size()}));
  } catch (const WireError&) {
    if (stop.stop_requested()) return std::nullopt;
    throw;
  }
}

// --- out -----------------------------------------------------------------------------------------

void ClientStream::send(ClientFrame frame) {
  std::unique_lock lock(m_mutex);
  put(std::move(frame));
  writeShort(std::move(lock));
}

void ClientStream::sendSoon(ClientFrame frame) {
  std::unique_lock lock(m_mutex);
  put(std::move(frame));
  if (m_isGathering || m_isWriting) return;
  if (std::chrono::steady_clock::now() >= m_writtenAt + kGatheredFor)
    return writeShort(std::move(lock));
  m_isGathering = true;
  lock.unlock();
  m_wake.notify_one();
}

bool ClientStream::sendUnlessFull(ClientFrame frame) {
  std::unique_lock lock(m_mutex);
  if (m_unreadBytes >= kMostUnread) return false;
  put(std::move(frame));
  writeShort(std::move(lock));
  return true;
}

// Writes the short frames that stand first while that need not wait, and what others add to them.
void ClientStream::writeShort(std::unique_lock<std::mutex> lock) {
  if (m_isWriting) return;
  m_isWriting = true;
  for (;;) {
    const std::string bytes = takeShort();
    if (bytes.empty()) break;
    lock.unlock();
    const std::size_t written = writeNow(bytes);
    lock.lock();
    m_unreadBytes -= written;
    if (written < bytes.size()) {
      m_unsent.push_front({.front = bytes.substr(written)});
      break;
    }
  }
  m_isWriting = false;
  const bool isWaitedFor = m_isEnding || !m_unsent.empty();
  lock.unlock();
  if (isWaitedFor) m_wake.notify_one();
}

std::string ClientStream::takeShort() {
  beginWrite();
  std::string bytes;
  while (!m_unsent.empty()) {
    const ClientFrame& first = m_unsent.front();
    const bool isShort = first.files.empty() && first.inlineArrays.empty();
    if (!isShort || bytes.size() + first.front.size() > kJoined) break;
    bytes += first.front;
    m_unsent.pop_front();
  }
  return bytes;
}

// How many of the bytes there was room for; none where the client has gone.
std::size_t ClientStream::writeNow(std::string_view bytes) {
  for (;;) {
    const ssize_t sent =
        isSocket() ? ::send(outNumber(), bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT)
                   : ::write(outNumber(), bytes.data(), bytes.size());
    if (sent >= 0) return static_cast<std::size_t>(sent);
    if (errno != EINTR) return 0;
  }
}

void ClientStream::writeAll() {
  while (true) {
    std::deque<ClientFrame> frames;
    {
      std::unique_lock lock(m_mutex);
      const auto hasWork = [this] { return !m_isWriting && (m_isEnding || !m_unsent.empty()); };
      m_wake.wait(lock, hasWork);
      while (m_isGathering && !m_isEnding &&
             std::chrono::steady_clock::now() < m_writtenAt + kGatheredFor)
        m_wake.wait_until(lock, m_writtenAt + kGatheredFor);
      if (!hasWork()) continue;
      if (m_unsent.empty()) return;
      beginWrite();
      frames.swap(m_unsent);
      m_isWriting = true;
    }
    std::size_t bytes = 0;
    for (const ClientFrame& frame : frames) bytes += frame.front.size();
    const bool isThere = writeFrames(frames);
    const std::scoped_lock lock(m_mutex);
    m_unreadBytes = isThere ? m_unreadBytes - bytes : 0;
    m_isWriting = false;
    if (isThere) continue;
    m_hasGone = true;
    return m_unsent.clear();
  }
}

bool ClientStream::writeFrames(const std::deque<ClientFrame>& frames) {
  std::string joined;
  for (const ClientFrame& frame : frames) {
    joined += frame.front;
    const bool hasFiles = !frame.files.empty();
    const bool isAlone = hasFiles || !frame.inlineArrays.empty();
    if (!isAlone && joined.size() < kJoined) continue;
    // Descriptors go with the first byte of their frame, so what came before goes first.
    const std::size_t before = joined.size() - frame.front.size();
    if (hasFiles && !write(std::string_view(joined).substr(0, before))) return false;
    if (hasFiles) joined.erase(0, before);
    if (!write(joined, frame.files) || !writeFrame(frame)) return false;
    joined.clear();
  }
  return write(joined);
}

// Writes what follows the front of a frame.
bool ClientStream::writeFrame(const ClientFrame& frame) {
  return std::ranges::all_of(frame.inlineArrays, [this](const PyArray& array) {
    return write({array.bytes().data(), array.bytes().size()});
  });
}

bool ClientStream::write(std::string_view bytes, std::span<const int> files) {
  while (!bytes.empty()) {
    iovec part{.iov_base = const_cast<char*>(bytes.data()), .iov_len = bytes.size()};  // NOLINT
    alignas(cmsghdr) std::array<char, CMSG_SPACE(ClientFrame::kMostFiles * sizeof(int))> beside{};
    msghdr message{};
    message.msg_iov = &part;
    message.msg_iovlen = 1;
    if (!files.empty()) {
      message.msg_control = beside.data();
      message.msg_controllen = CMSG_SPACE(files.size_bytes());
      cmsghdr* head = CMSG_FIRSTHDR(&message);
      head->cmsg_level = SOL_SOCKET;
      head->cmsg_type = SCM_RIGHTS;
      head->cmsg_len = CMSG_LEN(files.size_bytes());
      std::memcpy(CMSG_DATA(head), files.data(), files.size_bytes());
    }
    const ssize_t sent = isSocket() ? ::sendmsg(outNumber(), &message, MSG_NOSIGNAL)
                                    : ::write(outNumber(), bytes.data(), bytes.size());
    if (sent > 0) {
      bytes.remove_prefix(static_cast<std::size_t>(sent));
      files = {};
      continue;
    }
    if (sent < 0 && errno == EINTR) continue;
    const bool areTooManyFiles = errno == ETOOMANYREFS;  // which the client has yet to take
    if (sent >= 0 || (errno != EAGAIN && !areTooManyFiles)) return false;
    pollfd room{.fd = outNumber(), .events = POLLOUT, .revents = 0};
    if (areTooManyFiles) room.events = 0;  // there may be room for bytes: the time is waited for
    const bool isEnding = m_isEnding;
    // A client that has gone, or reads no more, holds nobody up for long.
    const int ready = ::poll(&room, 1, isEnding ? kFarewellMilliseconds : 200);
    if (ready == 0 && isEnding) return false;
  }
  return true;
}

}  // namespace fatou::python
