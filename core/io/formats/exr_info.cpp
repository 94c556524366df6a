// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/formats/exr_info.h"

#include <cstdint>
#include <optional>
#include <string_view>

#include <QtEndian>

#include "core/io/formats/bounded_file.h"
#include "core/io/formats/damaged.h"
#include "core/io/formats/exr_context.h"
#include "core/io/formats/exr_format.h"

namespace fatou::io {
namespace {

constexpr std::int64_t kMostBytes = std::int64_t{64} << 20;
// OpenEXR compares each attribute, and each channel, with all before it: 200,000 take minutes. We
// write some 60.
constexpr int kMostAttributes = 1'000;
constexpr std::int32_t kLargestChannelList = 32 << 10;
constexpr std::int64_t kLargestHead = std::int64_t{16} << 20;
constexpr int kLongestExrName = 256;
constexpr std::int64_t kMostLines = 65'536;  // of the tallest picture that we write

// Reads a text up to its 0 byte; nothing where it is longer than any name may be.
std::optional<QByteArray> readName(QFile& file) {
  QByteArray name;
  for (char c = 0; file.getChar(&c) && name.size() < kLongestExrName; name += c)
    if (c == 0) return name;
  return std::nullopt;
}

// Checks that all parts together have few enough attributes for OpenEXR to read the file.
Status checkHead(QFile& file) {
  file.seek(4);
  const QByteArray version = file.read(4);
  const bool hasParts = version.size() == 4 && (version[1] & 0x10) != 0;
  bool isPartEnded = false;
  for (int attributes = 0; attributes < kMostAttributes && file.pos() < kLargestHead;) {
    const auto name = readName(file);
    if (!name) return damaged("its head is cut off");
    if (name->isEmpty()) {
      if (!hasParts || isPartEnded) return success();
      isPartEnded = true;
      continue;
    }
    isPartEnded = false;
    ++attributes;
    const auto type = readName(file);
    const QByteArray bytes = file.read(4);
    if (!type || bytes.size() != 4) return damaged("its head is cut off");
    const auto size = qFromLittleEndian<qint32>(bytes.data());
    if (size < 0 || size > file.size() - file.pos()) return damaged("its head is cut off");
    if (*type == "chlist" && size > kLargestChannelList) return damaged("it has too many channels");
    file.seek(file.pos() + size);
  }
  return damaged("its head is too large");
}

// Whether all chunks of lines are in the file. Tiles, and pictures larger than we write, are of
// other programs, and taken at their word.
Status checkChunks(exr_context_t exr, const exr_attr_box2i_t& window, std::int64_t fileSize) {
  exr_storage_t storage = EXR_STORAGE_LAST_TYPE;
  std::int32_t lines = 0;
  if (exr_get_storage(exr, 0, &storage) != EXR_ERR_SUCCESS) return damaged("it has no kind");
  if (storage != EXR_STORAGE_SCANLINE) return success();
  if (std::int64_t{window.max.y} - window.min.y >= kMostLines) return success();
  if (exr_get_scanlines_per_chunk(exr, 0, &lines) != EXR_ERR_SUCCESS || lines < 1)
    return damaged("it has no chunks");
  const auto end = static_cast<std::uint64_t>(fileSize);
  for (std::int64_t y = window.min.y; y <= window.max.y; y += lines) {
    exr_chunk_info_t chunk{};
    const auto read = exr_read_scanline_chunk_info(exr, 0, static_cast<std::int32_t>(y), &chunk);
    if (read != EXR_ERR_SUCCESS || chunk.data_offset > end ||
        chunk.packed_size > end - chunk.data_offset)
      return damaged(kEndsEarly);
  }
  return success();
}

Provenance provenanceOf(exr_context_t exr) {
  Provenance provenance;
  std::int32_t attributes = 0;
  exr_get_attribute_count(exr, 0, &attributes);
  for (std::int32_t i = 0; i < attributes; ++i) {
    const exr_attribute_t* attribute = nullptr;
    if (exr_get_attribute_by_index(exr, 0, EXR_ATTR_LIST_FILE_ORDER, i, &attribute) !=
            EXR_ERR_SUCCESS ||
        attribute->type != EXR_ATTR_STRING || attribute->string->str == nullptr)
      continue;
    const std::string_view name = attribute->name;
    const std::string value(attribute->string->str,
                            static_cast<std::size_t>(attribute->string->length));
    if (name == "software" && isSoftwareName(value)) provenance.software = value;
    if (name.starts_with(kExrKeyPrefix))
      provenance.parameters.emplace_back(name.substr(std::string_view(kExrKeyPrefix).size()),
                                         value);
  }
  return provenance;
}

}  // namespace

bool isExrStart(const QByteArray& firstBytes) {
  return firstBytes.startsWith("\x76\x2f\x31\x01");
}

Result<FileInfo> readExrInfo(QFile& file) {
  if (Status s = checkHead(file); !s) return s.error();
  ExrFile bytes(file, kMostBytes);
  const ExrContext context(bytes, ExrContext::Mode::Read);
  exr_attr_box2i_t window{};
  if (context.get() == nullptr) return damaged("its head is wrong or too large");
  if (exr_get_data_window(context.get(), 0, &window) != EXR_ERR_SUCCESS)
    return damaged("it has no size");
  const std::int64_t width = std::int64_t{window.max.x} - window.min.x + 1;
  const std::int64_t height = std::int64_t{window.max.y} - window.min.y + 1;
  if (width < 1 || height < 1) return damaged("it has no pixels");
  if (Status s = checkChunks(context.get(), window, file.size()); !s) return s.error();
  return FileInfo{.format = "OpenEXR picture",
                  .width = width,
                  .height = height,
                  .provenance = provenanceOf(context.get()),
                  .counts = {}};
}

}  // namespace fatou::io
