// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/mpi/private_folder.h"

#include <cerrno>
#include <cstdlib>
#include <fcntl.h>
#include <filesystem>
#include <string_view>
#include <sys/file.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

namespace fatou::mpi {
namespace {

constexpr std::string_view kName = "fatou-mpi-";

// Opens and locks a folder; the descriptor is not open where the folder is another user's, or
// locked by somebody else. The checks come after the lock, as the one who held it before may have
// removed the folder.
Descriptor locked(const std::string& folder) {
  Descriptor opened(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
  struct stat about {};
  if (!opened.isOpen() || ::flock(opened.number(), LOCK_EX | LOCK_NB) != 0 ||
      ::fstat(opened.number(), &about) != 0 || about.st_uid != ::geteuid() || about.st_nlink == 0)
    opened.close();
  return opened;
}

void removeLeftOvers(const std::filesystem::path& parent) {
  std::error_code none;
  std::filesystem::directory_iterator entry(parent, none);
  for (; entry != std::filesystem::directory_iterator(); entry.increment(none))
    static_cast<void>(removeIfLeft(entry->path()));
}

// The folder is made in memory, or else in the user's folder for temporary files. Its path is
// absolute, as ranks may begin in another folder than this process.
std::filesystem::path parentOfAll() {
  const std::filesystem::path memory = "/dev/shm";
  if (::access(memory.c_str(), W_OK | X_OK) == 0) return memory;
  std::error_code none;
  const auto temporary = std::filesystem::temp_directory_path(none);
  return temporary.empty() ? "/tmp" : std::filesystem::absolute(temporary, none);
}

[[noreturn]] void failIn(const std::filesystem::path& parent, int error) {
  throw std::system_error(error, std::generic_category(),
                          "no folder can be made for the engines in " + parent.string() +
                              "; set TMPDIR to one that is yours and has room");
}

}  // namespace

bool removeIfLeft(const std::string& folder) {
  const std::filesystem::path path(folder);
  std::error_code none;
  if (!path.filename().string().starts_with(kName) || !std::filesystem::exists(path, none))
    return true;
  const Descriptor lock = locked(folder);  // held while it is removed: its maker could lock it else
  if (lock.isOpen()) std::filesystem::remove_all(path, none);
  return lock.isOpen();
}

PrivateFolder::PrivateFolder() {
  const auto parent = parentOfAll();
  removeLeftOvers(parent);
  // Another process may take the folder for a left-over and remove it before it is locked here.
  for (int attempts = 10; attempts > 0 && !m_lock.isOpen(); --attempts) {
    m_path = parent / (std::string(kName) + "XXXXXX");
    if (::mkdtemp(m_path.data()) == nullptr) failIn(parent, errno);
    m_lock = locked(m_path);
    if (!m_lock.isOpen()) ::rmdir(m_path.c_str());
  }
  if (!m_lock.isOpen()) failIn(parent, ENOLCK);
}

PrivateFolder::~PrivateFolder() {
  std::error_code left;
  std::filesystem::remove_all(m_path, left);
}

}  // namespace fatou::mpi
