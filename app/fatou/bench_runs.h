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

// The times of one picture, computed again and again in the same way.
struct BenchTiming {
  std::vector<double> seconds;
  std::int64_t iterations = 0;  // sum of J
  kernels::FastStatistics lanes;

  double median() const;   // of the seconds; 0 of none
  double laneUse() const;  // 0 ... 1; 0 of the plain kernel
  double rate() const;     // iterations a second; 0 of no runs
};

// What was timed of a job. Of a formula without a fast kernel `fast` and `fastOnAll` are empty, of
// any other one `plainOnAll`.
struct BenchRow {
  const BenchJob& job;
  BenchTiming plain;  // empty where it would have taken too long
  BenchTiming plainOnAll;
  BenchTiming fast;
  BenchTiming fastOnAll;
  bool sameCounts = true;  // J of every run, bit for bit
  QString leftOut;         // why nothing was timed; empty where something was
};

// Computes whole pictures of one formula and keeps their times.
class Bench {
 public:
  // The engines are started here; throws as EngineSource::start() does.
  Bench(julia::Formula formula, const engines::EngineSource& source, int engines,
        const Interrupt& interrupt);

  // Times `repeats` >= 1 runs of each kernel that the formula has, on one engine and on all.
  // peakIterations are those that a core does in a second at most: by them a plain run is left out
  // that would take too long beside a fast one. Interrupted, it throws the Failure that says so.
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
  std::vector<std::int32_t> m_counts;  // of the job's first run
};

}  // namespace fatou::app
