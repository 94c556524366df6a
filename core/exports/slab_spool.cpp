// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exports/slab_spool.h"

#include <algorithm>
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
  std::uint32_t crc = 0;  // of the numbers
};

template <typename Number>
QByteArray rowsOf(const render::Frame& frame, std::span<const Number> all, render::RowRange rows) {
  if (all.empty()) return {};
  const auto width = static_cast<std::size_t>(frame.width());
  const auto part = all.subspan(static_cast<std::size_t>(rows.begin - frame.rows().begin) * width,
                                static_cast<std::size_t>(rows.size()) * width);
  return {reinterpret_cast<const char*>(part.data()), static_cast<qsizetype>(part.size_bytes())};
}

std::uint32_t crcOf(const QByteArray& bytes) {
  return crc32_gzip_refl(0, reinterpret_cast<const unsigned char*>(bytes.data()),
                         static_cast<std::uint64_t>(bytes.size()));
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
  const std::size_t samples =
      std::size_t{!frame.counts().empty()} + !frame.smooth().empty() + !frame.distance().empty();
  const qint64 rowBytes = static_cast<qint64>(samples) * 4 * frame.width();
  for (RowsHead head; m_file.read(reinterpret_cast<char*>(&head), sizeof head) == sizeof head;) {
    const render::RowRange rows{head.firstRow, head.firstRow + head.rows};
    if (head.rows < 1 || rows.begin < frame.rows().begin || rows.end > frame.rows().end) return;
    const QByteArray bytes = m_file.read(rowBytes * head.rows);
    if (bytes.size() != rowBytes * head.rows || crcOf(bytes) != head.crc) return;
    for (std::int32_t row = rows.begin; row < rows.end; ++row)
      if (frame.hasRow(row)) return;
    render::Tile tile{.rect = {0, rows.begin, frame.width(), head.rows}};
    const char* from = bytes.data();
    take(tile.counts, frame, head.rows, from);
    if (!frame.smooth().empty()) take(tile.smooth, frame, head.rows, from);
    if (!frame.distance().empty()) take(tile.distance, frame, head.rows, from);
    frame.add(tile, head.engine);
    std::fill_n(m_kept.begin() + (rows.begin - frame.rows().begin), head.rows, true);
  }
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
  const RowsHead head{.firstRow = rows.begin,
                      .rows = rows.size(),
                      .engine = frame.engines()[static_cast<std::size_t>(first)],
                      .crc = crcOf(numbers)};
  m_file.write(QByteArray(reinterpret_cast<const char*>(&head), sizeof head) + numbers);
  std::fill_n(m_kept.begin() + first, rows.size(), true);
}

void SlabSpool::end() {
  if (!m_file.isOpen()) return;
  m_file.close();
  m_file.remove();
}

}  // namespace fatou::exports
