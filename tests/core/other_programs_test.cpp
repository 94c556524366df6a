// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/other_programs.h"

#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <thread>

#include <QTest>

using namespace fatou::io;

namespace {

constexpr char kStat[] =
    "cpu  300 30 60 9000 90 6 9 12 5 0\n"
    "cpu0 100 10 20 3000 30 2 3 4 5 0\n"
    "cpu1 100 10 20 3000 30 2 3 4 0 0\n"
    "cpu11 100 10 20 3000 30 2 3 4 0 0\n"
    "intr 4711 0 9\n";

}  // namespace

class OtherProgramsTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void busyIsAllButIdleOfTheCoresAskedFor_data() {
    QTest::addColumn<QString>("stat");
    QTest::addColumn<QList<int>>("cores");
    QTest::addColumn<double>("seconds");  // negative: not known
    QTest::newRow("one") << kStat << QList{1} << 1.39;
    QTest::newRow("two") << kStat << QList{0, 11} << 2.78;
    QTest::newRow("one that is not there") << kStat << QList{0, 2} << -1.0;
    QTest::newRow("none") << kStat << QList<int>{} << -1.0;
    QTest::newRow("no file") << "" << QList{0} << -1.0;
    QTest::newRow("old system") << "cpu0 1 2 3 4\n" << QList{0} << 0.06;
    QTest::newRow("cut off") << "cpu0 1 2\n" << QList{0} << -1.0;
  }
  void busyIsAllButIdleOfTheCoresAskedFor() {
    QFETCH(QString, stat);
    QFETCH(QList<int>, cores);
    QFETCH(double, seconds);
    const auto busy = busySeconds(stat.toStdString(), {cores.begin(), cores.end()}, 100);
    QCOMPARE(busy.value_or(-1.0), seconds);
  }

  // Such processes are mpirun, and the engines that it starts.
  void processesThatThisOneHasStartedAreNoOthers() {
    const auto stat = [](const char* name, int parent, int user) {
      return "7 (" + std::string(name) + ") S " + std::to_string(parent) +
             " 1 1 0 -1 0 100 100 0 0 " + std::to_string(user) + " 20 3 4 20 0 1 0\n";
    };
    const std::map<std::int64_t, std::string> stats{{1, stat("init", 0, 900)},
                                                    {10, stat("fatou", 1, 800)},
                                                    {11, stat("mpirun", 10, 100)},
                                                    {12, stat("an (e) ngine", 11, 200)},
                                                    {13, stat("orphan of 99", 99, 70)},
                                                    {14, stat("round", 15, 60)},
                                                    {15, stat("about", 14, 50)},
                                                    {16, "16 (cut off) S 11 1"},
                                                    {17, ""}};
    QCOMPARE(secondsOfDescendants(stats, 10, 100), 3.54);
    QCOMPARE(secondsOfDescendants(stats, 12, 100), 0.0);
    QCOMPARE(secondsOfDescendants({}, 10, 100), 0.0);
  }

  void theyTakeNoLessThanNothingAndNoMoreThanAll() {
    const OtherPrograms others;
    std::this_thread::sleep_for(std::chrono::milliseconds(250));
    const auto cores = others.cores();
    QVERIFY(!cores || (*cores >= 0.0 && *cores <= 1024.0));
  }
};

QTEST_GUILESS_MAIN(OtherProgramsTest)
#include "other_programs_test.moc"
