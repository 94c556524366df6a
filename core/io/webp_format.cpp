// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/webp_format.h"

#include <algorithm>
#include <string>
#include <webp/encode.h>
#include <webp/mux.h>

#include "core/base/check.h"
#include "core/io/encoded_format.h"
#include "core/io/xmp_packet.h"

namespace fatou::io {
namespace {

constexpr int kLossless = 100;
constexpr int kLosslessEffort = 3;  // of 0 ... 9; more takes times as long for a few per cent
constexpr int kLossyMethod = 3;     // of 0 ... 6

// Memory that libwebp allocates, and that goes with this.
struct Memory {
  WebPPicture picture;
  WebPMemoryWriter pixels;
  WebPData file;
  WebPMux* mux = nullptr;

  Memory() {
    FATOU_CHECK(WebPPictureInit(&picture) != 0);
    WebPMemoryWriterInit(&pixels);
    WebPDataInit(&file);
  }
  ~Memory() {
    WebPMuxDelete(mux);
    WebPDataClear(&file);
    WebPMemoryWriterClear(&pixels);
    WebPPictureFree(&picture);
  }
  Memory(const Memory&) = delete;
  Memory& operator=(const Memory&) = delete;
};

WebPConfig configFor(int quality) {
  WebPConfig config;
  FATOU_CHECK(WebPConfigInit(&config) != 0);
  if (quality >= kLossless) {
    FATOU_CHECK(WebPConfigLosslessPreset(&config, kLosslessEffort) != 0);
  } else {
    config.quality = static_cast<float>(std::max(quality, 1));
    config.method = kLossyMethod;
    config.thread_level = 1;
  }
  return config;
}

class WebpFormat : public EncodedFormat {
 public:
  using EncodedFormat::EncodedFormat;

 private:
  bool fill(WebPPicture& picture, const ReadRow& readRow) const;
  Bytes encode(const Provenance& origin, const ReadRow& readRow) const override;
};

bool WebpFormat::fill(WebPPicture& picture, const ReadRow& readRow) const {
  picture.use_argb = 1;
  picture.width = info().width;
  picture.height = info().height;
  if (WebPPictureAlloc(&picture) == 0) return false;
  Bytes row(pixelBytes() * static_cast<std::size_t>(info().width));
  for (std::int32_t y = 0; y < info().height; ++y) {
    if (!readRow(row)) return false;
    std::uint32_t* argb = picture.argb + std::ptrdiff_t{y} * picture.argb_stride;
    for (std::size_t at = 0; at < row.size(); at += 3)
      *argb++ =
          0xff000000U | static_cast<std::uint32_t>(row[at] << 16 | row[at + 1] << 8) | row[at + 2];
  }
  return true;
}

EncodedFormat::Bytes WebpFormat::encode(const Provenance& origin, const ReadRow& readRow) const {
  const WebPConfig config = configFor(info().options.quality);
  const std::string packet = xmpPacket(origin, info().dpi);
  Memory memory;
  if (!fill(memory.picture, readRow)) return {};
  memory.picture.writer = WebPMemoryWrite;
  memory.picture.custom_ptr = &memory.pixels;
  if (WebPEncode(&config, &memory.picture) == 0) return {};
  WebPPictureFree(&memory.picture);
  const WebPData pixels{memory.pixels.mem, memory.pixels.size};
  const WebPData xmp{reinterpret_cast<const std::uint8_t*>(packet.data()), packet.size()};
  memory.mux = WebPMuxCreate(&pixels, 0);
  if (memory.mux == nullptr || WebPMuxSetChunk(memory.mux, "XMP ", &xmp, 0) != WEBP_MUX_OK ||
      WebPMuxAssemble(memory.mux, &memory.file) != WEBP_MUX_OK)
    return {};
  return {memory.file.bytes, memory.file.bytes + memory.file.size};
}

}  // namespace

std::unique_ptr<PictureFormat> makeWebpFormat(const PictureInfo& info) {
  return std::make_unique<WebpFormat>(info);
}

}  // namespace fatou::io
