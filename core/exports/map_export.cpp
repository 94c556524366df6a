// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exports/map_export.h"

#include <algorithm>
#include <cstddef>
#include <memory>
#include <numeric>
#include <string>
#include <utility>

#include <QJsonDocument>
#include <QStringList>

#include "core/color/equalization.h"
#include "core/color/painter.h"
#include "core/exports/count_digest.h"
#include "core/io/formats/picture_formats.h"
#include "core/io/formats/picture_writer.h"
#include "core/io/gradients/gradient_json.h"
#include "core/render/frame.h"

namespace fatou::exports {
namespace {

using MapPainter = std::shared_ptr<const color::Painter>;

// Returns the colours without lines of equal distance, since maps have no distances.
color::Coloring coloringOf(const MapSpec& spec) {
  color::Coloring coloring = spec.coloring;
  coloring.distanceLines = false;
  return coloring;
}

MapPainter painterFor(const MapSpec& spec, const color::Equalization& equalization) {
  return std::make_shared<const color::Painter>(coloringOf(spec), spec.request.tmax, equalization,
                                                1);
}

io::PictureInfo infoOf(const MapSpec& spec, const Target& target, MapPainter painter) {
  return {.width = spec.request.width,
          .height = spec.request.height,
          .tmax = spec.request.tmax,
          .painter = std::move(painter),
          .parameters = parameters(spec),
          .identity = {},
          .dpi = spec.dpi,
          .options = target.options};
}

// Returns the map's frame; nothing when stopped.
Result<std::optional<render::Frame>> computeMap(const engines::Client& client, const MapSpec& spec,
                                                const MapProgress& progress,
                                                const std::stop_token& stop) {
  const render::MapRequest& request = spec.request;
  render::Frame frame;
  frame.reset(request.width, {0, request.height}, {.smooth = request.smooth});
  const auto ended = render::MapRenderer(client).render(
      request,
      [&](const render::Tile& tile) {
        frame.add(tile);
        if (progress) progress(tile.rect.height);
      },
      stop);
  if (!ended) return ended.error();
  if (ended.value() == engines::Ended::Stopped) return std::optional<render::Frame>();
  return std::optional(std::move(frame));
}

color::Equalization equalizationOf(const MapSpec& spec, const render::Frame& frame) {
  if (spec.coloring.mapping != color::Mapping::Equalized) return {};
  color::CountHistogram histogram;
  histogram.add(frame.numbers(), spec.coloring.smooth, spec.request.tmax);
  return color::Equalization(histogram);
}

// Writes the rows that a file lacks: all except those that an earlier run has left.
Status writeMap(io::PictureWriter& writer, const render::Frame& frame, const std::string& digest) {
  const auto rows = static_cast<std::size_t>(writer.missingRows());
  const auto width = static_cast<std::size_t>(frame.width());
  if (rows > 0) {
    const Status written = writer.writeRows(
        {.firstRow = 0,
         .rows = writer.missingRows(),
         .field = {.width = width, .samples = frame.numbers().part(0, rows * width)},
         .engines = frame.engines().first(rows)});
    if (!written) return written;
    if (Status ended = writer.endSlab(digest); !ended) return ended;
  }
  return writer.commit(digest);
}

}  // namespace

io::Parameters parameters(const MapSpec& spec) {
  io::Parameters all = render::parameters(spec.request);
  if (spec.dpi > 0) all.emplace_back("dpi", std::to_string(spec.dpi));
  all.emplace_back(
      "coloring",
      QJsonDocument(io::toJson(coloringOf(spec))).toJson(QJsonDocument::Compact).toStdString());
  return all;
}

Status checkMapExport(const MapSpec& spec, const std::vector<Target>& targets,
                      const io::Replace& replace) {
  if (Status sound = render::check(spec.request); !sound) return sound;
  if (std::int64_t{spec.request.width} * spec.request.height > kMostMapPixels)
    return Error{"a map of " + std::to_string(spec.request.width) + "x" +
                 std::to_string(spec.request.height) + " pixels is too large: use " +
                 std::to_string(kMostMapPixels) + " pixels at most"};
  QStringList names;
  for (const Target& target : targets) names += target.path;
  if (Status distinct = io::checkDistinct(names); !distinct) return distinct;
  const MapPainter painter = painterFor(spec, {});
  for (const Target& target : targets) {
    const io::FormatTraits* format = io::formatOf(target.path);
    if (format != nullptr && io::optionsFor(*format, target.options).field == io::Field::Distance)
      return Error{"a map has no distances: use --field count or smooth"};
    if (Status sound =
            io::checkPictureFile(target.path, infoOf(spec, target, painter), {.replace = replace});
        !sound)
      return sound;
  }
  return success();
}

Result<std::optional<MapRecord>> exportMap(const engines::Client& client, const MapSpec& spec,
                                           const std::vector<Target>& targets,
                                           const io::Replace& replace, const MapProgress& progress,
                                           const std::stop_token& stop) {
  if (Status sound = checkMapExport(spec, targets, replace); !sound) return sound.error();
  auto computed = computeMap(client, spec, progress, stop);
  if (!computed) return computed.error();
  if (!computed.value()) return std::optional<MapRecord>();
  const render::Frame& frame = *computed.value();
  const MapPainter painter = painterFor(spec, equalizationOf(spec, frame));
  const std::string digest = countDigest(frame.counts());
  for (const Target& target : targets) {
    auto writer =
        io::PictureWriter::open(target.path, infoOf(spec, target, painter), {.replace = replace});
    if (!writer) return writer.error();
    if (Status written = writeMap(*writer.value(), frame, digest); !written) return written.error();
  }
  MapRecord record{.inside = std::ranges::count(frame.counts(), spec.request.tmax)};
  record.sum = std::accumulate(frame.counts().begin(), frame.counts().end(), std::int64_t{0});
  return std::optional(record);
}

}  // namespace fatou::exports
