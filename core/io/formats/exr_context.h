// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <openexr.h>
#include <span>
#include <string>

namespace fatou::io {

// The bytes of an EXR that OpenEXR reads or writes, in a file or in memory.
class ExrBytes {
 public:
  ExrBytes() = default;
  virtual ~ExrBytes() = default;
  ExrBytes(const ExrBytes&) = delete;
  ExrBytes& operator=(const ExrBytes&) = delete;

  virtual std::int64_t size() const = 0;
  // Returns how many bytes were read, fewer than were asked for only at the end; less than 0 where
  // reading failed.
  virtual std::int64_t readAt(std::int64_t offset, std::span<char> bytes) = 0;
  virtual bool writeAt(std::int64_t offset, std::span<const char> bytes) = 0;
};

// An open file of OpenEXR's over any bytes, which are to outlive it or detach(). Complaints are
// not printed; a file can make OpenEXR hold no more than 4 MiB a piece.
class ExrContext {
 public:
  enum class Mode { Read, Write };
  ExrContext(ExrBytes& bytes, Mode mode);
  ~ExrContext();
  ExrContext(const ExrContext&) = delete;
  ExrContext& operator=(const ExrContext&) = delete;

  // Null where the bytes are no EXR.
  exr_context_t get() const { return m_context; }

  // Closing will touch the bytes no more.
  void detach() { m_bytes = nullptr; }

 private:
  static std::int64_t read(exr_const_context_t context, void* self, void* to, std::uint64_t size,
                           std::uint64_t offset, exr_stream_error_func_ptr_t fail);
  static std::int64_t write(exr_const_context_t context, void* self, const void* from,
                            std::uint64_t size, std::uint64_t offset,
                            exr_stream_error_func_ptr_t fail);
  static std::int64_t fileSize(exr_const_context_t context, void* self);

  ExrBytes* m_bytes;
  exr_context_t m_context = nullptr;
};

}  // namespace fatou::io
