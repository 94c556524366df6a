// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exports/slab_spool.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <isa-l/crc.h>
#include <span>
#include <utility>

#include "core/io/files/file_errors.h"

namespace fatou::exports {
namespace {

constexpr const char* kMagic = "fatou-rows ";

// The head in front of the numbers of a run of rows. It is written as it is in memory, since the
// file never leaves the machine.
struct RowsHead {
  std::int32_t firstRow = 0;
  std::int32_t rows = 0;
  std::int32_t engine = 0;
  std::uint32_t crc = 0;
};

template <typename Number>
QByteArray rowsOf(const render::Frame& frame, std::span<const Number> all, render::RowRange rows) {
  if (all.empty()) return {};
  const auto width = static_cast<std::size_t>(frame.width());
  const auto part = all.subspan(static_cast<std::size_t>(rows.begin - frame.rows().begin) * width,
                                static_cast<std::size_t>(rows.size()) * width);
  return {reinterpret_cast<const char*>(part.data()), static_cast<qsizetype>(part.size_bytes())};
}

// The checksum of the numbers and of the head, but for the checksum in it.
std::uint32_t crcOf(const RowsHead& head, const QByteArray& numbers) {
  const auto next = [](std::uint32_t crc, const void* bytes, std::size_t size) {
    return crc32_gzip_refl(crc, static_cast<const unsigned char*>(bytes), size);
  };
  return next(next(0, &head, offsetof(RowsHead, crc)), numbers.data(),
              static_cast<std::size_t>(numbers.size()));
}

// Takes an array from the front of `bytes`, which are long enough.
template <typename Array>
void take(Array& array, const render::Frame& frame, std::int32_t rows, const char*& bytes) {
  array.resize(rows, frame.width());
  const auto size = static_cast<std::size_t>(array.size()) * sizeof(*array.data());
  std::memcpy(array.data(), bytes, size);
  bytes += size;
}

QByteArray bytesAt(const io::OwnFile& file, std::int64_t offset, std::int64_t size) {
  QByteArray bytes(static_cast<qsizetype>(size), '\0');
  const std::span all(bytes.data(), static_cast<std::size_t>(size));
  bytes.truncate(std::max<qsizetype>(0, static_cast<qsizetype>(file.readAt(offset, all))));
  return bytes;
}

// Whether the file begins as a spool does. A byte may be damaged, and after a power failure it may
// be cut off or all zeros.
bool isSpool(const io::OwnFile& file) {
  const QByteArray start = bytesAt(file, 0, static_cast<std::int64_t>(std::strlen(kMagic)));
  int damaged = 0;
  for (qsizetype i = 0; i < start.size(); ++i) damaged += start[i] != kMagic[i];
  return damaged <= 1 || start.count('\0') == start.size();
}

Result<io::OwnFile> spoolOf(const QString& picture) {
  return io::OwnFile::open(SlabSpool::nameFor(picture), picture, io::OwnFile::Wanted::There);
}

}  // namespace

Status SlabSpool::check(const QString& picture) {
  if (Status s = io::checkOwn(nameFor(picture), picture); !s) return s;
  const auto file = spoolOf(picture);
  if (!file || isSpool(file.value())) return success();
  return io::cannotWrite(picture,
                         QStringLiteral("%1 is not of this program; move it away or choose "
                                        "another name")
                             .arg(io::quoted(nameFor(picture))));
}

void SlabSpool::remove(const QString& picture) {
  auto file = spoolOf(picture);
  if (file && isSpool(file.value())) io::OwnFile(std::move(file).value()).remove();
}

SlabSpool::~SlabSpool() {
  if (!m_keepFile) end();
}

void SlabSpool::begin(const std::string& key, render::Frame& frame) {
  const QByteArray slab = kMagic + QByteArray("2 ") + QByteArray::number(frame.rows().begin) + ' ' +
                          QByteArray::number(frame.rows().end) + ' ';
  m_head = slab + QByteArray::fromStdString(key) + '\n';
  m_isOff = false;
  m_kept.assign(static_cast<std::size_t>(frame.rows().size()), false);
  m_next = std::chrono::steady_clock::now() + m_every;
  if (m_picture.isEmpty() || m_file.isOpen()) return;
  auto left = spoolOf(m_picture);
  if (!left) return;
  m_file = std::move(left).value();
  const QByteArray head = bytesAt(m_file, 0, m_head.size());
  if (head != m_head) {
    m_isOff = !isSpool(m_file) || (head.startsWith(slab) && !m_mayReplace);
    return m_file.close();
  }
  // A record that a kill has cut short is overwritten by the next one.
  m_end = m_head.size();
  while (readRows(frame)) continue;
}

bool SlabSpool::readRows(render::Frame& frame) {
  const std::size_t samples = std::size_t{1} + !frame.smooth().empty() + !frame.distance().empty() +
                              !frame.cycles().empty();
  RowsHead head;
  const QByteArray start = bytesAt(m_file, m_end, sizeof head);
  if (start.size() != sizeof head) return false;
  std::memcpy(&head, start.constData(), sizeof head);
  const render::RowRange all = frame.rows();
  if (head.firstRow < all.begin || head.firstRow >= all.end || head.rows < 1 ||
      head.rows > all.end - head.firstRow)
    return false;
  const qint64 size = static_cast<qint64>(samples) * 4 * frame.width() * head.rows;
  const std::int64_t from = m_end + static_cast<std::int64_t>(sizeof head);
  if (size > m_file.size() - from) return false;
  const QByteArray bytes = bytesAt(m_file, from, size);
  if (bytes.size() != size || crcOf(head, bytes) != head.crc) return false;
  for (std::int32_t row = head.firstRow; row < head.firstRow + head.rows; ++row)
    if (frame.hasRow(row)) return false;
  render::Tile tile{.rect = {0, head.firstRow, frame.width(), head.rows}};
  const char* numbers = bytes.data();
  take(tile.counts, frame, head.rows, numbers);
  if (!frame.smooth().empty()) take(tile.smooth, frame, head.rows, numbers);
  if (!frame.distance().empty()) take(tile.distance, frame, head.rows, numbers);
  if (!frame.cycles().empty()) take(tile.cycles, frame, head.rows, numbers);
  frame.add(tile, head.engine);
  std::fill_n(m_kept.begin() + (head.firstRow - all.begin), head.rows, true);
  m_end = from + size;
  return true;
}

void SlabSpool::keep(const render::Frame& frame) {
  if (m_picture.isEmpty() || m_isOff || std::chrono::steady_clock::now() < m_next) return;
  if (!m_file.isOpen() && !create()) return;
  const auto isNew = [&](std::int32_t row) {
    return frame.hasRow(row) && !m_kept[static_cast<std::size_t>(row - frame.rows().begin)];
  };
  const auto engineOf = [&](std::int32_t row) {
    return frame.engines()[static_cast<std::size_t>(row - frame.rows().begin)];
  };
  for (std::int32_t row = frame.rows().begin; row < frame.rows().end; ++row) {
    if (!isNew(row)) continue;
    render::RowRange rows{row, row + 1};
    while (rows.end < frame.rows().end && isNew(rows.end) && engineOf(rows.end) == engineOf(row))
      ++rows.end;
    write(frame, rows);
    row = rows.end - 1;
  }
  m_next = std::chrono::steady_clock::now() + m_every;
}

// Makes the file, or empties the one that is there, and writes the head.
bool SlabSpool::create() {
  auto made = io::OwnFile::open(nameFor(m_picture), m_picture, io::OwnFile::Wanted::Any);
  if (!made) return false;
  m_file = std::move(made).value();
  const std::span head(m_head.constData(), static_cast<std::size_t>(m_head.size()));
  m_end = m_head.size();
  if (m_file.resize(0) && m_file.writeAt(0, head, {})) return true;
  m_file.remove();
  return false;
}

void SlabSpool::write(const render::Frame& frame, render::RowRange rows) {
  const QByteArray numbers =
      rowsOf(frame, frame.counts(), rows) + rowsOf(frame, frame.smooth(), rows) +
      rowsOf(frame, frame.distance(), rows) + rowsOf(frame, frame.cycles(), rows);
  const std::int32_t first = rows.begin - frame.rows().begin;
  RowsHead head{.firstRow = rows.begin,
                .rows = rows.size(),
                .engine = frame.engines()[static_cast<std::size_t>(first)]};
  head.crc = crcOf(head, numbers);
  const QByteArray record = QByteArray(reinterpret_cast<const char*>(&head), sizeof head) + numbers;
  const std::span bytes(record.constData(), static_cast<std::size_t>(record.size()));
  if (!m_file.writeAt(m_end, bytes, {})) return;
  std::fill_n(m_kept.begin() + first, rows.size(), true);
  m_end += record.size();
}

void SlabSpool::end() {
  m_file.remove();
}

}  // namespace fatou::exports
