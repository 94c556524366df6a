// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/formats/exr_packing.h"

namespace fatou::io {

std::vector<std::uint8_t> ExrPacker::pack(std::span<const std::uint8_t> bytes) {
  // The bytes at even places, then those at odd ones, so that like meets like; then what each is
  // more than the one before, plus 128.
  const std::size_t size = bytes.size();
  const std::size_t half = (size + 1) / 2;
  m_differences.resize(size);
  const auto difference = [&](std::size_t at, std::size_t before) {
    return static_cast<std::uint8_t>(bytes[at] - bytes[before] + 128U);
  };
  if (size > 0) m_differences[0] = bytes[0];
  for (std::size_t i = 1; i < half; ++i) m_differences[i] = difference(2 * i, 2 * i - 2);
  if (size > 1) m_differences[half] = difference(1, 2 * half - 2);
  for (std::size_t i = 1; i < size / 2; ++i)
    m_differences[half + i] = difference(2 * i + 1, 2 * i - 1);
  std::vector<std::uint8_t> stream;
  ZlibJoiner().join(m_compressor.compress(m_differences, true), stream);
  if (stream.size() < bytes.size()) return stream;
  return {bytes.begin(), bytes.end()};
}

}  // namespace fatou::io
