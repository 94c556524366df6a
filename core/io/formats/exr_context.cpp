// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/formats/exr_context.h"

#include <cstdlib>

namespace fatou::io {
namespace {

constexpr std::size_t kLargestPiece = std::size_t{4} << 20;

void* allocate(std::size_t size) {
  return size > kLargestPiece ? nullptr : std::malloc(size);
}

}  // namespace

ExrContext::ExrContext(ExrBytes& bytes, Mode mode) : m_bytes(&bytes) {
  exr_context_initializer_t how = EXR_DEFAULT_CONTEXT_INITIALIZER;
  how.error_handler_fn = [](exr_const_context_t, exr_result_t, const char*) {};
  how.user_data = this;
  if (mode == Mode::Write) {
    how.write_fn = write;
    exr_start_write(&m_context, "picture.exr", EXR_WRITE_FILE_DIRECTLY, &how);
    return;
  }
  how.alloc_fn = allocate;
  how.free_fn = std::free;
  how.read_fn = read;
  how.size_fn = fileSize;
  how.flags = EXR_CONTEXT_FLAG_DISABLE_CHUNK_RECONSTRUCTION;
  if (exr_start_read(&m_context, "picture.exr", &how) != EXR_ERR_SUCCESS && m_context != nullptr)
    exr_finish(&m_context);
}

ExrContext::~ExrContext() {
  if (m_context != nullptr) exr_finish(&m_context);
}

std::int64_t ExrContext::read(exr_const_context_t context, void* self, void* to, std::uint64_t size,
                              std::uint64_t offset, exr_stream_error_func_ptr_t fail) {
  auto* bytes = static_cast<ExrContext*>(self)->m_bytes;
  const std::span part(static_cast<char*>(to), static_cast<std::size_t>(size));
  const std::int64_t got =
      bytes == nullptr ? -1 : bytes->readAt(static_cast<std::int64_t>(offset), part);
  if (got < 0) fail(context, EXR_ERR_READ_IO, "read failed");
  return got;
}

std::int64_t ExrContext::write(exr_const_context_t context, void* self, const void* from,
                               std::uint64_t size, std::uint64_t offset,
                               exr_stream_error_func_ptr_t fail) {
  auto* bytes = static_cast<ExrContext*>(self)->m_bytes;
  const std::span part(static_cast<const char*>(from), static_cast<std::size_t>(size));
  if (bytes != nullptr && bytes->writeAt(static_cast<std::int64_t>(offset), part))
    return static_cast<std::int64_t>(size);
  fail(context, EXR_ERR_WRITE_IO, "write failed");
  return -1;
}

std::int64_t ExrContext::fileSize(exr_const_context_t, void* self) {
  const auto* bytes = static_cast<ExrContext*>(self)->m_bytes;
  return bytes == nullptr ? 0 : bytes->size();
}

}  // namespace fatou::io
