// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/animation/frame_file.h"

#include <algorithm>
#include <memory>
#include <utility>
#include <vector>

#include <QFileInfo>

#include "core/color/painter.h"
#include "core/engines/errors.h"
#include "core/exports/count_digest.h"
#include "core/io/file_info.h"
#include "core/io/picture_writer.h"
#include "core/render/frame.h"
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

io::PictureInfo infoOf(const Frame& frame) {
  const auto& picture = frame.spec.request.picture;
  return {.width = picture.width,
          .height = picture.height,
          .tmax = picture.place.tmax,
          .painter = std::make_shared<const color::Painter>(frame.spec.coloring, picture.place.tmax,
                                                            frame.equalization, frame.spec.samples),
          .parameters = frame.parameters()};
}

// The engine that computed each row of pixels; here one did all.
std::vector<std::int16_t> enginesOf(render::RowRange slab) {
  return std::vector<std::int16_t>(static_cast<std::size_t>(slab.size()), 0);
}

Status writeSlabs(const Frame& frame, const JobPointer& job, io::PictureWriter& writer,
                  const std::stop_token& stop) {
  const int samples = frame.spec.samples;
  render::Frame numbers;
  std::vector<std::string> digests;
  for (const io::SlabRecord& slab : writer.written()) digests.push_back(slab.digest);
  for (const auto slab : render::slabs(frame.spec.request.picture.width,
                                       frame.spec.request.picture.height, samples)) {
    if (slab.begin >= writer.missingRows()) continue;
    renderSlab(*job, {slab.begin * samples, slab.end * samples}, stop, numbers);
    digests.push_back(exports::countDigest(numbers.counts()));
    const auto engines = enginesOf(slab);
    const io::PictureRows rows{
        .firstRow = slab.begin,
        .rows = slab.size(),
        .field = {.width = static_cast<std::size_t>(numbers.width()),
                  .samples = {numbers.counts(), numbers.smooth(), numbers.distance()}},
        .engines = engines};
    if (Status s = writer.writeRows(rows); !s) return s;
    if (Status s = writer.endSlab(digests.back()); !s) return s;
  }
  return writer.commit(exports::joinedDigest(digests));
}

}  // namespace

io::Parameters Frame::parameters() const {
  io::Parameters all = exports::parameters(spec);
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
      path, infoOf(frame),
      {.threads = 1, .replace = options.replace, .ownPartsAlone = options.ownPartsAlone});
  if (!writer) return writer.error();
  return writeSlabs(frame, job, *writer.value(), stop);
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
