// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

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
  Part,  // a piece of a message, others follow
  Last,  // the last piece of a message
  Ping,  // to a rank: a number; answered at once with Pong, also while the engine computes
  Pong,  // the number, and the rank's clock
  Lost,  // from the hub: the engine has died, and why
  Drop,  // to the hub: the engine is to be given up
  Bye    // to the hub and from it to the engines: the job is over
};
inline constexpr FrameKind kLastKind = FrameKind::Bye;

// A message of any length goes as frames of at most so many bytes: nobody has to believe a length
// before the bytes are there, and a long message holds up no other for long.
inline constexpr std::size_t kMostPayload = 256 * 1024;

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

// What a Ping holds; its Pong begins with the same. Reading throws WireError where there is none.
Bytes toBytes(std::uint64_t number);
std::uint64_t numberIn(std::string_view pong);

// Frames that wait to be written to a socket. Those of one rank go in the order in which they were
// put, and ranks in turn, a frame each: what is long for one of them holds up no other.
//
// With a limit no rank is sent more than so many bytes, and a frame, beyond those that it is known
// to have; so a rank that takes in nothing fills no memory between here and there. To know it a
// Ping goes to the rank with every quarter of the limit, with the number of bytes sent before.
class FrameWriter {
 public:
  static constexpr std::size_t kNoLimit = std::numeric_limits<std::size_t>::max();

  explicit FrameWriter(std::size_t mostAhead = kNoLimit) : m_mostAhead(mostAhead) {}

  // The payload must not be longer than kMostPayload.
  void putFrame(FrameKind kind, int rank, Bytes payload = {});
  void putMessage(int rank, Bytes message);
  // The rank has answered to the Ping with this number.
  void arrived(int rank, std::uint64_t number);
  // Drops what waits for the rank and is not about to be written, and takes all before for arrived.
  void forget(int rank);

  bool isEmpty() const { return m_size == 0; }
  std::size_t size() const { return m_size; }  // in bytes
  // Something may be written now: not all that is here waits for ranks to take in what they have.
  bool hasNext() const { return !m_chosen.empty() || !m_turns.empty(); }
  bool hasNextFor(int rank) const;

  // The next bytes, as many as fit in these parts; returns how many parts there are. At least two
  // parts are needed. They stay where they are until they are said to have been written, whatever
  // else is called meanwhile.
  std::size_t next(std::span<iovec> parts);
  void written(std::size_t bytes);

 private:
  struct Piece {
    HeadBytes head;
    std::shared_ptr<const Bytes> owner;
    std::string_view payload;  // of the owner

    std::size_t size() const { return head.size() + payload.size(); }
  };
  struct Lane {
    std::deque<Piece> pieces{};
    std::uint64_t sent = 0;   // bytes, also those that are chosen
    std::uint64_t asked = 0;  // of these, before the last Ping
    std::uint64_t known = 0;  // of these, that have arrived
  };

  static Piece pieceOf(FrameKind kind, int rank, std::shared_ptr<const Bytes> owner,
                       std::string_view payload);
  void put(int rank, Piece piece);
  bool isDue(const Lane& lane) const {
    return !lane.pieces.empty() && lane.sent - lane.known < m_mostAhead;
  }
  void choose();

  std::size_t m_mostAhead;
  std::map<int, Lane> m_lanes;   // by rank
  std::deque<int> m_turns;       // the ranks that are due, each once
  std::deque<Piece> m_chosen;    // what is written next, whatever is put now
  std::size_t m_chosenSize = 0;  // in bytes, also those of the first one that have been written
  std::size_t m_begun = 0;       // bytes of the first one that have been written
  std::size_t m_size = 0;
};

}  // namespace fatou::mpi
