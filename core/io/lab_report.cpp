// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/lab_report.h"

#include <array>
#include <cmath>
#include <span>
#include <utility>

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QStringList>

#include "core/io/run_json.h"
#include "core/stats/run_summary.h"

namespace fatou::io {
namespace {

using stats::ComparisonRow;
using stats::Configuration;
using stats::LossKind;

QString key(const char* name) {
  return QString::fromLatin1(name);
}

// The names of losses in files.
constexpr std::array<std::pair<LossKind, const char*>, stats::kLossKinds.size()> kLossNames{
    {{LossKind::SerialPart, "serial_part"},
     {LossKind::Imbalance, "imbalance"},
     {LossKind::Waiting, "waiting"},
     {LossKind::Transfer, "transfer"},
     {LossKind::Oversubscription, "oversubscription"},
     {LossKind::SlowDown, "slow_down"}}};

using Figures = std::vector<std::pair<const char*, double>>;

// The figures of a row by name, in the order of the columns.
Figures figures(const ComparisonRow& row) {
  return {{"wall_time", row.wallTime.median},
          {"spread", row.spread},
          {"speedup", row.speedup.median},
          {"efficiency", row.efficiency.median},
          {"imbalance", row.imbalance},
          {"serial_time", row.serialTime},
          {"iterations", static_cast<double>(row.iterations)},
          {"iterations_per_second", row.iterationsPerSecond}};
}

// The ends of the error bars.
Figures quartiles(const ComparisonRow& row) {
  return {{"wall_time_low", row.wallTime.low},
          {"wall_time_high", row.wallTime.high},
          {"speedup_low", row.speedup.low},
          {"speedup_high", row.speedup.high}};
}

QJsonObject toJson(const stats::Losses& losses) {
  QJsonObject object{{key("capacity"), losses.capacity},
                     {key("ideal"), losses.ideal},
                     {key("cpu_time_known"), losses.cpuTimeKnown},
                     {key("bytes_over_wire"), static_cast<qint64>(losses.bytesOverWire)}};
  for (const auto& [kind, name] : kLossNames) object.insert(key(name), losses.of(kind));
  return object;
}

QJsonObject toJson(const Configuration& configuration, const ComparisonRow& row) {
  QJsonArray repeats;
  for (const auto& repeat : configuration.repeats)
    repeats.append(io::toJson(stats::summarize(repeat)));
  QJsonObject object{{key("view"), QString::fromStdString(configuration.view)},
                     {key("engines"), configuration.engines},
                     {key("band"), configuration.bandRows},
                     {key("sha256"), QString::fromStdString(configuration.hash)},
                     {key("identical"), configuration.identical},
                     {key("repeats"), repeats},
                     {key("disturbance"), row.disturbance},
                     {key("losses"), toJson(row.losses)}};
  for (const auto& [name, value] : figures(row)) object.insert(key(name), value);
  for (const auto& [name, value] : quartiles(row)) object.insert(key(name), value);
  if (!configuration.repeats.empty())
    object.insert(key("typical_run"), io::toJson(configuration.repeats[row.typical]));
  return object;
}

QJsonObject toJson(const stats::AmdahlFit& fit) {
  QJsonObject object{{key("fraction"), fit.fraction},
                     {key("serial_time"), fit.serialTime},
                     {key("conclusive"), fit.isConclusive()}};
  if (std::isfinite(fit.low)) {
    object.insert(key("low"), fit.low);
    object.insert(key("high"), fit.high);
  }
  return object;
}

QJsonObject amdahlJson(const LabReport& report) {
  QJsonObject object;
  for (const char* view : {"direct", "balanced"})
    if (const auto fit = stats::fitView(report.configurations, view, report.cores()))
      object.insert(key(view), toJson(*fit));
  return object;
}

// Scripts know the columns up to "identical"; what came later follows them.
QStringList csvHeader() {
  QStringList header{key("view"), key("engines"), key("repeats")};
  for (const auto& [name, value] : figures({})) header += key(name);
  header += {key("identical"), key("band"), key("capacity"), key("ideal")};
  for (const auto& [kind, name] : kLossNames) header += key("loss_") + key(name);
  for (const auto& [name, value] : quartiles({})) header += key(name);
  header += {key("disturbance"), key("bytes_over_wire")};
  return header;
}

QStringList csvLine(const Configuration& configuration, const ComparisonRow& row) {
  const auto number = [](double value) { return QString::number(value, 'g', 17); };
  QStringList line{QString::fromStdString(configuration.view),
                   QString::number(configuration.engines),
                   QString::number(configuration.repeats.size())};
  for (const auto& [name, value] : figures(row)) line += number(value);
  line += {configuration.identical ? key("1") : key("0"), QString::number(configuration.bandRows),
           number(row.losses.capacity), number(row.losses.ideal)};
  for (const auto& [kind, name] : kLossNames) line += number(row.losses.of(kind));
  for (const auto& [name, value] : quartiles(row)) line += number(value);
  line += {number(row.disturbance), QString::number(row.losses.bytesOverWire)};
  return line;
}

}  // namespace

int LabReport::cores() const {
  return QString::fromStdString(factOf(machine, "cores")).toInt();
}

QByteArray reportCsv(const LabReport& report) {
  const auto rows = stats::compareToFirst(report.configurations);
  QStringList lines{csvHeader().join(u',')};
  for (std::size_t i = 0; i < rows.size(); ++i)
    lines += csvLine(report.configurations[i], rows[i]).join(u',');
  return (lines.join(u'\n') + u'\n').toUtf8();
}

QByteArray reportJson(const LabReport& report) {
  const auto rows = stats::compareToFirst(report.configurations);
  QJsonArray configurations;
  for (std::size_t i = 0; i < rows.size(); ++i)
    configurations.append(toJson(report.configurations[i], rows[i]));
  QJsonObject picture = toJson(report.request);
  for (const char* varied : {"engines", "view"}) picture.remove(key(varied));
  QJsonObject object{{key("request"), picture},
                     {key("machine"), toJson(report.machine)},
                     {key("configurations"), configurations},
                     {key("amdahl"), amdahlJson(report)}};
  if (report.otherCores) object.insert(key("other_cores"), *report.otherCores);
  return QJsonDocument(object).toJson();
}

}  // namespace fatou::io
