// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/mpi/rank/mail.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>
#include <iterator>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <system_error>
#include <utility>

namespace fatou::mpi {
namespace {

// The most messages of one rank that are received at a time. A rank that stops half-way must not
// use up what there is for the others.
constexpr std::size_t kMostIncoming = 8;

std::system_error noDescriptor() {
  return {errno, std::generic_category(), "a rank has no descriptor left"};
}

}  // namespace

Mail::Mail(int ranks)
    : m_takenAtOnce(takenAtOnceFor(ranks)),
      m_poll(::epoll_create1(EPOLL_CLOEXEC)),
      m_peers(static_cast<std::size_t>(ranks)) {
  if (!m_poll.isOpen()) throw noDescriptor();
}

void Mail::connect(int rank, Descriptor bell) {
  Peer& peer = at(rank);
  if (peer.isDead || peer.bell.isOpen()) return;
  epoll_event event{};
  event.events = EPOLLIN;
  event.data.u64 = kBell + static_cast<std::uint64_t>(rank);
  if (::epoll_ctl(m_poll.number(), EPOLL_CTL_ADD, bell.number(), &event) != 0) throw noDescriptor();
  peer.bell = std::move(bell);
}

void Mail::disconnect(int rank) {
  Peer& peer = at(rank);
  peer.bell.close();
  peer.isDead = true;
  peer.due = 0;
  peer.taken = 0;
  m_unrung -= std::exchange(peer.unrung, 0);
  std::erase(m_talking, rank);
  std::erase(m_taken, rank);
  if (const auto sent = m_outgoing.extract(rank); !sent.empty())
    for (Outgoing& each : sent.mapped()) m_sentToDead.push_back(std::move(each));
  for (Incoming& each : peer.incoming) m_receivedFromDead.push_back(std::move(each));
  peer.incoming.clear();
}

// Counts a rank as lost: it has died, or MPI cannot reach it any more.
void Mail::lose(int rank) {
  disconnect(rank);
  m_lost.push_back(rank);
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

// MPI_Send is never used, as it might not return where the rank has died.
void Mail::send(int rank, FrameKind kind, std::shared_ptr<const Bytes> owner,
                std::string_view payload) {
  if (!isConnected(rank)) return;
  Outgoing& sent = m_outgoing[rank].emplace_back(
      Outgoing{.owner = std::move(owner), .ofMessage = isPiece(kind) ? payload.size() : 0});
  const int begun = MPI_Isend(payload.data(), static_cast<int>(payload.size()), MPI_BYTE, rank,
                              static_cast<int>(kind), MPI_COMM_WORLD, &sent.request);
  if (begun != MPI_SUCCESS) return lose(rank);
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
    if (rung <= 0) return;  // the socket is full, or has ended, which hear() notices
    peer.unrung -= static_cast<int>(rung);
    m_unrung -= static_cast<int>(rung);
  }
}

void Mail::finishSending() {
  if (m_unrung > 0)
    for (std::size_t rank = 0; rank < m_peers.size(); ++rank) ring(static_cast<int>(rank));
  std::vector<int> failed;
  for (auto to = m_outgoing.begin(); to != m_outgoing.end();) {
    auto& [rank, sent] = *to;
    if (!finishSendingTo(rank, sent)) failed.push_back(rank);
    to = sent.empty() ? m_outgoing.erase(to) : std::next(to);
  }
  for (const int rank : failed) lose(rank);
}

bool Mail::isAllSent() {
  finishSending();
  return m_outgoing.empty() && m_unrung == 0;
}

// False where MPI says that something will not arrive.
bool Mail::finishSendingTo(int rank, std::deque<Outgoing>& sent) {
  while (!sent.empty()) {
    int isDone = 0;
    if (MPI_Test(&sent.front().request, &isDone, MPI_STATUS_IGNORE) != MPI_SUCCESS) return false;
    if (isDone == 0) return true;
    noteTaken(rank, sent.front().ofMessage);
    sent.pop_front();
    m_misses = 0;
  }
  return true;
}

void Mail::noteTaken(int rank, std::size_t bytes) {
  if (rank == 0) return;
  std::size_t& taken = at(rank).taken;
  const bool isKnown = taken >= m_takenAtOnce;
  taken += bytes;
  if (!isKnown && taken >= m_takenAtOnce) m_taken.push_back(rank);
}

std::optional<Mail::Taken> Mail::nextTaken() {
  if (m_taken.empty()) return std::nullopt;
  const int rank = m_taken.front();
  m_taken.pop_front();
  return Taken{.rank = rank, .bytes = std::exchange(at(rank).taken, std::size_t{0})};
}

// --- receiving --------------------------------------------------------------------------------

void Mail::hear(int rank) {
  std::array<char, 4096> strokes;
  Peer& peer = at(rank);
  const ssize_t heard = ::recv(peer.bell.number(), strokes.data(), strokes.size(), MSG_DONTWAIT);
  if (heard < 0 && (errno == EAGAIN || errno == EINTR)) return;
  if (heard <= 0) return lose(rank);
  if (!peer.isTalking()) m_talking.push_back(rank);
  peer.due += static_cast<int>(heard);
}

std::optional<int> Mail::nextLost() {
  if (m_lost.empty()) return std::nullopt;
  const int rank = m_lost.front();
  m_lost.pop_front();
  return rank;
}

std::optional<Frame> Mail::receive() {
  for (std::size_t left = m_talking.size(); left > 0; --left) {
    const int rank = m_talking.front();
    m_talking.pop_front();
    std::optional<Frame> frame;
    if (beginReceiving(rank))
      frame = takeFirst(rank);
    else
      lose(rank);
    if (at(rank).isTalking()) m_talking.push_back(rank);
    if (frame) return frame;
  }
  return std::nullopt;
}

// Begins to receive what the rank has announced and MPI has; false where MPI fails. MPI_Recv is
// never used, as the sender may have died half-way.
bool Mail::beginReceiving(int rank) {
  Peer& peer = at(rank);
  while (peer.due > 0 && peer.incoming.size() < kMostIncoming) {
    int isThere = 0;
    MPI_Message message = MPI_MESSAGE_NULL;
    MPI_Status status;
    const int found = MPI_Improbe(rank, MPI_ANY_TAG, MPI_COMM_WORLD, &isThere, &message, &status);
    if (found != MPI_SUCCESS) return false;
    if (isThere == 0) return true;
    int size = 0;
    MPI_Get_count(&status, MPI_BYTE, &size);
    Incoming& incoming = peer.incoming.emplace_back(
        Incoming{.kind = static_cast<FrameKind>(status.MPI_TAG),
                 .payload = std::make_unique<Bytes>(static_cast<std::size_t>(size), '\0')});
    const int begun =
        MPI_Imrecv(incoming.payload->data(), size, MPI_BYTE, &message, &incoming.request);
    if (begun != MPI_SUCCESS) return false;
    --peer.due;
    m_misses = 0;
  }
  return true;
}

std::optional<Frame> Mail::takeFirst(int rank) {
  auto& incoming = at(rank).incoming;
  if (incoming.empty()) return std::nullopt;
  int isThere = 0;
  if (MPI_Test(&incoming.front().request, &isThere, MPI_STATUS_IGNORE) != MPI_SUCCESS) {
    lose(rank);
    return std::nullopt;
  }
  if (isThere == 0) return std::nullopt;
  Frame frame{
      .kind = incoming.front().kind, .rank = rank, .payload = std::move(*incoming.front().payload)};
  incoming.pop_front();
  m_misses = 0;
  return frame;
}

}  // namespace fatou::mpi
