// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <deque>
#include <list>
#include <map>
#include <memory>
#include <mpi.h>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "core/mpi/frame.h"
#include "core/mpi/socket.h"

namespace fatou::mpi {

// Frames between this rank and others, each as one MPI message. To be used by one thread.
//
// MPI can only be polled, and does not say that a rank has died. So ranks that talk to each other
// have a socket between them, too: its sender puts a byte there for each message, and who waits for
// messages sleeps until one comes. When the socket ends, the other one has died. Nothing here waits
// for what another rank does; messages with the dead are left behind, as they would never end.
class Mail {
 public:
  explicit Mail(int ranks);

  // From now on the two ranks can talk.
  void connect(int rank, Descriptor bell);
  bool isConnected(int rank) const { return at(rank).bell.isOpen(); }
  void disconnect(int rank);

  // To a rank that is not connected nothing is sent.
  void sendFrame(int rank, FrameKind kind, Bytes payload = {});
  void sendMessage(int rank, Bytes message);

  // The next frame that has come; those of one rank are in the order in which it sent them.
  std::optional<Frame> receive();
  // A rank that has died since this was last asked.
  std::optional<int> nextLost();
  // Everything that was sent has arrived.
  bool isAllSent() const { return m_outgoing.empty(); }

  // Has wait() look at another descriptor, too, for reading and perhaps for writing.
  void watch(int descriptor, bool forWriting = false);
  void forget(int descriptor);
  // Waits until there may be something to do, and carries on what is on its way. Returns the
  // watched descriptors that are ready.
  std::span<const int> wait();

 private:
  struct Peer {
    Descriptor bell{};
    bool isDead = false;
    int due = 0;     // messages announced and not come; negative where they came first
    int unrung = 0;  // sent, and not yet announced: the socket was full
  };
  struct Outgoing {
    MPI_Request request = MPI_REQUEST_NULL;
    std::shared_ptr<const Bytes> owner{};
  };
  struct Incoming {
    MPI_Request request = MPI_REQUEST_NULL;
    FrameKind kind{};
    int rank = 0;
    std::unique_ptr<Bytes> payload{};  // where MPI writes, also once nobody waits for it
    bool isThere = false;
  };

  Peer& at(int rank) { return m_peers[static_cast<std::size_t>(rank)]; }
  const Peer& at(int rank) const { return m_peers[static_cast<std::size_t>(rank)]; }
  bool isBusy() const;
  void send(int rank, FrameKind kind, std::shared_ptr<const Bytes> owner, std::string_view payload);
  void ring(int rank);
  void hear(int rank);
  void addDue(int rank, int count);
  bool lookForMessage();
  std::list<Incoming>::iterator firstThere();
  void finishSending();
  int sleep();

  const Descriptor m_poll;  // an epoll
  std::vector<Peer> m_peers;
  int m_due = 0;     // the sum of what is due from each, where it is not negative
  int m_unrung = 0;  // the sum
  std::map<int, std::deque<Outgoing>> m_outgoing;  // by rank, never empty
  std::list<Incoming> m_incoming;
  std::deque<int> m_lost;
  std::deque<Outgoing> m_sentToDead;       // MPI may still read these,
  std::list<Incoming> m_receivedFromDead;  // and write there
  std::vector<int> m_ready;
  int m_misses = 0;
};

}  // namespace fatou::mpi
