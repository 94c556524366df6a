// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/formats/png_format.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <new>
#include <string>
#include <vector>

#include <QtEndian>

#include "core/base/check.h"
#include "core/io/formats/png_guard.h"
#include "core/io/formats/zlib_strips.h"

namespace fatou::io {
namespace {

constexpr std::uint8_t kNoFilter = 0;  // bands are runs of one colour: filters cost size and time
constexpr std::int32_t kTallestStrip = 256;
constexpr double kMetresPerInch = 0.0254;

// The text chunks, whose strings must outlive the call to libpng.
class PngTexts {
 public:
  explicit PngTexts(const Parameters& parameters) {
    m_strings.reserve(1 + parameters.size());
    m_strings.emplace_back("Software", softwareName());
    for (const auto& [key, value] : parameters) m_strings.emplace_back(kPngKeyPrefix + key, value);
    for (auto& [key, value] : m_strings) {
      png_text text{};
      text.compression =
          &key == &m_strings.front().first ? PNG_TEXT_COMPRESSION_NONE : PNG_ITXT_COMPRESSION_NONE;
      text.key = key.data();
      text.text = value.data();
      m_texts.push_back(text);
    }
  }
  const png_text* data() const { return m_texts.data(); }
  int size() const { return static_cast<int>(m_texts.size()); }

 private:
  Parameters m_strings;
  std::vector<png_text> m_texts;
};

struct PngPress : Press {
  std::vector<std::uint8_t> lines;
  StripCompressor compressor;
};

class PngFormat : public PictureFormat {
 public:
  explicit PngFormat(const PictureInfo& info)
      : m_info(info), m_wide(info.options.depth == Depth::Sixteen) {
    m_png = png_create_write_struct(PNG_LIBPNG_VER_STRING, &m_complaint, noteError, noteWarning);
    if (m_png != nullptr) m_head = png_create_info_struct(m_png);
  }
  ~PngFormat() override { png_destroy_write_struct(&m_png, &m_head); }

  // How many rows a strip has depends on the width alone; powers of two fit slabs and tiles.
  CellSize cellSize() const override {
    const auto rows = static_cast<std::uint32_t>(
        std::clamp<std::size_t>(kFastestStrip / lineBytes(), 1, kTallestStrip));
    return {m_info.width, static_cast<std::int32_t>(std::bit_floor(rows))};
  }
  std::size_t pixelBytes() const override { return m_wide ? 6 : 3; }
  void paint(const PictureRows& rows, std::int32_t row, std::int32_t x, std::int32_t width,
             std::span<std::uint8_t> pixels) const override;
  std::unique_ptr<Press> makePress() const override { return std::make_unique<PngPress>(); }
  PackedCell pack(const PixelRect& rect, std::span<std::uint8_t> pixels,
                  Press& press) const override;
  Status begin(PictureFile& file) override;
  Status append(PictureFile& file, const PixelRect& rect, const PackedCell& cell) override;
  Status finish(PictureFile& file, const std::string& sha256, Crew& crew) override;

 private:
  // Called by libpng; no object with a destructor lives here when it leaves through png_error().
  static void writeBytes(png_structp png, png_bytep bytes, std::size_t size);
  bool hold(std::span<const char> bytes);
  Status outcome(bool done);
  bool writeChunk(const char* name, std::span<const std::uint8_t> bytes);

  std::size_t lineBytes() const {
    return 1 + pixelBytes() * static_cast<std::size_t>(m_info.width);
  }

  PictureInfo m_info;
  bool m_wide;
  ZlibJoiner m_joiner;
  std::vector<std::uint8_t> m_chunk;
  PictureFile* m_file = nullptr;
  PngComplaint m_complaint;
  std::vector<char> m_held;  // what libpng has given and is not yet in the file
  png_structp m_png = nullptr;
  png_infop m_head = nullptr;
};

void PngFormat::paint(const PictureRows& rows, std::int32_t row, std::int32_t x, std::int32_t width,
                      std::span<std::uint8_t> pixels) const {
  const color::PixelSpan span{.row = static_cast<std::size_t>(row),
                              .first = static_cast<std::size_t>(x),
                              .size = static_cast<std::size_t>(width)};
  if (!m_wide) return m_info.painter->paint(rows.field, span, pixels);
  m_info.painter->paint(rows.field, span,
                        std::span(reinterpret_cast<std::uint16_t*>(pixels.data()),
                                  pixels.size() / sizeof(std::uint16_t)));
}

PackedCell PngFormat::pack(const PixelRect& rect, std::span<std::uint8_t> pixels,
                           Press& press) const {
  auto& [lines, compressor] = static_cast<PngPress&>(press);
  const std::size_t line = lineBytes() - 1;
  lines.resize(static_cast<std::size_t>(rect.height) * lineBytes());
  std::uint8_t* to = lines.data();
  for (; !pixels.empty(); pixels = pixels.subspan(line), to += line) {
    *to++ = kNoFilter;
    if (m_wide)
      qToBigEndian<quint16>(pixels.data(), static_cast<qsizetype>(line / 2), to);
    else
      std::memcpy(to, pixels.data(), line);
  }
  ZlibStrip strip = compressor.compress(lines, rect.y == 0);
  return {
      .bytes = std::move(strip.bytes), .checksum = strip.adler, .unpackedSize = strip.unpackedSize};
}

Status PngFormat::begin(PictureFile& file) {
  FATOU_CHECK(m_head != nullptr);
  m_file = &file;
  const PngTexts texts(m_info.parameters);
  return outcome(guarded(m_png, [&] {
    png_set_write_fn(m_png, this, writeBytes, nullptr);
    png_set_IHDR(m_png, m_head, static_cast<png_uint_32>(m_info.width),
                 static_cast<png_uint_32>(m_info.height), m_wide ? 16 : 8, PNG_COLOR_TYPE_RGB,
                 PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
    png_set_sRGB(m_png, m_head, PNG_sRGB_INTENT_PERCEPTUAL);
    if (m_info.dpi > 0) {
      const auto perMetre = static_cast<png_uint_32>(std::lround(m_info.dpi / kMetresPerInch));
      png_set_pHYs(m_png, m_head, perMetre, perMetre, PNG_RESOLUTION_METER);
    }
    png_set_text(m_png, m_head, texts.data(), texts.size());
    png_write_info(m_png, m_head);
  }));
}

// A chunk a strip: chunks that end where strips end can be gone on from.
Status PngFormat::append(PictureFile&, const PixelRect& rect, const PackedCell& cell) {
  m_chunk.clear();
  m_joiner.join({.bytes = cell.bytes,
                 .adler = cell.checksum,
                 .unpackedSize = static_cast<std::size_t>(cell.unpackedSize),
                 .isLast = rect.y == 0},
                m_chunk);
  return outcome(writeChunk("IDAT", m_chunk));
}

Status PngFormat::finish(PictureFile&, const std::string& sha256, Crew&) {
  // Keyword, then: not compressed, no language, no translated keyword.
  std::string text = std::string(kPngKeyPrefix) + "sha256";
  text.append(5, '\0');
  text += sha256;
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
  if (Status s = outcome(writeChunk("iTXt", {bytes, text.size()})); !s) return s;
  // Not png_write_end(), which refuses a file whose IDAT chunks it did not make.
  return outcome(writeChunk("IEND", {}));
}

bool PngFormat::writeChunk(const char* name, std::span<const std::uint8_t> bytes) {
  return guarded(m_png, [&] {
    png_write_chunk(m_png, reinterpret_cast<png_const_bytep>(name), bytes.data(), bytes.size());
  });
}

void PngFormat::writeBytes(png_structp png, png_bytep bytes, std::size_t size) {
  auto* format = static_cast<PngFormat*>(png_get_io_ptr(png));
  if (!format->hold({reinterpret_cast<const char*>(bytes), size})) png_error(png, "out of memory");
}

bool PngFormat::hold(std::span<const char> bytes) {
  try {
    m_held.insert(m_held.end(), bytes.begin(), bytes.end());
  } catch (const std::bad_alloc&) {  // which must not fly through libpng
    return false;
  }
  return true;
}

// Writes what libpng has given, all at once as it gives each chunk in three pieces. Complains where
// libpng failed.
Status PngFormat::outcome(bool done) {
  Status status = success();
  if (done)
    status = m_file->append(std::span<const char>(m_held));
  else
    status = m_file->failure(QString::fromUtf8(m_complaint.text));
  m_held.clear();
  return status;
}

}  // namespace

std::unique_ptr<PictureFormat> makePngFormat(const PictureInfo& info) {
  return std::make_unique<PngFormat>(info);
}

}  // namespace fatou::io
