// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <vector>

#include "core/io/files/provenance.h"
#include "core/io/formats/picture_format.h"

namespace fatou::io {

// 8192 x 8192. Such a picture is encoded in one piece.
inline constexpr std::int64_t kMostEncodedPixels = std::int64_t{1} << 26;

// A picture of 8 bits a channel whose encoder wants all of it at once: its rows are kept in the
// file until the last one has come, and take its place then. (Who is killed in that moment begins
// again.)
class EncodedFormat : public PictureFormat {
 public:
  explicit EncodedFormat(const PictureInfo& info) : m_info(info) {}

  CellSize cellSize() const override;
  std::size_t pixelBytes() const override { return 3; }
  void paint(const PictureRows& rows, std::int32_t row, std::int32_t x, std::int32_t width,
             std::span<std::uint8_t> pixels) const override;
  PackedCell pack(const PixelRect& rect, std::span<std::uint8_t> pixels,
                  Press& press) const override;
  Status begin(PictureFile&) override { return success(); }
  Status append(PictureFile& file, const PixelRect& rect, const PackedCell& cell) override;
  Status finish(PictureFile& file, const std::string& sha256, Crew& crew) override;

 protected:
  using Bytes = std::vector<std::uint8_t>;
  // Fills a row of red, green, blue; they are asked for from the top down.
  using ReadRow = std::function<bool(std::span<std::uint8_t> row)>;

  const PictureInfo& info() const { return m_info; }
  // The whole file; nothing where there is not memory enough, or a row does not come. May throw
  // std::bad_alloc.
  virtual Bytes encode(const Provenance& origin, const ReadRow& readRow) const = 0;

 private:
  PictureInfo m_info;
};

}  // namespace fatou::io
