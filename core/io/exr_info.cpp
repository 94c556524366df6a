// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/exr_info.h"

#include <cstdint>
#include <string_view>

#include "core/io/bounded_file.h"
#include "core/io/damaged.h"
#include "core/io/exr_context.h"
#include "core/io/exr_format.h"

namespace fatou::io {
namespace {

constexpr std::int64_t kMostBytes = std::int64_t{64} << 20;

// Whether all chunks of lines are in the file. Tiles are of other programs, and taken at their
// word.
Status checkChunks(exr_context_t exr, const exr_attr_box2i_t& window, std::int64_t fileSize) {
  exr_storage_t storage = EXR_STORAGE_LAST_TYPE;
  std::int32_t lines = 0;
  if (exr_get_storage(exr, 0, &storage) != EXR_ERR_SUCCESS) return damaged("it has no kind");
  if (storage != EXR_STORAGE_SCANLINE) return success();
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
