// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/formats/tile_codec.h"

#include <isa-l/igzip_lib.h>
#include <new>
#include <zstd.h>

#include "core/base/check.h"
#include "core/io/formats/zlib_strips.h"

namespace fatou::io {
namespace {

constexpr int kZstdLevel = 1;

}  // namespace

struct TileCodec::Memory {
  struct FreeContext {
    void operator()(ZSTD_CCtx* context) const { ZSTD_freeCCtx(context); }
    void operator()(ZSTD_DCtx* context) const { ZSTD_freeDCtx(context); }
  };

  template <typename Context>
  static std::unique_ptr<Context, FreeContext> owned(Context* context) {
    if (context == nullptr) throw std::bad_alloc();
    return std::unique_ptr<Context, FreeContext>(context);
  }

  StripCompressor deflater;
  inflate_state inflater;
  std::unique_ptr<ZSTD_CCtx, FreeContext> zstdPacker = owned(ZSTD_createCCtx());
  std::unique_ptr<ZSTD_DCtx, FreeContext> zstdUnpacker = owned(ZSTD_createDCtx());
  std::vector<std::uint8_t> packed;
};

// make_unique() is not used, because it would write to all of the memory before it is used.
TileCodec::TileCodec(Compression compression) : m_memory(new Memory), m_compression(compression) {}
TileCodec::~TileCodec() = default;

std::vector<std::uint8_t> TileCodec::pack(std::span<const std::uint8_t> bytes) {
  if (m_compression == Compression::Deflate) {
    std::vector<std::uint8_t> stream;
    ZlibJoiner().join(m_memory->deflater.compress(bytes, true), stream);
    return stream;
  }
  auto& packed = m_memory->packed;
  packed.resize(ZSTD_compressBound(bytes.size()));
  const std::size_t size = ZSTD_compressCCtx(m_memory->zstdPacker.get(), packed.data(),
                                             packed.size(), bytes.data(), bytes.size(), kZstdLevel);
  FATOU_CHECK(!ZSTD_isError(size));
  return {packed.begin(), packed.begin() + static_cast<std::ptrdiff_t>(size)};
}

bool TileCodec::unpack(std::span<const std::uint8_t> packed, std::span<std::uint8_t> bytes) {
  if (m_compression == Compression::Zstd)
    return ZSTD_decompressDCtx(m_memory->zstdUnpacker.get(), bytes.data(), bytes.size(),
                               packed.data(), packed.size()) == bytes.size();
  inflate_state& state = m_memory->inflater;
  isal_inflate_init(&state);
  state.crc_flag = ISAL_ZLIB;
  state.next_in = const_cast<std::uint8_t*>(packed.data());  // ISA-L knows no const here
  state.avail_in = static_cast<std::uint32_t>(packed.size());
  state.next_out = bytes.data();
  state.avail_out = static_cast<std::uint32_t>(bytes.size());
  return isal_inflate_stateless(&state) == ISAL_DECOMP_OK && state.avail_out == 0;
}

}  // namespace fatou::io
