// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/exr_packing.h"

namespace fatou::io {

std::vector<std::uint8_t> ExrPacker::pack(std::span<const std::uint8_t> bytes) {
  // The bytes at even places, then those at odd ones, so that like meets like; then what each is
  // more than the one before, plus 128.
  const std::size_t half = (bytes.size() + 1) / 2;
  m_differences.resize(bytes.size());
  unsigned before = 128;
  const auto put = [&](std::size_t from, std::size_t to) {
    m_differences[to] = static_cast<std::uint8_t>(bytes[from] - before + 128U);
    before = bytes[from];
  };
  for (std::size_t i = 0; i < half; ++i) {
    if (i == 0) {
      m_differences[0] = bytes[0];
      before = bytes[0];
    } else {
      put(2 * i, i);
    }
  }
  for (std::size_t i = half; i < bytes.size(); ++i) put(2 * (i - half) + 1, i);
  std::vector<std::uint8_t> stream;
  ZlibJoiner().join(m_compressor.compress(m_differences, true), stream);
  if (stream.size() < bytes.size()) return stream;
  return {bytes.begin(), bytes.end()};
}

}  // namespace fatou::io
