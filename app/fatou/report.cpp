// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/fatou/report.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QSysInfo>
#include <QThread>

#include "app/fatou/command.h"
#include "core/io/picture_file.h"
#include "core/kernels/escape_time.h"

namespace fatou::app {
namespace {

QJsonObject toJson(const render::BandRecord& band, engines::Clock::time_point start) {
  const auto since = [start](engines::Clock::time_point stamp) {
    return engines::Seconds(stamp - start).count();
  };
  return {{QStringLiteral("engine"), band.task.engine},
          {QStringLiteral("first_row"), band.rows.begin},
          {QStringLiteral("rows"), band.rows.size()},
          {QStringLiteral("mirrored_first_row"), band.mirrored.begin},
          {QStringLiteral("mirrored_rows"), band.mirrored.size()},
          {QStringLiteral("iterations"), static_cast<qint64>(band.iterations)},
          {QStringLiteral("submitted"), since(band.task.submitted)},
          {QStringLiteral("started"), since(band.task.started)},
          {QStringLiteral("completed"), since(band.task.completed)},
          {QStringLiteral("received"), since(band.task.received)}};
}

QJsonObject toJson(const render::RunRecord& run) {
  QJsonArray bands;
  for (const auto& band : run.bands) bands.append(toJson(band, run.started));
  return {{QStringLiteral("wall_time"), engines::Seconds(run.finished - run.started).count()},
          {QStringLiteral("engines"), run.engines},
          {QStringLiteral("bands"), bands}};
}

}  // namespace

stats::RunSummary summarize(const std::vector<render::RunRecord>& runs) {
  std::vector<engines::TaskRecord> tasks;
  engines::Seconds wall{0};
  std::int64_t iterations = 0;
  for (const auto& run : runs) {
    wall += run.finished - run.started;
    for (const auto& band : run.bands) {
      tasks.push_back(band.task);
      iterations += band.iterations;
    }
  }
  return stats::summarize(tasks, runs.empty() ? 0 : runs.front().engines, wall, iterations);
}

QJsonObject toJson(const render::RenderRequest& request) {
  QJsonObject object;
  for (const auto& [name, value] : render::parameters(request))
    object.insert(QString::fromStdString(name), QString::fromStdString(value));
  return object;
}

QJsonObject toJson(const stats::RunSummary& summary) {
  return {{QStringLiteral("wall_time"), summary.wallTime.count()},
          {QStringLiteral("serial_time"), summary.serialTime.count()},
          {QStringLiteral("speedup"), summary.speedup},
          {QStringLiteral("efficiency"), summary.efficiency},
          {QStringLiteral("imbalance"), summary.imbalance},
          {QStringLiteral("iterations"), static_cast<qint64>(summary.iterations)},
          {QStringLiteral("iterations_per_second"), summary.iterationsPerSecond}};
}

QJsonObject machineJson() {
  return {{QStringLiteral("fatou"), QCoreApplication::applicationVersion()},
          {QStringLiteral("cores"), QThread::idealThreadCount()},
          {QStringLiteral("simd"), QString::fromStdString(kernels::simdTargetName())},
          {QStringLiteral("cpu"), QSysInfo::currentCpuArchitecture()},
          {QStringLiteral("system"), QSysInfo::prettyProductName()},
          {QStringLiteral("qt"), QString::fromLatin1(qVersion())},
          {QStringLiteral("compiler"), QStringLiteral("g++ " __VERSION__)}};
}

QByteArray timingJson(const render::RenderRequest& request,
                      const std::vector<render::RunRecord>& runs) {
  QJsonArray array;
  for (const auto& run : runs) array.append(toJson(run));
  const QJsonObject document{{QStringLiteral("request"), toJson(request)},
                             {QStringLiteral("machine"), machineJson()},
                             {QStringLiteral("summary"), toJson(summarize(runs))},
                             {QStringLiteral("runs"), array}};
  return QJsonDocument(document).toJson();
}

void requireWritable(const Options& options, std::initializer_list<const char*> names) {
  for (const char* name : names) {
    const QString option = QString::fromLatin1(name);
    if (!options.isSet(option)) continue;
    if (const auto file = io::PictureFile::create(options.value(option)); !file)
      throw badUsage(file.error());
  }
}

Status writeFile(const QString& path, const QByteArray& bytes) {
  auto file = io::PictureFile::create(path);
  if (!file) return file.error();
  const auto opened = std::move(file).value();
  if (auto status = opened->append({bytes.constData(), static_cast<std::size_t>(bytes.size())});
      !status)
    return status;
  return opened->commit();
}

}  // namespace fatou::app
