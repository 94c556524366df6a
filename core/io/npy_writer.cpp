// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/npy_writer.h"

#include <algorithm>
#include <vector>

#include <QtEndian>

#include "core/base/check.h"
#include "core/io/npy_header.h"
#include "core/io/slab_order.h"

namespace fatou::io {
namespace {

constexpr std::size_t kBytesPerCount = 4;
constexpr std::size_t kCountsAWrite = std::size_t{1} << 18;

class NpyWriter : public PictureWriter {
 public:
  NpyWriter(std::unique_ptr<PictureFile> file, const PictureInfo& info)
      : m_file(std::move(file)), m_width(info.width), m_order(info.width, info.height) {}

  Status begin(const PictureInfo& info) {
    const std::string header =
        makeNpyHeader({.height = info.height,
                       .width = info.width,
                       .provenance = {.software = softwareName(), .parameters = info.parameters}});
    m_arrayOffset = static_cast<std::int64_t>(header.size());
    const std::int64_t counts = std::int64_t{info.width} * info.height;
    if (Status s = m_file->reserve(m_arrayOffset + counts * std::int64_t{kBytesPerCount}); !s)
      return s;
    return m_file->append(header);
  }

  Status writeRows(std::int32_t firstRow, std::span<const std::int32_t> counts) override {
    m_order.take(firstRow, counts.size());
    std::int64_t offset =
        m_arrayOffset + std::int64_t{firstRow} * m_width * std::int64_t{kBytesPerCount};
    while (!counts.empty()) {
      const auto part = counts.first(std::min(counts.size(), kCountsAWrite));
      if (Status s = writePart(offset, part); !s) return s;
      offset += static_cast<std::int64_t>(part.size_bytes());
      counts = counts.subspan(part.size());
    }
    return success();
  }

  Status commit() override {
    FATOU_CHECK(m_order.complete());
    return m_file->commit();
  }

 private:
  Status writePart(std::int64_t offset, std::span<const std::int32_t> counts) {
    m_bytes.resize(counts.size_bytes());
    qToLittleEndian<qint32>(counts.data(), static_cast<qsizetype>(counts.size()), m_bytes.data());
    return m_file->writeAt(offset, m_bytes);
  }

  std::unique_ptr<PictureFile> m_file;
  std::int64_t m_arrayOffset = 0;
  std::int32_t m_width;
  SlabOrder m_order;
  std::vector<char> m_bytes;
};

}  // namespace

Result<std::unique_ptr<PictureWriter>> makeNpyWriter(std::unique_ptr<PictureFile> file,
                                                     const PictureInfo& info) {
  auto writer = std::make_unique<NpyWriter>(std::move(file), info);
  if (const Status s = writer->begin(info); !s) return s.error();
  return std::unique_ptr<PictureWriter>(std::move(writer));
}

}  // namespace fatou::io
