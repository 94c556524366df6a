// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/png_info.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <zlib.h>

#include <QtEndian>

#include "core/base/check.h"
#include "core/io/damaged.h"
#include "core/io/png_format.h"
#include "core/io/png_guard.h"

namespace fatou::io {
namespace {

// A hostile file can make libpng hold the product of the two, 128 MiB.
constexpr png_alloc_size_t kLargestChunk = png_alloc_size_t{2} << 20;
constexpr png_uint_32 kMostTexts = 64;

constexpr qint64 kChunkHead = 8;  // length and type
constexpr qint64 kLongestLateText = 4096;
constexpr std::size_t kMostLateTexts = 16;
// Chunks other than pixels behind the first pixels: how many, and how large, they may be.
constexpr int kMostChunks = 10'000;
constexpr qint64 kLargestLateChunk = qint64{16} << 20;

// Whether the checksum after `length` bytes of content is that of the type and the content, whose
// beginning is kept.
Status checkContent(QFile& file, const QByteArray& type, qint64 length, QByteArray& beginning) {
  uLong crc = crc32(0, reinterpret_cast<const Bytef*>(type.data()), 4);
  std::array<char, 65'536> buffer;
  while (length > 0) {
    const qint64 size = std::min(length, static_cast<qint64>(buffer.size()));
    if (file.read(buffer.data(), size) != size) return damaged(kEndsEarly);
    if (beginning.isEmpty())
      beginning = QByteArray(buffer.data(), std::min(size, kLongestLateText));
    crc = crc32(crc, reinterpret_cast<const Bytef*>(buffer.data()), static_cast<uInt>(size));
    length -= size;
  }
  const QByteArray written = file.read(4);
  if (written.size() != 4) return damaged(kEndsEarly);
  if (qFromBigEndian<quint32>(written.data()) != crc) return damaged("a checksum is wrong");
  return success();
}

// Takes what is only known once the pixels are written: of a text of ours that is not compressed.
void addLateText(const QByteArray& content, Parameters& parameters) {
  // Keyword, then whether and how it is compressed, language and the keyword in that.
  static const QByteArray plain("\0\0\0\0\0", 5);
  const qsizetype end = content.indexOf(plain);
  if (!content.startsWith(kPngKeyPrefix) || end < 0 || end != content.indexOf('\0')) return;
  constexpr qsizetype prefix = sizeof kPngKeyPrefix - 1;
  parameters.emplace_back(content.sliced(prefix, end - prefix).toStdString(),
                          content.sliced(end + plain.size()).toStdString());
}

// Checks the chunks from here to the end chunk. Pixels stay packed, for which libpng has no call.
Status checkChunks(QFile& file, Parameters& late) {
  int chunks = 0;
  for (QByteArray type; type != "IEND";) {
    if (type != "IDAT" && ++chunks > kMostChunks) return damaged("it has too many chunks");
    const QByteArray head = file.read(kChunkHead);
    if (head.size() != kChunkHead) return damaged(kEndsEarly);
    type = head.sliced(4);
    const qint64 length = qFromBigEndian<quint32>(head.data());
    if (type != "IDAT" && length > kLargestLateChunk) return damaged("a chunk is too large");
    QByteArray beginning;
    if (Status s = checkContent(file, type, length, beginning); !s) return s;
    if (type == "iTXt" && length <= kLongestLateText && late.size() < kMostLateTexts)
      addLateText(beginning, late);
  }
  return success();
}

class PngReader {
 public:
  explicit PngReader(QFile& file) : m_file(file) {
    m_png = png_create_read_struct(PNG_LIBPNG_VER_STRING, &m_complaint, noteError, noteWarning);
    if (m_png != nullptr) m_head = png_create_info_struct(m_png);
  }
  ~PngReader() { png_destroy_read_struct(&m_png, &m_head, nullptr); }
  PngReader(const PngReader&) = delete;
  PngReader& operator=(const PngReader&) = delete;

  Status read();
  FileInfo info() const;

 private:
  static void readBytes(png_structp png, png_bytep bytes, std::size_t size);
  void setLimits();

  QFile& m_file;
  Parameters m_late;  // behind the pixels
  PngComplaint m_complaint;
  png_structp m_png = nullptr;
  png_infop m_head = nullptr;
};

// Text in front of the pixels is kept, where all of ours is; all else is skipped once its checksum
// is found right.
void PngReader::setLimits() {
  png_set_user_limits(m_png, PNG_UINT_31_MAX, PNG_UINT_31_MAX);
  png_set_chunk_malloc_max(m_png, kLargestChunk);
  png_set_chunk_cache_max(m_png, kMostTexts);
  // Without this, libpng 1.6 only warns of a chunk beyond the limits, and then takes up to 2 GiB
  // for it.
  png_set_benign_errors(m_png, 0);
  png_set_crc_action(m_png, PNG_CRC_ERROR_QUIT, PNG_CRC_ERROR_QUIT);
  static constexpr png_byte texts[] = "tEXt\0zTXt\0iTXt";
  png_set_keep_unknown_chunks(m_png, PNG_HANDLE_CHUNK_NEVER, nullptr, -1);
  png_set_keep_unknown_chunks(m_png, PNG_HANDLE_CHUNK_AS_DEFAULT, texts, 3);
}

Status PngReader::read() {
  FATOU_CHECK(m_head != nullptr);
  const bool sound = guarded(m_png, [&] {
    png_set_read_fn(m_png, &m_file, readBytes);
    setLimits();
    png_read_info(m_png, m_head);
  });
  if (!sound)
    return Error{std::string("it is damaged or beyond what Fatou writes (") + m_complaint.text +
                 "); fetch or write the file again"};
  // Only text chunks are looked at, so a warning says that one of them was not kept.
  if (m_complaint.hasWarning)
    return Error{"its text is damaged or too long; fetch or write the file again"};
  m_file.seek(m_file.pos() - kChunkHead);
  return checkChunks(m_file, m_late);
}

FileInfo PngReader::info() const {
  FileInfo info{.format = "PNG picture",
                .width = png_get_image_width(m_png, m_head),
                .height = png_get_image_height(m_png, m_head),
                .provenance = {},
                .counts = {}};
  png_textp texts = nullptr;
  int size = 0;
  png_get_text(m_png, m_head, &texts, &size);
  for (int i = 0; i < size; ++i) {
    const std::string_view key = texts[i].key;
    if (key == "Software" && isSoftwareName(texts[i].text))
      info.provenance.software = texts[i].text;
    if (key.starts_with(kPngKeyPrefix))
      info.provenance.parameters.emplace_back(key.substr(std::string_view(kPngKeyPrefix).size()),
                                              texts[i].text);
  }
  auto& parameters = info.provenance.parameters;
  parameters.insert(parameters.end(), m_late.begin(), m_late.end());
  return info;
}

void PngReader::readBytes(png_structp png, png_bytep bytes, std::size_t size) {
  auto* file = static_cast<QFile*>(png_get_io_ptr(png));
  const auto wanted = static_cast<qint64>(size);
  if (file->read(reinterpret_cast<char*>(bytes), wanted) != wanted) png_error(png, kEndsEarly);
}

}  // namespace

bool isPngStart(const QByteArray& firstBytes) {
  return firstBytes.size() >= 8 &&
         png_sig_cmp(reinterpret_cast<png_const_bytep>(firstBytes.data()), 0, 8) == 0;
}

Result<FileInfo> readPngInfo(QFile& file) {
  PngReader reader(file);
  if (const Status s = reader.read(); !s) return s.error();
  return reader.info();
}

}  // namespace fatou::io
