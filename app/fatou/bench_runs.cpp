// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/fatou/bench_runs.h"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <stop_token>
#include <thread>
#include <utility>

#include "app/fatou/command.h"
#include "app/fatou/report.h"
#include "app/fatou/text.h"
#include "core/engines/tasks/timing.h"
#include "core/julia/formulas/formula_row.h"
#include "core/stats/losses.h"
#include "core/stats/run_summary.h"

namespace fatou::app {
namespace {

// The expected seconds beyond which a plain run is left out.
constexpr double kLongestPlainRun = 20.0;

// The side in pixels of the small picture whose time tells how long a plain run would take.
constexpr std::int32_t kTrialSide = 64;

// The time after which a trial is stopped. A run of kLongestPlainRun has a trial of 80 ms at most;
// the rest allows for machines whose cores have other work.
constexpr std::chrono::seconds kLongestTrial{2};

// A stop token that is requested with another one, or kLongestTrial after it was made.
class TrialStop {
 public:
  explicit TrialStop(const std::stop_token& outer)
      : m_passOn(outer, [this] { m_stop.request_stop(); }),
        m_timer([this](const std::stop_token& over) { stopInTime(over); }) {}

  std::stop_token token() const { return m_stop.get_token(); }

 private:
  void stopInTime(const std::stop_token& over) {
    std::mutex mutex;
    std::condition_variable_any never;
    std::unique_lock lock(mutex);
    never.wait_for(lock, over, kLongestTrial, [] { return false; });
    if (!over.stop_requested()) m_stop.request_stop();
  }

  std::stop_source m_stop;
  std::stop_callback<std::function<void()>> m_passOn;
  std::jthread m_timer;
};

}  // namespace

double BenchTiming::median() const {
  return stats::median(seconds);
}

double BenchTiming::laneUse() const {
  const auto all = static_cast<double>(lanes.allLaneIterations);
  return all > 0.0 ? static_cast<double>(lanes.usefulLaneIterations) / all : 0.0;
}

double BenchTiming::rate() const {
  return seconds.empty() ? 0.0 : static_cast<double>(iterations) / median();
}

Bench::Bench(julia::Formula formula, const engines::EngineSource& source, int engines,
             const Interrupt& interrupt)
    : m_formula(std::move(formula)),
      m_interrupt(interrupt),
      m_one(source.start(1)),
      m_all(source.start(engines)),
      m_engines(engines) {}

BenchRow Bench::run(const BenchJob& job, int repeats, double peakIterations) {
  m_counts.clear();
  return julia::has(m_formula, julia::Ability::Fast) ? runBoth(job, repeats, peakIterations)
                                                     : runPlain(job, repeats);
}

BenchRow Bench::runBoth(const BenchJob& job, int repeats, double peakIterations) {
  BenchRow row{.job = job};
  const auto plainJob = prepared(job, render::Kernel::Plain, 1);
  const auto fastJob = prepared(job, render::Kernel::Fast, 1);
  const auto fastJobOnAll = prepared(job, render::Kernel::Fast, m_engines);
  // The first fast run warms up and tells how long a plain one would take.
  BenchTiming first;
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

BenchRow Bench::runPlain(const BenchJob& job, int repeats) {
  BenchRow row{.job = job, .leftOut = whyLeftOut(job)};
  if (!row.leftOut.isEmpty()) return row;
  const auto onOne = prepared(job, render::Kernel::Plain, 1);
  const auto onAll = prepared(job, render::Kernel::Plain, m_engines);
  BenchTiming first;  // warms up
  bool same = time(onAll, m_all, first);
  for (int i = 0; i < repeats; ++i) {
    same &= time(onOne, m_one, row.plain);
    same &= time(onAll, m_all, row.plainOnAll);
  }
  row.sameCounts = same;
  return row;
}

render::RenderRequest Bench::requestOf(const BenchJob& job, render::Kernel kernel,
                                       int engines) const {
  return {.picture = pictureOf(job, m_formula), .engines = {.count = engines, .kernel = kernel}};
}

// Returns what prepares a job (its grid and its cycle), which is timed with it as a part of each
// request.
Bench::Prepare Bench::prepared(const BenchJob& job, render::Kernel kernel, int engines) const {
  return [request = requestOf(job, kernel, engines)] { return render::RenderJob::create(request); };
}

// Says why a formula's picture is not timed with the plain kernel; empty if it is.
QString Bench::whyLeftOut(const BenchJob& job) const {
  auto request = requestOf(job, render::Kernel::Plain, 1);
  if (const Status status = render::check(request); !status)
    return QString::fromStdString(status.error().message);
  request.picture.width = request.picture.height = kTrialSide;
  const auto small = render::RenderJob::create(request, {.stop = m_interrupt.token()});
  m_interrupt.throwIfStopped();
  if (!small) return QString::fromStdString(small.error().message);
  const TrialStop stop(m_interrupt.token());
  const auto run = m_one.render(
      small.value(), render::RowRange{0, kTrialSide},
      [](const render::Tile&, const render::BandRecord&) {}, stop.token());
  m_interrupt.throwIfStopped();
  if (!run) throw failed(run.error());
  const double larger = static_cast<double>(job.side) / kTrialSide;
  const double seconds =
      stats::workTime(toRuns({run.value()}, request.engines.viewKind).front()) * larger * larger;
  if (run.value().complete && seconds <= kLongestPlainRun) return {};
  return QStringLiteral("it would take the plain kernel longer than %1")
      .arg(durationText(engines::Seconds(kLongestPlainRun)));
}

// Times one picture. Returns false if its counts differ from those of the runs before.
bool Bench::time(const Prepare& prepare, const render::Renderer& renderer, BenchTiming& timing) {
  m_interrupt.throwIfStopped();
  timing.iterations = 0;
  timing.lanes = {};
  const auto start = engines::Clock::now();
  const auto job = prepare();
  if (!job) throw failed(job.error());
  m_frame.reset(job.value()->request().picture.width, {0, job.value()->request().picture.height});
  const auto run = renderer.render(
      job.value(), m_frame.rows(),
      [&](const render::Tile& tile, const render::BandRecord&) {
        m_frame.add(tile);
        timing.iterations += tile.iterations;
        timing.lanes.usefulLaneIterations += tile.lanes.usefulLaneIterations;
        timing.lanes.allLaneIterations += tile.lanes.allLaneIterations;
      },
      m_interrupt.token());
  const engines::Seconds taken = engines::Clock::now() - start;
  if (!run) throw failed(run.error());
  m_interrupt.throwIfStopped();
  timing.seconds.push_back(taken.count());
  const auto counts = m_frame.counts();
  if (m_counts.empty()) m_counts.assign(counts.begin(), counts.end());
  return std::ranges::equal(counts, m_counts);
}

}  // namespace fatou::app
