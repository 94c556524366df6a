// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include <QString>

#include "core/base/result.h"
#include "core/io/files/file_errors.h"
#include "core/io/files/output_target.h"
#include "core/io/files/own_file.h"

namespace fatou::io {

// A file that is written as NAME.part and takes its name on commit(). Destroyed before that, one
// that is new leaves nothing behind unless it was told to, and what had the name keeps it. Every
// failure names the file, the system's reason and a remedy.
//
// A file can be gone on with: the calls that wrote its first part are made again, and are passed
// over between beginReplay() and endReplay().
class PictureFile {
 public:
  // Opens NAME.part, a new one or as an earlier run has left it; `path` is no link. Nobody else may
  // be writing it.
  static Result<std::unique_ptr<PictureFile>> open(const QString& path);

  ~PictureFile();
  PictureFile(const PictureFile&) = delete;
  PictureFile& operator=(const PictureFile&) = delete;

  static QString partName(const QString& path) { return path + QStringLiteral(".part"); }
  const QString& path() const { return m_path; }
  void setDiskFullHandler(DiskFullHandler handler) { m_diskFull = std::move(handler); }
  // Whether an earlier run has left NAME.part. It then stays unless the file is committed.
  bool wasThere() const { return m_wasThere; }
  // Treats a NAME.part that was there as a new one: it does not stay unless keepPart() is called.
  void takeAsNew() { m_wasThere = false; }
  // Has NAME.part stay when this is destroyed before commit().
  void keepPart() { m_keepPart = true; }

  // Claims the space for `bytes` where the file system can, so that a full disk is known at once.
  Status reserve(std::int64_t bytes);

  // Where append() will write: behind all that was written so far.
  std::int64_t size() const { return m_size; }
  Status append(std::span<const char> bytes);
  Status append(std::span<const std::uint8_t> bytes);
  // Overwrites, or extends the file.
  Status writeAt(std::int64_t offset, std::span<const char> bytes);
  Status readAt(std::int64_t offset, std::span<char> bytes);
  // Empties the file, to be written anew.
  Status restart();

  // A stretch that was written, and its checksum.
  struct Extent {
    std::int64_t offset = 0;
    std::int64_t size = 0;
    std::uint32_t crc = 0;

    friend bool operator==(const Extent&, const Extent&) = default;
  };
  // The stretches that were written since the last call of this.
  std::vector<Extent> takeWritten();
  // Whether the stretch is there, with these bytes.
  bool holds(const Extent& extent);

  // Between beginReplay() and endReplay() writing changes nothing but size(). endReplay() cuts off
  // what lies in the file beyond that.
  void beginReplay() { m_replaying = true; }
  Status endReplay();

  // Size and checksum of a complete file.
  struct Digest {
    std::int64_t size = 0;
    std::uint32_t crc = 0;

    friend bool operator==(const Digest&, const Digest&) = default;
  };
  Result<Digest> digest();

  // Returns when the bytes are on the disk and the file has its name. A failure keeps NAME.part.
  Status commit(const Replace& replace);

  // The complaint that writing ended for `reason`, which the user can do something about.
  Error failure(const QString& reason, const QString& remedy = QStringLiteral(
                                           "free some space or choose another place")) const;

 private:
  explicit PictureFile(const QString& path) : m_path(path) {}
  void note(std::int64_t offset, std::span<const char> bytes);

  QString m_path;
  OwnFile m_part;
  bool m_wasThere = false;
  DiskFullHandler m_diskFull;
  std::int64_t m_size = 0;
  std::vector<Extent> m_written;
  bool m_replaying = false;
  bool m_keepPart = false;
  bool m_committed = false;
};

// The digest of the file with that name, nothing where it cannot be read.
std::optional<PictureFile::Digest> digestOf(const QString& path);

}  // namespace fatou::io
