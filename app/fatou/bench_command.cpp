// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <vector>

#include <QByteArray>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QList>
#include <QString>
#include <QStringList>

#include "app/fatou/bench_jobs.h"
#include "app/fatou/bench_runs.h"
#include "app/fatou/command.h"
#include "app/fatou/interrupt.h"
#include "app/fatou/options.h"
#include "app/fatou/progress.h"
#include "app/fatou/report.h"
#include "app/fatou/text.h"
#include "core/engines/tasks/timing.h"
#include "core/io/machine/machine_facts.h"
#include "core/io/reports/run_json.h"
#include "core/julia/formulas/formula_row.h"
#include "core/kernels/simd_targets.h"
#include "core/kernels/vector_peak.h"

namespace fatou::app {
namespace {

// The conditions under which the jobs were timed.
struct BenchSetup {
  julia::Formula formula;
  int engines = 1;
  double peak = 0.0;  // operations a second of one core

  bool hasFastKernel() const { return julia::has(formula, julia::Ability::Fast); }
  double peakIterations() const { return peak / kernels::kOperationsPerIteration; }
};

QString shareText(double share) {
  return share > 0.0 ? percentText(share) : QStringLiteral("-");
}

// The table of a formula with two kernels, plain and fast.
QString tableOfBoth(const std::vector<BenchRow>& rows, const BenchSetup& setup) {
  const double peakIterations = setup.peakIterations();
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
         percentText(row.fast.median() / row.fastOnAll.median() / setup.engines)};
  }
  return tableText({QStringLiteral("job"), QStringLiteral("plain"), QStringLiteral("iterations"),
                    QStringLiteral("of peak"), QStringLiteral("fast"), QStringLiteral("nominal"),
                    QStringLiteral("lane use"), QStringLiteral("gain"),
                    QStringLiteral("on %1").arg(setup.engines), QStringLiteral("efficiency")},
                   lines);
}

// The table of a formula with the plain kernel alone, without the jobs that were left out.
QString tableOfPlain(const std::vector<BenchRow>& rows, const BenchSetup& setup) {
  QList<QStringList> lines;
  for (const BenchRow& row : rows) {
    if (!row.leftOut.isEmpty()) continue;
    lines += {QString::fromLatin1(row.job.name),
              durationText(engines::Seconds(row.plain.median())),
              rateText(row.plain.rate()),
              percentText(row.plain.rate() / setup.peakIterations()),
              durationText(engines::Seconds(row.plainOnAll.median())),
              percentText(row.plain.median() / row.plainOnAll.median() / setup.engines)};
  }
  return tableText({QStringLiteral("job"), QStringLiteral("plain"), QStringLiteral("iterations"),
                    QStringLiteral("of peak"), QStringLiteral("on %1").arg(setup.engines),
                    QStringLiteral("efficiency")},
                   lines);
}

QJsonObject toJson(const BenchTiming& timing) {
  QJsonArray seconds;
  for (const double time : timing.seconds) seconds.append(time);
  return {{QStringLiteral("median"), timing.median()},
          {QStringLiteral("seconds"), seconds},
          {QStringLiteral("iterations"), static_cast<qint64>(timing.iterations)},
          {QStringLiteral("iterations_per_second"), timing.rate()},
          {QStringLiteral("lane_use"), timing.laneUse()}};
}

QJsonObject toJson(const BenchRow& row, const BenchSetup& setup) {
  QJsonObject job = io::toJson(render::parameters(pictureOf(row.job, setup.formula)));
  job.insert(QStringLiteral("band"), QStringLiteral("auto"));
  job.insert(QStringLiteral("name"), QString::fromLatin1(row.job.name));
  if (!row.leftOut.isEmpty()) {
    job.insert(QStringLiteral("left_out"), row.leftOut);
    return job;
  }
  job.insert(QStringLiteral("same_counts"), row.sameCounts);
  const auto insert = [&job](const QString& name, const BenchTiming& timing) {
    if (!timing.seconds.empty()) job.insert(name, toJson(timing));
  };
  insert(QStringLiteral("plain"), row.plain);
  insert(QStringLiteral("plain_on_all"), row.plainOnAll);
  insert(QStringLiteral("fast"), row.fast);
  insert(QStringLiteral("fast_on_all"), row.fastOnAll);
  return job;
}

QByteArray json(const std::vector<BenchRow>& rows, const BenchSetup& setup) {
  QJsonArray jobs;
  for (const BenchRow& row : rows) jobs.append(toJson(row, setup));
  return QJsonDocument(
             QJsonObject{{QStringLiteral("machine"), io::toJson(io::machineFacts())},
                         {QStringLiteral("peak_operations_per_second"), setup.peak},
                         {QStringLiteral("peak_iterations_per_second"), setup.peakIterations()},
                         {QStringLiteral("engines"), setup.engines},
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

// Prints the speed of a core, the table, and the jobs that are not in it.
void printRows(const std::vector<BenchRow>& rows, const BenchSetup& setup) {
  const bool both = setup.hasFastKernel();
  print(QStringLiteral("One core does %1 G multiplications and additions a second (%2), enough for "
                       "%3 G iterations of %4.\n\n")
            .arg(setup.peak / 1e9, 0, 'f', 1)
            .arg(QString::fromStdString(kernels::vectorName()))
            .arg(setup.peakIterations() / 1e9, 0, 'f', 2)
            .arg(both ? QStringLiteral("the plain kernel")
                      : QStringLiteral("z^2+c, the peak that others are compared with")));
  if (both || std::ranges::any_of(rows, &QString::isEmpty, &BenchRow::leftOut))
    print(both ? tableOfBoth(rows, setup) : tableOfPlain(rows, setup));
  for (const BenchRow& row : rows)
    if (!row.leftOut.isEmpty())
      print(QStringLiteral("%1 is left out: %2.\n")
                .arg(QString::fromLatin1(row.job.name), row.leftOut));
}

// Throws a Failure if runs did not give the same J, or if no job was timed.
void requireSameCounts(const std::vector<BenchRow>& rows, bool both) {
  if (std::ranges::none_of(rows, &QString::isEmpty, &BenchRow::leftOut))
    throw Failure{kFailed,
                  QStringLiteral("no job was timed, %1 as %2")
                      .arg(QString::fromLatin1(rows.front().job.name), rows.front().leftOut)};
  QStringList different;
  for (const BenchRow& row : rows)
    if (!row.sameCounts) different += QString::fromLatin1(row.job.name);
  if (!different.isEmpty())
    throw Failure{kFailed, (both ? QStringLiteral("J DIFFERS between kernels on ")
                                 : QStringLiteral("J DIFFERS between engines on ")) +
                               different.join(u',')};
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
  BenchSetup setup{.formula = options.formula(), .engines = options.engines()};
  const int repeats = options.number(QStringLiteral("repeats"), 1, 1'000);
  options.applySimd();
  const bool quiet = options.isSet(QStringLiteral("quiet"));

  requireWritable(options, {"json"});
  setup.peak = kernels::measureVectorPeak();
  std::vector<BenchRow> rows;
  {
    const Interrupt interrupt;
    Bench bench(setup.formula, options.source(interrupt.token()), setup.engines, interrupt);
    Progress progress("timing", static_cast<std::int64_t>(jobs.size()), quiet);
    for (const BenchJob* job : jobs) {
      rows.push_back(bench.run(*job, repeats, setup.peakIterations()));
      progress.add(1);
    }
  }
  if (options.isSet(QStringLiteral("json"))) writeReport(options, "json", json(rows, setup));
  if (!quiet) printRows(rows, setup);
  requireSameCounts(rows, setup.hasFastKernel());
  if (quiet) return;
  print(setup.hasFastKernel()
            ? QStringLiteral("Every J of a job is bit-identical, plain or fast, on any engines.\n")
            : QStringLiteral("Every J of a job is bit-identical on any engines.\n"));
}

}  // namespace fatou::app
