// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include <QJsonArray>
#include <QJsonDocument>

#include "app/fatou/bench_jobs.h"
#include "app/fatou/command.h"
#include "app/fatou/interrupt.h"
#include "app/fatou/options.h"
#include "app/fatou/progress.h"
#include "app/fatou/report.h"
#include "app/fatou/text.h"
#include "core/io/reports/run_json.h"
#include "core/julia/formulas/formula_row.h"
#include "core/kernels/simd_targets.h"
#include "core/kernels/vector_peak.h"
#include "core/render/frame.h"
#include "core/render/renderer.h"
#include "core/stats/run_summary.h"

namespace fatou::app {
namespace {

// Plain runs that would take longer than this are left out.
constexpr double kLongestPlainRun = 20.0;

struct Timing {
  std::vector<double> seconds;
  std::int64_t iterations = 0;  // sum of J
  kernels::FastStatistics lanes;

  double median() const { return stats::median(seconds); }
  double laneUse() const {
    const auto all = static_cast<double>(lanes.allLaneIterations);
    return all > 0.0 ? static_cast<double>(lanes.usefulLaneIterations) / all : 0.0;
  }
  double rate() const { return seconds.empty() ? 0.0 : static_cast<double>(iterations) / median(); }
};

struct BenchRow {
  const BenchJob& job;
  Timing plain;  // empty where it would have taken too long
  Timing fast;
  Timing fastOnAll;
  bool sameCounts = true;  // J of every run, bit for bit
};

// Computes whole pictures and keeps their times.
class Bench {
 public:
  // Interrupted, it throws the Failure that says so.
  Bench(julia::Formula formula, const engines::EngineSource& source, int engines,
        const Interrupt& interrupt)
      : m_formula(formula),
        m_interrupt(interrupt),
        m_one(source.start(1)),
        m_all(source.start(engines)),
        m_engines(engines) {}

  BenchRow run(const BenchJob& job, int repeats, double peakIterations) {
    BenchRow row{.job = job};
    m_counts.clear();
    const auto plainJob = prepared(job, render::Kernel::Plain, 1);
    const auto fastJob = prepared(job, render::Kernel::Fast, 1);
    const auto fastJobOnAll = prepared(job, render::Kernel::Fast, m_engines);
    // The first fast run warms up and tells how long a plain one would take.
    Timing first;
    bool same = time(fastJob, m_one, first);
    const double plainSeconds = static_cast<double>(first.iterations) / peakIterations;
    for (int i = 0; i < repeats; ++i) {
      if (plainSeconds < kLongestPlainRun) same &= time(plainJob, m_one, row.plain);
      same &= time(fastJob, m_one, row.fast);
      same &= time(fastJobOnAll, m_all, row.fastOnAll);
    }
    row.sameCounts = same;
    return row;
  }

 private:
  // Preparing a job (its grid, its cycle) is work of the request, so it is timed with it.
  std::function<std::shared_ptr<const render::RenderJob>()> prepared(const BenchJob& job,
                                                                     render::Kernel kernel,
                                                                     int engines) const {
    const render::RenderRequest request{.picture = pictureOf(job, m_formula),
                                        .engines = {.count = engines, .kernel = kernel}};
    return [request] { return render::RenderJob::create(request).value(); };
  }

  // Times one picture; false if its counts differ from those of the runs before.
  bool time(const std::function<std::shared_ptr<const render::RenderJob>()>& prepare,
            const render::Renderer& renderer, Timing& timing) {
    m_interrupt.throwIfStopped();
    timing.iterations = 0;
    timing.lanes = {};
    const auto start = engines::Clock::now();
    const auto job = prepare();
    m_frame.reset(job->request().picture.width, {0, job->request().picture.height});
    const auto run = renderer.render(
        job, m_frame.rows(),
        [&](const render::Tile& tile, const render::BandRecord&) {
          m_frame.add(tile);
          timing.iterations += tile.iterations;
          timing.lanes.usefulLaneIterations += tile.lanes.usefulLaneIterations;
          timing.lanes.allLaneIterations += tile.lanes.allLaneIterations;
        },
        m_interrupt.token());
    const engines::Seconds time = engines::Clock::now() - start;
    if (!run) throw failed(run.error());
    m_interrupt.throwIfStopped();
    timing.seconds.push_back(time.count());
    const auto counts = m_frame.counts();
    if (m_counts.empty()) m_counts.assign(counts.begin(), counts.end());
    return std::ranges::equal(counts, m_counts);
  }

  julia::Formula m_formula;
  const Interrupt& m_interrupt;
  render::Renderer m_one;
  render::Renderer m_all;
  int m_engines;
  render::Frame m_frame;
  std::vector<std::int32_t> m_counts;  // of the job's first run
};

QString shareText(double share) {
  return share > 0.0 ? percentText(share) : QStringLiteral("-");
}

QString table(const std::vector<BenchRow>& rows, double peakIterations, int engines) {
  QList<QStringList> lines;
  for (const BenchRow& row : rows) {
    const bool hasPlain = !row.plain.seconds.empty();
    const auto ifPlain = [hasPlain](const QString& text) {
      return hasPlain ? text : QStringLiteral("-");
    };
    lines +=
        {QString::fromLatin1(row.job.name),
         ifPlain(durationText(engines::Seconds(row.plain.median()))),
         ifPlain(rateText(row.plain.rate())),
         ifPlain(percentText(row.plain.rate() / peakIterations)),
         durationText(engines::Seconds(row.fast.median())),
         rateText(row.fast.rate()),
         shareText(row.fast.laneUse()),
         ifPlain(QStringLiteral("%1x").arg(row.plain.median() / row.fast.median(), 0, 'f',
                                           row.plain.median() > 10 * row.fast.median() ? 0 : 2)),
         durationText(engines::Seconds(row.fastOnAll.median())),
         percentText(row.fast.median() / row.fastOnAll.median() / engines)};
  }
  return tableText({QStringLiteral("job"), QStringLiteral("plain"), QStringLiteral("iterations"),
                    QStringLiteral("of peak"), QStringLiteral("fast"), QStringLiteral("nominal"),
                    QStringLiteral("lane use"), QStringLiteral("gain"),
                    QStringLiteral("on %1").arg(engines), QStringLiteral("efficiency")},
                   lines);
}

QJsonObject toJson(const Timing& timing) {
  QJsonArray seconds;
  for (const double time : timing.seconds) seconds.append(time);
  return {{QStringLiteral("median"), timing.median()},
          {QStringLiteral("seconds"), seconds},
          {QStringLiteral("iterations"), static_cast<qint64>(timing.iterations)},
          {QStringLiteral("iterations_per_second"), timing.rate()},
          {QStringLiteral("lane_use"), timing.laneUse()}};
}

QByteArray json(const std::vector<BenchRow>& rows, julia::Formula formula, double peak,
                int engines) {
  QJsonArray jobs;
  for (const BenchRow& row : rows) {
    QJsonObject job = io::toJson(render::parameters(pictureOf(row.job, formula)));
    job.insert(QStringLiteral("band"), QStringLiteral("auto"));
    job.insert(QStringLiteral("same_counts"), row.sameCounts);
    job.insert(QStringLiteral("name"), QString::fromLatin1(row.job.name));
    if (!row.plain.seconds.empty()) job.insert(QStringLiteral("plain"), toJson(row.plain));
    job.insert(QStringLiteral("fast"), toJson(row.fast));
    job.insert(QStringLiteral("fast_on_all"), toJson(row.fastOnAll));
    jobs.append(job);
  }
  return QJsonDocument(QJsonObject{{QStringLiteral("machine"), io::toJson(io::machineFacts())},
                                   {QStringLiteral("peak_operations_per_second"), peak},
                                   {QStringLiteral("peak_iterations_per_second"),
                                    peak / kernels::kOperationsPerIteration},
                                   {QStringLiteral("engines"), engines},
                                   {QStringLiteral("jobs"), jobs}})
      .toJson();
}

std::vector<const BenchJob*> chosenJobs(const Options& options) {
  std::vector<const BenchJob*> jobs;
  if (!options.isSet(QStringLiteral("jobs"))) {
    for (const BenchJob& job : kBenchJobs) jobs.push_back(&job);
    return jobs;
  }
  QStringList names;
  for (const BenchJob& job : kBenchJobs) names += QString::fromLatin1(job.name);
  for (const QString& name : options.value(QStringLiteral("jobs")).split(u',')) {
    const auto found = names.indexOf(name);
    if (found < 0)
      throw badUsage(
          QStringLiteral("--jobs '%1' is unknown: use some of %2").arg(name, names.join(u',')));
    jobs.push_back(&kBenchJobs[static_cast<std::size_t>(found)]);
  }
  return jobs;
}

// There is nothing to compare where a formula has the plain kernel alone.
void requireFastKernel(julia::Formula formula) {
  if (julia::has(formula, julia::Ability::Fast)) return;
  QStringList others;
  for (const julia::FormulaRow& row : julia::formulaRows())
    if (row.fast) others += QString::fromStdString(julia::toString(row.formula));
  throw badUsage(
      QStringLiteral("--formula: %1 has no fast kernel to time beside the plain one: use "
                     "--formula %2, or time one picture with 'fatou render'")
          .arg(QString::fromStdString(julia::toString(formula)),
               others.join(QStringLiteral(" or "))));
}

}  // namespace

void runBench(const QStringList& arguments) {
  Options options(
      QStringLiteral("Times the kernels on pictures of known difficulty, beside what this machine "
                     "can do at most."));
  options.addFormula();
  options.addEngines(QStringLiteral("How many engines 'all' is; all cores when left out."));
  options.addMpi();
  options.addSimd();
  options.add({QStringLiteral("jobs"), QStringLiteral("Only these, like seed,rabbit."),
               QStringLiteral("NAMES")});
  options.add({QStringLiteral("repeats"), QStringLiteral("Runs of each; medians are shown."),
               QStringLiteral("N"), QStringLiteral("5")});
  options.add({QStringLiteral("json"), QStringLiteral("Write everything for scripts."),
               QStringLiteral("FILE")});
  addForceOption(options);
  options.add({QStringLiteral("quiet"), QStringLiteral("Print nothing but errors.")});
  options.parse(arguments);
  const auto jobs = chosenJobs(options);
  const julia::Formula formula = options.formula();
  requireFastKernel(formula);
  const int engines = options.engines();
  const int repeats = options.number(QStringLiteral("repeats"), 1, 1'000);
  options.applySimd();
  const bool quiet = options.isSet(QStringLiteral("quiet"));

  requireWritable(options, {"json"});
  const double peak = kernels::measureVectorPeak();
  const double peakIterations = peak / kernels::kOperationsPerIteration;
  std::vector<BenchRow> rows;
  {
    const Interrupt interrupt;
    Bench bench(formula, options.source(interrupt.token()), engines, interrupt);
    Progress progress("timing", static_cast<std::int64_t>(jobs.size()), quiet);
    for (const BenchJob* job : jobs) {
      rows.push_back(bench.run(*job, repeats, peakIterations));
      progress.add(1);
    }
  }
  if (options.isSet(QStringLiteral("json")))
    writeReport(options, "json", json(rows, formula, peak, engines));
  if (quiet) return;
  print(QStringLiteral("One core does %1 G multiplications and additions a second (%2), enough for "
                       "%3 G iterations of the plain kernel.\n\n")
            .arg(peak / 1e9, 0, 'f', 1)
            .arg(QString::fromStdString(kernels::vectorName()))
            .arg(peakIterations / 1e9, 0, 'f', 2));
  print(table(rows, peakIterations, engines));
  QStringList different;
  for (const BenchRow& row : rows)
    if (!row.sameCounts) different += QString::fromLatin1(row.job.name);
  if (!different.isEmpty())
    throw Failure{kFailed, QStringLiteral("J DIFFERS between kernels on ") + different.join(u',')};
  print(QStringLiteral("Every J of a job is bit-identical, plain or fast, on any engines.\n"));
}

}  // namespace fatou::app
