// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/simgrid/simulation.h"

#include <cmath>

#include <QByteArray>
#include <QFile>
#include <QProcess>
#include <QString>
#include <QStringList>
#include <QTemporaryDir>

namespace fatou::tests {
namespace {

constexpr double kCarried = 0.95;  // of a link's bandwidth; the rest are headers
constexpr int kPatienceMs = 600'000;

bool write(const QString& path, const QByteArray& text) {
  QFile file(path);
  return file.open(QIODevice::WriteOnly) && file.write(text) == text.size();
}

QByteArray platform(const SimulatedCluster& cluster) {
  return QStringLiteral(
             "<?xml version='1.0'?>\n"
             "<!DOCTYPE platform SYSTEM \"https://simgrid.org/simgrid.dtd\">\n"
             "<platform version=\"4.1\">\n"
             "  <cluster id=\"cluster\" prefix=\"node-\" suffix=\"\" radical=\"0-%1\" "
             "speed=\"1Gf\" bw=\"%2Bps\" lat=\"%3us\" bb_bw=\"100TBps\" bb_lat=\"0s\"/>\n"
             "</platform>\n")
      .arg(cluster.engines)
      .arg(cluster.bandwidth, 0, 'f', 0)
      .arg(1e6 * cluster.latency, 0, 'f', 3)
      .toUtf8();
}

QByteArray hosts(const SimulatedCluster& cluster) {
  QByteArray text;
  for (int host = 0; host <= cluster.engines; ++host)
    text += "node-" + QByteArray::number(host) + '\n';
  return text;
}

QByteArray tasks(const stats::CostModel& model) {
  const QByteArray bytes = QByteArray::number(std::llround(model.answerBytesARow));
  QByteArray text;
  for (const double seconds : model.seconds.costs)
    text += QByteArray::number(seconds, 'g', 17) + ' ' + bytes + '\n';
  return text;
}

// Messages of any length cost what the platform says, and calls are under way before they are
// waited for, as they are between real ranks.
QStringList arguments(const QString& folder, const stats::CostModel& model,
                      const SimulatedCluster& cluster) {
  return {QStringLiteral("--cfg=smpi/simulate-computation:no"),
          QStringLiteral("--cfg=smpi/host-speed:1Gf"),
          QStringLiteral("--cfg=smpi/bw-factor:0:%1").arg(kCarried),
          QStringLiteral("--cfg=smpi/lat-factor:0:1"),
          QStringLiteral("--cfg=smpi/async-small-thresh:4096"),
          QStringLiteral("--log=root.thresh:warning"),
          QStringLiteral("-np"),
          QString::number(cluster.engines + 1),
          QStringLiteral("-platform"),
          folder + QStringLiteral("/platform.xml"),
          QStringLiteral("-hostfile"),
          folder + QStringLiteral("/hosts"),
          QString::fromUtf8(FATOU_SIMULATED_RANKS),
          folder + QStringLiteral("/tasks"),
          QString::number(std::llround(model.callBytes)),
          QString::number(std::llround(model.answerBytesARow)),
          QString::number(cluster.hubTime, 'g', 17),
          QString::number(cluster.slowEngines),
          QString::number(cluster.slowFactor, 'g', 17)};
}

}  // namespace

stats::Scenario scenarioOf(const SimulatedCluster& cluster) {
  stats::Scenario scenario{.viewKind = stats::ViewKind::Balanced,
                           .engines = cluster.engines,
                           .bandRows = 1,
                           .network = stats::Network{.latency = 2 * cluster.latency,
                                                     .bandwidth = kCarried * cluster.bandwidth,
                                                     .hubBandwidth = kCarried * cluster.bandwidth,
                                                     .hubTime = cluster.hubTime,
                                                     .underWay = stats::kBandsUnderWay}};
  scenario.slowdown.assign(static_cast<std::size_t>(cluster.slowEngines), cluster.slowFactor);
  return scenario;
}

Result<double> simulatedMakespan(const stats::CostModel& model, const SimulatedCluster& cluster) {
  const QTemporaryDir folder;
  if (!folder.isValid() ||
      !write(folder.filePath(QStringLiteral("platform.xml")), platform(cluster)) ||
      !write(folder.filePath(QStringLiteral("hosts")), hosts(cluster)) ||
      !write(folder.filePath(QStringLiteral("tasks")), tasks(model)))
    return Error{"no file can be written in the temporary folder"};
  QProcess process;
  process.setStandardInputFile(QProcess::nullDevice());
  process.setWorkingDirectory(folder.path());
  process.start(QString::fromUtf8(FATOU_SMPIRUN), arguments(folder.path(), model, cluster));
  if (!process.waitForFinished(kPatienceMs)) {
    process.kill();
    process.waitForFinished();
    return Error{"smpirun did not end: " + process.errorString().toStdString()};
  }
  for (const QByteArray& line : process.readAllStandardOutput().split('\n'))
    if (line.startsWith("makespan ")) return line.mid(9).toDouble();
  return Error{"smpirun failed: " + process.readAllStandardError().right(500).toStdString()};
}

}  // namespace fatou::tests
