// SPDX-License-Identifier: GPL-3.0-or-later
// Compares how long a poster takes on a cluster as what-if predicts it and as SimGrid simulates it,
// both from measured costs of its rows.
//
//   cluster_bench [--brief] [RUN.json]
//
// RUN.json is a run of `fatou render --timing`; without one, rows of the rabbit at tmax 2,000 are
// measured here. --brief takes a smaller picture and fewer engines, and fails where the two are too
// far apart.
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

#include "core/engines/tasks/thread_cpu_time.h"
#include "core/engines/tasks/timing.h"
#include "core/io/reports/run_json.h"
#include "core/render/packed_counts.h"
#include "core/render/render_job.h"
#include "core/stats/words.h"
#include "tests/simgrid/simulation.h"

namespace fatou::tests {
namespace {

constexpr double kTooFar = 0.15;  // of what is simulated

// The costs of a poster's rows, and the length of their answers.
struct Work {
  stats::CostModel model;
  double plainBytes = 0.0;   // of a row's answer, as J lies
  double packedBytes = 0.0;  // the same packed; 0 where unknown
};

// A model that has each of these rows so many times. It leaves out what else a run costs the
// caller.
stats::CostModel repeated(const std::vector<double>& costs, int times, double costTimes) {
  stats::CostModel model{.seconds = {.rows = {0, static_cast<std::int32_t>(costs.size()) * times}},
                         .callBytes = 300.0};
  for (const double cost : costs)
    model.seconds.costs.insert(model.seconds.costs.end(), static_cast<std::size_t>(times),
                               cost * costTimes);
  model.iterations = model.seconds;
  return model;
}

render::RenderRequest rabbit(std::int32_t side) {
  render::RenderRequest request{.picture = {.width = side, .height = side},
                                .engines = {.kernel = render::Kernel::Plain}};
  request.picture.place.c = julia::parseComplex("-0.123+0.745i").value();
  request.picture.place.view = julia::CentreView{.radius = julia::Decimal::parse("1.3").value()};
  request.picture.place.tmax = 2000;
  return request;
}

// Measures the work of a rabbit with this side by some rows that are spread over it.
Work measuredRabbit(std::int32_t side) {
  constexpr int kRows = 64;
  const auto job = render::RenderJob::create(rabbit(side)).value();
  std::vector<double> costs;
  double packed = 0.0;
  for (int k = 0; k < kRows; ++k) {
    const std::int32_t row = side / kRows * k + side / kRows / 2;
    const auto before = engines::threadCpuTime();
    const render::Tile tile = job->computeBand({row, row + 1}, false, {}).front();
    costs.push_back(engines::Seconds(engines::threadCpuTime() - before).count());
    const std::span counts(tile.counts.data(), static_cast<std::size_t>(side));
    const std::string bytes = render::packedCounts(counts);
    packed += static_cast<double>(bytes.empty() ? counts.size_bytes() : bytes.size()) / kRows;
  }
  return {
      .model = repeated(costs, side / kRows, 1.0), .plainBytes = 4.0 * side, .packedBytes = packed};
}

// The work of the recorded picture, enlarged until it has as many rows as the poster. Its rows
// become longer by the same factor.
Result<Work> recordedWork(const QString& path, std::int32_t side) {
  const auto recording = io::readRecording(path);
  if (!recording) return recording.error();
  const stats::Run run = recording.value().run();
  const std::int32_t width = io::samplesARow(recording.value().request);
  if (run.bands.empty() || width == 0)
    return Error{"the record has no bands or does not say how wide its picture is"};
  const auto costs = stats::costModel(run).seconds.costs;
  const int times = std::max(1, side / static_cast<int>(costs.size()));
  return Work{.model = repeated(costs, times, times), .plainBytes = 4.0 * width * times};
}

stats::CostModel withAnswers(stats::CostModel model, double bytesARow) {
  model.answerBytesARow = bytesARow;
  return model;
}

// Prints one line of the table. Returns how far the prediction is off, as a share of what is
// simulated.
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

// Prints a table. Returns the largest value that compare() has returned for it.
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

// Prints how fast the hub would have to be for an efficiency of 80 %. Where no bandwidth is enough,
// prints what the limit is.
void printNeed(const stats::CostModel& model, const SimulatedCluster& cluster) {
  constexpr double kEnough = 0.8;
  const double share = model.seconds.sum() / cluster.engines;
  const auto efficiency = [&](double gigabits, double hubTime) {
    stats::Scenario scenario = scenarioOf(cluster);
    scenario.network->hubBandwidth = gigabits * 1e9 / 8.0;
    scenario.network->hubTime = hubTime;
    return share / stats::replay(model, scenario).wallTime;
  };
  double gigabits = 10.0;
  while (gigabits <= 640.0 && efficiency(gigabits, cluster.hubTime) < kEnough) gigabits *= 2.0;
  if (gigabits <= 640.0) {
    std::printf("%d engines with a hub of %.0f Gbit/s are %s efficient\n", cluster.engines,
                gigabits, stats::percentText(efficiency(gigabits, cluster.hubTime)).c_str());
    return;
  }
  const bool isHubTime = cluster.hubTime > 0.0 && efficiency(stats::kUnbounded, 0.0) >= kEnough;
  const std::string limit = isHubTime
                                ? "the hub's " + stats::timeText(cluster.hubTime) + " a message"
                                : std::string("not the hub alone");
  std::printf("%d engines are %s efficient however many Gbit/s the hub has: the limit is %s\n",
              cluster.engines,
              stats::percentText(efficiency(stats::kUnbounded, cluster.hubTime)).c_str(),
              limit.c_str());
}

// The same work in bands of so many rows, where the model has a row for each band.
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
  const auto clusters = [&](const SimulatedCluster& like) {
    std::vector<SimulatedCluster> all;
    for (const int engines : brief ? std::vector{4, 16, 64} : std::vector{16, 64, 256, 1'024}) {
      all.push_back(like);
      all.back().engines = engines;
      all.back().slowEngines = like.slowFactor > 1.0 ? engines / 4 : 0;
    }
    return all;
  };
  const auto plain = withAnswers(work.model, work.plainBytes);
  std::vector<Table> tables{{"J as it lies", plain, clusters({})}};
  if (work.packedBytes <= 0.0) return tables;
  const auto packed = withAnswers(work.model, work.packedBytes);
  tables.push_back({"J packed", packed, clusters({})});
  tables.push_back({"J packed, 8 µs of the hub a message", packed, clusters({.hubTime = 8e-6})});
  tables.push_back(
      {"the same in bands of 4 rows", inBands(packed, 4), clusters({.hubTime = 8e-6})});
  tables.push_back(
      {"J packed, a quarter of the engines half as fast", packed, clusters({.slowFactor = 2.0})});
  return tables;
}

// Prints all tables. Returns the largest value that table() has returned.
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
  const std::int32_t side = brief ? 2'048 : 32'768;
  const Result<Work> work =
      files.isEmpty() ? Result<Work>(measuredRabbit(side)) : recordedWork(files.first(), side);
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
