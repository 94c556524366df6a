// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exports/exporter.h"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <future>
#include <memory>
#include <mutex>
#include <optional>
#include <sched.h>
#include <stop_token>
#include <utility>

#include "core/base/started_or_later.h"
#include "core/color/equalization.h"
#include "core/exports/count_digest.h"
#include "core/exports/count_survey.h"
#include "core/exports/frame_memory.h"
#include "core/exports/slab_spool.h"
#include "core/exports/target_files.h"
#include "core/io/formats/picture_writer.h"
#include "core/render/frame.h"

namespace fatou::exports {
namespace {

constexpr auto kDiskPatience = std::chrono::seconds(1);

// Gives this thread, and those that it makes later, only the time that nobody else wants.
void moveToBackground() {
#ifdef __linux__
  const sched_param none{};
  ::sched_setscheduler(0, SCHED_IDLE, &none);
#endif
}

// One export, while it runs.
class Export {
 public:
  Export(const PictureSpec& spec, const std::vector<Target>& targets, const ExportOptions& options,
         const ExportHooks& hooks, std::stop_token stop)
      : m_spec(spec),
        m_targets(targets),
        m_options(options),
        m_hooks(hooks),
        m_stop(std::move(stop)),
        m_spool(targets.empty() ? QString() : io::fileBehind(targets.front().path),
                options.spoolEvery),
        m_memory(takeFrameMemory(spec, targets, options.slabSamples, m_frame)),
        m_renderer(isSerial() ? engines::Client()
                              : options.source.start(spec.request.engines.count)) {
    m_spec.request.picture.quantities = m_record.quantities = quantitiesFor(spec, targets);
  }

  Result<ExportRecord> run();

 private:
  bool isSerial() const { return m_spec.request.engines.viewKind == render::ViewKind::Serial; }
  Status prepare();
  Result<std::shared_ptr<const color::Painter>> makePainter() const;
  Status openWriters(const std::shared_ptr<const color::Painter>& painter);
  void chooseWhatStays();
  Status renderSlab(render::RowRange slab);
  Status renderRows(render::RowRange rows);
  Status writeSlab(render::RowRange slab);
  bool waitForRoom(const Error& error);
  void endWaiting();
  void report(std::int64_t moreSampleRows);
  Status finish();

  PictureSpec m_spec;
  const std::vector<Target>& m_targets;
  const ExportOptions& m_options;
  const ExportHooks& m_hooks;
  std::stop_token m_stop;
  SlabSpool m_spool;
  render::Frame m_frame;       // a slab's samples
  std::future<void> m_memory;  // the frame's, taken while the engines start
  render::Renderer m_renderer;
  std::shared_ptr<const render::RenderJob> m_pixelJob;  // a point a pixel
  std::shared_ptr<const render::RenderJob> m_job;       // all samples
  std::vector<std::unique_ptr<io::PictureWriter>> m_writers;
  std::vector<std::string> m_digests;
  std::int64_t m_rowsBefore = 0;  // rows of pixels that an earlier run has written
  bool m_waitsForRoom = false;    // a disk was full
  std::int64_t m_sampleRows = 0;  // rows of samples that this run has rendered
  ExportProgress m_progress;
  ExportRecord m_record;
};

Result<ExportRecord> Export::run() {
  const Status ready = prepare();
  if (m_stop.stop_requested()) return std::move(m_record);
  if (!ready) return ready.error();
  const auto& picture = m_spec.request.picture;
  std::int32_t missing = picture.height;
  if (!m_writers.empty())
    missing =
        (*std::ranges::max_element(m_writers, {}, &io::PictureWriter::missingRows))->missingRows();
  m_rowsBefore = picture.height - missing;
  m_record.resumed = m_rowsBefore > 0;
  m_progress = {.rows = picture.height, .resumed = m_record.resumed};
  for (const render::RowRange slab :
       render::slabs(picture.width, picture.height, m_spec.samples, m_options.slabSamples)) {
    if (slab.begin >= missing) continue;
    Status status = renderSlab(slab);
    if (status && !m_stop.stop_requested()) status = writeSlab(slab);
    if (m_stop.stop_requested()) return std::move(m_record);
    if (!status) return status.error();
  }
  const Status status = finish();
  if (!status && !m_stop.stop_requested()) return status.error();
  return std::move(m_record);
}

Status Export::prepare() {
  auto job = render::RenderJob::create(m_spec.request, {.stop = m_stop});
  if (!job) return job.error();
  m_pixelJob = std::move(job).value();
  m_job = m_spec.samples == 1 ? m_pixelJob : m_pixelJob->supersampled(m_spec.samples);
  const auto painter = makePainter();
  if (!painter) return painter.error();
  return openWriters(painter.value());
}

Result<std::shared_ptr<const color::Painter>> Export::makePainter() const {
  color::Equalization equalization;
  if (m_spec.coloring.mapping == color::Mapping::Equalized && !m_targets.empty()) {
    const auto histogram = surveyCounts(m_renderer, m_pixelJob, m_spec.coloring.smooth, m_stop);
    if (!histogram) return histogram.error();
    equalization = color::Equalization(histogram.value());
  }
  return std::make_shared<const color::Painter>(m_spec.coloring, m_spec.request.picture.place.tmax,
                                                equalization, m_spec.samples);
}

Status Export::openWriters(const std::shared_ptr<const color::Painter>& painter) {
  const io::WriteOptions options{
      .threads = m_spec.request.engines.workers(),
      .replace = m_options.replace,
      .diskFull = [this](const Error& error) { return waitForRoom(error); },
      .complete = completeFiles(m_spec, m_targets, painter)};
  for (const Target& target : m_targets) {
    auto writer = io::PictureWriter::open(target.path, infoFor(m_spec, target, painter), options);
    if (!writer) return writer.error();
    m_writers.push_back(std::move(writer).value());
    if (m_options.keepOnStop) m_writers.back()->keepPart();
  }
  chooseWhatStays();
  // Resumes all files where the shortest one ends. The slabs above that have the same digests in
  // all of them.
  if (m_writers.empty()) return success();
  const auto& last = *std::ranges::max_element(m_writers, {}, [](const auto& writer) {
    return std::pair(writer->missingRows(), writer->written().size());
  });
  for (const io::SlabRecord& slab : last->written()) m_digests.push_back(slab.digest);
  return success();
}

// Decides what an export that is stopped leaves. Rows that were put aside stay if one of the files
// does.
void Export::chooseWhatStays() {
  m_record.keepsPart =
      std::ranges::any_of(m_writers, [](const auto& writer) { return writer->keepsPart(); });
  if (m_record.keepsPart) m_spool.keepFile();
  if (!m_writers.empty()) m_spool.mayReplace(!m_writers.front()->wasThere());
}

// Renders until all rows are there: a pause ends a run early, and the missing rows are rendered
// after it.
Status Export::renderSlab(render::RowRange slab) {
  const render::RowRange rows{slab.begin * m_spec.samples, slab.end * m_spec.samples};
  if (m_memory.valid()) m_memory.get();
  if (m_writers.empty()) {
    m_frame.resetWithoutNumbers(m_job->request().picture.width, rows);
  } else {
    m_frame.reset(m_job->request().picture.width, rows, m_spec.request.picture.quantities);
    m_spool.begin(keyOf(m_spec, slab), m_frame);
  }
  const std::int32_t kept = rows.size() - m_frame.missingRows();
  m_record.resumed = m_record.resumed || kept > 0;
  report(kept);
  while (!m_frame.complete() && !m_stop.stop_requested()) {
    if (m_hooks.pause != nullptr) m_hooks.pause->wait(m_stop);
    for (const render::RowRange missing : m_frame.missing()) {
      if (Status s = renderRows(missing); !s) return s;
      if (m_hooks.pause != nullptr && m_hooks.pause->isPaused()) break;
    }
  }
  return success();
}

Status Export::renderRows(render::RowRange rows) {
  std::stop_source stop;
  const std::stop_callback passOn(m_stop, [&stop] { stop.request_stop(); });
  const auto collect = [&](const render::Tile& tile, const render::BandRecord& band) {
    m_frame.add(tile, static_cast<int>(band.task.engine));
    m_record.sum += tile.iterations;
    m_record.interior += howOften(m_spec.request.picture.place.tmax, tile.counts);
    m_spool.keep(m_frame);
    report(tile.rect.height);
    if (m_hooks.pause != nullptr && m_hooks.pause->isPaused()) stop.request_stop();
  };
  auto run = m_renderer.render(m_job, rows, collect, stop.get_token());
  if (!run) return run.error();
  m_record.runs.push_back(std::move(run).value());
  return success();
}

Status Export::writeSlab(render::RowRange slab) {
  if (m_writers.empty()) return success();
  // Hashing is one thread's work, and takes about as long as packing does on the others.
  auto digest = startedOrLater([this] { return countDigest(m_frame.counts()); });
  const auto takeDigest = [&] {
    m_digests.push_back(digest.get());
    return m_digests.back();
  };
  if (Status s = exports::writeSlab(m_writers, m_frame, slab, m_spec.samples, takeDigest); !s)
    return s;
  m_spool.end();
  endWaiting();
  return success();
}

// Waits until there is room or the export is stopped.
bool Export::waitForRoom(const Error& error) {
  m_waitsForRoom = true;
  if (m_hooks.diskFull) m_hooks.diskFull(error);
  std::mutex mutex;
  std::condition_variable_any never;
  std::unique_lock lock(mutex);
  never.wait_for(lock, m_stop, kDiskPatience, [] { return false; });
  return !m_stop.stop_requested();
}

void Export::endWaiting() {
  if (std::exchange(m_waitsForRoom, false) && m_hooks.diskHasRoom) m_hooks.diskHasRoom();
}

void Export::report(std::int64_t moreSampleRows) {
  m_sampleRows += moreSampleRows;
  m_progress.rowsDone = m_rowsBefore + m_sampleRows / m_spec.samples;
  if (m_hooks.progress) m_hooks.progress(m_progress);
}

// Makes each step for all files before the next step, so that the same export can be gone on with
// wherever it is killed.
Status Export::finish() {
  const auto& picture = m_spec.request.picture;
  const auto slabs =
      render::slabs(picture.width, picture.height, m_spec.samples, m_options.slabSamples);
  // Where all files were complete before, nothing was rendered and digests of slabs may be missing;
  // but no file is left to write the digest into.
  if (m_digests.size() == slabs.size()) m_record.sha256 = joinedDigest(m_digests);
  std::vector<io::PictureFile::Digest> all;
  for (const auto& writer : m_writers) {
    const auto digest = writer->finish(m_record.sha256);
    if (!digest) return digest.error();
    all.push_back(digest.value());
  }
  for (const auto& writer : m_writers)
    if (Status s = writer->seal(all); !s) return s;
  m_record.keepsPart = !m_writers.empty();
  for (const auto& writer : m_writers)
    if (Status s = writer->publish(); !s) return s;
  for (const auto& target : m_targets) SlabSpool::remove(io::fileBehind(target.path));
  for (const auto& writer : m_writers) writer->forget();
  endWaiting();
  m_record.complete = true;
  return success();
}

}  // namespace

Status checkExport(const PictureSpec& spec, const std::vector<Target>& targets,
                   const ExportOptions& options) {
  if (Status s = check(spec); !s) return s;
  render::RenderRequest request = spec.request;
  request.picture.quantities = quantitiesFor(spec, targets);
  if (Status s = render::checkResolved(request); !s) return s;
  return checkTargets(spec, targets, options.replace);
}

Result<ExportRecord> exportPicture(const PictureSpec& spec, const std::vector<Target>& targets,
                                   const ExportOptions& options, const ExportHooks& hooks,
                                   const std::stop_token& stop) {
  if (Status s = check(spec); !s) return s.error();
  if (Status s = checkTargets(spec, targets, options.replace); !s) return s.error();
  if (options.inBackground) moveToBackground();
  return Export(spec, targets, options, hooks, stop).run();
}

}  // namespace fatou::exports
