// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>
#include <random>
#include <span>
#include <string>
#include <vector>

#include <QByteArray>
#include <QDir>
#include <QFile>
#include <QString>
#include <QStringList>

#include "core/io/formats/picture_writer.h"

// Pictures for the tests of core/io, and ways of looking at the files they become.
namespace fatou::io::samples {

using Counts = std::vector<std::int32_t>;

// Every pixel its own hash, so that a swapped or lost row or column shows. Counts 0 ... tmax.
inline Counts makeCounts(std::int32_t width, std::int32_t height, std::int32_t tmax) {
  std::mt19937 random(12345);
  Counts counts(static_cast<std::size_t>(width) * static_cast<std::size_t>(height));
  for (std::int32_t& count : counts)
    count = static_cast<std::int32_t>(random() % (static_cast<std::uint32_t>(tmax) + 1));
  return counts;
}

inline PictureInfo makeInfo(std::int32_t width, std::int32_t height, std::int32_t tmax = 256) {
  return {.width = width,
          .height = height,
          .tmax = tmax,
          .painter = std::make_shared<const color::Painter>(color::Coloring::defaultColoring(),
                                                            tmax, color::Equalization(), 1),
          .parameters = {{"c", "-0.065,0.66"}, {"tmax", "256"}}};
}

inline const std::string kDigest(64, 'd');  // takes the place of that of J

// Hands `counts` to the writer from the top down in slabs of these heights, the last one repeated.
inline Status writeSlabs(PictureWriter& writer, std::int32_t width, const Counts& counts,
                         const std::vector<std::int32_t>& heights) {
  std::int32_t end = static_cast<std::int32_t>(counts.size()) / width;
  for (std::size_t slab = 0; end > 0; ++slab) {
    const std::int32_t rows = std::min(end, heights[std::min(slab, heights.size() - 1)]);
    if (rows == 0) continue;
    end -= rows;
    const auto row = static_cast<std::size_t>(width);
    const auto part = std::span(counts).subspan(static_cast<std::size_t>(end) * row,
                                                static_cast<std::size_t>(rows) * row);
    const std::vector<std::int16_t> engines(static_cast<std::size_t>(rows));
    const PictureRows slabRows{.firstRow = end,
                               .rows = rows,
                               .field = {.width = row, .samples = {.counts = part}},
                               .engines = engines};
    if (Status s = writer.writeRows(slabRows); !s) return s;
    if (Status s = writer.endSlab(kDigest); !s) return s;
  }
  return success();
}

inline Status writePicture(const QString& path, const PictureInfo& info, const Counts& counts,
                           const std::vector<std::int32_t>& heights = {7}) {
  auto writer = PictureWriter::open(path, info, {.replace = true});
  if (!writer) return writer.error();
  const std::unique_ptr<PictureWriter> open = std::move(writer).value();
  if (Status s = writeSlabs(*open, info.width, counts, heights); !s) return s;
  return open->commit(kDigest);
}

inline QByteArray bytesOf(const QString& path) {
  QFile file(path);
  return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("no file");
}

// Removes first, as ext4 waits for the disk when a file is emptied and written again.
inline void putBytes(const QString& path, const QByteArray& bytes) {
  QFile::remove(path);
  QFile file(path);
  if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
    qFatal("the test cannot write %s", qPrintable(path));
}

inline QStringList namesIn(const QString& folder) {
  return QDir(folder).entryList(QDir::AllEntries | QDir::Hidden | QDir::System |
                                QDir::NoDotAndDotDot);
}

}  // namespace fatou::io::samples
