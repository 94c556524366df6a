// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/mpi/rank/mail.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <ctime>
#include <poll.h>
#include <sched.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <system_error>
#include <utility>

namespace fatou::mpi {
namespace {

// In what epoll gives back: a bell's rank, or else a watched descriptor.
constexpr std::uint64_t kBell = std::uint64_t{1} << 32;

constexpr std::size_t kMostIncoming = 64;

// While a message is on its way MPI has to be asked again and again: at first at once, so that
// short ones are quick, then less often, so that those who compute have the cores.
constexpr int kEagerLooks = 50;
constexpr int kFrequentLooks = 500;
constexpr long kFrequentPauseNs = 50'000;
constexpr long kPauseNs = 1'000'000;

// Nothing is on its way. MPI is given a look all the same, should it have work of its own.
constexpr int kLongPauseMs = 250;

}  // namespace

Mail::Mail(int ranks)
    : m_poll(::epoll_create1(EPOLL_CLOEXEC)), m_peers(static_cast<std::size_t>(ranks)) {
  if (!m_poll.isOpen())
    throw std::system_error(errno, std::generic_category(), "a rank has no descriptor left");
}

void Mail::connect(int rank, Descriptor bell) {
  epoll_event event{};
  event.events = EPOLLIN;
  event.data.u64 = kBell + static_cast<std::uint64_t>(rank);
  ::epoll_ctl(m_poll.number(), EPOLL_CTL_ADD, bell.number(), &event);
  at(rank).bell = std::move(bell);
}

void Mail::disconnect(int rank) {
  Peer& peer = at(rank);
  peer.bell.close();
  peer.isDead = true;
  addDue(rank, -peer.due);
  m_unrung -= std::exchange(peer.unrung, 0);
  if (const auto sent = m_outgoing.extract(rank); !sent.empty())
    for (Outgoing& each : sent.mapped()) m_sentToDead.push_back(std::move(each));
  for (auto each = m_incoming.begin(); each != m_incoming.end();) {
    const auto one = each++;
    if (one->rank == rank) m_receivedFromDead.splice(m_receivedFromDead.end(), m_incoming, one);
  }
}

// --- sending ----------------------------------------------------------------------------------

void Mail::sendFrame(int rank, FrameKind kind, Bytes payload) {
  auto owner = std::make_shared<const Bytes>(std::move(payload));
  const std::string_view all = *owner;
  send(rank, kind, std::move(owner), all);
}

void Mail::sendMessage(int rank, Bytes message) {
  const auto owner = std::make_shared<const Bytes>(std::move(message));
  forEachPiece(*owner,
               [&](std::string_view piece, FrameKind kind) { send(rank, kind, owner, piece); });
}

// Never MPI_Send: to one that has died it might not return.
void Mail::send(int rank, FrameKind kind, std::shared_ptr<const Bytes> owner,
                std::string_view payload) {
  if (!isConnected(rank)) return;
  Outgoing& sent = m_outgoing[rank].emplace_back(Outgoing{.owner = std::move(owner)});
  MPI_Isend(payload.data(), static_cast<int>(payload.size()), MPI_BYTE, rank,
            static_cast<int>(kind), MPI_COMM_WORLD, &sent.request);
  ++at(rank).unrung;
  ++m_unrung;
  ring(rank);
  m_misses = 0;
}

void Mail::ring(int rank) {
  static constexpr std::array<char, 64> strokes{};
  Peer& peer = at(rank);
  while (peer.unrung > 0) {
    const auto count = std::min<std::size_t>(strokes.size(), static_cast<std::size_t>(peer.unrung));
    const ssize_t rung =
        ::send(peer.bell.number(), strokes.data(), count, MSG_DONTWAIT | MSG_NOSIGNAL);
    if (rung <= 0) return;  // full; of an end, hearing tells
    peer.unrung -= static_cast<int>(rung);
    m_unrung -= static_cast<int>(rung);
  }
}

void Mail::finishSending() {
  if (m_unrung > 0)
    for (std::size_t rank = 0; rank < m_peers.size(); ++rank) ring(static_cast<int>(rank));
  for (auto to = m_outgoing.begin(); to != m_outgoing.end();) {
    auto& [rank, sent] = *to;
    int isDone = 1;
    while (!sent.empty()) {
      MPI_Test(&sent.front().request, &isDone, MPI_STATUS_IGNORE);
      if (isDone == 0) break;
      sent.pop_front();
      m_misses = 0;
    }
    to = sent.empty() ? m_outgoing.erase(to) : std::next(to);
  }
}

// --- receiving --------------------------------------------------------------------------------

void Mail::hear(int rank) {
  std::array<char, 4096> strokes;
  const ssize_t heard =
      ::recv(at(rank).bell.number(), strokes.data(), strokes.size(), MSG_DONTWAIT);
  if (heard > 0) return addDue(rank, static_cast<int>(heard));
  if (heard < 0 && (errno == EAGAIN || errno == EINTR)) return;
  disconnect(rank);
  m_lost.push_back(rank);
}

std::optional<int> Mail::nextLost() {
  if (m_lost.empty()) return std::nullopt;
  const int rank = m_lost.front();
  m_lost.pop_front();
  return rank;
}

void Mail::addDue(int rank, int count) {
  int& due = at(rank).due;
  m_due -= std::max(due, 0);
  due += count;
  m_due += std::max(due, 0);
}

// Begins to receive a message, if there is one. Never MPI_Recv: its sender may have died half-way.
bool Mail::lookForMessage() {
  int isThere = 0;
  MPI_Message message = MPI_MESSAGE_NULL;
  MPI_Status status;
  const int found =
      MPI_Improbe(MPI_ANY_SOURCE, MPI_ANY_TAG, MPI_COMM_WORLD, &isThere, &message, &status);
  if (found != MPI_SUCCESS || isThere == 0) return false;
  int size = 0;
  MPI_Get_count(&status, MPI_BYTE, &size);
  auto& into = at(status.MPI_SOURCE).isDead ? m_receivedFromDead : m_incoming;
  Incoming& incoming = into.emplace_back(
      Incoming{.kind = static_cast<FrameKind>(status.MPI_TAG),
               .rank = status.MPI_SOURCE,
               .payload = std::make_unique<Bytes>(static_cast<std::size_t>(size), '\0')});
  MPI_Imrecv(incoming.payload->data(), size, MPI_BYTE, &message, &incoming.request);
  if (!at(incoming.rank).isDead) addDue(incoming.rank, -1);
  m_misses = 0;
  return true;
}

std::optional<Frame> Mail::receive() {
  while (m_due > 0 && m_incoming.size() < kMostIncoming && lookForMessage()) continue;
  const auto there = firstThere();
  if (there == m_incoming.end()) return std::nullopt;
  Frame frame{.kind = there->kind, .rank = there->rank, .payload = std::move(*there->payload)};
  m_incoming.erase(there);
  m_misses = 0;
  return frame;
}

// The first one that is whole and behind no other of its rank.
std::list<Mail::Incoming>::iterator Mail::firstThere() {
  for (auto each = m_incoming.begin(); each != m_incoming.end(); ++each) {
    int isDone = each->isThere ? 1 : 0;
    if (isDone == 0) MPI_Test(&each->request, &isDone, MPI_STATUS_IGNORE);
    each->isThere = isDone != 0;
    const auto isOfSame = [rank = each->rank](const Incoming& other) { return other.rank == rank; };
    if (each->isThere && std::none_of(m_incoming.begin(), each, isOfSame)) return each;
  }
  return m_incoming.end();
}

// --- waiting ----------------------------------------------------------------------------------

void Mail::watch(int descriptor, bool forWriting) {
  epoll_event event{};
  event.events = EPOLLIN;
  if (forWriting) event.events |= EPOLLOUT;
  event.data.u64 = static_cast<std::uint64_t>(descriptor);
  if (::epoll_ctl(m_poll.number(), EPOLL_CTL_MOD, descriptor, &event) != 0)
    ::epoll_ctl(m_poll.number(), EPOLL_CTL_ADD, descriptor, &event);
}

void Mail::forget(int descriptor) {
  ::epoll_ctl(m_poll.number(), EPOLL_CTL_DEL, descriptor, nullptr);
}

bool Mail::isBusy() const {
  return m_due > 0 || m_unrung > 0 || !m_outgoing.empty() || !m_incoming.empty();
}

// Returns how long epoll is to wait, having waited for less than it can.
int Mail::sleep() {
  if (!isBusy()) return kLongPauseMs;
  if (++m_misses < kEagerLooks) {
    ::sched_yield();
    return 0;
  }
  const timespec pause{.tv_sec = 0,
                       .tv_nsec = m_misses < kFrequentLooks ? kFrequentPauseNs : kPauseNs};
  pollfd any{.fd = m_poll.number(), .events = POLLIN, .revents = 0};
  ::ppoll(&any, 1, &pause, nullptr);
  return 0;
}

std::span<const int> Mail::wait() {
  m_ready.clear();
  finishSending();
  std::array<epoll_event, 64> events{};
  const int timeout = sleep();
  const int count = ::epoll_wait(m_poll.number(), events.data(), events.size(), timeout);
  if (count == 0 && timeout > 0) lookForMessage();
  for (int i = 0; i < count; ++i) {
    const std::uint64_t what = events[static_cast<std::size_t>(i)].data.u64;
    if (what >= kBell)
      hear(static_cast<int>(what - kBell));
    else
      m_ready.push_back(static_cast<int>(what));
  }
  if (count > 0) m_misses = 0;
  return m_ready;
}

}  // namespace fatou::mpi
