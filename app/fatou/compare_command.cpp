// SPDX-License-Identifier: GPL-3.0-or-later
#include <memory>
#include <vector>

#include <QCryptographicHash>
#include <QJsonArray>
#include <QJsonDocument>
#include <QThread>

#include "app/fatou/command.h"
#include "app/fatou/interrupt.h"
#include "app/fatou/options.h"
#include "app/fatou/progress.h"
#include "app/fatou/report.h"
#include "app/fatou/text.h"
#include "core/render/frame.h"
#include "core/render/renderer.h"
#include "core/stats/comparison.h"

namespace fatou::app {
namespace {

// One way of computing the picture, and what its repeats came to.
struct Configuration {
  std::shared_ptr<const render::RenderJob> job;
  render::Renderer renderer;
  std::vector<stats::RunSummary> repeats;
  QByteArray hash;  // of J, lowest row first

  const render::RenderRequest& request() const { return job->request(); }
};

// Serial first, then direct and balanced for each engine count.
std::vector<Configuration> configurations(const render::RenderRequest& request,
                                          const std::vector<int>& engineCounts) {
  using enum render::ViewKind;
  std::vector<Configuration> all;
  const auto add = [&](render::ViewKind kind, int engineCount, const engines::Client& client) {
    render::RenderRequest variant = request;
    variant.viewKind = kind;
    variant.engines = engineCount;
    auto job = render::RenderJob::create(variant);
    if (!job) throw badUsage(job.error());
    all.push_back({.job = std::move(job).value(), .renderer = render::Renderer(client)});
  };
  add(Serial, 1, engines::Client());
  for (const int engineCount : engineCounts) {
    const engines::Client client(engineCount);
    add(Direct, engineCount, client);
    add(Balanced, engineCount, client);
  }
  return all;
}

// Computes the whole picture once; J's hash is taken outside the time that counts.
stats::RunSummary runOnce(Configuration& configuration, const Interrupt& interrupt,
                          render::Frame& frame) {
  const auto& request = configuration.request();
  std::vector<render::RunRecord> runs;
  QCryptographicHash hash(QCryptographicHash::Sha256);
  auto slabs = render::slabs(request.width, request.height);
  for (auto slab = slabs.rbegin(); slab != slabs.rend(); ++slab) {
    frame.reset(request.width, *slab);
    const auto collect = [&](const render::Tile& tile, const render::BandRecord&) {
      frame.add(tile);
    };
    auto run = configuration.renderer.render(configuration.job, *slab, collect, interrupt.token());
    if (!run) throw failed(run.error());
    interrupt.throwIfStopped();
    runs.push_back(std::move(run).value());
    FATOU_CHECK(frame.complete());
    const auto bytes = std::as_bytes(frame.counts());
    hash.addData(
        {reinterpret_cast<const char*>(bytes.data()), static_cast<qsizetype>(bytes.size())});
  }
  const QByteArray result = hash.result().toHex();
  if (configuration.hash.isEmpty()) configuration.hash = result;
  if (configuration.hash != result) configuration.hash = "differs between repeats";
  return summarize(runs);
}

// One untimed round to warm up, then rounds over all configurations, so that a drift of the
// machine hits all of them alike.
void runAll(std::vector<Configuration>& all, int repeats, bool quiet) {
  const Interrupt interrupt;
  Progress progress("comparing", static_cast<std::int64_t>(all.size()) * (repeats + 1), quiet);
  render::Frame frame;
  for (int round = 0; round <= repeats; ++round) {
    for (Configuration& configuration : all) {
      const auto summary = runOnce(configuration, interrupt, frame);
      if (round > 0) configuration.repeats.push_back(summary);
      progress.add(1);
    }
  }
}

QString viewName(const Configuration& configuration) {
  return QString::fromStdString(render::toString(configuration.request().viewKind));
}

struct Row {
  const Configuration& configuration;
  stats::ComparisonRow figures;
  bool identical;
};

std::vector<Row> evaluate(const std::vector<Configuration>& all) {
  std::vector<stats::RepeatedRun> runs;
  for (const Configuration& configuration : all)
    runs.push_back({.engines = configuration.request().engines, .repeats = configuration.repeats});
  const auto figures = stats::compareToFirst(runs);
  std::vector<Row> rows;
  for (std::size_t i = 0; i < all.size(); ++i)
    rows.push_back({all[i], figures[i], all[i].hash == all[0].hash});
  return rows;
}

QString table(const std::vector<Row>& rows) {
  QList<QStringList> lines;
  for (const Row& row : rows) {
    const auto& figures = row.figures;
    const bool serial = row.configuration.request().viewKind == render::ViewKind::Serial;
    lines += {viewName(row.configuration),
              serial ? QStringLiteral("-") : QString::number(row.configuration.request().engines),
              durationText(engines::Seconds(figures.wallTime)),
              QStringLiteral("±%1").arg(percentText(figures.spread)),
              QString::number(figures.speedup, 'f', 2),
              percentText(figures.efficiency),
              QString::number(figures.imbalance, 'f', 2),
              rateText(figures.iterationsPerSecond)};
  }
  return tableText(
      {QStringLiteral("view"), QStringLiteral("engines"), QStringLiteral("wall time"),
       QStringLiteral("spread"), QStringLiteral("speed-up"), QStringLiteral("efficiency"),
       QStringLiteral("imbalance"), QStringLiteral("iterations")},
      lines);
}

QString agreement(const std::vector<Row>& rows) {
  QStringList different;
  for (const Row& row : rows)
    if (!row.identical)
      different += QStringLiteral("%1 on %2 engines")
                       .arg(viewName(row.configuration))
                       .arg(row.configuration.request().engines);
  if (different.isEmpty())
    return QStringLiteral("Every J is bit-identical to the serial one (SHA-256 %1).\n")
        .arg(QString::fromLatin1(rows.front().configuration.hash));
  return QStringLiteral("J DIFFERS from the serial one: %1.\n")
      .arg(different.join(QStringLiteral(", ")));
}

QByteArray csv(const std::vector<Row>& rows) {
  QString text = QStringLiteral(
      "view,engines,repeats,wall_time,spread,speedup,efficiency,imbalance,serial_time,iterations,"
      "iterations_per_second,identical\n");
  for (const Row& row : rows) {
    const auto& f = row.figures;
    text += QStringLiteral("%1,%2,%3,")
                .arg(viewName(row.configuration))
                .arg(row.configuration.request().engines)
                .arg(row.configuration.repeats.size());
    for (const double number :
         {f.wallTime, f.spread, f.speedup, f.efficiency, f.imbalance, f.serialTime,
          static_cast<double>(f.iterations), f.iterationsPerSecond})
      text += QString::number(number, 'g', 17) + u',';
    text += row.identical ? QStringLiteral("1\n") : QStringLiteral("0\n");
  }
  return text.toUtf8();
}

QByteArray json(const render::RenderRequest& request, const std::vector<Row>& rows) {
  QJsonArray array;
  for (const Row& row : rows) {
    QJsonArray repeats;
    for (const auto& repeat : row.configuration.repeats) repeats.append(toJson(repeat));
    const auto& f = row.figures;
    array.append(
        QJsonObject{{QStringLiteral("view"), viewName(row.configuration)},
                    {QStringLiteral("engines"), row.configuration.request().engines},
                    {QStringLiteral("wall_time"), f.wallTime},
                    {QStringLiteral("spread"), f.spread},
                    {QStringLiteral("speedup"), f.speedup},
                    {QStringLiteral("efficiency"), f.efficiency},
                    {QStringLiteral("imbalance"), f.imbalance},
                    {QStringLiteral("serial_time"), f.serialTime},
                    {QStringLiteral("iterations"), static_cast<qint64>(f.iterations)},
                    {QStringLiteral("iterations_per_second"), f.iterationsPerSecond},
                    {QStringLiteral("sha256"), QString::fromLatin1(row.configuration.hash)},
                    {QStringLiteral("identical"), row.identical},
                    {QStringLiteral("repeats"), repeats}});
  }
  QJsonObject picture = toJson(request);
  for (const auto* varied : {"engines", "view"}) picture.remove(QLatin1StringView(varied));
  return QJsonDocument(QJsonObject{{QStringLiteral("request"), picture},
                                   {QStringLiteral("machine"), machineJson()},
                                   {QStringLiteral("configurations"), array}})
      .toJson();
}

}  // namespace

void runCompare(const QStringList& arguments) {
  Options options(QStringLiteral(
      "Times one picture serially and through direct and balanced views of engines."));
  options.addPicture();
  options.addEngines(QStringLiteral("Engine counts like 1,2,4; 1 to all cores when left out."));
  options.addSimd();
  options.add({QStringLiteral("repeats"), QStringLiteral("Timed runs of each configuration."),
               QStringLiteral("N"), QStringLiteral("5")});
  options.add({QStringLiteral("csv"), QStringLiteral("Write the table for scripts."),
               QStringLiteral("FILE")});
  options.add({QStringLiteral("json"), QStringLiteral("Write everything for scripts."),
               QStringLiteral("FILE")});
  options.add({QStringLiteral("quiet"), QStringLiteral("Print nothing but errors.")});
  options.parse(arguments);
  const render::RenderRequest request = options.request();
  const auto engineCounts = options.engineCounts();
  const int repeats = options.number(QStringLiteral("repeats"), 1, 10'000);
  options.applySimd();
  const bool quiet = options.isSet(QStringLiteral("quiet"));

  requireWritable(options, {"csv", "json"});
  auto all = configurations(request, engineCounts);
  runAll(all, repeats, quiet);
  const auto rows = evaluate(all);
  if (options.isSet(QStringLiteral("csv")))
    require(writeFile(options.value(QStringLiteral("csv")), csv(rows)));
  if (options.isSet(QStringLiteral("json")))
    require(writeFile(options.value(QStringLiteral("json")), json(request, rows)));
  const QString verdict = agreement(rows);
  if (!quiet) {
    print(table(rows) + verdict);
    const int cores = QThread::idealThreadCount();
    if (std::ranges::max(engineCounts) > cores)
      print(QStringLiteral("This machine has %1 cores: more engines than that share them.\n")
                .arg(cores));
  }
  for (const Row& row : rows)
    if (!row.identical) throw Failure{kFailed, verdict.trimmed()};
}

}  // namespace fatou::app
