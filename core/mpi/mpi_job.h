// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "core/engines/cluster/cluster.h"
#include "core/engines/remote/transport.h"
#include "core/engines/tasks/errors.h"
#include "core/mpi/clock_offset.h"
#include "core/mpi/introduction.h"
#include "core/mpi/launch_command.h"
#include "core/mpi/mpirun.h"
#include "core/mpi/private_folder.h"
#include "core/mpi/socket.h"

namespace fatou::mpi {

// An engine was taken and has ended since.
class SeatLost : public engines::EngineError {
 public:
  SeatLost() : EngineError("an engine ended before it could be used: begin again") {}
};

// One mpirun and its ranks, as the client sees them: a hub and so many seats, each of which is an
// engine of one cluster at a time. When the job or a rank dies, what sits there is lost. Any thread
// may call anything.
//
// The client is no rank, and survives whatever happens to the job; when the client ends, so does
// the job.
class MpiJob : public std::enable_shared_from_this<MpiJob> {
 public:
  // The clusters whose engines sit here, one for each engine.
  using Users = std::vector<std::weak_ptr<engines::Cluster>>;
  // Is called on the job's thread when no engine is left, before the users hear that the last ones
  // are lost. Users that are given others in this call are never without engines.
  using WhenDied = std::function<void(const Users& users, bool hasAnswered)>;

  // Returns once all engines are there. Throws EngineError with a sentence that says what is wrong
  // and what would help; it is LaunchStopped after `stop` or `options.stop` was asked to.
  static std::shared_ptr<MpiJob> launch(const MpiOptions& options, int engines,
                                        const std::string& simdTarget, WhenDied whenDied,
                                        const std::stop_token& stop = {});
  // Ends all ranks; in order, as far as they take part in it.
  ~MpiJob();
  MpiJob(const MpiJob&) = delete;
  MpiJob& operator=(const MpiJob&) = delete;

  // Gives an engine on a free seat, or nothing where there is none. Waits for seats that are being
  // left. The engine keeps `source` alive, too.
  std::optional<engines::RemoteEngine> takeSeat(std::weak_ptr<engines::Cluster> user,
                                                std::shared_ptr<const void> source);
  // True as long as the job has an engine, or waits for one to come.
  bool isAlive() const;
  // Mpirun is no more, and the job's thread calls nobody.
  bool hasEnded() const { return m_hasEnded; }

 private:
  friend class MpiTransport;
  enum class State { Absent, Free, Taken, Leaving, Lost };

  // Mpirun may take so long to end by itself before it is sent a signal.
  static constexpr std::chrono::milliseconds kUntilAsked{1500};

  // All that belongs to one rank. `receiver` is called with `mutex` held, so that it is called no
  // more after it was taken away. `message` is the part of a message that has come so far; only the
  // job's thread uses it and `heard`.
  struct Seat {
    State state = State::Absent;                            // guarded by m_mutex
    Introduction about{};                                   // not changed once there
    ClockOffset clock{};                                    // guarded by m_mutex; of other machines
    std::optional<std::weak_ptr<engines::Cluster>> user{};  // once open; guarded by m_mutex
    std::mutex mutex{};
    engines::Transport::Receiver* receiver = nullptr;
    Bytes message{};
    engines::Clock::time_point heard{};  // when anything came last
  };

  using Seats = std::vector<std::unique_ptr<Seat>>;

  MpiJob(const MpiOptions& options, int engines, const std::string& simdTarget, WhenDied whenDied);
  void waitForAll(const MpiOptions& options, const std::stop_token& stop);
  void leave();

  void open(int rank, engines::EngineId id, engines::Transport::Receiver& receiver,
            std::weak_ptr<engines::Cluster> user);
  void close(int rank);
  void send(int rank, Bytes message) noexcept;
  void sendFirst(int rank, Bytes message) noexcept;
  void put(FrameKind kind, int rank, Bytes payload = {}) noexcept;
  template <typename Put>
  void write(const Put& put) noexcept;

  // On the job's own thread:
  void run();
  bool hasMpirunEnded();
  void waitForNews();
  void lookForCause();
  bool isInHurry();
  void acceptHub();
  void readHub();
  void writeHub();
  void loseHub(const std::string& why);
  void take(Frame frame);
  void introduce(int rank, const Bytes& payload);
  void takeFromEngine(Frame frame);
  void gather(Frame& frame);
  void sendMore(int rank, const Bytes& taken);
  void giveUp(int rank);
  void forget(int rank);
  void putPing(int rank);
  void takePong(Seat& from, int rank, const Bytes& payload);
  void deliver(int rank, Bytes message);
  void lose(int rank, const std::string& why);
  static void tellLost(Seat& at, const std::string& why);
  void tellOfDeath();
  void pressMpirun();
  void press(int signal);
  void lookForSilence();
  bool ping(int rank, engines::Clock::time_point& heard, bool isCounted);
  bool isThere(int rank);
  void fail(const std::string& complaint);

  Seats::const_iterator seatIn(State state) const;  // with m_mutex held
  Seat& seat(int rank) { return *m_seats[static_cast<std::size_t>(rank - 1)]; }

  const Introduction m_here;
  const WhenDied m_whenDied;
  const std::function<void(const std::string& sentence)> m_notice;
  bool m_isDead = false;                                 // and has been told of; the thread's
  bool m_hasAnswered = false;                            // some engine, something; the thread's
  std::optional<PrivateFolder> m_folder{std::in_place};  // the thread's, once it runs
  const Descriptor m_wakeUp;
  Seats m_seats;
  Descriptor m_listening;  // the thread's, as are the reader and mpirun
  FrameReader m_reader;
  Mpirun m_mpirun;
  int m_pressedWith = 0;  // the last signal to it; the thread's
  engines::Clock::time_point m_hubHeard{};
  engines::Clock::time_point m_nextPing{};
  engines::Clock::time_point m_nextGlance{};  // at mpirun; the thread's

  // The thread that writes holds m_socketMutex, so that threads that only put something into
  // m_writer need not wait until it has written.
  std::mutex m_socketMutex;
  std::mutex m_sendMutex;
  FrameWriter m_writer{windowFor(m_here.ranks)};  // guarded by m_sendMutex
  Descriptor m_hub;                               // set and closed by the thread, under both

  mutable std::mutex m_mutex;
  std::condition_variable_any m_changed;
  std::string m_complaint;                   // why the job cannot be used, once that is known
  std::optional<std::string> m_likelyCause;  // of engines that do not come
  std::optional<engines::Clock::time_point> m_leftAt;  // since when mpirun should end

  std::atomic<bool> m_outOfMemory{false};
  std::atomic<bool> m_hasEnded{false};
  std::jthread m_thread;  // last: uses what is above
};

// Writes what the socket takes at once. The job's thread writes the rest, also where another thread
// is writing right now, and notices when the socket is gone. Where there is no memory for a
// message, an answer would be waited for in vain, so the job is given up.
template <typename Put>
void MpiJob::write(const Put& putIn) noexcept try {
  {
    const std::scoped_lock lock(m_sendMutex);
    if (!m_hub.isOpen()) return;
    const bool isLeftToThread = m_writer.hasNext();
    putIn(m_writer);
    if (isLeftToThread || !m_writer.hasNext()) return;
  }
  if (const std::unique_lock socket(m_socketMutex, std::try_to_lock); socket && m_hub.isOpen())
    writeSome(m_writer, m_hub.number(), m_sendMutex);
  const std::scoped_lock lock(m_sendMutex);
  if (m_writer.hasNext()) wake(m_wakeUp.number());
} catch (...) {
  m_outOfMemory = true;
  wake(m_wakeUp.number());
}

}  // namespace fatou::mpi
