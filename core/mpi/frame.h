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

#include "core/engines/wire/bytes.h"

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

// So many bytes of messages, and a piece more, may be under way from the client to each rank of a
// job with `ranks`. The rest waits at the client, where other frames can overtake it, and the hub
// never has to keep more than that for each rank.
constexpr std::size_t windowFor(int ranks) {
  constexpr std::size_t kOfAll = 256 * 1024 * 1024;
  constexpr std::size_t kOfOne = 2 * 1024 * 1024;
  return std::clamp(kOfAll / static_cast<std::size_t>(ranks), kMostPayload, kOfOne);
}
// The client hears what a rank has taken once it is so many bytes. They are fewer than a window, so
// that a full window always empties far enough for the client to hear of it.
constexpr std::size_t takenAtOnceFor(int ranks) {
  return windowFor(ranks) / 4;
}

// True for frames that are pieces of a message. Frames of other kinds are short.
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

// The head that stands in front of each frame on a socket.
struct FrameHead {
  std::uint32_t size = 0;  // of the payload
  std::uint32_t kind = 0;
  std::int32_t rank = 0;
};
using HeadBytes = std::array<char, sizeof(FrameHead)>;

// Cuts a stream of bytes into frames.
class FrameReader {
 public:
  // The job has so many ranks; frames of others are refused.
  explicit FrameReader(int ranks) : m_ranks(ranks) {}

  // Calls `sink` with every frame that ends in these bytes. Throws WireError where they cannot be
  // frames; nothing can be read after that.
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
// putFirst() was given overtakes the others. Ranks take turns, so that a long message to one does
// not hold up the others.
class FrameWriter {
 public:
  FrameWriter() = default;
  // At most `window` bytes of messages to one rank, and a piece more, are written before taken()
  // says that they have arrived.
  explicit FrameWriter(std::size_t window) : m_window(window) {}

  // The payload must not be longer than kMostPayload.
  void putFrame(FrameKind kind, int rank, Bytes payload = {});
  void putFirst(FrameKind kind, int rank, Bytes payload = {});
  void putMessage(int rank, Bytes message);

  void taken(int rank, std::size_t bytes);
  // Drops what waits for the rank, except pieces that next() has already given out.
  void forget(int rank);

  bool isEmpty() const { return m_size == 0; }
  std::size_t size() const { return m_size; }  // in bytes
  // Whether something can be written now. Messages beyond a window wait until taken() is called.
  bool hasNext() const { return !m_next.empty() || !m_turns.empty(); }

  // Points `parts`, of which there have to be two at least, to the next bytes, and returns how many
  // parts were needed. The bytes stay where they are until written() is called for them, whatever
  // else is called meanwhile.
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
  // The pieces that wait for one rank.
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
  std::deque<Piece> m_next;     // pieces that nothing overtakes any more
  std::size_t m_begun = 0;      // bytes of the first one that have been written
  std::size_t m_nextSize = 0;
  std::size_t m_size = 0;
};

}  // namespace fatou::mpi
