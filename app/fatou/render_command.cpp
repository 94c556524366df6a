// SPDX-License-Identifier: GPL-3.0-or-later
#include <memory>
#include <vector>

#include <QThread>

#include "app/fatou/command.h"
#include "app/fatou/interrupt.h"
#include "app/fatou/options.h"
#include "app/fatou/progress.h"
#include "app/fatou/report.h"
#include "app/fatou/text.h"
#include "core/io/picture_writer.h"
#include "core/io/run_json.h"
#include "core/kernels/escape_time.h"
#include "core/render/frame.h"
#include "core/render/renderer.h"
#include "core/stats/run_summary.h"

namespace fatou::app {
namespace {

using Writers = std::vector<std::unique_ptr<io::PictureWriter>>;

// What tells one J from another at a glance.
struct CountTotals {
  std::int64_t sum = 0;
  std::int64_t interior = 0;

  void add(const render::Tile& tile, std::int32_t tmax) {
    sum += tile.iterations;
    interior += (tile.counts == tmax).count();
  }
};

Writers openWriters(const QStringList& paths, const render::RenderRequest& request) {
  for (const QString& path : paths)
    if (auto status = io::checkPicturePath(path, request.width, request.height); !status)
      throw badUsage(status.error());
  const io::PictureInfo info{.width = request.width,
                             .height = request.height,
                             .tmax = request.place.tmax,
                             .parameters = render::parameters(request)};
  Writers writers;
  for (const QString& path : paths) {
    auto writer = io::makePictureWriter(path, info);
    if (!writer) throw failed(writer.error());
    writers.push_back(std::move(writer).value());
  }
  return writers;
}

// Renders slab by slab from the top and hands each to the writers; memory holds one slab.
std::vector<render::RunRecord> renderTo(Writers& writers,
                                        const std::shared_ptr<const render::RenderJob>& job,
                                        const render::Renderer& renderer,
                                        const Interrupt& interrupt, bool quiet,
                                        CountTotals& totals) {
  const auto& request = job->request();
  Progress progress("rendering", request.height, quiet);
  std::vector<render::RunRecord> runs;
  render::Frame frame;
  for (const render::RowRange slab : render::slabs(request.width, request.height)) {
    frame.reset(request.width, slab);
    const auto collect = [&](const render::Tile& tile, const render::BandRecord&) {
      frame.add(tile);
      totals.add(tile, request.place.tmax);
      progress.add(tile.rect.height);
    };
    auto run = renderer.render(job, slab, collect, interrupt.token());
    if (!run) throw failed(run.error());
    interrupt.throwIfStopped();
    runs.push_back(std::move(run).value());
    for (const auto& writer : writers) {
      require(writer->writeRows(slab.begin, frame.counts()));
      interrupt.throwIfStopped();
    }
  }
  return runs;
}

QString summaryText(const render::RenderRequest& request, const CountTotals& totals,
                    const stats::RunSummary& summary) {
  QString text = QStringLiteral("%1 x %2 pixels, sum of J %3, %4 pixels at tmax\n")
                     .arg(request.width)
                     .arg(request.height)
                     .arg(countText(totals.sum), countText(totals.interior));
  text += QStringLiteral("wall time %1, %2 iterations, %3 on %4\n")
              .arg(durationText(summary.wallTime), countText(summary.iterations),
                   rateText(summary.iterationsPerSecond),
                   QString::fromStdString(kernels::simdTargetName()));
  if (request.viewKind == render::ViewKind::Serial) return text;
  return text + QStringLiteral(
                    "%1 engines, %2: serial time %3, speed-up %4, efficiency %5, "
                    "imbalance %6\n")
                    .arg(request.engines)
                    .arg(QString::fromStdString(render::toString(request.viewKind)),
                         durationText(summary.serialTime))
                    .arg(summary.speedup, 0, 'f', 2)
                    .arg(percentText(summary.efficiency))
                    .arg(summary.imbalance, 0, 'f', 2);
}

}  // namespace

void runRender(const QStringList& arguments) {
  Options options(QStringLiteral("Computes J of one Julia set and writes it to files."));
  options.addPicture();
  options.addEngines(QStringLiteral("How many engines; all cores when left out."));
  options.addSimd();
  options.add({{QStringLiteral("o"), QStringLiteral("output")},
               QStringLiteral("Write here: .npy is J as an array, .png a picture. Repeatable."),
               QStringLiteral("FILE")});
  options.add({QStringLiteral("timing"), QStringLiteral("Write every band's stamps as JSON."),
               QStringLiteral("FILE")});
  options.add({QStringLiteral("quiet"), QStringLiteral("Print nothing but errors.")});
  options.parse(arguments);
  render::RenderRequest request = options.request();
  request.engines = options.engines();
  options.applySimd();
  const bool quiet = options.isSet(QStringLiteral("quiet"));

  const Interrupt interrupt;
  auto job = render::RenderJob::create(request);
  if (!job) throw badUsage(job.error());
  requireWritable(options, {"timing"});
  Writers writers = openWriters(options.values(QStringLiteral("output")), request);
  const bool serial = request.viewKind == render::ViewKind::Serial;
  const render::Renderer renderer{engines::Client(serial ? 0 : request.engines)};
  CountTotals totals;
  const auto runs = renderTo(writers, job.value(), renderer, interrupt, quiet, totals);
  for (const auto& writer : writers) require(writer->commit());
  const io::Recording recording{.request = render::parameters(request),
                                .machine = io::machineFacts(),
                                .runs = toRuns(runs, request.viewKind)};
  if (options.isSet(QStringLiteral("timing")))
    require(writeFile(options.value(QStringLiteral("timing")), io::recordingJson(recording)));
  if (!quiet) print(summaryText(request, totals, stats::summarize(recording.run())));
}

}  // namespace fatou::app
