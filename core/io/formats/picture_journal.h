// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include <QByteArray>
#include <QString>

#include "core/base/result.h"
#include "core/io/files/own_file.h"
#include "core/io/files/provenance.h"
#include "core/io/formats/picture_file.h"

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

// The content of a journal.
struct JournalContents {
  enum class Origin {
    Nothing,       // there is none
    ThisPicture,   // it may be damaged
    OtherPicture,  // this program's
    Foreign        // not this program's at all
  };
  Origin origin = Origin::Nothing;
  Parameters parameters;          // that the head of NAME.part carries
  std::vector<SlabRecord> slabs;  // as far as they are sound
  // The digests of all files that are written together, in their order, once all are complete.
  std::vector<PictureFile::Digest> done;
};

// Says beside NAME.part what of it is done: NAME.part.journal, a line of text with the parameters
// that the part carries, one a slab, and one when the file is complete. Each line has a checksum of
// its own, and a line that was not finished or does not hold ends what counts. Written after what
// it speaks of; checksums find out whether that reached the disk.
class PictureJournal {
 public:
  static QString nameFor(const QString& path) { return path + QStringLiteral(".part.journal"); }

  // Begins, or goes on behind the slabs of `contents`, which become all that stands in the journal
  // of a picture known by `key` (a word). That all files are complete stays said until it is said
  // anew.
  static Result<std::unique_ptr<PictureJournal>> open(const QString& path, const std::string& key,
                                                      const JournalContents& contents,
                                                      const DiskFullHandler& diskFull = {});

  Status add(const SlabRecord& record);
  // Says that all files are complete. Returns when that is on the disk where there are several, as
  // who goes on must know what has its name already.
  Status addDone(const std::vector<PictureFile::Digest>& all);
  void remove() { m_file.remove(); }

 private:
  PictureJournal(OwnFile file, std::string key, DiskFullHandler diskFull)
      : m_file(std::move(file)), m_key(std::move(key)), m_diskFull(std::move(diskFull)) {}
  Status begin(const JournalContents& contents);
  Status append(const QByteArray& line);

  OwnFile m_file;
  std::string m_key;
  DiskFullHandler m_diskFull;
  std::int64_t m_end = 0;
};

// Reads the journal beside `path` as that of the picture known by `key`; at most 1 GiB.
JournalContents readJournal(const QString& path, const std::string& key);

// Removes the journal beside `path` if this program wrote it, whatever picture it is of; false
// where something else is there.
bool removeJournal(const QString& path);

}  // namespace fatou::io
