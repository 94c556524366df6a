// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/animation/frame_file.h"

#include <algorithm>
#include <array>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <QFileInfo>

#include "core/color/painter.h"
#include "core/engines/tasks/errors.h"
#include "core/exports/count_digest.h"
#include "core/exports/target_files.h"
#include "core/io/formats/file_info.h"
#include "core/render/render_job.h"
#include "core/render/tile_plan.h"

namespace fatou::animation {
namespace {

using JobPointer = std::shared_ptr<const render::RenderJob>;

void renderSlab(const render::RenderJob& job, render::RowRange rows, const std::stop_token& stop,
                render::Frame& slab) {
  slab.reset(job.request().picture.width, rows, job.request().picture.quantities);
  const render::TilePlan plan = job.plan(rows);
  for (const render::RowRange band : plan.bands)
    for (const render::Tile& tile : job.computeBand(band, plan.mirrored, stop)) slab.add(tile);
}

// A frame's file also says what all frames are equalized over.
io::PictureInfo infoOf(const Frame& frame, const QString& path) {
  const auto painter = std::make_shared<const color::Painter>(
      frame.spec.coloring, frame.spec.request.picture.place.tmax, frame.equalization,
      frame.spec.samples);
  io::PictureInfo info = exports::infoFor(frame.spec, {.path = path, .options = {}}, painter);
  info.parameters = frame.parameters();
  info.identity = frame.withEqualization(std::move(info.identity));
  return info;
}

// `writers` has one.
Status writeSlabs(const Frame& frame, const JobPointer& job,
                  std::span<const std::unique_ptr<io::PictureWriter>> writers,
                  const std::stop_token& stop) {
  io::PictureWriter& writer = *writers.front();
  const auto& picture = frame.spec.request.picture;
  const int samples = frame.spec.samples;
  render::Frame numbers;
  std::vector<std::string> digests;
  for (const io::SlabRecord& slab : writer.written()) digests.push_back(slab.digest);
  for (const auto slab : render::slabs(picture.width, picture.height, samples)) {
    if (slab.begin >= writer.missingRows()) continue;
    renderSlab(*job, {slab.begin * samples, slab.end * samples}, stop, numbers);
    digests.push_back(exports::countDigest(numbers.counts()));
    const auto digest = [&] { return digests.back(); };
    if (Status s = exports::writeSlab(writers, numbers, slab, samples, digest); !s) return s;
  }
  return writer.commit(exports::joinedDigest(digests));
}

}  // namespace

io::Parameters Frame::parameters() const {
  return withEqualization(exports::parameters(spec));
}

io::Parameters Frame::withEqualization(io::Parameters all) const {
  if (!equalizedOver.empty()) all.emplace_back("equalizedOver", equalizedOver);
  return all;
}

Status writeFrame(const Frame& frame, const QString& path, const FrameOptions& options,
                  const std::stop_token& stop) {
  auto pixels = render::RenderJob::create(frame.spec.request, {.stop = stop});
  if (stop.stop_requested()) throw engines::TaskAborted("the render was stopped");
  if (!pixels) return pixels.error();
  const JobPointer job = frame.spec.samples == 1 ? std::move(pixels).value()
                                                 : pixels.value()->supersampled(frame.spec.samples);
  auto writer = io::PictureWriter::open(
      path, infoOf(frame, path),
      {.threads = 1, .replace = options.replace, .ownPartsAlone = options.ownPartsAlone});
  if (!writer) return writer.error();
  const std::array writers{std::move(writer).value()};
  return writeSlabs(frame, job, writers, stop);
}

bool isFrame(const QString& path, const Frame& frame) {
  if (!QFileInfo(path).isFile()) return false;
  const auto info = io::readFileInfo(path);
  if (!info || info.value().provenance.software != io::softwareName()) return false;
  // The file has more parameters than the frame: the digest of J is written after them.
  const io::Parameters& has = info.value().provenance.parameters;
  const io::Parameters wanted = frame.parameters();
  return has.size() >= wanted.size() && std::equal(wanted.begin(), wanted.end(), has.begin());
}

bool isOwnPicture(const QString& path) {
  if (!QFileInfo(path).isFile()) return false;
  const auto info = io::readFileInfo(path);
  return info && !info.value().provenance.software.empty();
}

}  // namespace fatou::animation
