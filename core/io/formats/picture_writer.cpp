// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/formats/picture_writer.h"

#include <algorithm>
#include <utility>

#include "core/base/check.h"
#include "core/io/formats/picture_formats.h"

namespace fatou::io {
namespace {

constexpr std::size_t kBatchBytes = std::size_t{1} << 25;  // packed, then appended, at a time

}  // namespace

PictureWriter::PictureWriter(const PictureInfo& info, const WriteOptions& options,
                             const FormatTraits& format)
    : m_info(info),
      m_options(options),
      m_traits(format),
      m_crew(options.threads),
      m_pixels(m_crew.size()),
      m_missingRows(info.height),
      m_cellTop(info.height) {
  makeFormat();
}

void PictureWriter::makeFormat() {
  m_presses.clear();
  m_format = m_traits.make(m_info);
  for (std::size_t i = 0; i < m_crew.size(); ++i) m_presses.push_back(m_format->makePress());
}

PictureWriter::~PictureWriter() {
  const bool isOver = m_committed || !m_journal || keepsPart();
  m_file.reset();  // before the journal, as nobody would know whose a part without one is
  if (!isOver) m_journal->remove();
}

Result<std::unique_ptr<PictureWriter>> PictureWriter::open(const QString& name,
                                                           const PictureInfo& info,
                                                           const WriteOptions& options) {
  FATOU_CHECK(info.width >= 1 && info.height >= 1 && info.tmax >= 1);
  checkParameters(info.parameters);
  if (Status s = checkPictureFile(name, info, options); !s) return s.error();
  const FormatTraits& format = *formatFor(name, info).value();
  std::unique_ptr<PictureWriter> writer(new PictureWriter(info, options, format));
  if (Status s = writer->begin(fileBehind(name), pictureKey(info, format)); !s) return s.error();
  return writer;
}

Status PictureWriter::begin(const QString& path, const std::string& key) {
  JournalContents left = readJournal(path, key);
  if (isPublished(path, m_options.complete, left)) {
    m_published = path;
    m_complete = digestOf(path);
    m_written = std::move(left.slabs);
    m_missingRows = 0;
    return m_complete ? success() : Status(cannotRead(path, QStringLiteral("it is gone")));
  }
  auto opened = openPart(path, key, m_options.diskFull);
  if (!opened) return opened.error();
  OpenedPart part = std::move(opened).value();
  m_file = std::move(part.file);
  m_journal = std::move(part.journal);
  m_file->setDiskFullHandler(m_options.diskFull);
  left = readJournal(path, key);  // now that nobody else writes it
  if (Status s = checkLeftPart(path, left.origin, m_options.partRule()); !s) return s;
  if (left.origin != JournalContents::Origin::ThisPicture) m_file->takeAsNew();
  return resume(key, std::move(left));
}

// Makes all the calls again that wrote what is in the file, which may be nothing. The head is
// written anew, as an earlier run may have come to changing it at the end.
Status PictureWriter::resume(const std::string& key, JournalContents left) {
  const auto digest = left.done.empty() ? Result<PictureFile::Digest>(Error{}) : m_file->digest();
  if (digest && std::ranges::find(left.done, digest.value()) != left.done.end()) {
    m_complete = digest.value();
    m_written = left.slabs;
    m_missingRows = 0;
  } else {
    m_written = soundRecords(std::move(left.slabs));
    left.slabs = m_written;
    left.done.clear();
    if (Status s = beginPart(left.parameters); !s) return s;
    left.parameters = m_info.parameters;
  }
  auto journal = PictureJournal::open(m_file->path(), key, left, m_options.diskFull);
  if (!journal) return journal.error();
  m_journal = std::move(journal).value();
  return success();
}

// Writes the head and what follows it of the records. A head of other parameters than those of
// before would not be as long.
Status PictureWriter::beginPart(const Parameters& before) {
  if (m_written.empty()) {
    if (Status s = m_file->restart(); !s) return s;
  } else if (before != m_info.parameters) {
    m_info.parameters = before;
    makeFormat();
  }
  if (Status s = m_format->begin(*m_file); !s) return s;
  m_file->takeWritten();
  return m_written.empty() ? success() : replay();
}

// The first of the records, as long as they fit the picture and their bytes are in the file; the
// last of them is one that writing can go on from.
std::vector<SlabRecord> PictureWriter::soundRecords(std::vector<SlabRecord> records) {
  const auto holds = [&](const PictureFile::Extent& extent) { return m_file->holds(extent); };
  const auto broken = std::ranges::find_if_not(records, [&](const SlabRecord& record) {
    return record.firstRow >= 0 && takeCells(record.firstRow).size() == record.cells.size() &&
           std::ranges::all_of(record.extents, holds);
  });
  records.erase(broken, records.end());
  while (!records.empty() && !records.back().resumable) records.pop_back();
  m_cellTop = m_info.height;
  return records;
}

Status PictureWriter::replay() {
  m_file->beginReplay();
  for (const SlabRecord& record : m_written) {
    const std::vector<PixelRect> cells = takeCells(record.firstRow);
    for (std::size_t i = 0; i < cells.size(); ++i) {
      const CellRecord& cell = record.cells[i];
      const PackedCell packed{.bytes = std::vector<std::uint8_t>(cell.bytes),
                              .checksum = cell.checksum,
                              .unpackedSize = cell.unpackedSize};
      if (Status s = m_format->append(*m_file, cells[i], packed); !s) return s;
    }
    m_missingRows = record.firstRow;
  }
  return m_file->endReplay();
}

// The cells that are whole with the rows from `firstRow` on.
std::vector<PixelRect> PictureWriter::takeCells(std::int32_t firstRow) {
  const auto size = m_format->cellSize();
  std::vector<PixelRect> cells;
  while (m_cellTop > 0 && std::max(0, m_cellTop - size.height) >= firstRow) {
    const std::int32_t bottom = std::max(0, m_cellTop - size.height);
    for (std::int32_t x = 0; x < m_info.width; x += size.width)
      cells.push_back({.x = x,
                       .y = bottom,
                       .width = std::min(size.width, m_info.width - x),
                       .height = m_cellTop - bottom});
    m_cellTop = bottom;
  }
  return cells;
}

Status PictureWriter::writeRows(const PictureRows& rows) {
  FATOU_CHECK(rows.rows >= 1 && rows.firstRow >= 0);
  FATOU_CHECK(rows.firstRow + rows.rows == m_missingRows);
  const std::vector<PixelRect> cells = takeCells(rows.firstRow);
  if (Status s = writeCells(rows, cells); !s) return s;
  if (!cells.empty()) m_held.clear();
  if (Status s = hold(rows); !s) return s;
  m_missingRows = rows.firstRow;
  return success();
}

Status PictureWriter::endSlab(const std::string& digest) {
  m_slab.firstRow = m_missingRows;
  m_slab.resumable = m_held.empty();
  m_slab.digest = digest;
  m_slab.extents = m_file->takeWritten();
  return m_journal->add(std::exchange(m_slab, {}));
}

Status PictureWriter::writeCells(const PictureRows& rows, std::span<const PixelRect> cells) {
  const auto size = m_format->cellSize();
  const std::size_t cellBytes = static_cast<std::size_t>(size.width) *
                                static_cast<std::size_t>(size.height) * m_format->pixelBytes();
  const std::size_t batch =
      std::max(2 * m_crew.size(), kBatchBytes / std::max<std::size_t>(1, cellBytes));
  std::vector<PackedCell> packed;
  for (std::span<const PixelRect> rest = cells; !rest.empty();) {
    const auto part = rest.first(std::min(batch, rest.size()));
    packed.assign(part.size(), {});
    const bool done = m_crew.run(part.size(), [&](std::size_t i, std::size_t worker) {
      auto& pixels = m_pixels[worker];
      pixels.resize(static_cast<std::size_t>(part[i].width) *
                    static_cast<std::size_t>(part[i].height) * m_format->pixelBytes());
      fill(rows, part[i], pixels);
      packed[i] = m_format->pack(part[i], pixels, *m_presses[worker]);
    });
    if (!done)
      return m_file->failure(QStringLiteral("out of memory"),
                             QStringLiteral("close other programs or make it smaller"));
    for (std::size_t i = 0; i < part.size(); ++i) {
      if (Status s = m_format->append(*m_file, part[i], packed[i]); !s) return s;
      m_slab.cells.push_back({packed[i].bytes.size(), packed[i].checksum, packed[i].unpackedSize});
      packed[i] = {};
    }
    rest = rest.subspan(part.size());
  }
  return success();
}

// The pixels of a cell, the top row first: of rows that are held, or painted now.
void PictureWriter::fill(const PictureRows& rows, const PixelRect& cell,
                         std::span<std::uint8_t> pixels) const {
  const std::size_t line = static_cast<std::size_t>(cell.width) * m_format->pixelBytes();
  const std::size_t heldLine = static_cast<std::size_t>(m_info.width) * m_format->pixelBytes();
  const std::size_t heldRows = m_held.size() / heldLine;
  const std::int32_t end = rows.firstRow + rows.rows;
  for (std::int32_t row = cell.y + cell.height; row-- > cell.y; pixels = pixels.subspan(line)) {
    if (row < end) {
      m_format->paint(rows, row - rows.firstRow, cell.x, cell.width, pixels.first(line));
      continue;
    }
    const std::size_t above = heldRows - 1 - static_cast<std::size_t>(row - end);
    const auto from = std::span(m_held).subspan(
        above * heldLine + static_cast<std::size_t>(cell.x) * m_format->pixelBytes(), line);
    std::ranges::copy(from, pixels.begin());
  }
}

// Paints the rows that wait for the rest of their cells.
Status PictureWriter::hold(const PictureRows& rows) {
  const std::int32_t end = std::min(m_cellTop, rows.firstRow + rows.rows);
  const auto count = static_cast<std::size_t>(end - rows.firstRow);
  const std::size_t line = static_cast<std::size_t>(m_info.width) * m_format->pixelBytes();
  const std::size_t before = m_held.size();
  m_held.resize(before + count * line);
  const bool done = m_crew.run(count, [&](std::size_t i, std::size_t) {
    const auto row = static_cast<std::int32_t>(count - 1 - i);
    m_format->paint(rows, row, 0, m_info.width, std::span(m_held).subspan(before + i * line, line));
  });
  if (!done)
    return m_file->failure(QStringLiteral("out of memory"),
                           QStringLiteral("close other programs or make it smaller"));
  return success();
}

Status PictureWriter::commit(const std::string& sha256) {
  const auto digest = finish(sha256);
  if (!digest) return digest.error();
  if (Status s = seal({digest.value()}); !s) return s;
  if (Status s = publish(); !s) return s;
  forget();
  return success();
}

Result<PictureFile::Digest> PictureWriter::finish(const std::string& sha256) {
  FATOU_CHECK(m_missingRows == 0);
  if (m_complete) return *m_complete;
  if (Status s = m_format->finish(*m_file, sha256, m_crew); !s) return s.error();
  const auto digest = m_file->digest();
  if (digest) m_complete = digest.value();
  return digest;
}

Status PictureWriter::seal(const std::vector<PictureFile::Digest>& all) {
  if (!m_published.isEmpty()) return success();
  keepPart();
  return m_journal->addDone(all);
}

Status PictureWriter::publish() {
  if (!m_published.isEmpty()) return success();
  if (Status s = m_file->commit(m_options.replace); !s) return s;
  m_committed = true;
  return success();
}

void PictureWriter::forget() {
  if (m_journal) m_journal->remove();
  if (!m_published.isEmpty()) removeJournal(m_published);
}

void PictureWriter::keepPart() {
  m_keepPart = true;
  if (m_file) m_file->keepPart();
}

}  // namespace fatou::io
