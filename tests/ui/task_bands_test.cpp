// SPDX-License-Identifier: GPL-3.0-or-later
// Tasks of cells as bars of the timeline.
#include "ui/console/task_bands.h"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <future>
#include <memory>
#include <string>
#include <vector>

#include <QTest>

#include "core/engines/client.h"
#include "ui/console/task_follower.h"
#include "ui/console/watch_number.h"
#include "ui/lab/band_text.h"
#include "ui/lab/run_lanes.h"

using namespace fatou;
using namespace fatou::ui;
using namespace std::chrono_literals;

namespace {

constexpr engines::Clock::time_point kBegin{1h};

engines::TaskRecord taskOf(int engine, std::size_t firstItem, std::size_t items) {
  engines::TaskRecord task;
  task.status = engines::TaskStatus::Succeeded;
  task.engine = engine;
  task.firstItem = firstItem;
  task.itemCount = items;
  task.submitted = kBegin;
  task.started = kBegin + 2ms;
  task.completed = kBegin + 5ms;
  task.received = kBegin + 6ms;
  return task;
}

}  // namespace

class TaskBandsTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void tasksAreNamed() {
    const std::vector<std::int64_t> numbers{10, 11, 12, 13};
    const std::vector<engines::TaskRecord> tasks{taskOf(0, 0, 3), taskOf(1, 3, 1)};
    const auto run = taskBands(tasks, {.run = 7, .started = kBegin, .numbers = numbers});
    QCOMPARE(run.bands.size(), std::size_t{2});
    QCOMPARE(run.bands[0].name, std::string("cell 7, i = 10 ... 12"));
    QCOMPARE(run.bands[1].name, std::string("cell 7, i = 13"));
    QCOMPARE(run.engines, 2);
    QVERIFY(run.complete && run.finished == kBegin + 6ms);
  }

  void whatNeverRanIsLeftOut() {
    engines::TaskRecord aborted;
    aborted.status = engines::TaskStatus::Aborted;
    const std::vector<engines::TaskRecord> tasks{taskOf(2, 0, 1), aborted};
    const auto run = taskBands(tasks, {.run = 1, .started = kBegin, .numbers = {}});
    QCOMPARE(run.bands.size(), std::size_t{1});
    QCOMPARE(run.bands[0].name, std::string("cell 1"));
    QVERIFY(!run.complete);
    QVERIFY(taskBands({}, {}).bands.empty());
  }

  void theTimelineSaysTheNameAndNoRows() {
    const std::vector<engines::TaskRecord> tasks{taskOf(1, 0, 1)};
    const auto record = taskBands(tasks, {.run = 3, .started = kBegin, .numbers = {}});
    RunLanes lanes(1, record.started);
    lanes.add(record.bands[0]);
    QVERIFY2(bandText(lanes, 0).startsWith(QStringLiteral("cell 3 on engine 1 · 3.00 ms")),
             qPrintable(bandText(lanes, 0)));
    QVERIFY(!lanes.rowsOf(0).has_value());
    render::BandRecord band = record.bands[0];
    band.name.clear();
    band.rows = {4, 8};
    lanes.add(band);
    QVERIFY((lanes.rowsOf(1) == render::RowRange{4, 8}));
  }

  void tasksAreToldAsTheyEndEachOnce() {
    const engines::Client client(1);
    const std::vector<std::int64_t> numbers{5, 6, 7, 8, 9, 10};
    std::promise<void> gate;
    const auto answer = client.loadBalancedView()
                            .with({.chunkSize = 2})
                            .mapAsync(
                                [open = gate.get_future().share()](std::int64_t number) {
                                  if (number == 10) open.wait();  // the last item of the last task
                                  return number;
                                },
                                numbers);
    std::vector<std::string> told;
    followTasks(answer, {.run = 2, .started = kBegin, .numbers = numbers},
                [&](const std::vector<render::BandRecord>& tasks) {
                  for (const auto& task : tasks) told.push_back(task.name);
                  if (told.size() == 2) gate.set_value();
                });
    QVERIFY(answer.ready());
    const std::vector<std::string> first{"cell 2, i = 5 ... 6", "cell 2, i = 7 ... 8"};
    QVERIFY(told.size() >= 2 && told[0] == first[0] && told[1] == first[1]);
    QVERIFY(std::ranges::count(told, first[0]) == 1 && std::ranges::count(told, first[1]) == 1);
  }

  void aWatchIsFoundByItsNumberWhileThatLives() {
    const auto watch = std::make_shared<render::BandWatch>();
    std::uint64_t number = 0;
    {
      const WatchNumber given(watch);
      const WatchNumber other(std::make_shared<render::BandWatch>());
      number = given.number();
      QVERIFY(number != 0 && number != other.number());
      QVERIFY(WatchNumber::find(number) == watch);
    }
    QVERIFY(WatchNumber::find(number) == nullptr);
    QVERIFY(WatchNumber::find(0) == nullptr);
  }
};

QTEST_GUILESS_MAIN(TaskBandsTest)
#include "task_bands_test.moc"
