// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <exception>
#include <memory>
#include <mutex>
#include <thread>

#include "core/engines/remote/call_server.h"
#include "core/engines/tasks/task_record.h"
#include "core/mpi/introduction.h"
#include "core/mpi/rank/mail.h"

namespace fatou::mpi {

// A rank from 1 is an engine for one client after the other. Its worker is a thread that listens to
// the hub, computes what it is asked for and sends the answer: no message of a short call goes from
// one thread to another, as waking a thread takes longer than all the rest. The thread that runs
// the rank is the lookout. It sleeps until a call has taken some milliseconds and then listens in
// the worker's place, so that stops, pings and further calls are heard.
class EngineRank {
 public:
  // Introduces itself to the hub, to which the socket leads. Throws std::system_error.
  EngineRank(int ranks, Descriptor toHub, const Introduction& about);

  // Returns when the job is over; true where all ranks are still there and MPI has sent all that it
  // was given, so that MPI can be left in order. A task may still be running then, so this object
  // must not end before the process does. The worker uses MPI no more.
  bool run();

 private:
  using Lock = std::unique_lock<std::mutex>;

  void rest(Lock& lock);
  void work();
  void compute(Lock& lock);
  void begin();
  void seeOff(Lock& lock);
  void listen(Lock& lock, const Descriptor& wakeUp);
  void standDown();
  void take(Frame frame, Lock& lock);
  void open(const Bytes& id);
  void close(Lock& lock);
  void heed(Bytes message, Lock& lock);
  void leaveSeat();
  void end(bool isWhole);
  void endWorker(Lock& lock);
  bool hasParted(Lock& lock);

  const Descriptor m_alarm;  // goes off when a call has taken long
  const Descriptor m_lookoutWakeUp = makeWakeUp();
  const Descriptor m_workerWakeUp = makeWakeUp();
  std::thread m_worker;  // the lookout's

  std::mutex m_mutex;  // held by whoever uses MPI or what follows
  Mail m_mail;
  Bytes m_message;  // what has come of one
  // Null while nobody has the seat. The lookout may still use a server that the worker has left.
  std::shared_ptr<engines::CallServer> m_server;
  bool m_isClosing = false;              // the seat is left once the running call has ended
  bool m_isComputing = false;            // the worker
  engines::Clock::time_point m_begun{};  // the running call
  bool m_isLookoutListening = false;
  bool m_isOver = false;
  bool m_isWhole = false;
  std::exception_ptr m_failure;  // of the worker
};

}  // namespace fatou::mpi
