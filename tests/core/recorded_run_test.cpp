// SPDX-License-Identifier: GPL-3.0-or-later
// Runs on their way from engines to values and files, and back.
#include "core/render/recorded_run.h"

#include <array>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

#include "core/engines/client.h"
#include "core/engines/remote/loopback.h"
#include "core/engines/tasks/thread_cpu_time.h"
#include "core/io/reports/run_json.h"
#include "core/render/comparison_run.h"
#include "core/stats/what_if.h"
#include "drawn_run.h"

using namespace fatou;
using namespace std::chrono_literals;

namespace {

void spinFor(std::chrono::nanoseconds cpuTime) {
  const auto begun = engines::threadCpuTime();
  while (engines::threadCpuTime() - begun < cpuTime) {
  }
}

render::RenderRequest smallRequest() {
  render::RenderRequest request;
  request.picture.place.c = julia::parseComplex("-0.123+0.745i").value();
  request.picture.place.view = julia::CentreView{.centre = julia::parseComplex("0").value(),
                                                 .radius = julia::Decimal::parse("1.5").value()};
  request.picture.width = 120;
  request.picture.height = 97;
  request.engines.count = 2;
  request.engines.kernel = render::Kernel::Plain;
  return request;
}

stats::Run rendered(render::RenderRequest request) {
  const auto job = render::RenderJob::create(request).value();
  const render::Renderer renderer{engines::Client(request.engines.count)};
  const auto ignore = [](const render::Tile&, const render::BandRecord&) {};
  return render::toRun(renderer.render(job, {0, request.picture.height}, ignore).value(),
                       request.engines.viewKind, 2);
}

io::Recording recording() {
  return {.request = {{"c", "1e-400,0"}, {"view", "direct"}},
          .machine = {{"cores", "2"}, {"simd", "AVX3"}},
          .runs = {stats::drawn({".aAb.", "cc_d."}, 2, "direct")}};
}

// The file of recording() with the first text replaced by the second.
QByteArray broken(const char* from, const char* to) {
  QByteArray json = io::recordingJson(recording());
  return json.replace(json.indexOf(from), qstrlen(from), to);
}

}  // namespace

class RecordedRunTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void theFirstTilesTimeIsKeptWhereItIsKnown() {
    io::Recording written = recording();
    written.runs.front().otherCpuTime = 0.5;
    QVERIFY(io::recordingFromJson(io::recordingJson(written)).value().runs == written.runs);
    QVERIFY(!io::recordingJson(written).contains("first_tile"));
    QVERIFY(!io::recordingFromJson(io::recordingJson(written)).value().firstTile);
    written.firstTile = 0.25;
    const QByteArray json = io::recordingJson(written);
    QCOMPARE(io::recordingFromJson(json).value().firstTile, std::optional(0.25));
    QByteArray damaged = json;
    damaged.replace("\"first_tile\": 0.25", "\"first_tile\": -1");
    QVERIFY(!io::recordingFromJson(damaged).value().firstTile);
  }

  void aTasksCpuTimeIsWhatItComputedNotWhatItSlept() {
    engines::Client client(1);
    auto view = client[engines::Slice{}];
    const auto slept = view.apply([] { std::this_thread::sleep_for(50ms); });
    const auto worked = view.apply([] { spinFor(20ms); });
    worked.wait();
    const auto sleep = slept.tasks()->record(0);
    const auto work = worked.tasks()->record(0);
    // Of the whole time, at least 50 ms were spent off a core; on a busy machine, the rest may all
    // have been, too. 10 ms are for clocks that do not run alike.
    const auto whole = sleep.completed - sleep.started;
    QVERIFY(whole >= 50ms && sleep.cpuTime <= whole - 40ms);
    // The stopwatch takes what it did not ask the system for to have been spent on a core, so that
    // it may be off by its resolution; but never says more than has passed.
    QVERIFY(work.cpuTime >= 20ms - engines::CpuStopwatch::kResolution);
    QVERIFY(work.cpuTime <= work.completed - work.started);
  }
  // This thread works as a window's does while it paints tiles.
  void theWorkOfTheProgramsOtherThreadsIsTold_data() {
    QTest::addColumn<int>("view");
    QTest::newRow("serial") << static_cast<int>(render::ViewKind::Serial);
    QTest::newRow("direct") << static_cast<int>(render::ViewKind::Direct);
    QTest::newRow("balanced") << static_cast<int>(render::ViewKind::Balanced);
  }
  void theWorkOfTheProgramsOtherThreadsIsTold() {
    QFETCH(int, view);
    auto request = smallRequest();
    request.engines.viewKind = static_cast<render::ViewKind>(view);
    const auto job = render::RenderJob::create(request).value();
    const render::Renderer renderer{engines::Client(2)};
    bool isFirst = true;
    const auto disturb = [&isFirst](const render::Tile&, const render::BandRecord&) {
      if (std::exchange(isFirst, false)) std::thread([] { spinFor(50ms); }).join();
    };
    const auto run = renderer.render(job, {0, request.picture.height}, disturb).value();
    QVERIFY(run.otherCpuTime >= 40ms);
    QVERIFY(render::toRun(run, request.engines.viewKind, 2).otherCpuTime >= 0.04);
  }
  // A run counts 0 as unknown.
  void aMeasuredProcessorTimeIsNot0ThoughTheStopwatchIsOffByMore() {
    engines::CpuStopwatch watch;
    const auto begin = engines::Clock::now();
    watch.start(begin);
    watch.start(begin + 15us);  // takes the time until then to have been spent on a core
    QVERIFY(watch.stop(begin + 36us) > 0ns);
  }
  void aComparisonThatLosesAnEngineHasNoFigures() {
    engines::Client client;
    const engines::EngineSource source([&client](engines::Client& to, int count) {
      to.addEngines(count, engines::EngineKind::StdThread);
      client = to;
    });
    const render::ComparisonPlan plan{
        .request = smallRequest(), .engineCounts = {2}, .repeats = 2, .source = source};
    const auto measured = render::measure(plan, [&client](int done, int) {
      if (done == 1) client.cluster().stopEngine(client.ids().front());
    });
    QVERIFY(!measured && measured.error().message.find("was lost") != std::string::npos);
  }
  void aRenderedRunIsACompleteValue_data() {
    QTest::addColumn<int>("view");
    QTest::newRow("serial") << static_cast<int>(render::ViewKind::Serial);
    QTest::newRow("direct") << static_cast<int>(render::ViewKind::Direct);
    QTest::newRow("balanced") << static_cast<int>(render::ViewKind::Balanced);
  }
  void aRenderedRunIsACompleteValue() {
    QFETCH(int, view);
    auto request = smallRequest();
    request.engines.viewKind = static_cast<render::ViewKind>(view);
    const stats::Run run = rendered(request);
    QVERIFY(check(run));
    QCOMPARE(run.view, render::toString(request.engines.viewKind));
    QCOMPARE(rowsOf(run), (stats::Rows{0, 97}));
    QVERIFY(run.complete);
    QVERIFY2(run.callerCpuTime > 0.0, qPrintable(QString::number(run.callerCpuTime)));
    QVERIFY2(cpuTime(run) > 0.0, qPrintable(QString::number(cpuTime(run))));
  }
  void enginesAreCountedFromNoughtWhateverTheirIds() {
    render::RunRecord record{.engines = 2, .complete = true};
    for (const int id : {7, 4, 7}) {
      render::BandRecord band{.rows = {0, 1}};
      band.task.engine = id;
      record.bands.push_back(band);
    }
    const stats::Run run = render::toRun(record, render::ViewKind::Balanced, 2);
    QVERIFY(run.bands[0].engine == 1 && run.bands[1].engine == 0 && run.bands[2].engine == 1);
  }
  void anEngineThatCameForOneThatDiedCountsAsTheSame() {
    const auto runOf = [](const std::vector<std::array<int, 3>>& bands) {  // engine, from, to
      render::RunRecord record{.engines = 2, .complete = true};
      for (const auto& [engine, begin, end] : bands) {
        render::BandRecord band{.rows = {0, 1}};
        band.task.engine = engine;
        band.task.started = record.started + std::chrono::seconds(begin);
        band.task.completed = record.started + std::chrono::seconds(end);
        record.bands.push_back(band);
      }
      return render::toRun(record, render::ViewKind::Balanced, 2);
    };
    const auto replaced = runOf({{0, 0, 2}, {1, 1, 3}, {2, 4, 5}, {3, 3, 6}, {3, 6, 7}});
    QCOMPARE(replaced.engines, 2);
    QCOMPARE(stats::busyTimes(replaced), (std::vector<double>{2.0 + 3.0 + 1.0, 2.0 + 1.0}));
    const auto more = runOf({{0, 0, 2}, {1, 0, 2}, {2, 1, 3}});
    QCOMPARE(more.engines, 3);
    QCOMPARE(stats::busyTimes(more), (std::vector<double>{2.0, 2.0, 2.0}));
  }
  void aFileGivesTheRunBack() {
    const auto written = recording();
    const auto read = io::recordingFromJson(io::recordingJson(written));
    QVERIFY2(read, read ? "" : read.error().message.c_str());
    QVERIFY(read.value().runs == written.runs);
    QCOMPARE(io::factOf(read.value().request, "c"), std::string("1e-400,0"));
    auto real = written;
    real.runs = {rendered(smallRequest())};
    real.runs.front().bands.front().cell = 8;  // as of a coarse first pass
    QVERIFY(io::recordingFromJson(io::recordingJson(real)).value().runs == real.runs);
  }
  void whatWentOverTheWireIsInTheFile() {
    auto written = recording();
    stats::Band& band = written.runs.front().bands.front();
    band.travel = stats::Travel{.sent = band.started / 3,
                                .answered = band.received,
                                .bytesSent = 301,
                                .bytesReceived = 65'536};
    const auto read = io::recordingFromJson(io::recordingJson(written));
    QVERIFY2(read, read ? "" : read.error().message.c_str());
    QVERIFY(read.value().runs == written.runs);
    QCOMPARE(bytesOverWire(read.value().run()), std::int64_t{65'837});
  }
  void bandsOfEnginesElsewhereSayHowTheyTravelled() {
    render::RenderRequest request = smallRequest();
    request.engines.count = 2;
    const auto job = render::RenderJob::create(request).value();
    const render::Renderer renderer{engines::Client(2, engines::EngineKind::Loopback)};
    const auto ignore = [](const render::Tile&, const render::BandRecord&) {};
    const auto record = renderer.render(job, {0, request.picture.height}, ignore);
    const stats::Run run = render::toRun(record.value(), request.engines.viewKind, 2);
    QVERIFY(check(run));
    std::int64_t numbers = 0;  // of J, four bytes each
    for (const stats::Band& band : run.bands) {
      QVERIFY(band.travel && band.travel->bytesSent > 0);
      numbers += request.picture.width * (band.rows.size() + band.mirrored.size());
    }
    QCOMPARE(numbers, std::int64_t{request.picture.width} * request.picture.height);
    QVERIFY(bytesOverWire(run) > 4 * numbers);
    QVERIFY(!hasTravelled(rendered(request)));
    QCOMPARE(run.cores, 2);
  }
  void enginesOnOtherHostsHaveCoresThatNobodyCounts() {
    const auto job = render::RenderJob::create(smallRequest()).value();
    engines::RemoteEngine engine = engines::loopbackEngine();
    engine.info.host = "another host";
    engines::Client client(1);
    client.addEngine(std::move(engine));
    const render::Renderer renderer{client};
    const auto ignore = [](const render::Tile&, const render::BandRecord&) {};
    const auto record = renderer.render(job, {0, smallRequest().picture.height}, ignore);
    io::Recording written = recording();
    written.runs = {render::toRun(record.value(), render::ViewKind::Balanced, 2)};
    QCOMPARE(written.runs.front().cores, 0);
    // One engine may have had all bands: then the file says nothing of cores.
    if (!hasTravelled(written.runs.front())) return;
    const auto read = io::recordingFromJson(io::recordingJson(written));
    QVERIFY2(read, read ? "" : read.error().message.c_str());
    QVERIFY(read.value().runs == written.runs);
  }
  void aRequestSaysHowWideItsPictureIs() {
    QCOMPARE(io::samplesARow({{"size", "838x463"}}), 838);
    QCOMPARE(io::samplesARow({{"samples", "3"}, {"size", "100x7"}}), 300);
    for (const char* size : {"", "838", "0x3", "9e15x9", "wide"})
      QCOMPARE(io::samplesARow({{"size", size}}), 0);
    QCOMPARE(io::samplesARow({{"size", "8x8"}, {"samples", "many"}}), 0);
    QCOMPARE(io::samplesARow({}), 0);
  }
  void filesFromBeforeCpuTimesAreRead() {
    const auto read = io::recordingFromJson(
        R"({"request": {"view": "direct"}, "runs": [{"wall_time": 2, "engines": 1, "bands": [
            {"engine": 0, "first_row": 0, "rows": 4, "mirrored_first_row": 0, "mirrored_rows": 0,
             "iterations": 5, "submitted": 0, "started": 0, "completed": 1, "received": 1}]}]})");
    QVERIFY2(read, read ? "" : read.error().message.c_str());
    const stats::Run run = read.value().run();
    QVERIFY(run.view == "direct" && run.bands.front().cpuTime == 0.0 && run.cores == 0);
    QVERIFY(!hasTravelled(run));
    QVERIFY(std::abs(stats::replay(stats::costModel(run), {.engines = 2, .bandRows = 1}).wallTime -
                     0.5) < 1e-9);
  }
  void brokenFilesAreRefusedInOneSentence_data() {
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QString>("why");
    const auto row = [](const char* why, const QByteArray& json) {
      QTest::newRow(why) << json << QString::fromUtf8(why);
    };
    row("it is not JSON", "");
    row("not JSON", "{\"runs\": [");
    row("it is no object", "[]");
    row("it has no runs", "{}");
    row("it has no runs; write it", "{\"runs\": 7}");
    row("run 0 is broken: it is no object", "{\"runs\": [7]}");
    row("its engines is no number", "{\"runs\": [{}]}");
    row("run 0 is broken: its engines is no number from 0 to 1024",
        broken("\"engines\": 2", "\"engines\": 1e99"));
    row("its engines are 0", broken("\"engines\": 2", "\"engines\": 0"));
    row("its engines is no whole number", broken("\"engines\": 2", "\"engines\": 1.5"));
    row("band 0 is broken: engine 2 is none", broken("\"engine\": 0", "\"engine\": 2"));
    row("its engine is no number", broken("\"engine\": 0", "\"engine\": -1"));
    row("its rows is no number", broken("\"rows\": 1", "\"rows\": 100000"));
    row("its rows are none", broken("\"rows\": 1", "\"rows\": 0"));
    row("its rows are none; give", broken("\"first_row\": 0", "\"first_row\": 65536"));
    row("its iterations is no number", broken("\"iterations\": 100", "\"iterations\": \"100\""));
    row("its cell is no whole number", broken("\"engine\": 0", "\"cell\": 2.5, \"engine\": 0"));
    row("its cell is 0; use 1 to 65536", broken("\"engine\": 0", "\"cell\": 0, \"engine\": 0"));
    row("its stamps are out of order", broken("\"completed\": 3", "\"completed\": 0.5"));
    row("bands of engine 0 overlap", broken("\"started\": 3", "\"started\": 2"));
    row("its answered is no number", broken("\"engine\": 0", "\"sent\": 1, \"engine\": 0"));
    const auto sent = [](const char* message) {
      return broken("\"engine\": 0", QByteArray(message).append(", \"engine\": 0").constData());
    };
    row("sent must lie between submitted and started",
        sent("\"sent\": 9, \"answered\": 9, \"bytes_sent\": 0, \"bytes_received\": 0"));
    row("its bytes_sent is no whole number",
        sent("\"sent\": 0, \"answered\": 3, \"bytes_sent\": 0.5, \"bytes_received\": 0"));
    row("its view is none", broken("\"view\": \"direct\",", "\"view\": \"upside\","));
    row("its wall_time is no number", broken("\"wall_time\": 5", "\"wall_time\": null"));
  }
  void brokenFilesAreRefusedInOneSentence() {
    QFETCH(QByteArray, json);
    QFETCH(QString, why);
    const auto read = io::recordingFromJson(json);
    QVERIFY(!read);
    const QString message = QString::fromStdString(read.error().message);
    QVERIFY2(message.contains(why), qPrintable(message));
    QVERIFY(!message.contains(u'\n'));
  }
  void whatNoSumHoldsIsRefused() {
    stats::Run run = stats::drawn({"ab"}, 2);
    for (stats::Band& band : run.bands) band.iterations = std::int64_t{3} << 60;
    QCOMPARE(check(run).error().message,
             std::string("its iterations are more than can be counted"));
    auto longest = recording();
    longest.runs.front().wallTime = 1e9;
    QVERIFY(io::recordingFromJson(io::recordingJson(longest)));
    longest.runs.push_back(longest.runs.front());
    const auto read = io::recordingFromJson(io::recordingJson(longest));
    QVERIFY(!read &&
            read.error().message.starts_with("its runs together are broken: its wall time"));
  }
  void everyTruncationIsSurvived() {
    const QByteArray json = io::recordingJson(recording());
    for (qsizetype length = 0; length < json.trimmed().size(); ++length)
      QVERIFY(!io::recordingFromJson(json.left(length)));
  }
  void aFileThatIsTooLargeIsNotRead() {
    QTemporaryDir folder;
    QFile file(folder.filePath(QStringLiteral("large.json")));
    QVERIFY(file.open(QIODevice::WriteOnly) && file.resize(io::kLargestRecording + 1));
    const auto read = io::readRecording(file.fileName());
    QVERIFY(!read && read.error().message.find("larger than 64 MiB") != std::string::npos);
  }
  void aComparisonMeasuresEveryConfigurationAlike() {
    render::ComparisonPlan plan{.request = smallRequest(), .engineCounts = {1, 3}, .repeats = 2};
    plan.bandHeights = {7, 0};
    int last = 0;
    const auto measured = render::measure(plan, [&last](int done, int total) {
      QCOMPARE(done, ++last);
      QCOMPARE(total, 27);
    });
    const auto& all = measured.value();
    QCOMPARE(all.size(), std::size_t{9});
    QVERIFY(all.front().isSerial());
    for (const auto& each : all) {
      QVERIFY(each.identical && each.repeats.size() == 2);
      for (const stats::Run& run : each.repeats) QVERIFY(check(run));
    }
    QCOMPARE(last, 27);
  }
  void aStoppedComparisonGivesWhatThereIs() {
    std::stop_source stop;
    render::ComparisonPlan plan{.request = smallRequest(), .repeats = 50};
    const auto measured = render::measure(
        plan,
        [&stop](int done, int) {
          if (done == 7) stop.request_stop();
        },
        stop.get_token());
    QVERIFY(measured.value().front().repeats.size() == 2);
    QVERIFY(measured.value().back().repeats.size() == 1);
  }
};

QTEST_GUILESS_MAIN(RecordedRunTest)
#include "recorded_run_test.moc"
