// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <optional>
#include <vector>

#include "app/fatou/command.h"
#include "app/fatou/interrupt.h"
#include "app/fatou/losses_text.h"
#include "app/fatou/options.h"
#include "app/fatou/progress.h"
#include "app/fatou/report.h"
#include "app/fatou/text.h"
#include "core/io/machine/other_programs.h"
#include "core/io/machine/usable_cores.h"
#include "core/io/reports/lab_report.h"
#include "core/render/comparison_run.h"
#include "core/stats/comparison.h"
#include "core/stats/words.h"

namespace fatou::app {
namespace {

io::LabReport compare(const render::ComparisonPlan& plan, bool quiet, const Interrupt& interrupt) {
  const std::size_t configurations = 1 + 2 * plan.engineCounts.size();
  Progress progress("comparing", static_cast<std::int64_t>(configurations) * (plan.repeats + 1),
                    quiet);
  const io::OtherPrograms others;
  auto measured = render::measure(
      plan, [&progress](int, int) { progress.add(1); }, interrupt.token());
  if (!measured) throw failed(measured.error());
  interrupt.throwIfStopped();
  return {.request = render::parameters(plan.request),
          .machine = io::machineFacts(),
          .configurations = std::move(measured).value(),
          .otherCores = others.cores()};
}

QString agreement(const io::LabReport& report) {
  QStringList different;
  for (const auto& configuration : report.configurations)
    if (!configuration.identical)
      different +=
          QString::fromStdString(stats::runName(configuration.view, configuration.engines));
  if (different.isEmpty())
    return QStringLiteral("Every J is bit-identical to the serial one (SHA-256 %1).\n")
        .arg(QString::fromStdString(report.configurations.front().hash));
  return QStringLiteral("J DIFFERS from the serial one: %1.\n")
      .arg(different.join(QStringLiteral("; ")));
}

std::vector<io::TracedRun> typicalRuns(const io::LabReport& report) {
  const auto rows = stats::compareToFirst(report.configurations);
  std::vector<io::TracedRun> runs;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const stats::Configuration& from = report.configurations[i];
    runs.push_back({.name = QString::fromStdString(stats::runName(from.view, from.engines)),
                    .run = from.repeats[rows[i].typical]});
  }
  return runs;
}

void write(const Options& options, const io::LabReport& report) {
  const auto file = [&options](const char* name, auto contents) {
    if (options.isSet(QString::fromLatin1(name))) writeReport(options, name, contents());
  };
  file("csv", [&report] { return io::reportCsv(report); });
  file("json", [&report] { return io::reportJson(report); });
  file("report", [&report] { return io::reportHtml(report); });
  if (options.isSet(QStringLiteral("trace"))) writeTrace(options, typicalRuns(report));
}

void addOptions(Options& options) {
  options.addPicture();
  options.addEngines(QStringLiteral("Engine counts like 1,2,4; 1 to all cores when left out."));
  options.addMpi();
  options.addSimd();
  options.add({QStringLiteral("repeats"), QStringLiteral("Timed runs of each configuration."),
               QStringLiteral("N"), QStringLiteral("5")});
  options.add({QStringLiteral("csv"), QStringLiteral("Write the table for scripts."),
               QStringLiteral("FILE")});
  options.add({QStringLiteral("json"), QStringLiteral("Write everything for scripts."),
               QStringLiteral("FILE")});
  options.add({QStringLiteral("report"),
               QStringLiteral("Write a page with charts, losses and explanations."),
               QStringLiteral("FILE.html")});
  addTraceOption(options);
  addForceOption(options);
  options.add({QStringLiteral("quiet"), QStringLiteral("Print nothing but errors.")});
}

QString crowdText(const std::vector<int>& engineCounts, int cores) {
  if (std::ranges::max(engineCounts) <= cores) return {};
  const QString limit = QString::fromStdString(io::quotaText());
  if (!limit.isEmpty())
    return QStringLiteral("More engines than %1 fills wait for each other.\n").arg(limit);
  return sentenceText(stats::crowdSentence(std::ranges::max(engineCounts), cores));
}

// Says how long a container's CPU quota has held threads up since it was made.
class QuotaWatch {
 public:
  QString text() const {
    if (!m_quota || !m_before) return {};
    const double held = io::throttledSeconds(*m_quota).value_or(0.0) - *m_before;
    const QString limit = QString::fromStdString(io::quotaText());
    if (held <= 0.0 || limit.isEmpty()) return {};
    return QStringLiteral("Of the oversubscription, %1 has held threads up for %2 in all.\n")
        .arg(limit, durationText(engines::Seconds(held)));
  }

 private:
  std::optional<io::CpuQuota> m_quota = io::cpuQuota();
  std::optional<double> m_before = m_quota ? io::throttledSeconds(*m_quota) : std::nullopt;
};

}  // namespace

void runCompare(const QStringList& arguments) {
  Options options(QStringLiteral(
      "Times one picture serially and through direct and balanced views of engines."));
  addOptions(options);
  options.parse(arguments);
  options.applySimd();
  const bool quiet = options.isSet(QStringLiteral("quiet"));
  requireWritable(options, {"csv", "json", "report", "trace"});
  const Interrupt interrupt;
  const render::ComparisonPlan plan{.request = options.request(),
                                    .engineCounts = options.engineCounts(),
                                    .repeats = options.number(QStringLiteral("repeats"), 1, 10'000),
                                    .cores = io::usableCores(),
                                    .source = options.source(interrupt.token())};

  const QuotaWatch quota;
  const io::LabReport report = compare(plan, quiet, interrupt);
  const QString throttled = quota.text();
  write(options, report);
  const QString verdict = agreement(report);
  if (!quiet) {
    const auto rows = stats::compareToFirst(report.configurations);
    print(figuresText(report.configurations, rows) + verdict + captionText(report.request) +
          disturbanceText(report, rows) + crowdText(plan.engineCounts, plan.cores) + throttled);
    print(lossesText(report.configurations, rows) + amdahlText(report));
  }
  const auto isIdentical = [](const auto& each) { return each.identical; };
  if (!std::ranges::all_of(report.configurations, isIdentical))
    throw Failure{kFailed, verdict.trimmed()};
}

}  // namespace fatou::app
