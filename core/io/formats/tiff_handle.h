// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <tiffio.h>

#include "core/base/result.h"

namespace fatou::io {

// The bytes of a TIFF that libtiff reads or writes, in a file or in memory.
class TiffBytes {
 public:
  TiffBytes() = default;
  virtual ~TiffBytes() = default;
  TiffBytes(const TiffBytes&) = delete;
  TiffBytes& operator=(const TiffBytes&) = delete;

  virtual std::int64_t size() const = 0;
  virtual bool readAt(std::int64_t offset, std::span<char> bytes) = 0;
  virtual bool writeAt(std::int64_t offset, std::span<const char> bytes) = 0;
};

// An open TIFF of libtiff's over any bytes, which are to outlive it or detach(). Complaints are
// kept, not printed.
class TiffHandle {
 public:
  // `mode` as TIFFOpen() knows it. Where the bytes are no TIFF, get() is null.
  TiffHandle(TiffBytes& bytes, const char* mode);
  ~TiffHandle();
  TiffHandle(const TiffHandle&) = delete;
  TiffHandle& operator=(const TiffHandle&) = delete;

  TIFF* get() const { return m_tiff; }
  const std::string& complaint() const { return m_complaint; }  // the first one

  // Closing will touch the bytes no more.
  void detach() { m_bytes = nullptr; }

 private:
  static tmsize_t read(thandle_t self, void* to, tmsize_t size);
  static tmsize_t write(thandle_t self, void* from, tmsize_t size);
  static toff_t seek(thandle_t self, toff_t offset, int whence);
  static toff_t fileSize(thandle_t self);
  static int noteError(TIFF*, void* self, const char*, const char* format, va_list values);
  static int noteWarning(TIFF* tiff, void* self, const char* module, const char* format,
                         va_list values);

  TiffBytes* m_bytes;
  std::int64_t m_position = 0;
  std::string m_complaint;
  TIFF* m_tiff = nullptr;
};

}  // namespace fatou::io
