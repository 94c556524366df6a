// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <mpi.h>
#include <mutex>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "core/mpi/frame.h"
#include "core/mpi/socket.h"

namespace fatou::mpi {

// Ranks wait so long for each other's last messages before they leave MPI in order.
inline constexpr std::chrono::seconds kFarewell{1};

// Frames between this rank and others, each as one MPI message. To be used by one thread, or by
// several that hold one lock.
//
// MPI can only be polled, and does not say that a rank has died. So ranks that talk to each other
// have a socket between them, too: the sender writes a byte to it for each message, and the
// receiver sleeps until one comes. When the socket ends, the other rank has died. Nothing here
// waits for what another rank does. Messages to and from a rank that has died are left unfinished,
// as MPI would never finish them.
class Mail {
 public:
  explicit Mail(int ranks);

  // From now on the two ranks can talk, unless they do or that one has died. Throws
  // std::system_error.
  void connect(int rank, Descriptor bell);
  bool isConnected(int rank) const { return at(rank).bell.isOpen(); }
  void disconnect(int rank);

  // Nothing is sent to a rank that is not connected.
  void sendFrame(int rank, FrameKind kind, Bytes payload = {});
  void sendMessage(int rank, Bytes message);

  // The next frame that has come. Those of one rank are in the order in which it sent them; ranks
  // take turns.
  std::optional<Frame> receive();
  // A rank that has died since this was last asked.
  std::optional<int> nextLost();
  // Carries on sending, and says whether MPI has finished all messages that were sent.
  bool isAllSent();
  // A rank that has taken so many bytes of messages since it was last given here that the client
  // has to hear of it. The hub is not given, as it has no window.
  struct Taken {
    int rank = 0;
    std::size_t bytes = 0;
  };
  std::optional<Taken> nextTaken();

  // Has wait() look at another descriptor, too, for reading and perhaps for writing.
  void watch(int descriptor, bool forWriting = false);
  void forget(int descriptor);
  // Waits until there may be something to do, and carries on what is on its way. Returns the
  // watched descriptors that are ready.
  std::span<const int> wait();
  // The same for one of several threads: it holds the lock, as for all functions here, except while
  // it sleeps, and the others can end its sleep by the eventfd `wakeUp`. Nothing may be watched.
  void wait(std::unique_lock<std::mutex>& lock, int wakeUp);
  // Lets others have the core for a moment, without the lock meanwhile. Where they have lately kept
  // it for long, this returns false at once.
  bool yield(std::unique_lock<std::mutex>& lock);

 private:
  // Is added to a bell's rank in what epoll gives back, to tell it from a watched descriptor.
  static constexpr std::uint64_t kBell = std::uint64_t{1} << 32;

  struct Outgoing {
    MPI_Request request = MPI_REQUEST_NULL;
    std::shared_ptr<const Bytes> owner{};
    std::size_t ofMessage = 0;  // bytes
  };
  struct Incoming {
    MPI_Request request = MPI_REQUEST_NULL;
    FrameKind kind{};
    std::unique_ptr<Bytes> payload{};  // where MPI writes, also once nobody waits for it
  };
  struct Peer {
    Descriptor bell{};
    bool isDead = false;
    int due = 0;                      // messages that were announced, and have not been found
    int unrung = 0;                   // sent, and not yet announced: the socket was full
    std::size_t taken = 0;            // bytes of messages, not yet given to nextTaken()
    std::deque<Incoming> incoming{};  // found, in the order in which they were sent

    bool isTalking() const { return due > 0 || !incoming.empty(); }
  };

  Peer& at(int rank) { return m_peers[static_cast<std::size_t>(rank)]; }
  const Peer& at(int rank) const { return m_peers[static_cast<std::size_t>(rank)]; }
  bool isBusy() const;
  void send(int rank, FrameKind kind, std::shared_ptr<const Bytes> owner, std::string_view payload);
  void ring(int rank);
  void hear(int rank);
  void lose(int rank);
  bool beginReceiving(int rank);
  std::optional<Frame> takeFirst(int rank);
  void finishSending();
  bool finishSendingTo(int rank, std::deque<Outgoing>& sent);
  void noteTaken(int rank, std::size_t bytes);
  bool mayYield() const;
  void noteYield(std::chrono::nanoseconds taken);
  std::chrono::nanoseconds nextPause();
  std::chrono::nanoseconds sleep(std::chrono::nanoseconds pause, int wakeUp) const;
  bool look(std::chrono::milliseconds patience);
  static void giveMpiTime();

  const std::size_t m_takenAtOnce;
  const Descriptor m_poll;  // an epoll
  std::vector<Peer> m_peers;
  int m_unrung = 0;           // the sum
  std::deque<int> m_talking;  // the ranks that are, in the order of their turns
  std::map<int, std::deque<Outgoing>> m_outgoing;  // by rank, never empty
  std::deque<int> m_taken;                         // ranks for nextTaken()
  std::deque<int> m_lost;
  std::deque<Outgoing> m_sentToDead;        // MPI may still read these,
  std::deque<Incoming> m_receivedFromDead;  // and write there
  std::vector<int> m_ready;
  int m_misses = 0;
  std::chrono::steady_clock::time_point m_crowdedUntil{};  // nobody yields before
};

}  // namespace fatou::mpi
