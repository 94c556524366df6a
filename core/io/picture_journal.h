// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <QFile>
#include <QString>

#include "core/base/result.h"
#include "core/io/picture_file.h"

namespace fatou::io {

// A cell as far as the cells after it depend on it.
struct CellRecord {
  std::uint64_t bytes = 0;  // in the file
  std::uint32_t checksum = 0;
  std::uint64_t unpackedSize = 0;

  friend bool operator==(const CellRecord&, const CellRecord&) = default;
};

// What one slab has put into the file.
struct SlabRecord {
  std::int32_t firstRow = 0;
  bool resumable = false;  // nothing of the slab waits in memory for the next one
  std::string digest;      // of its J
  std::vector<CellRecord> cells;
  std::vector<PictureFile::Extent> extents;  // what was written since the record before

  friend bool operator==(const SlabRecord&, const SlabRecord&) = default;
};

// Says beside NAME.part what of it is done: NAME.part.journal, a line of text a slab. A line that
// was not finished does not count. Written after what it speaks of; checksums find out whether that
// reached the disk.
class PictureJournal {
 public:
  static QString nameFor(const QString& path) { return path + QStringLiteral(".part.journal"); }

  // Begins a journal anew, for a picture known by `key` (a word).
  static Result<std::unique_ptr<PictureJournal>> create(const QString& path,
                                                        const std::string& key);
  // Goes on behind `records`, which become all that stands in the journal.
  static Result<std::unique_ptr<PictureJournal>> goOn(const QString& path, const std::string& key,
                                                      const std::vector<SlabRecord>& records);

  void setDiskFullHandler(DiskFullHandler handler) { m_diskFull = std::move(handler); }
  Status add(const SlabRecord& record);
  void remove() { m_file.remove(); }

 private:
  explicit PictureJournal(const QString& path) : m_file(nameFor(path)) {}
  Status append(const QByteArray& line);

  QFile m_file;
  DiskFullHandler m_diskFull;
};

// The records of a journal for `key`, as far as they are sound; nothing where there is none or it
// is that of another picture. Reads at most 1 GiB.
std::optional<std::vector<SlabRecord>> readJournal(const QString& path, const std::string& key);

}  // namespace fatou::io
