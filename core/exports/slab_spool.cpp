// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exports/slab_spool.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <isa-l/crc.h>
#include <span>

namespace fatou::exports {
namespace {

// In front of the numbers of a run of rows, as they are in memory: the file never leaves a machine.
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

// Of the head but for its checksum, and the numbers.
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

}  // namespace

SlabSpool::~SlabSpool() {
  if (!m_keepFile) end();
}

void SlabSpool::begin(const std::string& key, render::Frame& frame) {
  m_head = "fatou-rows 1 " + QByteArray::fromStdString(key) + '\n';
  m_kept.assign(static_cast<std::size_t>(frame.rows().size()), false);
  m_next = std::chrono::steady_clock::now() + m_every;
  if (m_file.fileName().isEmpty() || m_file.isOpen() || !m_file.exists()) return;
  if (!m_file.open(QIODevice::ReadWrite | QIODevice::Unbuffered)) return;
  if (m_file.read(m_head.size()) != m_head) return end();
  // Behind a record that a kill has cut short, the next one goes in its place.
  qint64 sound = m_file.pos();
  while (readRows(frame)) sound = m_file.pos();
  m_file.resize(sound);
  m_file.seek(sound);
}

bool SlabSpool::readRows(render::Frame& frame) {
  const std::size_t samples = std::size_t{1} + !frame.smooth().empty() + !frame.distance().empty();
  RowsHead head;
  if (m_file.read(reinterpret_cast<char*>(&head), sizeof head) != sizeof head) return false;
  const render::RowRange all = frame.rows();
  if (head.firstRow < all.begin || head.firstRow >= all.end || head.rows < 1 ||
      head.rows > all.end - head.firstRow)
    return false;
  const qint64 size = static_cast<qint64>(samples) * 4 * frame.width() * head.rows;
  const QByteArray bytes = m_file.read(size);
  if (bytes.size() != size || crcOf(head, bytes) != head.crc) return false;
  for (std::int32_t row = head.firstRow; row < head.firstRow + head.rows; ++row)
    if (frame.hasRow(row)) return false;
  render::Tile tile{.rect = {0, head.firstRow, frame.width(), head.rows}};
  const char* from = bytes.data();
  take(tile.counts, frame, head.rows, from);
  if (!frame.smooth().empty()) take(tile.smooth, frame, head.rows, from);
  if (!frame.distance().empty()) take(tile.distance, frame, head.rows, from);
  frame.add(tile, head.engine);
  std::fill_n(m_kept.begin() + (head.firstRow - all.begin), head.rows, true);
  return true;
}

void SlabSpool::keep(const render::Frame& frame) {
  if (m_file.fileName().isEmpty() || std::chrono::steady_clock::now() < m_next) return;
  if (!m_file.isOpen()) {
    if (!m_file.open(QIODevice::ReadWrite | QIODevice::Truncate | QIODevice::Unbuffered)) return;
    m_file.write(m_head);
  }
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

void SlabSpool::write(const render::Frame& frame, render::RowRange rows) {
  const QByteArray numbers = rowsOf(frame, frame.counts(), rows) +
                             rowsOf(frame, frame.smooth(), rows) +
                             rowsOf(frame, frame.distance(), rows);
  const std::int32_t first = rows.begin - frame.rows().begin;
  RowsHead head{.firstRow = rows.begin,
                .rows = rows.size(),
                .engine = frame.engines()[static_cast<std::size_t>(first)]};
  head.crc = crcOf(head, numbers);
  const QByteArray record = QByteArray(reinterpret_cast<const char*>(&head), sizeof head) + numbers;
  const qint64 start = m_file.pos();
  if (m_file.write(record) == record.size()) {
    std::fill_n(m_kept.begin() + first, rows.size(), true);
  } else {
    m_file.resize(start);
    m_file.seek(start);
  }
}

void SlabSpool::end() {
  if (!m_file.isOpen()) return;
  m_file.close();
  m_file.remove();
}

}  // namespace fatou::exports
