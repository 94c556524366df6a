// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/trace_json.h"

#include <algorithm>
#include <map>
#include <vector>
#include <zlib.h>

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include "drawn_run.h"

using namespace fatou;
using stats::drawn;

namespace {

QJsonArray eventsOf(const QByteArray& trace) {
  QJsonParseError problem{};
  const auto document = QJsonDocument::fromJson(trace, &problem);
  if (problem.error != QJsonParseError::NoError) qWarning() << problem.errorString();
  return document[QLatin1StringView("traceEvents")].toArray();
}

std::vector<QJsonObject> ofPhase(const QJsonArray& events, const char* phase) {
  std::vector<QJsonObject> found;
  for (const auto& event : events)
    if (event[QLatin1StringView("ph")].toString() == QLatin1StringView(phase))
      found.push_back(event.toObject());
  return found;
}

double number(const QJsonObject& event, const char* key) {
  return event.value(QLatin1StringView(key)).toDouble(-1.0);
}

// The slices of a thread must lie inside one another or apart, as viewers stack them.
bool isNested(std::vector<QJsonObject> slices) {
  std::map<std::pair<int, int>, std::vector<double>> open;  // ends of the slices around
  std::ranges::stable_sort(slices, [](const auto& a, const auto& b) {
    return std::pair(number(a, "ts"), -number(a, "dur")) <
           std::pair(number(b, "ts"), -number(b, "dur"));
  });
  for (const QJsonObject& slice : slices) {
    auto& ends =
        open[{static_cast<int>(number(slice, "pid")), static_cast<int>(number(slice, "tid"))}];
    const double from = number(slice, "ts");
    const double to = from + number(slice, "dur");
    while (!ends.empty() && ends.back() <= from + 1e-6) ends.pop_back();
    if (!ends.empty() && to > ends.back() + 1e-6) return false;
    ends.push_back(to);
  }
  return true;
}

std::vector<QJsonObject> named(const std::vector<QJsonObject>& events, const QString& name) {
  std::vector<QJsonObject> found;
  std::ranges::copy_if(events, std::back_inserter(found), [&](const QJsonObject& event) {
    return event.value(QLatin1StringView("name")).toString() == name;
  });
  return found;
}

}  // namespace

class TraceJsonTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void bandsAreSlicesOfTheirEngines() {
    const auto events = eventsOf(io::traceJson(std::vector<io::TracedRun>{
        {.name = QStringLiteral("a \"run\""), .run = drawn({".aAbb.", ".ccc.."})}}));
    const auto slices = ofPhase(events, "X");
    const auto band = named(slices, QStringLiteral("rows 0-0"));
    QCOMPARE(band.size(), std::size_t{1});
    QCOMPARE(number(band[0], "tid"), 2.0);
    QCOMPARE(number(band[0], "ts"), 1e6);
    QCOMPARE(number(band[0], "dur"), 2e6);
    const auto arguments = band[0].value(QLatin1StringView("args")).toObject();
    QCOMPARE(number(arguments, "iterations"), 100.0);
    QCOMPARE(number(arguments, "cpu_us"), 1e6);
    QCOMPARE(number(named(slices, QStringLiteral("rows 2-2"))[0], "tid"), 3.0);
    QVERIFY(isNested(slices));
    const auto names = ofPhase(events, "M");
    QCOMPARE(names[0].value(QLatin1StringView("args"))[QLatin1StringView("name")].toString(),
             QStringLiteral("a \"run\""));
    QCOMPARE(names.size(), std::size_t{4});
  }
  void planningAndGatheringAreInsideTheRun() {
    stats::Run run = drawn({".ab..", ".cc.."});
    for (auto& band : run.bands) band.submitted = 0.5;
    const auto slices =
        ofPhase(eventsOf(io::traceJson(std::vector<io::TracedRun>{{.name = {}, .run = run}})), "X");
    QCOMPARE(number(named(slices, QStringLiteral("run"))[0], "dur"), 5e6);
    QCOMPARE(number(named(slices, QStringLiteral("planning"))[0], "dur"), 0.5e6);
    const auto gathering = named(slices, QStringLiteral("gathering"));
    QCOMPARE(number(gathering[0], "ts"), 3e6);
    QCOMPARE(number(gathering[0], "dur"), 2e6);
    QVERIFY(isNested(slices));
  }
  void theQueueFillsAndEmpties() {
    const auto counters = ofPhase(eventsOf(io::traceJson(std::vector<io::TracedRun>{
                                      {.name = {}, .run = drawn({"abc", "de."})}})),
                                  "C");
    std::vector<int> lengths;
    for (const auto& counter : counters)
      lengths.push_back(
          counter.value(QLatin1StringView("args"))[QLatin1StringView("waiting")].toInt());
    // All five bands are submitted at once; two start at once, two after a second, one after two.
    QCOMPARE(lengths, (std::vector{3, 1, 0}));
  }
  void bandsOfEnginesElsewhereSayWhatWentOverTheWire() {
    stats::Run run = drawn({".a.b"});
    run.wallTime = 5.0;
    run.bands[0].received = 2.5;
    run.bands[0].travel =
        stats::Travel{.sent = 0.5, .answered = 2.25, .bytesSent = 301, .bytesReceived = 4'096};
    const auto slices =
        ofPhase(eventsOf(io::traceJson(std::vector<io::TracedRun>{{.name = {}, .run = run}})), "X");
    const auto argsOf = [&](const char* name) {
      return named(slices, QString::fromLatin1(name))[0][QLatin1StringView("args")].toObject();
    };
    const QJsonObject far = argsOf("rows 0-0");
    QCOMPARE(number(far, "bytes_sent"), 301.0);
    QCOMPARE(number(far, "bytes_received"), 4'096.0);
    QCOMPARE(number(far, "to_engine_us"), 5e5);
    QCOMPARE(number(far, "from_engine_us"), 2.5e5);
    QVERIFY(!argsOf("rows 1-1").contains(QLatin1StringView("bytes_sent")));
  }
  void aSerialRunsBandsAreTheCallers() {
    const auto events = eventsOf(io::traceJson(
        std::vector<io::TracedRun>{{.name = {}, .run = drawn({".ab."}, 0, "serial")}}));
    const auto slices = ofPhase(events, "X");
    QVERIFY(
        std::ranges::all_of(slices, [](const auto& slice) { return number(slice, "tid") == 1; }));
    QVERIFY(isNested(slices));
    QVERIFY(ofPhase(events, "C").empty());
  }
  void bandsThatTouchDoNotOverlapWhateverTheirTimes() {
    stats::Run run{.engines = 1, .wallTime = 1.0};
    double at = 0.0;
    for (int k = 0; k < 1000; ++k) {
      const double next = at + 1e-5 / (k + 0.7);
      run.bands.push_back({.rows = {k, k + 1}, .started = at, .completed = next, .received = next});
      at = next;
    }
    const auto slices =
        ofPhase(eventsOf(io::traceJson(std::vector<io::TracedRun>{{.name = {}, .run = run}})), "X");
    QCOMPARE(slices.size(), std::size_t{1003});
    QVERIFY(isNested(slices));
  }
  void runsAreProcesses() {
    const auto events = eventsOf(io::traceJson(std::vector<io::TracedRun>{
        {.name = {}, .run = drawn({"a"})}, {.name = {}, .run = drawn({"b"})}}));
    QCOMPARE(number(named(ofPhase(events, "X"), QStringLiteral("rows 1-1"))[0], "pid"), 2.0);
  }
  void emptyRunsAreRuns() {
    QCOMPARE(
        ofPhase(
            eventsOf(io::traceJson(std::vector<io::TracedRun>{{.name = {}, .run = stats::Run{}}})),
            "X")
            .size(),
        std::size_t{1});
    QVERIFY(eventsOf(io::traceJson({})).isEmpty());
  }
  void gzipUnpacksToTheSameBytes() {
    QByteArray bytes;
    for (qint64 k = 0; k < 300'000; ++k) bytes += QByteArray::number(k * 7919 % 10'007);
    const QByteArray packed = io::gzipped(bytes);
    QVERIFY(packed.size() < bytes.size());
    QByteArray unpacked(bytes.size() + 1, '\0');
    z_stream stream{};
    QCOMPARE(inflateInit2(&stream, 15 + 16), Z_OK);  // gzip alone
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.constData()));
    stream.avail_in = static_cast<uInt>(packed.size());
    stream.next_out = reinterpret_cast<Bytef*>(unpacked.data());
    stream.avail_out = static_cast<uInt>(unpacked.size());
    QCOMPARE(inflate(&stream, Z_FINISH), Z_STREAM_END);
    inflateEnd(&stream);
    unpacked.truncate(static_cast<qsizetype>(stream.total_out));
    QVERIFY(unpacked == bytes);
    QVERIFY(!io::gzipped({}).isEmpty());
  }
};

QTEST_GUILESS_MAIN(TraceJsonTest)
#include "trace_json_test.moc"
