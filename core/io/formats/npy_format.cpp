// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/formats/npy_format.h"

#include <cstring>

#include <QtEndian>

#include "core/base/check.h"
#include "core/io/formats/npy_header.h"

namespace fatou::io {
namespace {

constexpr std::int64_t kNumberBytes = 4;
constexpr std::size_t kDigestSize = 64;
constexpr std::string_view kDigestName = " sha256=";

class NpyFormat : public PictureFormat {
 public:
  explicit NpyFormat(const PictureInfo& info) : m_info(info) {}

  CellSize cellSize() const override {
    return {m_info.width, rowsOfACell(std::int64_t{kNumberBytes} * m_info.width)};
  }
  std::size_t pixelBytes() const override { return kNumberBytes; }

  void paint(const PictureRows& rows, std::int32_t row, std::int32_t x, std::int32_t width,
             std::span<std::uint8_t> pixels) const override {
    const IterationNumbers samples =
        rows.field.part(static_cast<std::size_t>(row), static_cast<std::size_t>(x),
                        static_cast<std::size_t>(width));
    const auto put = [&](auto numbers) {
      FATOU_CHECK(numbers.size_bytes() == pixels.size());
      std::memcpy(pixels.data(), numbers.data(), pixels.size());
    };
    switch (m_info.options.field) {
      case Field::Count:
        return put(samples.counts);
      case Field::Smooth:
        return put(samples.smooth);
      case Field::Distance:
        return put(samples.distance);
    }
  }

  // The lowest row first, as arrays have them.
  PackedCell pack(const PixelRect& rect, std::span<std::uint8_t> pixels, Press&) const override {
    PackedCell cell{.bytes = std::vector<std::uint8_t>(pixels.size()),
                    .unpackedSize = pixels.size()};
    const std::size_t line = pixels.size() / static_cast<std::size_t>(rect.height);
    auto* to = cell.bytes.data();
    for (std::size_t end = pixels.size(); end > 0; end -= line, to += line)
      qToLittleEndian<quint32>(pixels.data() + end - line, static_cast<qsizetype>(line / 4), to);
    return cell;
  }

  Status begin(PictureFile& file) override {
    const std::string head =
        makeNpyHeader({.height = m_info.height,
                       .width = m_info.width,
                       .type = m_info.options.field == Field::Count ? "<i4" : "<f4",
                       .provenance = {}});
    Parameters parameters = m_info.parameters;
    parameters.emplace_back("sha256", std::string(kDigestSize, '0'));
    const std::string trailer = makeNpyTrailer({softwareName(), parameters});
    m_arrayOffset = static_cast<std::int64_t>(head.size());
    const std::int64_t numbers = std::int64_t{m_info.width} * m_info.height;
    const std::int64_t trailerOffset = m_arrayOffset + numbers * kNumberBytes;
    if (const std::size_t at = trailer.rfind(kDigestName); at != std::string::npos)
      m_digestOffset = trailerOffset + static_cast<std::int64_t>(at + kDigestName.size());
    const auto size = trailerOffset + static_cast<std::int64_t>(trailer.size());
    if (Status s = file.reserve(size); !s) return s;
    if (Status s = file.append(head); !s) return s;
    return file.writeAt(trailerOffset, trailer);
  }

  Status append(PictureFile& file, const PixelRect& rect, const PackedCell& cell) override {
    return file.writeAt(m_arrayOffset + std::int64_t{rect.y} * m_info.width * kNumberBytes,
                        {reinterpret_cast<const char*>(cell.bytes.data()), cell.bytes.size()});
  }

  Status finish(PictureFile& file, const std::string& sha256, Crew&) override {
    FATOU_CHECK(sha256.size() == kDigestSize);
    if (m_digestOffset == 0) return success();  // too long a trailer
    return file.writeAt(m_digestOffset, sha256);
  }

 private:
  PictureInfo m_info;
  std::int64_t m_arrayOffset = 0;
  std::int64_t m_digestOffset = 0;
};

}  // namespace

std::unique_ptr<PictureFormat> makeNpyFormat(const PictureInfo& info) {
  return std::make_unique<NpyFormat>(info);
}

}  // namespace fatou::io
