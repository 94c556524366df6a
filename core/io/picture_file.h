// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>

#include <QFile>
#include <QString>

#include "core/base/result.h"

namespace fatou::io {

// Called where the disk is full, with a sentence that says so; true to try again.
using DiskFullHandler = std::function<bool(const Error&)>;

// A file that is written as NAME.part and takes its name on commit(). Destroyed before that, it
// leaves nothing behind unless it was told to, and what had the name keeps it. Every failure names
// the file, the system's reason and a remedy.
class PictureFile {
 public:
  // Checks the name and opens NAME.part, empty.
  static Result<std::unique_ptr<PictureFile>> create(const QString& path);
  // Opens a NAME.part that is there; its first `size` bytes are taken to be what will be written,
  // and the rest is cut off.
  static Result<std::unique_ptr<PictureFile>> goOn(const QString& path, std::int64_t size);

  ~PictureFile();
  PictureFile(const PictureFile&) = delete;
  PictureFile& operator=(const PictureFile&) = delete;

  static QString partName(const QString& path) { return path + QStringLiteral(".part"); }
  const QString& path() const { return m_path; }
  void setDiskFullHandler(DiskFullHandler handler) { m_diskFull = std::move(handler); }
  // Leaves NAME.part when destroyed before commit().
  void keepPart() { m_keepPart = true; }

  // Claims the space for `bytes` where the file system can, so that a full disk is known at once.
  Status reserve(std::int64_t bytes);

  // Where append() will write: the bytes written so far.
  std::int64_t size() const { return m_size; }
  Status append(std::span<const char> bytes);
  Status append(std::span<const std::uint8_t> bytes);
  // Overwrites, or extends the file.
  Status writeAt(std::int64_t offset, std::span<const char> bytes);
  Status readAt(std::int64_t offset, std::span<char> bytes);
  // Empties the file, for a format that writes it anew from what it has read back.
  Status restart();

  // What is written from here on is: call once the calls that wrote the first part are made again.
  void endReplay() { m_replayed = 0; }

  // Returns when the bytes are on the disk and the file has its name.
  Status commit();

  // The complaint that writing ended for `reason`.
  Error failure(const QString& reason) const;

 private:
  explicit PictureFile(const QString& path);
  Status write(std::int64_t offset, std::span<const char> bytes);

  QString m_path;
  QFile m_file;
  DiskFullHandler m_diskFull;
  std::int64_t m_size = 0;
  std::int64_t m_replayed = 0;  // what lies below is there already and not written again
  bool m_keepPart = false;
  bool m_committed = false;
};

// `Cannot write "NAME": REASON.`, the form of every complaint about a file to be written.
Error cannotWrite(const QString& path, const QString& reason);
// The same for a file to be read.
Error cannotRead(const QString& path, const QString& reason);

}  // namespace fatou::io
