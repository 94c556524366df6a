// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/formats/encoded_format.h"

#include <algorithm>
#include <new>
#include <optional>
#include <utility>

namespace fatou::io {
namespace {

constexpr std::int32_t kCellBytes = 1 << 20;

// Rows of a file, read several at a time.
class RowReader {
 public:
  RowReader(PictureFile& file, std::size_t rowBytes)
      : m_file(file), m_bytes(std::max<std::size_t>(1, kCellBytes / rowBytes) * rowBytes) {}

  bool read(std::span<std::uint8_t> row) {
    if (m_at == m_end && !fill()) return false;
    std::copy_n(m_bytes.begin() + static_cast<std::ptrdiff_t>(m_at), row.size(), row.begin());
    m_at += row.size();
    return true;
  }
  const std::optional<Error>& error() const { return m_error; }

 private:
  bool fill() {
    m_at = 0;
    m_end = std::min(m_bytes.size(), static_cast<std::size_t>(m_file.size() - m_offset));
    const std::span part(reinterpret_cast<char*>(m_bytes.data()), m_end);
    const Status status = m_file.readAt(m_offset, part);
    if (!status) m_error = status.error();
    m_offset += static_cast<std::int64_t>(m_end);
    return status.ok() && m_end > 0;
  }

  PictureFile& m_file;
  std::vector<std::uint8_t> m_bytes;
  std::size_t m_at = 0;
  std::size_t m_end = 0;
  std::int64_t m_offset = 0;
  std::optional<Error> m_error;
};

}  // namespace

PictureFormat::CellSize EncodedFormat::cellSize() const {
  return {m_info.width, rowsOfACell(std::int64_t{3} * m_info.width)};
}

void EncodedFormat::paint(const PictureRows& rows, std::int32_t row, std::int32_t x,
                          std::int32_t width, std::span<std::uint8_t> pixels) const {
  m_info.painter->paint(rows.field,
                        {.row = static_cast<std::size_t>(row),
                         .first = static_cast<std::size_t>(x),
                         .size = static_cast<std::size_t>(width)},
                        pixels);
}

PackedCell EncodedFormat::pack(const PixelRect&, std::span<std::uint8_t> pixels, Press&) const {
  return {.bytes = {pixels.begin(), pixels.end()}, .checksum = 0, .unpackedSize = pixels.size()};
}

Status EncodedFormat::append(PictureFile& file, const PixelRect&, const PackedCell& cell) {
  return file.append(std::span<const std::uint8_t>(cell.bytes));
}

Status EncodedFormat::finish(PictureFile& file, const std::string& sha256, Crew&) {
  Provenance origin{.software = softwareName(), .parameters = m_info.parameters};
  origin.parameters.emplace_back("sha256", sha256);
  RowReader rows(file, pixelBytes() * static_cast<std::size_t>(m_info.width));
  Bytes bytes;
  try {
    bytes = encode(origin, [&rows](std::span<std::uint8_t> row) { return rows.read(row); });
  } catch (const std::bad_alloc&) {
    bytes.clear();
  }
  if (rows.error()) return *rows.error();
  if (bytes.empty()) return file.failure(QStringLiteral("out of memory"));
  if (Status s = file.restart(); !s) return s;
  return file.append(std::span<const std::uint8_t>(bytes));
}

}  // namespace fatou::io
