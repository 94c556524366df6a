// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/formats/tiff_handle.h"

#include <algorithm>
#include <cstdarg>
#include <cstdio>
#include <cstring>
#include <limits>

#include "core/base/check.h"

namespace fatou::io {
namespace {

// The offsets and sizes of the million tiles of a picture of 262,144 x 262,144 take 8 MiB each.
constexpr tmsize_t kLargestPiece = tmsize_t{16} << 20;

TiffHandle& handleOf(thandle_t self) {
  return *static_cast<TiffHandle*>(self);
}

}  // namespace

TiffHandle::TiffHandle(TiffBytes& bytes, const char* mode) : m_bytes(&bytes) {
  TIFFOpenOptions* options = TIFFOpenOptionsAlloc();
  FATOU_CHECK(options != nullptr);
  TIFFOpenOptionsSetMaxSingleMemAlloc(options, kLargestPiece);
  TIFFOpenOptionsSetErrorHandlerExtR(options, noteError, this);
  TIFFOpenOptionsSetWarningHandlerExtR(options, noteWarning, this);
  m_tiff = TIFFClientOpenExt(
      "picture", mode, this, read, write, seek, [](thandle_t) { return 0; }, fileSize, nullptr,
      nullptr, options);
  TIFFOpenOptionsFree(options);
}

TiffHandle::~TiffHandle() {
  if (m_tiff != nullptr) TIFFClose(m_tiff);
}

tmsize_t TiffHandle::read(thandle_t self, void* to, tmsize_t size) {
  TiffHandle& handle = handleOf(self);
  if (handle.m_bytes == nullptr || handle.m_position > handle.m_bytes->size()) return 0;
  size = std::min<tmsize_t>(size, handle.m_bytes->size() - handle.m_position);
  const std::span part(static_cast<char*>(to), static_cast<std::size_t>(size));
  if (!handle.m_bytes->readAt(handle.m_position, part)) return 0;
  handle.m_position += size;
  return size;
}

tmsize_t TiffHandle::write(thandle_t self, void* from, tmsize_t size) {
  TiffHandle& handle = handleOf(self);
  const std::span part(static_cast<const char*>(from), static_cast<std::size_t>(size));
  if (handle.m_bytes == nullptr || !handle.m_bytes->writeAt(handle.m_position, part)) return 0;
  handle.m_position += size;
  return size;
}

toff_t TiffHandle::seek(thandle_t self, toff_t offset, int whence) {
  TiffHandle& handle = handleOf(self);
  constexpr auto nowhere = static_cast<toff_t>(-1);
  if (handle.m_bytes == nullptr) return nowhere;
  std::int64_t from = 0;
  if (whence == SEEK_CUR) from = handle.m_position;
  if (whence == SEEK_END) from = handle.m_bytes->size();
  if (offset > static_cast<toff_t>(std::numeric_limits<std::int64_t>::max() - from)) return nowhere;
  handle.m_position = from + static_cast<std::int64_t>(offset);
  return static_cast<toff_t>(handle.m_position);
}

toff_t TiffHandle::fileSize(thandle_t self) {
  TiffHandle& handle = handleOf(self);
  return handle.m_bytes == nullptr ? 0 : static_cast<toff_t>(handle.m_bytes->size());
}

// A tag that is cut off is left out with a mere warning.
int TiffHandle::noteWarning(TIFF* tiff, void* self, const char* module, const char* format,
                            va_list values) {
  if (std::strstr(format, "IO error") == nullptr) return 1;
  return noteError(tiff, self, module, format, values);
}

int TiffHandle::noteError(TIFF*, void* self, const char*, const char* format, va_list values) {
  auto& complaint = handleOf(self).m_complaint;
  if (!complaint.empty()) return 1;
  char text[128];
  std::vsnprintf(text, sizeof text, format, values);
  complaint = text;
  return 1;
}

}  // namespace fatou::io
