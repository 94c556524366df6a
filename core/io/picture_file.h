// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <span>

#include <QSaveFile>
#include <QString>

#include "core/base/result.h"

namespace fatou::io {

// A file that is written beside its name and takes the name on commit(). Destroyed before that, it
// leaves nothing behind, and what had the name keeps it. Every failure names the file, the system's
// reason and a remedy.
class PictureFile {
 public:
  static Result<std::unique_ptr<PictureFile>> create(const QString& path);

  // Claims the space for `bytes` where the file system can, so that a full disk is known at once.
  Status reserve(std::int64_t bytes);

  Status append(std::span<const char> bytes);
  Status writeAt(std::int64_t offset, std::span<const char> bytes);

  // Returns when the bytes are on the disk and the file has its name.
  Status commit();

  // The complaint that writing ended for `reason`.
  Error failure(const QString& reason) const;

 private:
  explicit PictureFile(const QString& path);

  QSaveFile m_file;
};

// `Cannot write "NAME": REASON.`, the form of every complaint about a file to be written.
Error cannotWrite(const QString& path, const QString& reason);
// The same for a file to be read.
Error cannotRead(const QString& path, const QString& reason);

}  // namespace fatou::io
