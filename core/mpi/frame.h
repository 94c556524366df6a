// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <limits>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <sys/uio.h>

#include "core/engines/remote/bytes.h"

namespace fatou::mpi {

using engines::Bytes;

// What the client, the hub (rank 0) and the engines (ranks from 1) say to each other. All of it is
// frames: between client and hub with a head on a socket, between ranks as one MPI message each
// whose tag is the kind.
enum class FrameKind : std::uint32_t {
  Hello = 1,  // from a rank, first: its Introduction
  Open,       // to an engine: it has this id from now on
  Close,      // to an engine: it begins nothing more; answered with Closed once nothing runs
  Closed,
  Part,    // a piece of a message, others follow
  Last,    // the last piece of a message
  Ping,    // to a rank: a number; answered at once with Pong, also while the engine computes
  Pong,    // the number, and the rank's clock
  Lost,    // from the hub: the engine has died, and why
  Drop,    // to the hub: the engine is to be given up
  Bye,     // to the hub, from it to the engines, and back from them: the job is over
  Urgent,  // to an engine: a whole message, which has overtaken what was sent before
  Taken,   // from the hub: how many bytes of messages a rank has taken more
  Notice   // from the hub: a sentence for the user
};
inline constexpr FrameKind kLastKind = FrameKind::Notice;

// A message of any length goes as frames of at most so many bytes: nobody has to believe a length
// before the bytes are there, and a long message holds up no other for long.
inline constexpr std::size_t kMostPayload = 256 * 1024;

// How much of messages is under way from the client to each rank of a job with so many, in bytes,
// and a piece. The rest waits where others overtake it, and the hub has to keep no more than that
// of all ranks.
constexpr std::size_t windowFor(int ranks) {
  constexpr std::size_t kOfAll = 256 * 1024 * 1024;
  constexpr std::size_t kOfOne = 2 * 1024 * 1024;
  return std::clamp(kOfAll / static_cast<std::size_t>(ranks), kMostPayload, kOfOne);
}
// What a rank has taken is said once it is so much. All else that is in a window will be taken, so
// that there is always room again.
constexpr std::size_t takenAtOnceFor(int ranks) {
  return windowFor(ranks) / 4;
}

// A piece of a message. Others are short.
constexpr bool isPiece(FrameKind kind) {
  return kind == FrameKind::Part || kind == FrameKind::Last;
}

struct Frame {
  FrameKind kind{};
  int rank = 0;
  Bytes payload{};
};

// Calls visit(piece, kind) for each of a message's pieces, which are Part or Last; one at least.
template <typename Visit>
void forEachPiece(std::string_view message, const Visit& visit) {
  for (; message.size() > kMostPayload; message.remove_prefix(kMostPayload))
    visit(message.substr(0, kMostPayload), FrameKind::Part);
  visit(message, FrameKind::Last);
}

// What stands in front of each frame on a socket.
struct FrameHead {
  std::uint32_t size = 0;  // of the payload
  std::uint32_t kind = 0;
  std::int32_t rank = 0;
};
using HeadBytes = std::array<char, sizeof(FrameHead)>;

// Takes a stream of bytes to frames.
class FrameReader {
 public:
  // Of a job with so many ranks.
  explicit FrameReader(int ranks) : m_ranks(ranks) {}

  // Hands on every frame that ends in these bytes. Throws WireError where they are none of ours;
  // nothing can be read after that.
  void read(std::string_view bytes, const std::function<void(Frame)>& sink);

 private:
  void readHead();

  const int m_ranks;
  HeadBytes m_headBytes{};
  std::size_t m_headSize = 0;  // how much of it is there
  std::size_t m_missing = 0;   // of the payload
  Frame m_frame;
};

// Frames that wait to be written to a socket. Those of one rank keep their order, except that what
// is put first overtakes the others; ranks take turns, so that none waits for what is for another.
class FrameWriter {
 public:
  FrameWriter() = default;
  // Of messages to one rank so many bytes are written, and a piece at most, before taken() says
  // that they have arrived.
  explicit FrameWriter(std::size_t window) : m_window(window) {}

  // The payload must not be longer than kMostPayload.
  void putFrame(FrameKind kind, int rank, Bytes payload = {});
  void putFirst(FrameKind kind, int rank, Bytes payload = {});
  void putMessage(int rank, Bytes message);

  void taken(int rank, std::size_t bytes);
  // What waits for the rank is not written any more, except what has been begun.
  void forget(int rank);

  bool isEmpty() const { return m_size == 0; }
  std::size_t size() const { return m_size; }  // in bytes
  // Something can be written now: not all that is here waits until more has been taken.
  bool hasNext() const { return !m_next.empty() || !m_turns.empty(); }

  // The next bytes, as many as fit in these parts, two at least; returns how many parts there are.
  // They stay where they are until they are said to have been written, whatever else is called
  // meanwhile.
  std::size_t next(std::span<iovec> parts);
  void written(std::size_t bytes);

 private:
  struct Piece {
    HeadBytes head;
    FrameKind kind;
    std::shared_ptr<const Bytes> owner;
    std::string_view payload;  // of the owner

    std::size_t size() const { return head.size() + payload.size(); }
  };
  // What waits for one rank.
  struct Lane {
    std::deque<Piece> first{};
    std::deque<Piece> others{};
    std::size_t untaken = 0;  // bytes of messages that have been written, or are about to be
    bool hasTurn = false;     // is among m_turns, as it is whenever one of its pieces may go
  };

  static Piece pieceOf(FrameKind kind, int rank, std::shared_ptr<const Bytes> owner,
                       std::string_view payload);
  static Piece wholePiece(FrameKind kind, int rank, Bytes payload);
  void put(int rank, std::deque<Piece> Lane::*where, Piece piece);
  void giveTurn(int rank, Lane& lane);
  void choose(std::size_t most);

  std::size_t m_window = std::numeric_limits<std::size_t>::max();
  std::map<int, Lane> m_lanes;  // by rank
  std::deque<int> m_turns;      // ranks, in the order in which they may write a piece each
  std::deque<Piece> m_next;     // which nothing overtakes any more
  std::size_t m_begun = 0;      // bytes of the first one that have been written
  std::size_t m_nextSize = 0;
  std::size_t m_size = 0;
};

}  // namespace fatou::mpi
