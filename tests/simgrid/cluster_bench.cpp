// SPDX-License-Identifier: GPL-3.0-or-later
// How long a poster takes on a cluster: what what-if predicts beside what SimGrid simulates, from
// measured costs of its rows.
//
//   cluster_bench [--brief] [RUN.json]
//
// RUN.json is a run of `fatou render --timing`; without one the rabbit at tmax 2,000 is measured
// here. --brief takes fewer engines and rows, and fails where the two are too far apart.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <QCoreApplication>
#include <QString>
#include <QStringList>

#include "core/io/run_json.h"
#include "core/render/frame.h"
#include "core/render/packed_counts.h"
#include "core/render/recorded_run.h"
#include "core/render/renderer.h"
#include "core/stats/words.h"
#include "tests/simgrid/simulation.h"

namespace fatou::tests {
namespace {

constexpr double kTooFar = 0.15;  // of what is simulated

// What rows cost, and how long their answers are.
struct Work {
  stats::CostModel model;
  double plainBytes = 0.0;   // of a row's answer, as J lies
  double packedBytes = 0.0;  // the same packed; 0 where unknown
};

double packedBytesARow(const render::Frame& frame, std::int32_t width) {
  std::size_t bytes = 0;
  const std::span<const std::int32_t> counts(frame.counts());
  const auto side = static_cast<std::size_t>(width);
  for (std::size_t at = 0; at < counts.size(); at += side) {
    const std::size_t packed = render::packedCounts(counts.subspan(at, side)).size();
    bytes += packed > 0 ? packed : side * sizeof(std::int32_t);
  }
  return static_cast<double>(bytes) / (static_cast<double>(counts.size()) / width);
}

Work measuredRabbit(std::int32_t side) {
  render::RenderRequest request{
      .picture = {.width = side, .height = side},
      .engines = {.viewKind = render::ViewKind::Serial, .kernel = render::Kernel::Plain}};
  request.picture.place.c = julia::parseComplex("-0.123+0.745i").value();
  request.picture.place.view = julia::CentreView{.radius = julia::Decimal::parse("1.3").value()};
  request.picture.place.tmax = 2000;
  request.engines.bandRows = 1;
  const auto job = render::RenderJob::create(request).value();
  render::Frame frame(side, {0, side});
  const auto run = render::Renderer{engines::Client()}.render(
      job, frame.rows(), [&](const auto& tile, const auto&) { frame.add(tile); });
  return {.model = stats::costModel(render::toRun(run.value(), request.engines.viewKind, 0)),
          .plainBytes = 4.0 * side,
          .packedBytes = packedBytesARow(frame, side)};
}

Result<Work> recordedWork(const QString& path) {
  const auto recording = io::readRecording(path);
  if (!recording) return recording.error();
  const stats::Run run = recording.value().run();
  const std::int32_t width = io::samplesARow(recording.value().request);
  if (run.bands.empty() || width == 0)
    return Error{"the record has no bands or does not say how wide its picture is"};
  return Work{.model = stats::costModel(run), .plainBytes = 4.0 * width};
}

// The same picture, `times` times as wide and high: so many rows for each, which cost so many times
// as much. The rest of what a run costs the caller is left out.
stats::CostModel enlarged(const stats::CostModel& model, int times, double bytesARow) {
  stats::CostModel large{.seconds = {.rows = {0, model.seconds.rows.size() * times}},
                         .callBytes = 300.0,
                         .answerBytesARow = bytesARow * times};
  for (const double cost : model.seconds.costs)
    large.seconds.costs.insert(large.seconds.costs.end(), static_cast<std::size_t>(times),
                               cost * times);
  large.iterations = large.seconds;
  return large;
}

// One line of the table; how far the prediction is off, as a share of what is simulated.
Result<double> compare(const stats::CostModel& model, const SimulatedCluster& cluster) {
  const auto simulated = simulatedMakespan(model, cluster);
  if (!simulated) return simulated.error();
  const double predicted = stats::replay(model, scenarioOf(cluster)).wallTime;
  const double share = model.seconds.sum() / cluster.engines;
  const double off = predicted / simulated.value() - 1.0;
  std::printf("%8d  %12s  %12s  %10s  %12s  %12s\n", cluster.engines,
              stats::timeText(simulated.value()).c_str(), stats::timeText(predicted).c_str(),
              stats::percentText(off).c_str(),
              stats::percentText(share / simulated.value()).c_str(),
              stats::percentText(share / predicted).c_str());
  return std::abs(off);
}

void printHead(const char* name, const stats::CostModel& model) {
  const auto rows = static_cast<double>(model.seconds.costs.size());
  std::printf("\n%s: %.0f bands of %s on average, answers of %s, links of 10 Gbit/s\n", name, rows,
              stats::timeText(model.seconds.sum() / rows).c_str(),
              stats::bytesText(std::llround(model.answerBytesARow)).c_str());
  std::printf("%8s  %12s  %12s  %10s  %12s  %12s\n", "engines", "SimGrid", "what-if", "off",
              "eff. SimGrid", "eff. what-if");
}

// The worst of all lines, as compare() has it.
Result<double> table(const char* name, const stats::CostModel& model,
                     const std::vector<SimulatedCluster>& clusters) {
  printHead(name, model);
  double worst = 0.0;
  for (const SimulatedCluster& cluster : clusters) {
    const auto off = compare(model, cluster);
    if (!off) return off;
    worst = std::max(worst, off.value());
  }
  return worst;
}

// What the hub would have to carry so that the engines are four fifths as fast as they could.
void printNeed(const stats::CostModel& model, const SimulatedCluster& cluster) {
  const double share = model.seconds.sum() / cluster.engines;
  const auto efficiency = [&](double gigabits) {
    stats::Scenario scenario = scenarioOf(cluster);
    scenario.network->hubBandwidth = gigabits * 1e9 / 8.0;
    return share / stats::replay(model, scenario).wallTime;
  };
  double gigabits = 10.0;
  while (gigabits < 640.0 && efficiency(gigabits) < 0.8) gigabits *= 2.0;
  std::printf("%d engines with a hub of %.0f Gbit/s are %s efficient\n", cluster.engines, gigabits,
              stats::percentText(efficiency(gigabits)).c_str());
}

// The same in bands of so many rows, each written as one row.
stats::CostModel inBands(const stats::CostModel& model, int rows) {
  stats::CostModel bands{.callBytes = model.callBytes,
                         .answerBytesARow = model.answerBytesARow * rows};
  const auto& costs = model.seconds.costs;
  const auto step = static_cast<std::size_t>(rows);
  for (std::size_t at = 0; at < costs.size(); at += step) {
    double sum = 0.0;
    for (std::size_t row = at; row < std::min(at + step, costs.size()); ++row) sum += costs[row];
    bands.seconds.costs.push_back(sum);
  }
  bands.seconds.rows = {0, static_cast<std::int32_t>(bands.seconds.costs.size())};
  bands.iterations = bands.seconds;
  return bands;
}

struct Table {
  const char* name;
  stats::CostModel model;
  std::vector<SimulatedCluster> clusters;
};

std::vector<Table> tablesOf(const Work& work, bool brief) {
  const int times = std::max(1, (brief ? 2'048 : 32'768) / work.model.seconds.rows.size());
  const auto clusters = [&](const SimulatedCluster& like) {
    std::vector<SimulatedCluster> all;
    for (const int engines : brief ? std::vector{4, 16, 64} : std::vector{16, 64, 256, 1'024}) {
      all.push_back(like);
      all.back().engines = engines;
      all.back().slowEngines = like.slowFactor > 1.0 ? engines / 4 : 0;
    }
    return all;
  };
  const auto plain = enlarged(work.model, times, work.plainBytes);
  std::vector<Table> tables{{"J as it lies", plain, clusters({})}};
  if (work.packedBytes <= 0.0) return tables;
  const auto packed = enlarged(work.model, times, work.packedBytes);
  tables.push_back({"J packed", packed, clusters({})});
  tables.push_back({"J packed, 8 µs of the hub a message", packed, clusters({.hubTime = 8e-6})});
  tables.push_back(
      {"the same in bands of 4 rows", inBands(packed, 4), clusters({.hubTime = 8e-6})});
  tables.push_back(
      {"J packed, a quarter of the engines half as fast", packed, clusters({.slowFactor = 2.0})});
  return tables;
}

// The worst of all tables.
Result<double> compareAll(const Work& work, bool brief) {
  double worst = 0.0;
  const auto tables = tablesOf(work, brief);
  for (const Table& each : tables) {
    const auto off = table(each.name, each.model, each.clusters);
    if (!off) return off;
    worst = std::max(worst, off.value());
  }
  std::printf("\n");
  for (const Table& each : tables) {
    if (each.clusters.front().slowFactor > 1.0) continue;
    std::printf("%s: ", each.name);
    printNeed(each.model, each.clusters.back());
  }
  return worst;
}

int run(const QStringList& arguments) {
  const bool brief = arguments.contains(QStringLiteral("--brief"));
  QStringList files = arguments.mid(1);
  files.removeAll(QStringLiteral("--brief"));
  Result<Work> work = files.isEmpty() ? Result<Work>(measuredRabbit(brief ? 256 : 1'024))
                                      : recordedWork(files.first());
  if (!work) {
    std::fprintf(stderr, "%s\n", work.error().message.c_str());
    return 2;
  }
  const auto worst = compareAll(work.value(), brief);
  if (!worst) {
    std::fprintf(stderr, "%s\n", worst.error().message.c_str());
    return 1;
  }
  if (worst.value() <= kTooFar || !brief) return 0;
  std::fprintf(stderr, "a prediction is %s off\n", stats::percentText(worst.value()).c_str());
  return 1;
}

}  // namespace
}  // namespace fatou::tests

int main(int count, char** arguments) {
  const QCoreApplication application(count, arguments);
  return fatou::tests::run(QCoreApplication::arguments());
}
