// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/mpi/frame.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "core/base/check.h"

namespace fatou::mpi {

void FrameReader::read(std::string_view bytes, const std::function<void(Frame)>& sink) {
  while (!bytes.empty()) {
    if (m_headSize < m_headBytes.size()) {
      const std::size_t taken = std::min(bytes.size(), m_headBytes.size() - m_headSize);
      std::memcpy(m_headBytes.data() + m_headSize, bytes.data(), taken);
      m_headSize += taken;
      bytes.remove_prefix(taken);
      if (m_headSize < m_headBytes.size()) return;
      readHead();
    }
    const std::size_t taken = std::min(bytes.size(), m_missing);
    m_frame.payload.append(bytes.substr(0, taken));
    m_missing -= taken;
    bytes.remove_prefix(taken);
    if (m_missing > 0) return;
    m_headSize = 0;
    sink(std::exchange(m_frame, {}));
  }
}

void FrameReader::readHead() {
  FrameHead head;
  std::memcpy(&head, m_headBytes.data(), sizeof head);
  if (head.size > kMostPayload || head.kind < static_cast<std::uint32_t>(FrameKind::Hello) ||
      head.kind > static_cast<std::uint32_t>(kLastKind) || head.rank < 0 || head.rank >= m_ranks)
    throw engines::WireError("what came was no frame");
  m_frame.kind = static_cast<FrameKind>(head.kind);
  m_frame.rank = head.rank;
  m_missing = head.size;
}

Bytes toBytes(std::uint64_t number) {
  Bytes bytes(sizeof number, '\0');
  std::memcpy(bytes.data(), &number, sizeof number);
  return bytes;
}

std::uint64_t numberIn(std::string_view pong) {
  std::uint64_t number = 0;
  engines::Reader(pong).raw(&number, sizeof number);
  return number;
}

// --- writing ----------------------------------------------------------------------------------

void FrameWriter::putFrame(FrameKind kind, int rank, Bytes payload) {
  FATOU_CHECK(payload.size() <= kMostPayload);
  auto owner = std::make_shared<const Bytes>(std::move(payload));
  const std::string_view all = *owner;
  put(rank, pieceOf(kind, rank, std::move(owner), all));
}

void FrameWriter::putMessage(int rank, Bytes message) {
  const auto owner = std::make_shared<const Bytes>(std::move(message));
  forEachPiece(*owner, [&](std::string_view piece, FrameKind kind) {
    put(rank, pieceOf(kind, rank, owner, piece));
  });
}

FrameWriter::Piece FrameWriter::pieceOf(FrameKind kind, int rank,
                                        std::shared_ptr<const Bytes> owner,
                                        std::string_view payload) {
  const FrameHead head{.size = static_cast<std::uint32_t>(payload.size()),
                       .kind = static_cast<std::uint32_t>(kind),
                       .rank = rank};
  Piece piece{.head = {}, .owner = std::move(owner), .payload = payload};
  std::memcpy(piece.head.data(), &head, sizeof head);
  return piece;
}

void FrameWriter::put(int rank, Piece piece) {
  Lane& lane = m_lanes[rank];
  const bool wasDue = isDue(lane);
  lane.pieces.push_back(std::move(piece));
  m_size += lane.pieces.back().size();
  if (!wasDue && isDue(lane)) m_turns.push_back(rank);
}

void FrameWriter::arrived(int rank, std::uint64_t number) {
  Lane& lane = m_lanes[rank];
  const bool wasDue = isDue(lane);
  lane.known = std::clamp(number, lane.known, lane.asked);  // whatever it says
  if (!wasDue && isDue(lane)) m_turns.push_back(rank);
}

void FrameWriter::forget(int rank) {
  const auto lane = m_lanes.find(rank);
  if (lane == m_lanes.end()) return;
  for (const Piece& piece : lane->second.pieces) m_size -= piece.size();
  lane->second.pieces.clear();
  lane->second.known = lane->second.asked = lane->second.sent;
  std::erase(m_turns, rank);
}

bool FrameWriter::hasNextFor(int rank) const {
  const auto lane = m_lanes.find(rank);
  return lane != m_lanes.end() && isDue(lane->second);
}

// Takes the next frame of the rank whose turn it is.
void FrameWriter::choose() {
  const int rank = m_turns.front();
  m_turns.pop_front();
  Lane& lane = m_lanes[rank];
  const auto add = [&](Piece piece) {
    lane.sent += piece.size();
    m_chosenSize += piece.size();
    m_chosen.push_back(std::move(piece));
  };
  add(std::move(lane.pieces.front()));
  lane.pieces.pop_front();
  if (m_mostAhead != kNoLimit && lane.sent - lane.asked >= m_mostAhead / 4) {
    lane.asked = lane.sent;
    auto number = std::make_shared<const Bytes>(toBytes(lane.sent));
    const std::string_view all = *number;
    add(pieceOf(FrameKind::Ping, rank, std::move(number), all));
    m_size += m_chosen.back().size();
  }
  if (isDue(lane)) m_turns.push_back(rank);
}

// Not much more is chosen than a socket takes at once, as nothing overtakes what is.
std::size_t FrameWriter::next(std::span<iovec> parts) {
  while (!m_turns.empty() && m_chosenSize - m_begun < kMostPayload &&
         2 * m_chosen.size() < parts.size())
    choose();
  std::size_t count = 0;
  std::size_t skip = m_begun;
  const auto add = [&](std::string_view bytes) {
    const std::size_t skipped = std::min(skip, bytes.size());
    skip -= skipped;
    bytes.remove_prefix(skipped);
    // Writing takes what an iovec points to as it is; its pointer is to what may be changed only
    // because reading uses the same.
    if (!bytes.empty()) parts[count++] = {const_cast<char*>(bytes.data()), bytes.size()};
  };
  for (const Piece& piece : m_chosen) {
    if (count + 2 > parts.size()) break;
    add({piece.head.data(), piece.head.size()});
    add(piece.payload);
  }
  return count;
}

void FrameWriter::written(std::size_t bytes) {
  m_size -= bytes;
  m_begun += bytes;
  while (!m_chosen.empty() && m_begun >= m_chosen.front().size()) {
    m_begun -= m_chosen.front().size();
    m_chosenSize -= m_chosen.front().size();
    m_chosen.pop_front();
  }
}

}  // namespace fatou::mpi
