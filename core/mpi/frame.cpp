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
  FATOU_CHECK(payload.size() <= kMostPayload);
  auto owner = std::make_shared<const Bytes>(std::move(payload));
  const std::string_view all = *owner;
  put(kind, rank, std::move(owner), all);
}

void FrameWriter::putMessage(int rank, Bytes message) {
  const auto owner = std::make_shared<const Bytes>(std::move(message));
  forEachPiece(*owner,
               [&](std::string_view piece, FrameKind kind) { put(kind, rank, owner, piece); });
}

void FrameWriter::put(FrameKind kind, int rank, std::shared_ptr<const Bytes> owner,
                      std::string_view payload) {
  const FrameHead head{.size = static_cast<std::uint32_t>(payload.size()),
                       .kind = static_cast<std::uint32_t>(kind),
                       .rank = rank};
  Piece piece{.head = {}, .owner = std::move(owner), .payload = payload};
  std::memcpy(piece.head.data(), &head, sizeof head);
  m_pieces.push_back(std::move(piece));
  m_size += m_pieces.back().size();
}

std::size_t FrameWriter::next(std::span<iovec> parts) const {
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
  for (const Piece& piece : m_pieces) {
    if (count + 2 > parts.size()) break;
    add({piece.head.data(), piece.head.size()});
    add(piece.payload);
  }
  return count;
}

void FrameWriter::written(std::size_t bytes) {
  m_size -= bytes;
  m_begun += bytes;
  while (!m_pieces.empty() && m_begun >= m_pieces.front().size()) {
    m_begun -= m_pieces.front().size();
    m_pieces.pop_front();
  }
}

}  // namespace fatou::mpi
