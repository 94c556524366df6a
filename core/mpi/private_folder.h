// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "core/mpi/socket.h"

namespace fatou::mpi {

// A folder that only this user can open, and that is removed at its end with all that is in it. It
// is in memory where the system has such a place, as MPI puts there what ranks share. Folders that
// killed processes have left are removed first.
class PrivateFolder {
 public:
  // Throws std::system_error.
  PrivateFolder();
  ~PrivateFolder();
  PrivateFolder(const PrivateFolder&) = delete;
  PrivateFolder& operator=(const PrivateFolder&) = delete;

  const std::string& path() const { return m_path; }

 private:
  std::string m_path;
  Descriptor m_lock;  // of the folder: it is locked for as long as this process lives
};

// Removes a PrivateFolder whose process has ended, and nothing else. Returns false while that
// process is still there.
bool removeIfLeft(const std::string& folder);

}  // namespace fatou::mpi
