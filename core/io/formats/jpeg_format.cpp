// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/formats/jpeg_format.h"

#include <algorithm>
#include <csetjmp>
#include <cstdio>  // jpeglib.h wants it
#include <cstdlib>
#include <jpeglib.h>
#include <string>
#include <string_view>

#include "core/io/formats/encoded_format.h"

namespace fatou::io {
namespace {

constexpr std::size_t kSegmentBytes = 65'533;  // of one segment

// libjpeg reports an error by a call that may not return.
struct Complaint {
  jpeg_error_mgr manager;  // the first, so that libjpeg's pointer to it is one to all
  std::jmp_buf landing;
};

[[noreturn]] void leave(j_common_ptr jpeg) {
  std::longjmp(reinterpret_cast<Complaint*>(jpeg->err)->landing, 1);
}

// A compressor into memory.
struct Encoder {
  jpeg_compress_struct jpeg{};
  Complaint complaint{};
  unsigned char* bytes = nullptr;
  unsigned long size = 0;

  Encoder() {
    jpeg.err = jpeg_std_error(&complaint.manager);
    complaint.manager.error_exit = leave;
    complaint.manager.output_message = [](j_common_ptr) {};
  }
  ~Encoder() {
    // term_destination() sets `bytes` to libjpeg's last buffer; until then it is the first one,
    // which libjpeg may have freed for a larger one.
    if (jpeg.dest != nullptr) jpeg.dest->term_destination(&jpeg);
    jpeg_destroy_compress(&jpeg);
    std::free(bytes);
  }
  Encoder(const Encoder&) = delete;
  Encoder& operator=(const Encoder&) = delete;
};

// Runs calls to libjpeg; false when one of them failed. `calls` captures by reference and has no
// local with a destructor while libjpeg runs.
template <typename Calls>
bool guarded(Encoder& encoder, const Calls& calls) {
  if (setjmp(encoder.complaint.landing) != 0) return false;
  calls();
  return true;
}

void beginPicture(Encoder& encoder, const PictureInfo& info, std::string_view comment) {
  jpeg_compress_struct& jpeg = encoder.jpeg;
  jpeg_create_compress(&jpeg);
  jpeg_mem_dest(&jpeg, &encoder.bytes, &encoder.size);
  jpeg.image_width = static_cast<JDIMENSION>(info.width);
  jpeg.image_height = static_cast<JDIMENSION>(info.height);
  jpeg.input_components = 3;
  jpeg.in_color_space = JCS_RGB;
  jpeg_set_defaults(&jpeg);
  jpeg_set_quality(&jpeg, std::clamp(info.options.quality, 1, 100), TRUE);
  jpeg.comp_info[0].h_samp_factor = 1;  // fine lines of colour are what a Julia set is made of
  jpeg.comp_info[0].v_samp_factor = 1;
  if (info.dpi > 0) {
    constexpr std::uint8_t kPerInch = 1;
    jpeg.density_unit = kPerInch;
    jpeg.X_density = jpeg.Y_density = static_cast<std::uint16_t>(info.dpi);
  }
  jpeg_start_compress(&jpeg, TRUE);
  for (; !comment.empty(); comment.remove_prefix(std::min(comment.size(), kSegmentBytes)))
    jpeg_write_marker(&jpeg, JPEG_COM, reinterpret_cast<const JOCTET*>(comment.data()),
                      static_cast<unsigned>(std::min(comment.size(), kSegmentBytes)));
}

class JpegFormat : public EncodedFormat {
 public:
  using EncodedFormat::EncodedFormat;

 private:
  Bytes encode(const Provenance& origin, const ReadRow& readRow) const override {
    const std::string comment = encodeProvenance(origin);
    Bytes row(pixelBytes() * static_cast<std::size_t>(info().width));
    Encoder encoder;
    if (!guarded(encoder, [&] { beginPicture(encoder, info(), comment); })) return {};
    for (std::int32_t y = 0; y < info().height; ++y) {
      if (!readRow(row)) return {};
      auto* line = row.data();
      if (!guarded(encoder, [&] { jpeg_write_scanlines(&encoder.jpeg, &line, 1); })) return {};
    }
    if (!guarded(encoder, [&] { jpeg_finish_compress(&encoder.jpeg); })) return {};
    return {encoder.bytes, encoder.bytes + encoder.size};
  }
};

}  // namespace

std::unique_ptr<PictureFormat> makeJpegFormat(const PictureInfo& info) {
  return std::make_unique<JpegFormat>(info);
}

}  // namespace fatou::io
