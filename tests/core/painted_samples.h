// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <memory>
#include <random>
#include <span>
#include <string>
#include <vector>

#include <QFile>
#include <QProcess>
#include <QString>
#include <QStringList>

#include "core/io/formats/picture_writer.h"

// Pictures of which every number is known, for the tests of the formats.
namespace fatou::io::samples {

inline const std::string kSha256(64, 'e');

// Counts, smooth counts and distances that look like a picture: bands, noise and an interior.
struct Painting {
  PictureInfo info;
  std::vector<std::int32_t> counts;
  std::vector<float> smooth;
  std::vector<float> distance;
  std::vector<std::int16_t> engines;  // one a row
  std::vector<std::int32_t> cycles;   // of basins alone

  std::size_t columns() const { return static_cast<std::size_t>(info.width * info.samples()); }
  PictureRows rows(std::int32_t first, std::int32_t size) const {
    const auto samples = static_cast<std::size_t>(info.samples());
    const std::size_t at = static_cast<std::size_t>(first) * samples * columns();
    const std::size_t part = static_cast<std::size_t>(size) * samples * columns();
    return {.firstRow = first,
            .rows = size,
            .field = {.width = columns(),
                      .samples = {std::span(counts).subspan(at, part),
                                  std::span(smooth).subspan(at, part),
                                  std::span(distance).subspan(at, part),
                                  cycles.empty() ? std::span<const std::int32_t>()
                                                 : std::span(cycles).subspan(at, part)}},
            .engines = std::span(engines).subspan(static_cast<std::size_t>(first),
                                                  static_cast<std::size_t>(size))};
  }

  // All pixels in a format of three channels, the top row first.
  template <typename Channel>
  std::vector<Channel> pixels() const {
    const auto width = static_cast<std::size_t>(info.width);
    std::vector<Channel> all(3 * width * static_cast<std::size_t>(info.height));
    const PictureRows whole = rows(0, info.height);
    std::span<Channel> rest = all;
    for (auto row = static_cast<std::size_t>(info.height); row-- > 0;
         rest = rest.subspan(3 * width))
      info.painter->paint(whole.field, {.row = row, .first = 0, .size = width},
                          rest.first(3 * width));
    return all;
  }
};

inline Painting makePainting(std::int32_t width, std::int32_t height, const FileOptions& options,
                             int samples = 1) {
  constexpr std::int32_t tmax = 256;
  Painting painting;
  painting.info = {.width = width,
                   .height = height,
                   .tmax = tmax,
                   .painter = std::make_shared<color::Painter>(
                       color::Coloring::defaultColoring(), tmax, color::Equalization(), samples),
                   .parameters = {{"c", "-0.065,0.66"}, {"tmax", "256"}},
                   .options = options};
  std::mt19937 random(99);
  const std::size_t columns = painting.columns();
  const std::size_t all = columns * static_cast<std::size_t>(height * samples);
  for (std::size_t i = 0; i < all; ++i) {
    const std::size_t wave = (i % columns + i / columns) / 7 % 200;
    const bool isNoise = i % columns < columns / 4;
    const auto count = static_cast<std::int32_t>(isNoise ? random() % (tmax + 1) : wave);
    painting.counts.push_back(wave > 190 ? tmax : count);
    painting.smooth.push_back(static_cast<float>(count) + static_cast<float>(i % 8) / 8.0F);
    painting.distance.push_back(static_cast<float>(i % 1000) / 10.0F);
  }
  for (std::int32_t row = 0; row < height; ++row)
    painting.engines.push_back(static_cast<std::int16_t>(row / 10 % 4));
  return painting;
}

// The same of basins: a pixel has escaped, has no cycle or the third one.
inline Painting withCycles(Painting painting) {
  painting.info.hasCycles = true;
  for (std::size_t i = 0; i < painting.counts.size(); ++i)
    painting.cycles.push_back(static_cast<std::int32_t>(i * i % 5) - 1);
  return painting;
}

// Writes the painting in slabs of `slab` rows.
inline Status write(const QString& path, const Painting& painting, std::int32_t slab = 100,
                    int threads = 2) {
  auto opened = PictureWriter::open(path, painting.info,
                                    {.threads = threads, .replace = true, .diskFull = {}});
  if (!opened) return opened.error();
  const auto writer = std::move(opened).value();
  for (std::int32_t end = painting.info.height; end > 0;) {
    const std::int32_t rows = std::min(slab, end);
    end -= rows;
    if (Status s = writer->writeRows(painting.rows(end, rows)); !s) return s;
    if (Status s = writer->endSlab("digest"); !s) return s;
  }
  return writer->commit(kSha256);
}

// The output of a program, without white space at the ends; its complaint where it fails.
inline QString outputOf(const QString& program, const QStringList& arguments) {
  QProcess process;
  process.setProcessChannelMode(QProcess::MergedChannels);
  process.start(program, arguments);
  if (!process.waitForFinished(60'000)) return QStringLiteral("cannot run ") + program;
  return QString::fromUtf8(process.readAll()).trimmed();
}

inline QByteArray contentOf(const QString& path) {
  QFile file(path);
  return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("no file");
}

}  // namespace fatou::io::samples
