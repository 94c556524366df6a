// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <QString>

#include "core/base/pixel_rect.h"
#include "core/base/result.h"
#include "core/io/formats/picture_checks.h"
#include "core/io/formats/picture_file.h"
#include "core/io/formats/picture_format.h"
#include "core/io/formats/picture_info.h"
#include "core/io/formats/picture_journal.h"
#include "core/io/machine/crew.h"

namespace fatou::io {

// Writes a picture to a file, slab by slab, in bounded memory, painted and packed on many threads.
//
// The file appears under its name with commit(), complete. Until then it is NAME.part, beside which
// NAME.part.journal says what of it is done; a program that is killed leaves both, and a writer
// that is opened for the same picture goes on from there. The bytes of the file depend on the
// picture alone, not on slabs, threads or interruptions (but for an EXR, which says which engine
// computed a row). Who goes on may give other parameters where those are not of the picture's
// identity; the file keeps the ones it was begun with. A writer destroyed before that removes both
// where they are its own and it was not told to keep them; what an earlier run has left stays.
// After a failure only keepPart() and destruction are left.
class PictureWriter {
 public:
  // A file of the format that the ending of `name` says, in any case. The Error says what is wrong
  // with the name, the folder, the size of the picture or the options.
  static Result<std::unique_ptr<PictureWriter>> open(const QString& name, const PictureInfo& info,
                                                     const WriteOptions& options = {});
  ~PictureWriter();
  PictureWriter(const PictureWriter&) = delete;
  PictureWriter& operator=(const PictureWriter&) = delete;

  // Rows [0, missingRows()) are still to come: all of them, or what an earlier run has left.
  std::int32_t missingRows() const { return m_missingRows; }
  // The slabs that an earlier run has written, the top one first.
  const std::vector<SlabRecord>& written() const { return m_written; }

  // Slabs arrive from the top of the picture down and without gaps: the first ends at
  // missingRows().
  Status writeRows(const PictureRows& rows);

  // Ends a slab, after writeRows(): from here on it is not lost. The journal keeps `digest`, a
  // word, for whoever goes on with the picture.
  Status endSlab(const std::string& digest);

  // Call once, after the slab with row 0. `sha256` is that of J. Blocks until the file is on the
  // disk. These are the four steps below for a file that is written alone.
  Status commit(const std::string& sha256);

  // Files that are written together take their names together: each step is made for all of them
  // before the next one. Wherever the program is killed, opening the same writers goes on there.
  Result<PictureFile::Digest> finish(const std::string& sha256);
  // Notes that all are complete. From here on NAME.part stays whatever happens.
  Status seal(const std::vector<PictureFile::Digest>& all);
  Status publish();
  void forget();

  // Leaves NAME.part and its journal when destroyed before commit().
  void keepPart();
  // Whether an earlier run has left something of this picture.
  bool wasThere() const { return !m_published.isEmpty() || (m_file && m_file->wasThere()); }
  // Whether NAME.part and its journal stay.
  bool keepsPart() const { return m_keepPart || wasThere(); }

 private:
  PictureWriter(const PictureInfo& info, const WriteOptions& options, const FormatTraits& format);
  void makeFormat();
  Status begin(const QString& path, const std::string& key);
  Status resume(const std::string& key, JournalContents left);
  std::vector<SlabRecord> soundRecords(std::vector<SlabRecord> records);
  Status beginPart(const Parameters& before);
  Status replay();
  std::vector<PixelRect> takeCells(std::int32_t firstRow);
  Status writeCells(const PictureRows& rows, std::span<const PixelRect> cells);
  void fill(const PictureRows& rows, const PixelRect& cell, std::span<std::uint8_t> pixels) const;
  Status hold(const PictureRows& rows);

  PictureInfo m_info;
  WriteOptions m_options;
  const FormatTraits& m_traits;
  std::unique_ptr<PictureFormat> m_format;
  std::unique_ptr<PictureFile> m_file;  // none where a complete one has its name
  std::unique_ptr<PictureJournal> m_journal;
  Crew m_crew;
  std::vector<std::unique_ptr<Press>> m_presses;  // one a thread
  std::vector<std::vector<std::uint8_t>> m_pixels;
  std::vector<SlabRecord> m_written;
  SlabRecord m_slab;  // since the last endSlab()
  std::int32_t m_missingRows;
  std::int32_t m_cellTop;            // the cells of the rows from here up are written
  std::vector<std::uint8_t> m_held;  // painted rows [m_missingRows, m_cellTop), the top one first
  std::optional<PictureFile::Digest> m_complete;  // of the file, once it is complete
  QString m_published;                            // path of a file named by an earlier run
  bool m_keepPart = false;
  bool m_committed = false;
};

}  // namespace fatou::io
