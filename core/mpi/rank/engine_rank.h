// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <deque>
#include <memory>
#include <mutex>
#include <thread>

#include "core/engines/remote/call_server.h"
#include "core/mpi/introduction.h"
#include "core/mpi/rank/mail.h"

namespace fatou::mpi {

// A rank from 1 is an engine for one client after the other. The thread that makes it talks to the
// hub, also while another thread computes.
class EngineRank {
 public:
  // Introduces itself to the hub, to which the socket leads.
  EngineRank(int ranks, Descriptor toHub, const Introduction& about);

  // Returns when the job is over; true where all ranks are still there and MPI has sent all that it
  // was given, so that MPI can be left in order. A task may still be running then, so this object
  // must not end before the process does.
  bool run();

 private:
  void take(Frame frame);
  void open(const Bytes& id);
  void close();
  void work();
  void sendAnswers();
  bool hasParted();

  Mail m_mail;
  const Descriptor m_answered = makeWakeUp();
  Bytes m_message;  // what has come of one
  bool m_isOver = false;
  bool m_isWhole = false;

  std::unique_ptr<engines::CallServer> m_server;  // null while nobody has the seat
  std::thread m_thread;
  std::mutex m_mutex;
  std::deque<Bytes> m_answers;  // guarded by m_mutex
  bool m_hasEnded = false;      // the thread; guarded by m_mutex
};

}  // namespace fatou::mpi
