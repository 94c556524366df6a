// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include <QByteArray>
#include <QString>

#include "core/base/result.h"
#include "core/io/provenance.h"

namespace fatou::io {

// What tells one J from another. All Fatou programs, and numpy, agree on these for the same J.
struct CountSummary {
  std::int64_t sum = 0;
  std::int32_t minimum = 0;
  std::int32_t maximum = 0;
  std::string sha256;  // of the array as little-endian int32, 64 hexadecimal digits

  friend bool operator==(const CountSummary&, const CountSummary&) = default;
};

struct FileInfo {
  std::string format;  // "PNG picture", "NumPy array", …
  std::int64_t width = 0;
  std::int64_t height = 0;
  Provenance provenance;               // its software is empty where Fatou did not write the file
  std::optional<CountSummary> counts;  // of arrays of J

  friend bool operator==(const FileInfo&, const FileInfo&) = default;
};

// Reads what a picture file says about itself; the content decides what it is, not its ending. A
// sound file of another program is no error, as the counts of an array can be compared whoever
// wrote it. Damaged files and other formats are: every checksum and length of a PNG is checked, of
// the others whether all their pixels are there; none is unpacked. Needs at most some 100 MiB
// whatever the file claims; blocks while it is read, a PNG or array whole.
Result<FileInfo> readFileInfo(const QString& path);

// The bytes at the beginning of a file that say what it is.
inline constexpr int kStartBytes = 16;

// Whether a file that readFileInfo() reads begins like this.
bool isPictureStart(const QByteArray& firstBytes);

}  // namespace fatou::io
