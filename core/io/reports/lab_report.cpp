// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/reports/lab_report.h"

#include <array>
#include <cmath>
#include <span>
#include <utility>

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QStringList>

#include "core/io/reports/run_json.h"
#include "core/stats/run_summary.h"

namespace fatou::io {
namespace {

using stats::ComparisonRow;
using stats::Configuration;
using stats::LossKind;

QString field(const char* name) {
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
  QJsonObject object{{field("capacity"), losses.capacity},
                     {field("ideal"), losses.ideal},
                     {field("cpu_time_known"), losses.cpuTimeKnown},
                     {field("bytes_over_wire"), static_cast<qint64>(losses.bytesOverWire)}};
  for (const auto& [kind, name] : kLossNames) object.insert(field(name), losses.of(kind));
  return object;
}

QJsonObject toJson(const Configuration& configuration, const ComparisonRow& row) {
  QJsonArray repeats;
  for (const auto& repeat : configuration.repeats)
    repeats.append(io::toJson(stats::summarize(repeat)));
  QJsonObject object{{field("view"), QString::fromStdString(configuration.view)},
                     {field("engines"), configuration.engines},
                     {field("band"), configuration.bandRows},
                     {field("sha256"), QString::fromStdString(configuration.hash)},
                     {field("identical"), configuration.identical},
                     {field("repeats"), repeats},
                     {field("disturbance"), row.disturbance},
                     {field("losses"), toJson(row.losses)}};
  for (const auto& [name, value] : figures(row)) object.insert(field(name), value);
  for (const auto& [name, value] : quartiles(row)) object.insert(field(name), value);
  if (!configuration.repeats.empty())
    object.insert(field("typical_run"), io::toJson(configuration.repeats[row.typical]));
  return object;
}

QJsonObject toJson(const stats::AmdahlFit& fit) {
  QJsonObject object{{field("fraction"), fit.fraction},
                     {field("serial_time"), fit.serialTime},
                     {field("conclusive"), fit.isConclusive()}};
  if (std::isfinite(fit.low)) {
    object.insert(field("low"), fit.low);
    object.insert(field("high"), fit.high);
  }
  return object;
}

QJsonObject amdahlJson(const LabReport& report) {
  QJsonObject object;
  for (const char* view : {"direct", "balanced"})
    if (const auto fit = stats::fitView(report.configurations, view, report.cores()))
      object.insert(field(view), toJson(*fit));
  return object;
}

// Scripts know the columns up to "identical"; what came later follows them.
QStringList csvHeader() {
  QStringList header{field("view"), field("engines"), field("repeats")};
  for (const auto& [name, value] : figures({})) header += field(name);
  header += {field("identical"), field("band"), field("capacity"), field("ideal")};
  for (const auto& [kind, name] : kLossNames) header += field("loss_") + field(name);
  for (const auto& [name, value] : quartiles({})) header += field(name);
  header += {field("disturbance"), field("bytes_over_wire")};
  return header;
}

QStringList csvLine(const Configuration& configuration, const ComparisonRow& row) {
  const auto number = [](double value) { return QString::number(value, 'g', 17); };
  QStringList line{QString::fromStdString(configuration.view),
                   QString::number(configuration.engines),
                   QString::number(configuration.repeats.size())};
  for (const auto& [name, value] : figures(row)) line += number(value);
  line +=
      {configuration.identical ? field("1") : field("0"), QString::number(configuration.bandRows),
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
  for (const char* varied : {"engines", "view"}) picture.remove(field(varied));
  QJsonObject object{{field("request"), picture},
                     {field("machine"), toJson(report.machine)},
                     {field("configurations"), configurations},
                     {field("amdahl"), amdahlJson(report)}};
  if (report.otherCores) object.insert(field("other_cores"), *report.otherCores);
  return QJsonDocument(object).toJson();
}

}  // namespace fatou::io
