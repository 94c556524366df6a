// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "core/mpi/introduction.h"
#include "core/mpi/meeting.h"
#include "core/mpi/rank/mail.h"

namespace fatou::mpi {

// Rank 0 passes frames from the client to the engines and back, and tells the client which engines
// have died. It computes nothing and knows no tasks.
class Hub {
 public:
  // Connects to the client; throws std::system_error where there is none. From then on engines may
  // connect to `path()`.
  Hub(int ranks, const std::string& folder, const Introduction& about);

  static std::string path(const std::string& folder) { return folder + "/bells"; }
  const Secrets& secrets() const { return m_secrets; }
  // Lets engines of other hosts connect, too, and returns where. Throws std::system_error.
  HubAddress openToOtherHosts();

  // Returns when the client says so or has ended; true where all engines have said that they will
  // leave MPI in order, so that this rank can do so, too. Otherwise the engines notice the end of
  // this process. MPI may still use what is kept here, so this object must not end before the
  // process does.
  bool run();
  // True where the client has ended without saying so, so that the hub has to remove the folder
  // that the client has made.
  bool isClientDead() const { return m_isClientDead; }

 private:
  void look(int descriptor);
  void expect(Descriptor come);
  void welcome(int descriptor);
  void take(Frame frame);
  void passOn();
  void writeClient();
  bool sayBye();
  bool isEverybodyThere() const;

  const int m_ranks;
  const Secrets m_secrets = newSecrets();
  Descriptor m_listening;
  Descriptor m_listeningToHosts{};
  Descriptor m_client;
  Arrivals m_arrivals{m_secrets};
  FrameReader m_fromClient;
  FrameWriter m_toClient;
  Mail m_mail;
  bool m_isWriting = false;  // to a client that has not read all
  bool m_isOver = false;
  bool m_isClientDead = false;
};

}  // namespace fatou::mpi
