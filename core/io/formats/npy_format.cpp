// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/formats/npy_format.h"

#include <cstring>

#include <QtEndian>

#include "core/base/check.h"
#include "core/io/formats/npy_header.h"

namespace fatou::io {
namespace {

constexpr std::int32_t kNumberBytes = 4;
constexpr std::size_t kDigestSize = 64;
constexpr std::string_view kDigestName = " sha256=";

class NpyFormat : public PictureFormat {
 public:
  explicit NpyFormat(const PictureInfo& info) : m_info(info) {}

  CellSize cellSize() const override {
    return {m_info.width, rowsOfACell(static_cast<std::int64_t>(pixelBytes()) * m_info.width)};
  }
  std::size_t pixelBytes() const override { return planes() * kNumberBytes; }

  // A row of the second plane behind that of the first.
  void paint(const PictureRows& rows, std::int32_t row, std::int32_t x, std::int32_t width,
             std::span<std::uint8_t> pixels) const override {
    const IterationNumbers samples =
        rows.field.part(static_cast<std::size_t>(row), static_cast<std::size_t>(x),
                        static_cast<std::size_t>(width));
    const std::size_t line = pixels.size() / planes();
    const auto put = [&](auto numbers) {
      FATOU_CHECK(numbers.size_bytes() == line);
      std::memcpy(pixels.data(), numbers.data(), numbers.size_bytes());
      pixels = pixels.subspan(numbers.size_bytes());
    };
    switch (m_info.options.field) {
      case Field::Count:
        put(samples.counts);
        if (planes() > 1) put(samples.cycles);
        return;
      case Field::Smooth:
        return put(samples.smooth);
      case Field::Distance:
        return put(samples.distance);
    }
  }

  // The lowest row first, as arrays have them, and one plane behind the other.
  PackedCell pack(const PixelRect& rect, std::span<std::uint8_t> pixels, Press&) const override {
    PackedCell cell{.bytes = std::vector<std::uint8_t>(pixels.size()),
                    .unpackedSize = pixels.size()};
    const std::size_t row = pixels.size() / static_cast<std::size_t>(rect.height);
    const std::size_t line = row / planes();
    auto* to = cell.bytes.data();
    for (std::size_t first = 0; first < row; first += line)
      for (std::size_t end = pixels.size(); end > 0; end -= row, to += line)
        qToLittleEndian<quint32>(pixels.data() + end - row + first,
                                 static_cast<qsizetype>(line / kNumberBytes), to);
    return cell;
  }

  Status begin(PictureFile& file) override {
    const std::string head =
        makeNpyHeader({.height = m_info.height,
                       .width = m_info.width,
                       .planes = static_cast<std::int64_t>(planes()),
                       .type = m_info.options.field == Field::Count ? "<i4" : "<f4",
                       .provenance = {}});
    Parameters parameters = m_info.parameters;
    parameters.emplace_back("sha256", std::string(kDigestSize, '0'));
    const std::string trailer = makeNpyTrailer({softwareName(), parameters});
    m_arrayOffset = static_cast<std::int64_t>(head.size());
    const std::int64_t trailerOffset =
        m_arrayOffset + static_cast<std::int64_t>(planes()) * planeBytes();
    if (const std::size_t at = trailer.rfind(kDigestName); at != std::string::npos)
      m_digestOffset = trailerOffset + static_cast<std::int64_t>(at + kDigestName.size());
    const auto size = trailerOffset + static_cast<std::int64_t>(trailer.size());
    if (Status s = file.reserve(size); !s) return s;
    if (Status s = file.append(head); !s) return s;
    return file.writeAt(trailerOffset, trailer);
  }

  Status append(PictureFile& file, const PixelRect& rect, const PackedCell& cell) override {
    const std::span bytes(reinterpret_cast<const char*>(cell.bytes.data()), cell.bytes.size());
    const std::size_t part = bytes.size() / planes();
    std::int64_t to = m_arrayOffset + std::int64_t{rect.y} * m_info.width * kNumberBytes;
    for (std::size_t plane = 0; plane < planes(); ++plane, to += planeBytes())
      if (Status s = file.writeAt(to, bytes.subspan(plane * part, part)); !s) return s;
    return success();
  }

  Status finish(PictureFile& file, const std::string& sha256, Crew&) override {
    FATOU_CHECK(sha256.size() == kDigestSize);
    if (m_digestOffset == 0) return success();  // too long a trailer
    return file.writeAt(m_digestOffset, sha256);
  }

 private:
  // The plane of J comes first, so that its place does not depend on whether cycles follow.
  std::size_t planes() const {
    return m_info.hasCycles && m_info.options.field == Field::Count ? 2 : 1;
  }
  std::int64_t planeBytes() const {
    return std::int64_t{m_info.width} * m_info.height * kNumberBytes;
  }

  PictureInfo m_info;
  std::int64_t m_arrayOffset = 0;
  std::int64_t m_digestOffset = 0;
};

}  // namespace

std::unique_ptr<PictureFormat> makeNpyFormat(const PictureInfo& info) {
  return std::make_unique<NpyFormat>(info);
}

}  // namespace fatou::io
