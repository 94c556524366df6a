// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/render/comparison_run.h"

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <utility>

#include <QByteArray>
#include <QCryptographicHash>

#include "core/base/check.h"
#include "core/render/frame.h"
#include "core/render/recorded_run.h"
#include "core/render/renderer.h"

namespace fatou::render {
namespace {

// One configuration with what computes it.
struct Measurement {
  stats::Configuration configuration;
  std::shared_ptr<const RenderJob> job;
  engines::Client client;
  Renderer renderer;

  // A picture goes on when engines die, but then its time is not that of this configuration.
  Status check() const {
    const EngineSetup& setup = job->request().engines;
    if (setup.viewKind == ViewKind::Serial || static_cast<int>(client.size()) == setup.count)
      return success();
    return Error{"an engine was lost while " + std::to_string(setup.count) +
                 " were measured: compare again"};
  }
};

// The timing of one picture and the hashes of its J and, for basins, of its cycles, lowest row
// first.
struct Outcome {
  stats::Run run;
  std::string hash;
  std::string cycles{};
};

Status add(const ComparisonPlan& plan, ViewKind kind, const engines::Client& client,
           std::int32_t bandRows, std::vector<Measurement>& to) {
  RenderRequest variant = plan.request;
  variant.engines = {.count = kind == ViewKind::Serial ? 1 : static_cast<int>(client.ids().size()),
                     .viewKind = kind,
                     .bandRows = bandRows,
                     .kernel = plan.request.engines.kernel};
  variant.picture.quantities.cycle = variant.picture.place.formula.hasBasins();
  auto job = RenderJob::create(variant);
  if (!job) return job.error();
  to.push_back({.configuration = {.view = toString(kind),
                                  .engines = variant.engines.count,
                                  .bandRows = bandRows},
                .job = std::move(job).value(),
                .client = client,
                .renderer = Renderer(client)});
  return success();
}

Result<std::vector<Measurement>> measurements(const ComparisonPlan& plan) {
  std::vector<std::int32_t> heights = plan.bandHeights;
  if (heights.empty()) heights.push_back(plan.request.engines.bandRows);
  std::vector<Measurement> all;
  if (auto s = add(plan, ViewKind::Serial, engines::Client(), heights.front(), all); !s)
    return s.error();
  for (const int engines : plan.engineCounts) {
    const engines::Client client = plan.source.start(engines);
    for (const std::int32_t rows : heights)
      for (const ViewKind kind : {ViewKind::Direct, ViewKind::Balanced})
        if (auto s = add(plan, kind, client, rows, all); !s) return s.error();
  }
  return all;
}

void addHash(std::span<const std::int32_t> numbers, QCryptographicHash& hash) {
  const auto bytes = std::as_bytes(numbers);
  hash.addData({reinterpret_cast<const char*>(bytes.data()), static_cast<qsizetype>(bytes.size())});
}

// Computes the picture once. The outcome is not complete when stopped. Hashing is not part of the
// measured time.
Result<Outcome> computeOnce(const Measurement& what, int cores, Frame& frame,
                            const std::stop_token& stop) {
  const auto& request = what.job->request();
  std::vector<stats::Run> runs;
  QCryptographicHash hash(QCryptographicHash::Sha256);
  QCryptographicHash cycles(QCryptographicHash::Sha256);
  const auto fromTop = slabs(request.picture.width, request.picture.height);
  for (auto slab = fromTop.rbegin(); slab != fromTop.rend(); ++slab) {
    frame.reset(request.picture.width, *slab, {.cycle = request.picture.quantities.cycle});
    const auto collect = [&](const Tile& tile, const BandRecord&) { frame.add(tile); };
    auto run = what.renderer.render(what.job, *slab, collect, stop);
    if (!run) return run.error();
    if (!run.value().complete) return Outcome{.run = {.complete = false}, .hash = {}};
    FATOU_CHECK(frame.complete());
    runs.push_back(toRun(run.value(), request.engines.viewKind, cores));
    addHash(frame.counts(), hash);
    addHash(frame.cycles(), cycles);
  }
  if (Status s = what.check(); !s) return s.error();
  return Outcome{stats::joined(runs), hash.result().toHex().toStdString(),
                 cycles.result().toHex().toStdString()};
}

void note(Outcome outcome, bool timed, stats::Configuration& configuration,
          const std::string& serialHash) {
  if (configuration.hash.empty()) configuration.hash = outcome.hash;
  if (configuration.hash != outcome.hash) configuration.hash = "differs between repeats";
  configuration.identical = configuration.hash == serialHash;
  if (timed) configuration.repeats.push_back(std::move(outcome.run));
}

}  // namespace

Result<std::vector<stats::Configuration>> measure(const ComparisonPlan& plan,
                                                  const ComparisonProgress& progress,
                                                  const std::stop_token& stop) {
  auto made = measurements(plan);
  if (!made) return made.error();
  auto all = std::move(made).value();
  const int total = static_cast<int>(all.size()) * (plan.repeats + 1);
  int done = 0;
  std::string cycles;  // the hash of the first run's cycles
  Frame frame;
  for (int round = 0; round <= plan.repeats && !stop.stop_requested(); ++round) {
    for (Measurement& each : all) {
      auto computed = computeOnce(each, plan.cores, frame, stop);
      if (!computed) return computed.error();
      Outcome outcome = std::move(computed).value();
      if (!outcome.run.complete) break;
      if (cycles.empty()) cycles = outcome.cycles;
      if (outcome.cycles != cycles) outcome.hash = "differs in cycles";
      const auto& serial = all.front().configuration;
      const std::string first = serial.hash.empty() ? outcome.hash : serial.hash;
      note(std::move(outcome), round > 0, each.configuration, first);
      if (progress) progress(++done, total);
    }
  }
  std::vector<stats::Configuration> configurations;
  for (Measurement& each : all) configurations.push_back(std::move(each.configuration));
  return configurations;
}

}  // namespace fatou::render
