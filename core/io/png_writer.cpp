// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/png_writer.h"

#include <algorithm>
#include <atomic>
#include <new>
#include <optional>
#include <string>
#include <vector>

#include <QThread>
#include <QThreadPool>

#include "core/base/check.h"
#include "core/color/shader.h"
#include "core/io/png_guard.h"
#include "core/io/slab_order.h"
#include "core/io/zlib_strips.h"

namespace fatou::io {
namespace {

constexpr std::uint8_t kNoFilter = 0;  // bands are runs of one colour: filters cost size and time
constexpr std::size_t kChunkBytes = 65'536;  // an IDAT chunk ends with the strip that reaches this
constexpr std::size_t kBatchCounts = std::size_t{1} << 23;  // compressed, then written, at a time

// The colours of counts. That there are no smooth ones saves the shader most of its table.
color::Coloring defaultBands() {
  color::Coloring coloring = color::Coloring::defaultColoring();
  coloring.smooth = false;
  return coloring;
}

// Whole rows that are compressed on their own. How many depends on the width alone, so that the
// same picture is the same file whatever the slabs and the number of threads.
struct Strip {
  std::span<const std::int32_t> counts;  // lowest row first
  bool isLast = false;
  ZlibStrip zlib;  // without bytes where memory ran out
};

// What a thread that compresses keeps from strip to strip, so that it touches no new memory.
struct Press {
  std::vector<std::uint8_t> lines;
  StripCompressor compressor;
};

class PngWriter : public PictureWriter {
 public:
  PngWriter(std::unique_ptr<PictureFile> file, const PictureInfo& info, int threads)
      : m_file(std::move(file)),
        m_width(static_cast<std::size_t>(info.width)),
        m_order(info.width, info.height),
        m_shader(defaultBands(), info.tmax),
        m_held(m_width * std::max(std::size_t{1}, kFastestStrip / lineBytes())),
        m_room(m_held.size()),
        m_presses(static_cast<std::size_t>(std::max(1, threads))) {
    m_png = png_create_write_struct(PNG_LIBPNG_VER_STRING, &m_complaint, noteError, noteWarning);
    if (m_png != nullptr) m_head = png_create_info_struct(m_png);
    m_pool.setMaxThreadCount(static_cast<int>(m_presses.size()));
  }

  ~PngWriter() override { png_destroy_write_struct(&m_png, &m_head); }

  Status begin(const PictureInfo& info);
  Status writeRows(std::int32_t firstRow, std::span<const std::int32_t> counts) override;
  Status commit() override;

 private:
  // Called by libpng; no object with a destructor lives here when it leaves through png_error().
  static void writeBytes(png_structp png, png_bytep bytes, std::size_t size);
  bool append(std::span<const char> bytes);
  Status outcome(bool done) const;

  std::size_t lineBytes() const { return 1 + 3 * m_width; }
  void hold(std::span<const std::int32_t>& counts);
  std::vector<Strip> takeStrips(std::span<const std::int32_t>& counts);
  void compressAll(std::span<Strip> strips);
  void compress(Strip& strip, Press& press) const;
  Status writeStrips(std::span<Strip> strips);
  Status write(const Strip& strip);
  bool writeChunk(const char* name, std::span<const std::uint8_t> bytes);

  std::unique_ptr<PictureFile> m_file;
  std::size_t m_width;
  SlabOrder m_order;
  color::Shader m_shader;
  std::vector<std::int32_t> m_held;  // a strip; filled from its end when it spans slabs
  std::size_t m_room;                // how many counts at the start of m_held are not filled
  ZlibJoiner m_joiner;
  std::vector<std::uint8_t> m_chunk;
  std::vector<Press> m_presses;  // one a thread
  QThreadPool m_pool;
  PngComplaint m_complaint;
  std::optional<Error> m_fileError;
  png_structp m_png = nullptr;
  png_infop m_head = nullptr;
};

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

Status PngWriter::begin(const PictureInfo& info) {
  FATOU_CHECK(m_head != nullptr);
  const PngTexts texts(info.parameters);
  return outcome(guarded(m_png, [&] {
    png_set_write_fn(m_png, this, writeBytes, nullptr);
    png_set_IHDR(m_png, m_head, static_cast<png_uint_32>(info.width),
                 static_cast<png_uint_32>(info.height), 8, PNG_COLOR_TYPE_RGB, PNG_INTERLACE_NONE,
                 PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
    png_set_sRGB(m_png, m_head, PNG_sRGB_INTENT_PERCEPTUAL);
    png_set_text(m_png, m_head, texts.data(), texts.size());
    png_write_info(m_png, m_head);
  }));
}

Status PngWriter::writeRows(std::int32_t firstRow, std::span<const std::int32_t> counts) {
  m_order.take(firstRow, counts.size());
  std::vector<Strip> strips = takeStrips(counts);
  const std::size_t batch = std::max(std::size_t{1}, kBatchCounts / m_held.size());
  for (std::span<Strip> rest = strips; !rest.empty();) {
    const auto part = rest.first(std::min(batch, rest.size()));
    if (Status s = writeStrips(part); !s) return s;
    rest = rest.subspan(part.size());
  }
  hold(counts);
  return success();
}

// Takes whole strips, and at the end of the picture all that is left, from the top of `counts`.
std::vector<Strip> PngWriter::takeStrips(std::span<const std::int32_t>& counts) {
  std::vector<Strip> strips;
  const bool isEnd = m_order.complete();
  const auto isStrip = [&](std::size_t size) {
    return size == m_held.size() || (isEnd && size > 0);
  };
  if (m_room < m_held.size()) hold(counts);
  if (isStrip(m_held.size() - m_room)) {
    strips.push_back({.counts = std::span(m_held).subspan(m_room)});
    m_room = m_held.size();
  }
  for (std::size_t size; isStrip(size = std::min(counts.size(), m_held.size()));) {
    strips.push_back({.counts = counts.last(size)});
    counts = counts.first(counts.size() - size);
  }
  if (isEnd && !strips.empty()) strips.back().isLast = true;
  return strips;
}

// Keeps rows from the top of `counts` for the strip they begin or go on with.
void PngWriter::hold(std::span<const std::int32_t>& counts) {
  const std::size_t size = std::min(counts.size(), m_room);
  m_room -= size;
  std::ranges::copy(counts.last(size), m_held.begin() + static_cast<std::ptrdiff_t>(m_room));
  counts = counts.first(counts.size() - size);
}

// On all threads, the caller's among them, each of which takes the next strip as it has done one.
void PngWriter::compressAll(std::span<Strip> strips) {
  std::atomic<std::size_t> next{0};
  const auto work = [this, strips, &next](Press& press) {
    for (std::size_t i; (i = next++) < strips.size();) compress(strips[i], press);
  };
  const auto crew =
      std::span(m_presses).first(std::clamp<std::size_t>(strips.size(), 1, m_presses.size()));
  for (Press& press : crew.subspan(1)) m_pool.start([&work, &press] { work(press); });
  work(m_presses.front());
  m_pool.waitForDone();
}

// Runs on many threads at once.
void PngWriter::compress(Strip& strip, Press& press) const {
  try {
    const std::size_t rows = strip.counts.size() / m_width;
    press.lines.resize(rows * lineBytes());
    std::span<std::uint8_t> rest = press.lines;
    for (std::size_t row = rows; row-- > 0; rest = rest.subspan(lineBytes())) {
      rest[0] = kNoFilter;
      m_shader.shade({.counts = strip.counts.subspan(row * m_width, m_width)},
                     rest.subspan(1, 3 * m_width));
    }
    strip.zlib = press.compressor.compress(press.lines, strip.isLast);
  } catch (const std::bad_alloc&) {
    strip.zlib.bytes.clear();
  }
}

Status PngWriter::writeStrips(std::span<Strip> strips) {
  compressAll(strips);
  for (Strip& strip : strips) {
    if (strip.zlib.bytes.empty()) return m_file->failure(QStringLiteral("out of memory"));
    if (Status s = write(strip); !s) return s;
    strip.zlib = {};
  }
  return success();
}

Status PngWriter::write(const Strip& strip) {
  m_joiner.join(strip.zlib, m_chunk);
  if (m_chunk.size() < kChunkBytes && !strip.isLast) return success();
  const bool done = writeChunk("IDAT", m_chunk);
  m_chunk.clear();
  return outcome(done);
}

bool PngWriter::writeChunk(const char* name, std::span<const std::uint8_t> bytes) {
  return guarded(m_png, [&] {
    png_write_chunk(m_png, reinterpret_cast<png_const_bytep>(name), bytes.data(), bytes.size());
  });
}

Status PngWriter::commit() {
  FATOU_CHECK(m_order.complete());
  // Not png_write_end(), which refuses a file whose IDAT chunks it did not make.
  if (Status s = outcome(writeChunk("IEND", {})); !s) return s;
  return m_file->commit();
}

void PngWriter::writeBytes(png_structp png, png_bytep bytes, std::size_t size) {
  auto* writer = static_cast<PngWriter*>(png_get_io_ptr(png));
  if (!writer->append({reinterpret_cast<const char*>(bytes), size})) png_error(png, "write failed");
}

bool PngWriter::append(std::span<const char> bytes) {
  const Status status = m_file->append(bytes);
  if (!status) m_fileError = status.error();
  return status.ok();
}

Status PngWriter::outcome(bool done) const {
  if (done) return success();
  if (m_fileError) return *m_fileError;
  return m_file->failure(QString::fromUtf8(m_complaint.text));
}

}  // namespace

Result<std::unique_ptr<PictureWriter>> makePngWriter(std::unique_ptr<PictureFile> file,
                                                     const PictureInfo& info, int threads) {
  auto writer = std::make_unique<PngWriter>(std::move(file), info, threads);
  if (const Status s = writer->begin(info); !s) return s.error();
  return std::unique_ptr<PictureWriter>(std::move(writer));
}

Result<std::unique_ptr<PictureWriter>> makePngWriter(std::unique_ptr<PictureFile> file,
                                                     const PictureInfo& info) {
  return makePngWriter(std::move(file), info, QThread::idealThreadCount());
}

}  // namespace fatou::io
