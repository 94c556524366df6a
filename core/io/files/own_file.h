// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <utility>

#include <QString>

#include "core/base/result.h"

namespace fatou::io {

// Called where the disk is full, with a sentence that says so; true to try again.
using DiskFullHandler = std::function<bool(const Error&)>;

// A file that nobody but this program makes, and that stands beside one of the user's until that is
// complete: NAME.part, its journal, rows put aside.
//
// Only a regular file without other names is ever opened: a link could lead to another file, and a
// pipe would have to be waited for. Complaints name the user's file.
class OwnFile {
 public:
  enum class Wanted {
    New,    // nothing may be there
    There,  // something has to be
    Any
  };
  // Opens `path` for reading and writing, beside the file `user`. A new one is for the user alone
  // where `isPrivate`, else as the umask says.
  static Result<OwnFile> open(const QString& path, const QString& user, Wanted wanted,
                              bool isPrivate = false);
  // A new file in the folder of `user` that has no name, so that whatever ends the program leaves
  // nothing of it; takeName() gives it one. Not open where the system cannot make such a file.
  static OwnFile openNameless(const QString& user, bool isPrivate);
  // 0, or the reason as an errno: EEXIST where anything has that name.
  int takeName(const QString& path);

  OwnFile() = default;
  OwnFile(OwnFile&& other) noexcept { swap(other); }
  OwnFile& operator=(OwnFile&& other) noexcept {
    swap(other);
    return *this;
  }
  ~OwnFile();

  bool isOpen() const { return m_handle >= 0; }
  int handle() const { return m_handle; }
  const QString& path() const { return m_path; }
  // Whether the file was there before it was opened.
  bool wasThere() const { return m_wasThere; }

  // Locks the file until it is closed. False where another program has locked it; true where the
  // file system has no locks, which is no reason not to write.
  bool lock();
  // Whether the path still leads to this file.
  bool hasItsName() const;

  std::int64_t size() const;
  // Reads as many bytes as there is room for, or as there are. Returns how many, less than 0 for an
  // error.
  std::int64_t readAt(std::int64_t offset, std::span<char> bytes) const;
  // Writes all of the bytes. Where the disk is full it tries again as long as `diskFull` says so.
  Status writeAt(std::int64_t offset, std::span<const char> bytes, const DiskFullHandler& diskFull);
  Status resize(std::int64_t size);
  // Claims space where the file system can, so that a full disk is known before hours of work.
  Status reserve(std::int64_t bytes, const DiskFullHandler& diskFull);

  void close();
  // Closes and deletes it, unless its name is another file's by now.
  void remove();

  Error failure(int error) const;

 private:
  OwnFile(const QString& path, const QString& user) : m_path(path), m_user(user) {}
  int openOnce(Wanted wanted, bool isPrivate);
  void swap(OwnFile& other) noexcept {
    std::swap(m_path, other.m_path);
    std::swap(m_user, other.m_user);
    std::swap(m_handle, other.m_handle);
    std::swap(m_wasThere, other.m_wasThere);
  }

  QString m_path;
  QString m_user;
  int m_handle = -1;
  bool m_wasThere = false;
};

// Whether anything has that name, also a link that leads nowhere.
bool isThere(const QString& path);

// The complaint of open() about what stands at `path` beside `user`; nothing there is none.
Status checkOwn(const QString& path, const QString& user);

}  // namespace fatou::io
