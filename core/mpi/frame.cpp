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

void FrameWriter::putFrame(FrameKind kind, int rank, Bytes payload) {
  put(rank, &Lane::others, wholePiece(kind, rank, std::move(payload)));
}

void FrameWriter::putFirst(FrameKind kind, int rank, Bytes payload) {
  put(rank, &Lane::first, wholePiece(kind, rank, std::move(payload)));
}

void FrameWriter::putMessage(int rank, Bytes message) {
  const auto owner = std::make_shared<const Bytes>(std::move(message));
  forEachPiece(*owner, [&](std::string_view piece, FrameKind kind) {
    put(rank, &Lane::others, pieceOf(kind, rank, owner, piece));
  });
}

FrameWriter::Piece FrameWriter::wholePiece(FrameKind kind, int rank, Bytes payload) {
  FATOU_CHECK(payload.size() <= kMostPayload);
  auto owner = std::make_shared<const Bytes>(std::move(payload));
  const std::string_view all = *owner;
  return pieceOf(kind, rank, std::move(owner), all);
}

FrameWriter::Piece FrameWriter::pieceOf(FrameKind kind, int rank,
                                        std::shared_ptr<const Bytes> owner,
                                        std::string_view payload) {
  const FrameHead head{.size = static_cast<std::uint32_t>(payload.size()),
                       .kind = static_cast<std::uint32_t>(kind),
                       .rank = rank};
  Piece piece{.head = {}, .kind = kind, .owner = std::move(owner), .payload = payload};
  std::memcpy(piece.head.data(), &head, sizeof head);
  return piece;
}

void FrameWriter::put(int rank, std::deque<Piece> Lane::*where, Piece piece) {
  Lane& lane = m_lanes[rank];
  m_size += piece.size();
  (lane.*where).push_back(std::move(piece));
  giveTurn(rank, lane);
}

void FrameWriter::taken(int rank, std::size_t bytes) {
  Lane& lane = m_lanes[rank];
  lane.untaken -= std::min(lane.untaken, bytes);
  giveTurn(rank, lane);
}

void FrameWriter::forget(int rank) {
  Lane& lane = m_lanes[rank];
  for (auto* const pieces : {&lane.first, &lane.others}) {
    for (const Piece& piece : *pieces) m_size -= piece.size();
    pieces->clear();
  }
  if (std::exchange(lane.hasTurn, false)) std::erase(m_turns, rank);
}

// Puts the rank among those that take turns, if one of its pieces may be written.
void FrameWriter::giveTurn(int rank, Lane& lane) {
  const bool mayGo = !lane.first.empty() || (!lane.others.empty() && lane.untaken < m_window);
  if (!mayGo || std::exchange(lane.hasTurn, true)) return;
  m_turns.push_back(rank);
}

// Chooses the pieces that go next. They are few, as nothing that is put first later can overtake
// them.
void FrameWriter::choose(std::size_t most) {
  while (m_next.size() < most && m_nextSize < kMostPayload && !m_turns.empty()) {
    const int rank = m_turns.front();
    m_turns.pop_front();
    Lane& lane = m_lanes[rank];
    lane.hasTurn = false;
    auto& from = lane.first.empty() ? lane.others : lane.first;
    const Piece& piece = m_next.emplace_back(std::move(from.front()));
    from.pop_front();
    m_nextSize += piece.size();
    if (isPiece(piece.kind)) lane.untaken += piece.payload.size();
    giveTurn(rank, lane);
  }
}

std::size_t FrameWriter::next(std::span<iovec> parts) {
  choose(parts.size() / 2);
  std::size_t count = 0;
  std::size_t skip = m_begun;
  const auto add = [&](std::string_view bytes) {
    const std::size_t skipped = std::min(skip, bytes.size());
    skip -= skipped;
    bytes.remove_prefix(skipped);
    // Writing does not change the bytes. An iovec's pointer is not const only because reading uses
    // the same type.
    if (!bytes.empty()) parts[count++] = {const_cast<char*>(bytes.data()), bytes.size()};
  };
  for (const Piece& piece : m_next) {
    if (count + 2 > parts.size()) break;
    add({piece.head.data(), piece.head.size()});
    add(piece.payload);
  }
  return count;
}

void FrameWriter::written(std::size_t bytes) {
  m_size -= bytes;
  m_begun += bytes;
  while (!m_next.empty() && m_begun >= m_next.front().size()) {
    m_begun -= m_next.front().size();
    m_nextSize -= m_next.front().size();
    m_next.pop_front();
  }
}

}  // namespace fatou::mpi
