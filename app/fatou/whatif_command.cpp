// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>
#include <vector>

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include "app/fatou/command.h"
#include "app/fatou/network_options.h"
#include "app/fatou/options.h"
#include "app/fatou/report.h"
#include "app/fatou/text.h"
#include "core/io/run_json.h"
#include "core/render/tile_plan.h"
#include "core/stats/losses.h"
#include "core/stats/prediction.h"
#include "core/stats/run_summary.h"
#include "core/stats/what_if.h"
#include "core/stats/words.h"

namespace fatou::app {
namespace {

// The runs that the command line asks to be played.
struct Wish {
  std::vector<int> engineCounts;
  std::vector<stats::Policy> policies;
  std::int32_t bandRows = 0;  // 0: as a render would choose
  int cores = 0;
  std::vector<double> slowdown;
  std::optional<stats::Network> network{};
  double answerBytesARow = 0.0;  // 0: as recorded
};

struct Prediction {
  stats::Scenario scenario;
  stats::Run run;
};

std::vector<stats::Policy> policies(const QString& text) {
  std::vector<stats::Policy> all;
  for (const QString& name : text.split(u',')) {
    const auto policy = stats::policyFromString(name.toStdString());
    if (!policy)
      throw badUsage(
          QStringLiteral("--view '%1' is unknown: use serial, direct, balanced or guided")
              .arg(name));
    all.push_back(*policy);
  }
  return all;
}

// Reads factors by engine: "1=2" makes engine 1 twice as slow.
std::vector<double> slowdowns(const QStringList& texts) {
  std::vector<double> factors;
  for (const QString& text : texts) {
    const auto [engine, factor] =
        slowed(QStringLiteral("slow"), QStringLiteral("ENGINE=FACTOR"), text, render::kMaxEngines);
    const auto index = static_cast<std::size_t>(engine);
    if (factors.size() <= index) factors.resize(index + 1, 1.0);
    factors[index] = factor;
  }
  return factors;
}

// The costs that a recorded run tells of, with sizes of messages where the engines to be predicted
// are elsewhere.
stats::CostModel modelOf(const stats::Run& run, const io::Recording& recording, const Wish& wish) {
  stats::CostModel model = stats::costModel(run);
  if (!wish.network) return model;
  if (wish.answerBytesARow > 0.0) model.answerBytesARow = wish.answerBytesARow;
  const std::int32_t width = io::samplesARow(recording.request);
  if (model.answerBytesARow <= 0.0 && width == 0)
    throw badUsage(
        QStringLiteral("the record does not say how wide its picture is: give what a "
                       "row's answer takes, like --row-bytes 4096"));
  return stats::withMessages(std::move(model), width);
}

// Plays the runs over all slabs of a picture one after the other.
Prediction predict(const io::Recording& recording, const Wish& wish, stats::Policy policy,
                   int engines) {
  const bool serial = policy == stats::Policy::Serial;
  Prediction prediction{.scenario = {.policy = policy,
                                     .engines = serial ? 1 : engines,
                                     .bandRows = wish.bandRows,
                                     .cores = wish.cores,
                                     .slowdown = wish.slowdown,
                                     .network = wish.network}};
  std::vector<stats::Run> runs;
  for (const stats::Run& run : recording.runs) {
    const auto model = modelOf(run, recording, wish);
    auto& scenario = prediction.scenario;
    if (wish.bandRows == 0)
      scenario.bandRows = render::automaticBandRows(model.seconds.rows.size(), scenario.engines);
    runs.push_back(stats::replay(model, scenario));
  }
  prediction.run = stats::joined(runs);
  return prediction;
}

std::vector<Prediction> predictAll(const io::Recording& recording, const Wish& wish) {
  std::vector<Prediction> all;
  for (const auto policy : wish.policies) {
    for (const int engines : wish.engineCounts) {
      all.push_back(predict(recording, wish, policy, engines));
      if (policy == stats::Policy::Serial) break;  // it has no engines to vary
    }
  }
  return all;
}

QStringList line(const QString& what, const stats::Run& run, const QString& band,
                 double recordedWall) {
  return {what,
          QString::fromStdString(run.view),
          run.isSerial() ? QStringLiteral("-") : QString::number(run.engines),
          band,
          durationText(engines::Seconds(run.wallTime)),
          run.wallTime > 0.0 ? QStringLiteral("%1 x").arg(recordedWall / run.wallTime, 0, 'f', 2)
                             : QStringLiteral("-"),
          QString::number(stats::imbalance(run), 'f', 2),
          percentText(stats::summarize(run).efficiency),
          percentText(stats::splitLosses(run).share(stats::LossKind::Transfer))};
}

QString table(const stats::Run& recorded, const std::vector<Prediction>& predictions) {
  const QString usual = QString::number(stats::costModel(recorded).bandRows);
  QList<QStringList> lines{line(QStringLiteral("recorded"), recorded, usual, recorded.wallTime)};
  for (const auto& [scenario, run] : predictions)
    lines += line(QStringLiteral("predicted"), run, QString::number(scenario.bandRows),
                  recorded.wallTime);
  return tableText(
      {QStringLiteral("run"), QStringLiteral("view"), QStringLiteral("engines"),
       QStringLiteral("band"), QStringLiteral("wall time"), QStringLiteral("faster"),
       QStringLiteral("imbalance"), QStringLiteral("efficiency"), QStringLiteral("transfer")},
      lines);
}

// A line that sets the prediction for the recorded configuration beside what it took.
QString recordedText(const io::Recording& recording, const std::vector<Prediction>& predictions,
                     const Wish& wish) {
  const stats::Run recorded = recording.run();
  if (!wish.slowdown.empty() || wish.cores != recorded.cores) return {};
  if (wish.network != stats::measuredNetwork(recorded) || wish.answerBytesARow > 0.0) return {};
  const bool isAutomatic = io::factOf(recording.request, "band") == "auto";
  const std::int32_t usual = stats::costModel(recorded).bandRows;
  for (const auto& [scenario, run] : predictions) {
    const bool isRecorded = run.view == recorded.view && run.engines == recorded.engines &&
                            (wish.bandRows == 0 ? isAutomatic : wish.bandRows == usual);
    if (!isRecorded) continue;
    const std::string sentence = stats::predictionSentence(run, recorded, &recorded);
    return QStringLiteral("As recorded: %1.\n").arg(QString::fromStdString(sentence));
  }
  return {};
}

// The network in seconds and bytes a second; a bandwidth without a limit is left out, as JSON has
// no infinity.
QJsonObject toJson(const stats::Network& network) {
  QJsonObject object{{QStringLiteral("latency"), network.latency},
                     {QStringLiteral("hub_time"), network.hubTime}};
  if (std::isfinite(network.bandwidth))
    object.insert(QStringLiteral("bandwidth"), network.bandwidth);
  if (std::isfinite(network.hubBandwidth))
    object.insert(QStringLiteral("hub_bandwidth"), network.hubBandwidth);
  return object;
}

QByteArray json(const io::Recording& recording, const std::vector<Prediction>& predictions) {
  QJsonArray array;
  for (const auto& [scenario, run] : predictions) {
    QJsonObject object = io::toJson(run);
    object.insert(QStringLiteral("band"), scenario.bandRows);
    object.insert(QStringLiteral("cores"), scenario.cores);
    if (scenario.network) object.insert(QStringLiteral("network"), toJson(*scenario.network));
    object.insert(QStringLiteral("summary"), io::toJson(stats::summarize(run)));
    array.append(object);
  }
  return QJsonDocument(QJsonObject{{QStringLiteral("request"), io::toJson(recording.request)},
                                   {QStringLiteral("machine"), io::toJson(recording.machine)},
                                   {QStringLiteral("recorded"),
                                    io::toJson(stats::summarize(recording.run()))},
                                   {QStringLiteral("predictions"), array}})
      .toJson();
}

std::vector<io::TracedRun> traced(const io::Recording& recording,
                                  const std::vector<Prediction>& predictions) {
  std::vector<io::TracedRun> runs{{.name = QStringLiteral("recorded"), .run = recording.run()}};
  for (const auto& [scenario, run] : predictions)
    runs.push_back({.name = QStringLiteral("predicted: ") +
                            QString::fromStdString(stats::runName(run.view, run.engines)),
                    .run = run});
  return runs;
}

io::Recording readRun(const Options& options) {
  if (options.positional().isEmpty())
    throw badUsage(
        QStringLiteral("which run: name a file written by 'fatou render --timing FILE.json'"));
  auto recording = io::readRecording(options.positional().first());
  if (!recording) throw badUsage(recording.error());
  for (const stats::Run& run : recording.value().runs)
    if (run.bands.empty() || !run.complete)
      throw badUsage(QStringLiteral("%1 was stopped before its end: record a whole run")
                         .arg(options.positional().first()));
  return std::move(recording).value();
}

void addOptions(Options& options) {
  options.addArgument(QStringLiteral("RUN.json"), QStringLiteral("A run of render --timing."));
  options.addEngines(QStringLiteral("Engine counts like 1,2,4; 1 to all cores when left out."));
  options.add({QStringLiteral("view"), QStringLiteral("Of serial, direct, balanced, guided."),
               QStringLiteral("VIEWS"), QStringLiteral("direct,balanced,guided")});
  options.add({QStringLiteral("band"),
               QStringLiteral("Rows a band; chosen as render does when left out."),
               QStringLiteral("ROWS")});
  options.add({QStringLiteral("cores"),
               QStringLiteral("What engines share; those of the record when left out."),
               QStringLiteral("N")});
  options.add({QStringLiteral("slow"), QStringLiteral("One engine slower, like 1=2. Repeatable."),
               QStringLiteral("ENGINE=FACTOR")});
  addNetworkOptions(options);
  options.add({QStringLiteral("json"), QStringLiteral("Write every predicted band."),
               QStringLiteral("FILE")});
  addTraceOption(options);
  addForceOption(options);
}

}  // namespace

void runWhatIf(const QStringList& arguments) {
  Options options(
      QStringLiteral("Predicts a recorded run's wall time with other engines, bands and views."));
  addOptions(options);
  options.parse(arguments);
  const io::Recording recording = readRun(options);
  const auto network = networkOf(options, recording);
  Wish wish{.engineCounts = options.engineCounts(),
            .policies = policies(options.value(QStringLiteral("view"))),
            .cores = asksForNetwork(options) ? 0 : recording.runs.front().cores,
            .slowdown = slowdowns(options.values(QStringLiteral("slow"))),
            .network = network,
            .answerBytesARow = rowBytes(options, network)};
  addSlowHost(options, wish.slowdown);
  if (options.isSet(QStringLiteral("band")))
    wish.bandRows = options.number(QStringLiteral("band"), 1, render::kMaxSide);
  if (options.isSet(QStringLiteral("cores")))
    wish.cores = options.number(QStringLiteral("cores"), 1, 65'536);
  requireWritable(options, {"json", "trace"});
  const auto predictions = predictAll(recording, wish);
  if (options.isSet(QStringLiteral("json")))
    writeReport(options, "json", json(recording, predictions));
  if (options.isSet(QStringLiteral("trace"))) writeTrace(options, traced(recording, predictions));
  print(table(recording.run(), predictions) + captionText(recording.request) +
        recordedText(recording, predictions, wish) +
        networkText(wish.network, modelOf(recording.runs.front(), recording, wish)));
  const int most = std::ranges::max(wish.engineCounts);
  if (wish.cores > 0 && most > wish.cores)
    print(QStringLiteral("Played on %1: more engines than that share them.\n")
              .arg(wish.cores == 1 ? QStringLiteral("1 core")
                                   : QStringLiteral("%1 cores").arg(wish.cores)));
}

}  // namespace fatou::app
