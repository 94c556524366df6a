// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

#include <QString>

#include "app/fatou/bench_jobs.h"
#include "app/fatou/interrupt.h"
#include "core/base/result.h"
#include "core/engines/engine_source.h"
#include "core/julia/formulas/formula.h"
#include "core/kernels/fast_escape_time.h"
#include "core/render/frame.h"
#include "core/render/render_job.h"
#include "core/render/renderer.h"

namespace fatou::app {

// The times of repeated runs of one picture.
struct BenchTiming {
  std::vector<double> seconds;
  std::int64_t iterations = 0;  // sum of J
  kernels::FastStatistics lanes;

  double median() const;   // in seconds; 0 without runs
  double laneUse() const;  // 0 ... 1; 0 for the plain kernel
  double rate() const;     // iterations a second; 0 without runs
};

// The timings of a job. A formula without a fast kernel has no `fast` and `fastOnAll`; any other
// one has no `plainOnAll`.
struct BenchRow {
  const BenchJob& job;
  BenchTiming plain;  // empty if it would have taken too long
  BenchTiming plainOnAll;
  BenchTiming fast;
  BenchTiming fastOnAll;
  bool sameCounts = true;  // whether all runs gave the same J, bit for bit
  QString leftOut;         // why nothing was timed; empty if something was
};

// Times whole pictures of one formula.
class Bench {
 public:
  // Starts the engines; throws as EngineSource::start() does.
  Bench(julia::Formula formula, const engines::EngineSource& source, int engines,
        const Interrupt& interrupt);

  // Times `repeats` >= 1 runs of each kernel that the formula has, on one engine and on all. A
  // plain run is left out if it would take too long beside a fast one, by peakIterations, the most
  // iterations that a core does in a second. If interrupted, it throws the Failure that says so.
  BenchRow run(const BenchJob& job, int repeats, double peakIterations);

 private:
  using Prepare = std::function<Result<std::shared_ptr<const render::RenderJob>>()>;

  BenchRow runBoth(const BenchJob& job, int repeats, double peakIterations);
  BenchRow runPlain(const BenchJob& job, int repeats);
  render::RenderRequest requestOf(const BenchJob& job, render::Kernel kernel, int engines) const;
  Prepare prepared(const BenchJob& job, render::Kernel kernel, int engines) const;
  QString whyLeftOut(const BenchJob& job) const;
  bool time(const Prepare& prepare, const render::Renderer& renderer, BenchTiming& timing);

  julia::Formula m_formula;
  const Interrupt& m_interrupt;
  render::Renderer m_one;
  render::Renderer m_all;
  int m_engines;
  render::Frame m_frame;
  std::vector<std::int32_t> m_counts;  // J of the job's first run
};

}  // namespace fatou::app
