// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "core/mpi/introduction.h"
#include "core/mpi/meeting.h"
#include "core/mpi/rank/mail.h"

namespace fatou::mpi {

// Rank 0: takes frames from the client to the engines and back, and says which engines have died.
// It computes nothing and knows no tasks.
class Hub {
 public:
  // Comes to the client. Throws std::system_error where there is none. Engines may come to `path()`
  // from then on.
  Hub(int ranks, const std::string& folder, const Introduction& about);

  static std::string path(const std::string& folder) { return folder + "/bells"; }
  const Secrets& secrets() const { return m_secrets; }
  // Lets engines of other hosts come, too, and says where. Throws std::system_error.
  HubAddress openToOtherHosts();

  // Returns when the client says so, or is no more. True where all engines are there and have been
  // told, so that MPI can be left in order; they hear of it by the end of this process else.
  bool run();
  // The client is no more, without a word: nobody will remove what it has made.
  bool isClientDead() const { return m_isClientDead; }

 private:
  void look(int descriptor);
  void expect(Descriptor come);
  void welcome(int descriptor);
  void take(Frame frame);
  void passOn();
  void writeClient();
  bool sayBye();

  const int m_ranks;
  const Secrets m_secrets = newSecrets();
  Descriptor m_listening;
  Descriptor m_listeningToHosts{};
  Descriptor m_client;
  Arrivals m_arrivals{m_secrets};
  FrameReader m_fromClient;
  FrameWriter m_toClient;
  Mail m_mail;
  bool m_isWriting = false;  // to a client that has not taken all
  bool m_isOver = false;
  bool m_isClientDead = false;
};

}  // namespace fatou::mpi
