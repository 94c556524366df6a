// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/picture_writer.h"

#include <algorithm>
#include <utility>

#include <QCryptographicHash>
#include <QFile>
#include <QFileInfo>

#include "core/base/check.h"
#include "core/io/picture_formats.h"

namespace fatou::io {
namespace {

constexpr std::size_t kBatchBytes = std::size_t{1} << 25;  // packed, then appended, at a time

// What a picture is known by: all that its file depends on.
std::string keyOf(const PictureInfo& info, const FormatTraits& format) {
  const FileOptions& options = info.options;
  std::string all = encodeProvenance({.software = softwareName(), .parameters = info.parameters});
  all += std::string(" .") + format.ending.data();
  for (const int number :
       {info.width, info.height, info.tmax, info.samples(), static_cast<int>(options.depth),
        static_cast<int>(options.compression), static_cast<int>(options.field), options.quality})
    all += ' ' + std::to_string(number);
  return QCryptographicHash::hash(QByteArray::fromStdString(all), QCryptographicHash::Sha256)
      .toHex()
      .toStdString();
}

// As many of the records as the file bears out, up to one that can be gone on from.
std::vector<SlabRecord> soundRecords(std::vector<SlabRecord> records, PictureFile& file) {
  const auto broken = std::ranges::find_if_not(records, [&](const SlabRecord& record) {
    return std::ranges::all_of(record.extents,
                               [&](const auto& extent) { return file.holds(extent); });
  });
  records.erase(broken, records.end());
  while (!records.empty() && !records.back().resumable) records.pop_back();
  return records;
}

Error leftOver(const QString& path) {
  return cannotWrite(path,
                     QStringLiteral("\"%1\" is left from another picture; finish that, delete "
                                    "it, or --force to have it replaced")
                         .arg(PictureFile::partName(path)));
}

}  // namespace

PictureWriter::PictureWriter(const PictureInfo& info, const WriteOptions& options,
                             std::unique_ptr<PictureFormat> format,
                             std::unique_ptr<PictureFile> file)
    : m_info(info),
      m_options(options),
      m_format(std::move(format)),
      m_file(std::move(file)),
      m_crew(options.threads),
      m_pixels(m_crew.size()),
      m_missingRows(info.height),
      m_cellTop(info.height) {
  m_file->setDiskFullHandler(options.diskFull);
  for (std::size_t i = 0; i < m_crew.size(); ++i) m_presses.push_back(m_format->makePress());
}

PictureWriter::~PictureWriter() {
  if (m_journal && !m_committed && !m_keepPart) m_journal->remove();
}

Result<std::unique_ptr<PictureWriter>> PictureWriter::open(const QString& name,
                                                           const PictureInfo& info,
                                                           const WriteOptions& options) {
  const QString path = fileBehind(name);
  FATOU_CHECK(info.width >= 1 && info.height >= 1 && info.tmax >= 1);
  checkParameters(info.parameters);
  const auto format = formatFor(name, info);
  if (!format) return format.error();
  if (Status s = checkFileName(path, options.replace); !s) return s.error();
  const std::string key = keyOf(info, *format.value());
  auto records = readJournal(path, key);
  const bool isThere = QFile::exists(PictureFile::partName(path));
  if (isThere && !records && !options.replace) return leftOver(path);
  auto file = isThere && records ? PictureFile::goOn(path) : PictureFile::create(path);
  if (!file) return file.error();
  std::unique_ptr<PictureWriter> writer(
      new PictureWriter(info, options, format.value()->make(info), std::move(file).value()));
  if (!records) records.emplace();
  if (Status s = writer->goOn(key, std::move(*records)); !s) return s.error();
  writer->m_file->keepPart(false);  // what was left is safe until here
  return writer;
}

// Makes all the calls again that wrote what is in the file, which may be nothing. The head is
// written anew, as an earlier run may have come to changing it at the end.
Status PictureWriter::goOn(const std::string& key, std::vector<SlabRecord> records) {
  m_written = soundRecords(std::move(records), *m_file);
  if (m_written.empty())
    if (Status s = m_file->restart(); !s) return s;
  if (Status s = m_format->begin(*m_file); !s) return s;
  m_file->takeWritten();
  if (!m_written.empty())
    if (Status s = replay(); !s) return s;
  auto journal = PictureJournal::goOn(m_file->path(), key, m_written);
  if (!journal) return journal.error();
  m_journal = std::move(journal).value();
  m_journal->setDiskFullHandler(m_options.diskFull);
  return success();
}

Status PictureWriter::replay() {
  m_file->beginReplay();
  for (const SlabRecord& record : m_written) {
    const std::vector<PixelRect> cells = takeCells(record.firstRow);
    if (cells.size() != record.cells.size())
      return m_file->failure(QStringLiteral("its journal is damaged"),
                             QStringLiteral("delete it to begin again"));
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
  FATOU_CHECK(m_missingRows == 0);
  if (Status s = m_format->finish(*m_file, sha256, m_crew); !s) return s;
  if (Status s = m_file->commit(m_options.replace); !s) return s;
  m_committed = true;
  m_journal->remove();
  return success();
}

void PictureWriter::keepPart() {
  m_keepPart = true;
  m_file->keepPart(true);
}

bool canGoOn(const QString& name, const PictureInfo& info) {
  const QString path = fileBehind(name);
  const auto format = formatFor(name, info);
  return format && QFile::exists(PictureFile::partName(path)) &&
         readJournal(path, keyOf(info, *format.value())).has_value();
}

Status checkPictureFile(const QString& name, const PictureInfo& info, bool replace) {
  const auto format = formatFor(name, info);
  if (!format) return format.error();
  return checkFileName(fileBehind(name), replace);
}

std::vector<std::string> pictureEndings() {
  std::vector<std::string> endings;
  for (const FormatTraits& format : pictureFormats()) endings.emplace_back(format.ending.data());
  return endings;
}

Depth defaultDepth(const QString& path) {
  const QString ending = QFileInfo(path).suffix();
  for (const FormatTraits& format : pictureFormats())
    if (ending.compare(format.ending, Qt::CaseInsensitive) == 0 && !format.depths.empty())
      return format.depths.front();
  return Depth::Eight;
}

}  // namespace fatou::io
