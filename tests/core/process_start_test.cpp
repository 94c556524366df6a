// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/machine/process_start.h"

#include <chrono>
#include <string>

#include <QTest>

using namespace fatou::io;
using Clock = std::chrono::steady_clock;

namespace {

const auto kLoaded = Clock::now();  // before main() begins

}  // namespace

class ProcessStartTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void theStartIsReadWhateverTheNameIs() {
    const std::string rest = " S 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 4250 19 20\n";
    for (const char* name : {"fatou", "a) b (", "a\nb", ") S 1"}) {
      const auto started = startedAfterBoot("77 (" + std::string(name) + ")" + rest, 100.0);
      QVERIFY(started);
      QCOMPARE(started->count(), 42.5);
    }
  }
  void whatIsNoSuchTextSaysNothing() {
    for (const char* text : {"", "77 fatou S 1 2 3", "77 (fatou) S 1 2 3",
                             "77 (fatou) S 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 x",
                             "77 (fatou) S 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 -1"})
      QVERIFY2(!startedAfterBoot(text, 100.0), text);
    QVERIFY(!startedAfterBoot("77 (fatou) S 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 1", 0.0));
  }
  void thisProcessWasStartedBeforeItWasLoaded() {
    QVERIFY(processStart() <= kLoaded + std::chrono::milliseconds(1));
    QVERIFY(processStart() > kLoaded - std::chrono::hours(1));
  }
};

QTEST_GUILESS_MAIN(ProcessStartTest)
#include "process_start_test.moc"
