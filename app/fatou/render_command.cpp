// SPDX-License-Identifier: GPL-3.0-or-later
#include <optional>
#include <utility>

#include "app/fatou/command.h"
#include "app/fatou/export_options.h"
#include "app/fatou/interrupt.h"
#include "app/fatou/options.h"
#include "app/fatou/progress.h"
#include "app/fatou/report.h"
#include "app/fatou/start_file.h"
#include "app/fatou/text.h"
#include "app/fatou/verify_option.h"
#include "core/exports/exporter.h"
#include "core/io/machine/process_start.h"
#include "core/io/reports/run_json.h"
#include "core/kernels/simd_targets.h"
#include "core/stats/losses.h"
#include "core/stats/run_summary.h"

namespace fatou::app {
namespace {

// Says once that the disk is full, and once that the work goes on.
class DiskNotice {
 public:
  void full(const Error& error) {
    if (std::exchange(m_said, true)) return;
    tell(QString::fromStdString(error.message) +
         QStringLiteral(" Waiting for room; Ctrl-C ends it."));
  }
  void hasRoom() {
    if (std::exchange(m_said, false)) tell(QStringLiteral("There is room; going on."));
  }

 private:
  bool m_said = false;
};

exports::ExportRecord render(const engines::EngineSource& source, const exports::PictureSpec& spec,
                             const Options& options, const Interrupt& interrupt) {
  const auto targets = targetsOf(options);
  auto exportOptions = exportOptionsOf(options);
  exportOptions.source = source;
  if (auto status = exports::checkExport(spec, targets, exportOptions); !status)
    throw badUsage(status.error());
  Progress progress("rendering", spec.request.picture.height,
                    options.isSet(QStringLiteral("quiet")));
  std::int64_t shown = 0;
  DiskNotice diskNotice;
  const exports::ExportHooks hooks{
      .progress =
          [&](const exports::ExportProgress& now) {
            progress.add(now.rowsDone - std::exchange(shown, now.rowsDone));
          },
      .diskFull = [&](const Error& error) { diskNotice.full(error); },
      .diskHasRoom = [&] { diskNotice.hasRoom(); }};
  auto record = exports::exportPicture(spec, targets, exportOptions, hooks, interrupt.token());
  if (!record) throw failed(record.error());
  if (!record.value().complete)
    throw Failure{kInterrupted,
                  record.value().keepsPart
                      ? QStringLiteral("interrupted; the same command goes on with FILE.part")
                      : QStringLiteral("interrupted; no file was written")};
  return std::move(record).value();
}

// How long after the program's start the first tile was there; nothing where none was rendered.
std::optional<double> firstTileOf(const exports::ExportRecord& record) {
  for (const render::RunRecord& run : record.runs)
    if (!run.bands.empty())
      return engines::Seconds(run.bands.front().task.received - io::processStart()).count();
  return std::nullopt;
}

QString summaryText(const exports::PictureSpec& spec, const exports::ExportRecord& record,
                    std::optional<double> firstTile) {
  const render::RenderRequest& request = spec.request;
  QString text =
      QStringLiteral("%1 x %2 pixels, ").arg(request.picture.width).arg(request.picture.height);
  if (record.resumed) text += QStringLiteral("gone on with; of what was left: ");
  text += QStringLiteral("sum of J %1, %2 %3 at tmax\n")
              .arg(countText(record.sum), countText(record.interior),
                   spec.samples == 1 ? QStringLiteral("pixels") : QStringLiteral("points"));
  if (record.runs.empty()) return text;
  const stats::Run run = stats::joined(toRuns(record.runs, request.engines.viewKind));
  const stats::RunSummary summary = stats::summarize(run);
  if (render::numberTypeOf(request.picture) == julia::NumberType::Perturbation)
    text += QStringLiteral("computed as distances from a reference orbit\n");
  text += QStringLiteral("wall time %1, %2 iterations, %3 on %4\n")
              .arg(durationText(summary.wallTime), countText(summary.iterations),
                   rateText(summary.iterationsPerSecond),
                   QString::fromStdString(kernels::vectorName()));
  if (firstTile)
    text += QStringLiteral("first tile %1 after the start\n")
                .arg(durationText(engines::Seconds(*firstTile)));
  if (request.engines.viewKind == render::ViewKind::Serial) return text;
  text += QStringLiteral("%1, %2: serial time %3, speed-up %4, efficiency %5, imbalance %6\n")
              .arg(enginesText(request.engines.count),
                   QString::fromStdString(render::toString(request.engines.viewKind)),
                   durationText(summary.serialTime))
              .arg(summary.speedup, 0, 'f', 2)
              .arg(percentText(summary.efficiency))
              .arg(summary.imbalance, 0, 'f', 2);
  return text + sentenceText(stats::withoutCoreSentence(run));
}

io::Recording recordingOf(const exports::PictureSpec& spec, const exports::ExportRecord& record,
                          std::optional<double> firstTile) {
  io::Facts request = render::parameters(spec.request);
  if (spec.samples > 1) request.emplace_back("samples", std::to_string(spec.samples));
  return {.request = std::move(request),
          .machine = io::machineFacts(),
          .runs = toRuns(record.runs, spec.request.engines.viewKind),
          .firstTile = firstTile};
}

// Reads the place of the command's FILE and has the options start from it; without a FILE there is
// no place.
io::ForeignPlace startOf(Options& options) {
  if (options.positional().isEmpty()) return {};
  io::ForeignPlace start = placeOfFile(options.positional().first(), options.formulaChange());
  options.startFrom(start.place.place);
  return start;
}

color::Coloring startColoring(const io::ForeignPlace& start) {
  return start.coloring.value_or(color::Coloring::defaultColoring());
}

void addRenderOptions(Options& options) {
  options.addPicture();
  options.addEngines(QStringLiteral("How many engines; all cores when left out."));
  options.addMpi();
  options.addSimd();
  addExportOptions(options);
  options.add({QStringLiteral("timing"), QStringLiteral("Write every band's stamps as JSON."),
               QStringLiteral("FILE")});
  addTraceOption(options);
  addVerifyOption(options);
  options.add({QStringLiteral("quiet"), QStringLiteral("Print nothing but errors.")});
  options.addArgument(QStringLiteral("[FILE]"),
                      QStringLiteral("Where the place is from, and its colours where the file has "
                                     "some; options change them. A place (.json), a picture by "
                                     "Fatou, a position of XaoS (.xpf) or an entry of Fractint "
                                     "(FILE.par#ENTRY)."));
}

}  // namespace

void runRender(const QStringList& arguments) {
  Options options(QStringLiteral("Computes J of one Julia set and writes it to files."));
  addRenderOptions(options);
  options.parse(arguments);
  const io::ForeignPlace start = startOf(options);
  exports::PictureSpec spec{.request = options.request(),
                            .coloring = coloringOf(options, startColoring(start)),
                            .samples = samplesOf(options),
                            .dpi = dpiOf(options)};
  spec.request.engines.count = options.engines();
  options.applySimd();
  const bool quiet = options.isSet(QStringLiteral("quiet"));
  if (!quiet && !start.notTaken.empty()) tell(QString::fromStdString(start.notTaken));
  const int checks = pixelsToVerify(options);

  const Interrupt interrupt;
  const engines::EngineSource source = options.source(interrupt.token());
  requireWritable(options, {"timing", "trace"}, options.values(QStringLiteral("output")));
  const exports::ExportRecord record = render(source, spec, options, interrupt);
  const std::optional<double> firstTile = firstTileOf(record);
  if (options.isSet(QStringLiteral("timing")))
    writeReport(options, "timing", io::recordingJson(recordingOf(spec, record, firstTile)));
  if (options.isSet(QStringLiteral("trace")))
    writeTrace(options,
               {{.name = QStringLiteral("fatou render"),
                 .run = stats::joined(toRuns(record.runs, spec.request.engines.viewKind))}});
  if (!quiet) print(summaryText(spec, record, firstTile));
  // Smooth counts cost little, and colours that are chosen later need them.
  const bool hasSmooth = has(spec.request.picture.place.formula, julia::Ability::Smooth);
  spec.request.picture.quantities = {.smooth = hasSmooth, .distance = record.quantities.distance};
  verify(spec.request, {.pixels = checks, .quiet = quiet, .source = source}, interrupt);
}

}  // namespace fatou::app
