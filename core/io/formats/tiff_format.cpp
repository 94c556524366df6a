// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/formats/tiff_format.h"

#include <algorithm>
#include <bit>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/base/check.h"
#include "core/io/formats/tiff_handle.h"
#include "core/io/formats/tile_pyramid.h"

namespace fatou::io {
namespace {

constexpr std::int64_t kClassicLimit = 4'000'000'000;  // bytes; offsets have 32 bits

// The unpacked size of the tiles of a level that are made at a time.
constexpr std::size_t kTileBatchBytes = std::size_t{32} << 20;

class PartBytes : public TiffBytes {
 public:
  explicit PartBytes(PictureFile& file) : m_file(file) {}

  std::int64_t size() const override { return m_file.size(); }
  bool readAt(std::int64_t offset, std::span<char> bytes) override {
    return keep(m_file.readAt(offset, bytes));
  }
  bool writeAt(std::int64_t offset, std::span<const char> bytes) override {
    return keep(m_file.writeAt(offset, bytes));
  }
  const std::optional<Error>& error() const { return m_error; }

 private:
  bool keep(const Status& status) {
    if (!status) m_error = status.error();
    return status.ok();
  }

  PictureFile& m_file;
  std::optional<Error> m_error;
};

class TiffFormat : public PictureFormat {
 public:
  explicit TiffFormat(const PictureInfo& info)
      : m_info(info),
        m_maker(info.options.depth),
        m_level{.width = info.width, .height = info.height, .tiles = {}} {}
  ~TiffFormat() override {
    if (m_tiff) m_tiff->detach();  // the file may be gone
  }

  CellSize cellSize() const override { return {kTileSide, kTileSide}; }
  std::size_t pixelBytes() const override { return m_maker.pixelBytes(); }
  void paint(const PictureRows& rows, std::int32_t row, std::int32_t x, std::int32_t width,
             std::span<std::uint8_t> pixels) const override;
  std::unique_ptr<Press> makePress() const override {
    return std::make_unique<TilePress>(m_info.options.compression);
  }
  PackedCell pack(const PixelRect& rect, std::span<std::uint8_t> pixels,
                  Press& press) const override {
    return {.bytes = m_maker.pack(pixels, rect.width, rect.height, static_cast<TilePress&>(press)),
            .checksum = 0,
            .unpackedSize = m_maker.tileBytes()};
  }
  Status begin(PictureFile& file) override;
  Status append(PictureFile& file, const PixelRect& rect, const PackedCell& cell) override;
  Status finish(PictureFile& file, const std::string& sha256, Crew& crew) override;

 private:
  bool describeLevel();
  Status put(const std::vector<std::uint8_t>& packed);
  Status closeDirectory();
  using Presses = std::vector<std::unique_ptr<TilePress>>;
  Status writeHalf(const TileLevel& whole, Crew& crew, const Presses& presses);
  Status outcome(bool done) const;

  PictureInfo m_info;
  TileMaker m_maker;
  TileLevel m_level;  // which is being written
  PictureFile* m_file = nullptr;
  std::optional<PartBytes> m_bytes;
  std::optional<TiffHandle> m_tiff;
};

void TiffFormat::paint(const PictureRows& rows, std::int32_t row, std::int32_t x,
                       std::int32_t width, std::span<std::uint8_t> pixels) const {
  const color::PixelSpan span{.row = static_cast<std::size_t>(row),
                              .first = static_cast<std::size_t>(x),
                              .size = static_cast<std::size_t>(width)};
  const auto paintAs = [&]<typename Channel>(Channel) {
    auto* channels = reinterpret_cast<Channel*>(pixels.data());
    m_info.painter->paint(rows.field, span, std::span(channels, pixels.size() / sizeof(Channel)));
  };
  if (m_info.options.depth == Depth::Eight) return paintAs(std::uint8_t{});
  if (m_info.options.depth == Depth::Sixteen) return paintAs(std::uint16_t{});
  paintAs(float{});
}

Status TiffFormat::begin(PictureFile& file) {
  m_file = &file;
  m_bytes.emplace(file);
  // Noise packs to a little more than itself; directories and places of tiles are small beside it.
  const auto most = static_cast<std::int64_t>(pyramidSize(m_level) * m_maker.tileBytes());
  const bool isBig = most + most / 64 > kClassicLimit;
  constexpr bool isLittle = std::endian::native == std::endian::little;
  m_tiff.emplace(*m_bytes, isBig ? (isLittle ? "w8l" : "w8b") : (isLittle ? "wl" : "wb"));
  return outcome(m_tiff->get() != nullptr && describeLevel());
}

bool TiffFormat::describeLevel() {
  const auto set = [tiff = m_tiff->get()](std::uint32_t tag, auto value) {
    return TIFFSetField(tiff, tag, value) == 1;
  };
  // A level of fewer pixels is as large on paper, so it has fewer pixels an inch.
  const auto resolution = [this](auto side, std::int32_t whole) {
    return m_info.dpi * static_cast<double>(side) / whole;
  };
  const bool isReduced = m_level.width != m_info.width || m_level.height != m_info.height;
  const bool isFloat = m_info.options.depth == Depth::Float;
  const bool isZstd = m_info.options.compression == Compression::Zstd;
  return set(TIFFTAG_SUBFILETYPE, isReduced ? FILETYPE_REDUCEDIMAGE : 0) &&
         set(TIFFTAG_IMAGEWIDTH, m_level.width) && set(TIFFTAG_IMAGELENGTH, m_level.height) &&
         set(TIFFTAG_TILEWIDTH, kTileSide) && set(TIFFTAG_TILELENGTH, kTileSide) &&
         set(TIFFTAG_SAMPLESPERPIXEL, 3) &&
         set(TIFFTAG_BITSPERSAMPLE, 8 * static_cast<int>(m_maker.channelBytes())) &&
         set(TIFFTAG_SAMPLEFORMAT, isFloat ? SAMPLEFORMAT_IEEEFP : SAMPLEFORMAT_UINT) &&
         set(TIFFTAG_PHOTOMETRIC, PHOTOMETRIC_RGB) &&
         set(TIFFTAG_PLANARCONFIG, PLANARCONFIG_CONTIG) &&
         set(TIFFTAG_ORIENTATION, ORIENTATION_TOPLEFT) &&
         set(TIFFTAG_COMPRESSION, isZstd ? COMPRESSION_ZSTD : COMPRESSION_ADOBE_DEFLATE) &&
         set(TIFFTAG_SOFTWARE, softwareName().c_str()) &&
         (m_info.dpi == 0 || (set(TIFFTAG_XRESOLUTION, resolution(m_level.width, m_info.width)) &&
                              set(TIFFTAG_YRESOLUTION, resolution(m_level.height, m_info.height)) &&
                              set(TIFFTAG_RESOLUTIONUNIT, RESUNIT_INCH)));
}

Status TiffFormat::append(PictureFile&, const PixelRect& rect, const PackedCell& cell) {
  const auto top = static_cast<std::size_t>(m_info.height - rect.y - rect.height);
  const auto column = static_cast<std::size_t>(rect.x) / kTileSide;
  FATOU_CHECK(m_level.tiles.size() == top / kTileSide * m_level.columns() + column);
  return put(cell.bytes);
}

// The next tile of the level.
Status TiffFormat::put(const std::vector<std::uint8_t>& packed) {
  const auto tile = static_cast<std::uint32_t>(m_level.tiles.size());
  m_level.tiles.push_back({.offset = m_file->size(), .size = packed.size()});
  const auto size = static_cast<tmsize_t>(packed.size());
  // libtiff asks for bytes it may change, to turn their bits round where a tag says so.
  auto* bytes = const_cast<std::uint8_t*>(packed.data());
  return outcome(TIFFWriteRawTile(m_tiff->get(), tile, bytes, size) == size);
}

Status TiffFormat::finish(PictureFile&, const std::string& sha256, Crew& crew) {
  FATOU_CHECK(m_level.tiles.size() == m_level.size());
  Parameters parameters = m_info.parameters;
  parameters.emplace_back("sha256", sha256);
  const std::string origin =
      encodeProvenance({.software = softwareName(), .parameters = std::move(parameters)});
  if (TIFFSetField(m_tiff->get(), TIFFTAG_IMAGEDESCRIPTION, origin.c_str()) != 1)
    return outcome(false);
  if (Status s = closeDirectory(); !s) return s;
  Presses presses;
  for (std::size_t i = 0; i < crew.size(); ++i)
    presses.push_back(std::make_unique<TilePress>(m_info.options.compression));
  while (!m_level.isOneTile()) {
    const TileLevel whole = std::exchange(m_level, m_level.half());
    if (!describeLevel()) return outcome(false);
    if (Status s = writeHalf(whole, crew, presses); !s) return s;
    if (Status s = closeDirectory(); !s) return s;
  }
  m_tiff.reset();
  return success();
}

Status TiffFormat::closeDirectory() {
  return outcome(TIFFWriteDirectory(m_tiff->get()) == 1);
}

// Makes the level that is half of `whole`.
Status TiffFormat::writeHalf(const TileLevel& whole, Crew& crew, const Presses& presses) {
  const std::size_t most = std::max(crew.size(), kTileBatchBytes / m_maker.tileBytes());
  std::vector<std::vector<std::uint8_t>> batch;
  while (m_level.tiles.size() < m_level.size()) {
    const std::size_t first = m_level.tiles.size();
    batch.assign(std::min(m_level.size() - first, most), {});
    const bool done = crew.run(batch.size(), [&](std::size_t i, std::size_t worker) {
      batch[i] = m_maker.packHalf(*m_file, whole, first + i, *presses[worker]);
    });
    if (!done) return m_file->failure(QStringLiteral("out of memory"));
    for (const auto& packed : batch) {
      if (packed.empty())
        return m_file->failure(QStringLiteral("what was written does not read back"));
      if (Status s = put(packed); !s) return s;
    }
  }
  return success();
}

Status TiffFormat::outcome(bool done) const {
  if (done) return success();
  if (m_bytes->error()) return *m_bytes->error();
  return m_file->failure(QString::fromStdString(m_tiff->complaint()));
}

}  // namespace

std::unique_ptr<PictureFormat> makeTiffFormat(const PictureInfo& info) {
  return std::make_unique<TiffFormat>(info);
}

}  // namespace fatou::io
