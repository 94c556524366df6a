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

// Open where the folder is this user's and nobody else has locked it.
Descriptor locked(const std::string& folder) {
  Descriptor opened(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
  struct stat about {};
  if (!opened.isOpen() || ::fstat(opened.number(), &about) != 0 || about.st_uid != ::geteuid() ||
      ::flock(opened.number(), LOCK_EX | LOCK_NB) != 0)
    opened.close();
  return opened;
}

void removeLeftOvers(const std::filesystem::path& parent) {
  std::error_code none;
  for (const auto& entry : std::filesystem::directory_iterator(parent, none))
    static_cast<void>(removeIfLeft(entry.path()));
}

}  // namespace

bool removeIfLeft(const std::string& folder) {
  const std::filesystem::path path(folder);
  std::error_code none;
  if (!path.filename().string().starts_with(kName) || !std::filesystem::exists(path, none))
    return true;
  const Descriptor lock = locked(folder);
  if (lock.isOpen()) std::filesystem::remove_all(path, none);
  return lock.isOpen();
}

PrivateFolder::PrivateFolder() {
  std::error_code none;
  const std::filesystem::path memory = "/dev/shm";
  const bool isThere = ::access(memory.c_str(), W_OK | X_OK) == 0;
  const auto parent = isThere ? memory : std::filesystem::temp_directory_path(none);
  removeLeftOvers(parent);
  // Between the two lines another process may have taken it for a left-over.
  for (int attempts = 10; attempts > 0 && !m_lock.isOpen(); --attempts) {
    m_path = parent / (std::string(kName) + "XXXXXX");
    if (::mkdtemp(m_path.data()) == nullptr) break;
    m_lock = locked(m_path);
  }
  if (!m_lock.isOpen())
    throw std::system_error(errno, std::generic_category(),
                            "no folder can be made for the engines in " + parent.string());
}

PrivateFolder::~PrivateFolder() {
  std::error_code left;
  std::filesystem::remove_all(m_path, left);
}

}  // namespace fatou::mpi
