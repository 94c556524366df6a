// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cerrno>
#include <cstdio>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <unistd.h>

// System calls that fail when a test wants it. They replace the system's in the whole program, so
// that one of its files alone may include this.
namespace fatou::tests {

// The errno with which a system call fails instead of being made; 0 makes it. So failures can be
// tested without another user or a broken disk.
struct Answers {
  int flock = 0;
  int fsync = 0;
  bool endsAtSync = false;  // as if the program were killed there
  int rename = 0;
  int fchown = 0;
  int fallocate = 0;
  int timesFull = 0;  // how often fallocate fails
};
inline Answers answers;

inline int answer(int error) {
  errno = error;
  return -1;
}

}  // namespace fatou::tests

extern "C" {

int flock(int file, int operation) noexcept {
  if (fatou::tests::answers.flock != 0) return fatou::tests::answer(fatou::tests::answers.flock);
  return static_cast<int>(::syscall(SYS_flock, file, operation));
}

int fsync(int) {
  if (fatou::tests::answers.endsAtSync) ::_exit(0);
  return fatou::tests::answers.fsync != 0 ? fatou::tests::answer(fatou::tests::answers.fsync)
                                          : 0;  // the tests need no disk
}

int fchown(int file, uid_t user, gid_t group) noexcept {
  if (fatou::tests::answers.fchown != 0) return fatou::tests::answer(fatou::tests::answers.fchown);
  return static_cast<int>(::syscall(SYS_fchown, file, user, group));
}

int rename(const char* from, const char* to) noexcept {
  if (fatou::tests::answers.rename != 0) return fatou::tests::answer(fatou::tests::answers.rename);
  return static_cast<int>(::syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0));
}

int renameat2(int fromFolder, const char* from, int toFolder, const char* to,
              unsigned flags) noexcept {
  if (fatou::tests::answers.rename != 0) return fatou::tests::answer(fatou::tests::answers.rename);
  return static_cast<int>(::syscall(SYS_renameat2, fromFolder, from, toFolder, to, flags));
}

int fallocate(int file, int mode, off_t offset, off_t size) {
  if (fatou::tests::answers.fallocate != 0 && fatou::tests::answers.timesFull-- > 0)
    return fatou::tests::answer(fatou::tests::answers.fallocate);
  return static_cast<int>(::syscall(SYS_fallocate, file, mode, offset, size));
}

int fallocate64(int file, int mode, off64_t offset, off64_t size) {
  return fallocate(file, mode, offset, size);
}

}  // extern "C"
