// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>

#include <QFile>

#include "core/io/formats/exr_context.h"
#include "core/io/formats/tiff_handle.h"

namespace fatou::io {

// A file of any origin, read by a library that keeps some of what it reads: there is an end to how
// much it is given.
class BoundedFile {
 public:
  BoundedFile(QFile& file, std::int64_t mostBytes) : m_file(file), m_left(mostBytes) {}

  std::int64_t size() const { return m_file.size(); }
  // Returns how many bytes were read, fewer than were asked for only at the end; less than 0 where
  // reading failed or went beyond the bound.
  std::int64_t readAt(std::int64_t offset, std::span<char> bytes) {
    if (offset < 0 || bytes.size() > static_cast<std::size_t>(m_left)) return -1;
    if (!m_file.seek(offset)) return -1;
    const std::int64_t got = m_file.read(bytes.data(), static_cast<qint64>(bytes.size()));
    m_left -= std::max<std::int64_t>(got, 0);
    return got;
  }

 private:
  QFile& m_file;
  std::int64_t m_left;
};

class TiffFile : public TiffBytes {
 public:
  TiffFile(QFile& file, std::int64_t mostBytes) : m_file(file, mostBytes) {}

  std::int64_t size() const override { return m_file.size(); }
  bool readAt(std::int64_t offset, std::span<char> bytes) override {
    return m_file.readAt(offset, bytes) == static_cast<std::int64_t>(bytes.size());
  }
  bool writeAt(std::int64_t, std::span<const char>) override { return false; }

 private:
  BoundedFile m_file;
};

class ExrFile : public ExrBytes {
 public:
  ExrFile(QFile& file, std::int64_t mostBytes) : m_file(file, mostBytes) {}

  std::int64_t size() const override { return m_file.size(); }
  std::int64_t readAt(std::int64_t offset, std::span<char> bytes) override {
    return m_file.readAt(offset, bytes);
  }
  bool writeAt(std::int64_t, std::span<const char>) override { return false; }

 private:
  BoundedFile m_file;
};

}  // namespace fatou::io
