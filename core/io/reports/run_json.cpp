// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/reports/run_json.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonParseError>

#include "core/io/files/file_errors.h"
#include "core/io/files/input_file.h"
#include "core/julia/numbers/whole_number.h"

namespace fatou::io {
namespace {

using stats::Band;
using stats::Run;

constexpr const char* kRunRemedy = "write it with 'fatou render --timing FILE.json'";
constexpr double kMaxIterations = 9e15;  // doubles are exact up to there
constexpr double kMaxBytes = 1e12;

QString key(const char* name) {
  return QString::fromLatin1(name);
}

QJsonObject toJson(const Band& band) {
  QJsonObject object{{key("engine"), band.engine},
                     {key("first_row"), band.rows.begin},
                     {key("rows"), band.rows.size()},
                     {key("mirrored_first_row"), band.mirrored.begin},
                     {key("mirrored_rows"), band.mirrored.size()},
                     {key("iterations"), static_cast<qint64>(band.iterations)},
                     {key("submitted"), band.submitted},
                     {key("started"), band.started},
                     {key("completed"), band.completed},
                     {key("received"), band.received}};
  if (band.cpuTime > 0.0) object.insert(key("cpu_time"), band.cpuTime);
  if (band.coreWait > 0.0) object.insert(key("core_wait"), band.coreWait);
  if (band.cell > 1) object.insert(key("cell"), band.cell);
  if (band.travel) {
    object.insert(key("sent"), band.travel->sent);
    object.insert(key("answered"), band.travel->answered);
    object.insert(key("bytes_sent"), static_cast<qint64>(band.travel->bytesSent));
    object.insert(key("bytes_received"), static_cast<qint64>(band.travel->bytesReceived));
  }
  return object;
}

// Takes numbers out of an object and remembers what was wrong first.
class NumberReader {
 public:
  explicit NumberReader(QJsonObject object) : m_object(std::move(object)) {}

  double number(const char* name, double highest) {
    const QJsonValue value = m_object.value(key(name));
    const double number = value.toDouble(-1.0);
    if (value.isDouble() && number >= 0.0 && number <= highest) return number;
    complain(name, "no number from 0 to " + QString::number(highest, 'g', 16).toStdString());
    return 0.0;
  }
  double optional(const char* name, double highest) {
    return m_object.contains(key(name)) ? number(name, highest) : 0.0;
  }
  std::int64_t whole(const char* name, double highest) {
    const double value = number(name, highest);
    if (value != std::floor(value)) complain(name, "no whole number");
    return static_cast<std::int64_t>(value);
  }
  std::int64_t wholeOr(std::int64_t usual, const char* name, double highest) {
    return m_object.contains(key(name)) ? whole(name, highest) : usual;
  }
  stats::Rows rows(const char* first, const char* count) {
    const auto begin = static_cast<std::int32_t>(whole(first, 65'536));
    return {begin, begin + static_cast<std::int32_t>(whole(count, 65'536))};
  }

  Status status() const {
    if (m_problem.empty()) return success();
    return Error{m_problem};
  }

 private:
  void complain(const char* name, const std::string& what) {
    if (m_problem.empty()) m_problem = std::string("its ") + name + " is " + what;
  }

  QJsonObject m_object;
  std::string m_problem;
};

constexpr double kLongest = 1e9;  // seconds

Result<Band> bandFromJson(const QJsonValue& value) {
  if (!value.isObject()) return Error{"it is no object"};
  NumberReader from(value.toObject());
  const bool mirrored = value.toObject().contains(key("mirrored_rows"));
  Band band{.engine = static_cast<int>(from.whole("engine", 1'023)),
            .rows = from.rows("first_row", "rows"),
            .iterations = from.whole("iterations", kMaxIterations),
            .submitted = from.number("submitted", kLongest),
            .started = from.number("started", kLongest),
            .completed = from.number("completed", kLongest),
            .received = from.number("received", kLongest),
            .cpuTime = from.optional("cpu_time", kLongest),
            .cell = static_cast<std::int32_t>(from.wholeOr(1, "cell", 65'536))};
  band.coreWait = from.optional("core_wait", kLongest);
  if (mirrored) band.mirrored = from.rows("mirrored_first_row", "mirrored_rows");
  if (value.toObject().contains(key("sent")))
    band.travel = stats::Travel{.sent = from.number("sent", kLongest),
                                .answered = from.number("answered", kLongest),
                                .bytesSent = from.whole("bytes_sent", kMaxBytes),
                                .bytesReceived = from.whole("bytes_received", kMaxBytes)};
  if (const Status status = from.status(); !status) return status.error();
  return band;
}

// Files from before runs said their view have it in the request.
std::string viewOf(const QJsonObject& object, const Facts& request) {
  const std::string view = object.value(key("view")).toString().toStdString();
  return view.empty() ? factOf(request, "view") : view;
}

bool isView(const std::string& view) {
  return view == "serial" || view == "direct" || view == "balanced" || view == "guided";
}

Result<Run> runFromJson(const QJsonValue& value, const Recording& recording) {
  if (!value.isObject()) return Error{"it is no object"};
  const QJsonObject object = value.toObject();
  NumberReader from(object);
  const int here = QString::fromStdString(factOf(recording.machine, "cores")).toInt();
  Run run{.view = viewOf(object, recording.request),
          .engines = static_cast<int>(from.whole("engines", 1'024)),
          .cores = static_cast<int>(from.wholeOr(std::clamp(here, 0, 65'536), "cores", 65'536)),
          .wallTime = from.number("wall_time", kLongest),
          .callerCpuTime = from.optional("caller_cpu_time", kLongest),
          .otherCpuTime = from.optional("other_cpu_time", kLongest),
          .complete = object.value(key("complete")).toBool(true)};
  if (const Status status = from.status(); !status) return status.error();
  if (!isView(run.view)) return Error{"its view is none; use serial, direct or balanced"};
  if (!object.value(key("bands")).isArray()) return Error{"it has no list of bands"};
  for (const QJsonValue& each : object.value(key("bands")).toArray()) {
    auto band = bandFromJson(each);
    if (!band)
      return Error{"band " + std::to_string(run.bands.size()) +
                   " is broken: " + band.error().message};
    run.bands.push_back(std::move(band).value());
  }
  if (const Status status = check(run); !status) return status.error();
  return run;
}

Facts factsFromJson(const QJsonValue& value) {
  constexpr qsizetype kLongestFact = 10'000;  // numbers may have any number of digits
  Facts facts;
  const QJsonObject object = value.toObject();
  for (auto entry = object.begin(); entry != object.end() && facts.size() < 100; ++entry) {
    const QString text = entry.value().toVariant().toString().left(kLongestFact);
    facts.emplace_back(entry.key().left(100).toStdString(), text.toStdString());
  }
  return facts;
}

}  // namespace

std::int32_t samplesARow(const Facts& request) {
  constexpr std::int64_t kMost = 1 << 24;
  const auto sides = julia::parseSides(factOf(request, "size"));
  const std::string side = factOf(request, "samples");
  const auto samples = side.empty() ? std::int64_t{1} : julia::parseWholeNumber(side).value_or(0);
  if (!sides || sides->width < 1 || sides->width > kMost || samples < 1 || samples > 64) return 0;
  return static_cast<std::int32_t>(sides->width * samples);
}

QJsonObject toJson(const Run& run) {
  QJsonArray bands;
  for (const Band& band : run.bands) bands.append(toJson(band));
  QJsonObject object{{key("wall_time"), run.wallTime},
                     {key("engines"), run.engines},
                     {key("view"), QString::fromStdString(run.view)},
                     {key("complete"), run.complete},
                     {key("bands"), bands}};
  if (run.callerCpuTime > 0.0) object.insert(key("caller_cpu_time"), run.callerCpuTime);
  if (run.otherCpuTime > 0.0) object.insert(key("other_cpu_time"), run.otherCpuTime);
  if (hasTravelled(run)) object.insert(key("cores"), run.cores);  // the machine is the caller's
  return object;
}

QJsonObject toJson(const stats::RunSummary& summary) {
  return {{key("wall_time"), summary.wallTime.count()},
          {key("serial_time"), summary.serialTime.count()},
          {key("speedup"), summary.speedup},
          {key("efficiency"), summary.efficiency},
          {key("imbalance"), summary.imbalance},
          {key("iterations"), static_cast<qint64>(summary.iterations)},
          {key("iterations_per_second"), summary.iterationsPerSecond}};
}

QJsonObject toJson(const Facts& facts) {
  QJsonObject object;
  for (const auto& [name, value] : facts) {
    const QString text = QString::fromStdString(value);
    object.insert(QString::fromStdString(name),
                  name == "cores" ? QJsonValue(text.toInt()) : QJsonValue(text));
  }
  return object;
}

QByteArray recordingJson(const Recording& recording) {
  QJsonArray runs;
  for (const Run& run : recording.runs) runs.append(toJson(run));
  QJsonObject object{{key("request"), toJson(recording.request)},
                     {key("machine"), toJson(recording.machine)},
                     {key("summary"), toJson(stats::summarize(recording.run()))},
                     {key("runs"), runs}};
  if (recording.firstTile) object.insert(key("first_tile"), *recording.firstTile);
  return QJsonDocument(object).toJson();
}

Result<Recording> recordingFromJson(const QByteArray& json) {
  QJsonParseError problem{};
  const auto document = QJsonDocument::fromJson(json, &problem);
  if (!document.isObject()) {
    if (problem.error == QJsonParseError::NoError)
      return Error{std::string("it is no object; ") + kRunRemedy};
    return Error{"it is not JSON (" + problem.errorString().toStdString() + " at byte " +
                 std::to_string(problem.offset) + "); " + kRunRemedy};
  }
  const QJsonObject object = document.object();
  Recording recording{.request = factsFromJson(object.value(key("request"))),
                      .machine = factsFromJson(object.value(key("machine")))};
  const double firstTile = object.value(key("first_tile")).toDouble(-1.0);
  if (firstTile >= 0.0 && firstTile <= kLongest) recording.firstTile = firstTile;
  const QJsonArray runs = object.value(key("runs")).toArray();
  if (runs.isEmpty()) return Error{std::string("it has no runs; ") + kRunRemedy};
  for (const QJsonValue& each : runs) {
    auto run = runFromJson(each, recording);
    if (!run)
      return Error{"run " + std::to_string(recording.runs.size()) +
                   " is broken: " + run.error().message};
    recording.runs.push_back(std::move(run).value());
  }
  // The runs are shown as one run, whose sums must hold, too.
  if (const Status status = check(recording.run()); !status)
    return Error{"its runs together are broken: " + status.error().message};
  return recording;
}

Result<Recording> readRecording(const QString& path) {
  const auto json = readInput(path, kLargestRecording, "a recorded run");
  if (!json) return cannotRead(path, QString::fromStdString(json.error().message));
  auto recording = recordingFromJson(json.value());
  if (!recording) return cannotRead(path, QString::fromStdString(recording.error().message));
  return recording;
}

}  // namespace fatou::io
